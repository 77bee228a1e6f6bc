"""The lists of nominations and dossiers, as their pages and files have them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.nominations.selectors import standings
from thidua.nominations.states import DossierKind, NominationState
from thidua.web.listing import Column, Kind, Listing, Narrowing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from thidua.nominations.models import Dossier, Nomination

NOMINATIONS = [
    Column(_("Người, tập thể"), lambda row: row.recipient, width=32),
    Column(_("Mã cán bộ"), lambda row: row.person.code if row.person else "", width=16),
    Column(_("Danh hiệu, hình thức"), lambda row: row.distinction.label, width=36),
    Column(_("Đơn vị"), lambda row: row.unit.short_name, width=32),
    Column(_("Năm"), lambda row: row.dossier.year, Kind.NUMBER),
    Column(_("Trạng thái"), lambda row: row.state, words=dict(NominationState.choices)),
    Column(_("Nơi giữ"), lambda row: row.holder.short_name if row.holder else "", width=28),
    Column(_("Hạn xử lý"), lambda row: row.due_on, Kind.DAY),
    Column(_("Mã hồ sơ"), lambda row: row.dossier.code, width=18),
    Column(_("Tóm tắt thành tích"), lambda row: row.achievement, width=60),
]
DOSSIERS = [
    Column(_("Mã hồ sơ"), lambda row: row.dossier.code, width=18),
    Column(_("Trích yếu"), lambda row: row.dossier.title, width=44),
    Column(_("Đơn vị"), lambda row: row.dossier.unit.short_name, width=32),
    Column(_("Năm"), lambda row: row.dossier.year, Kind.NUMBER),
    Column(_("Loại khen thưởng"), lambda row: row.dossier.kind, words=dict(DossierKind.choices)),
    Column(_("Số đề nghị"), lambda row: row.standing.total, Kind.NUMBER),
    Column(_("Trạng thái"), lambda row: row.standing.state, words=dict(NominationState.choices)),
]


class DossierRow:
    """A dossier with how far it is."""

    def __init__(self, dossier: Dossier, standing: Any) -> None:
        self.dossier, self.standing = dossier, standing


def with_standings(dossiers: Sequence[Dossier]) -> list[DossierRow]:
    """Return dossiers with how far each is. One query."""
    found = standings([dossier.pk for dossier in dossiers])
    return [DossierRow(dossier, found[dossier.pk]) for dossier in dossiers]


def nomination_list(title: str, rows: QuerySet[Nomination], narrowed: Sequence[Narrowing], day: date) -> Listing:
    """Return nominations as a list."""
    return Listing(title=title, of="nominations.nomination", columns=NOMINATIONS, rows=rows, narrowed=narrowed, day=day)


def dossier_list(rows: QuerySet[Dossier], narrowed: Sequence[Narrowing], day: date) -> Listing:
    """Return dossiers as a list."""
    return Listing(
        title=_now("Hồ sơ đề nghị khen thưởng"), of="nominations.dossier", columns=DOSSIERS, rows=rows,
        prepared=with_standings, narrowed=narrowed, day=day,
    )  # fmt: skip
