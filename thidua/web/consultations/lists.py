"""The list of consultations, as its page and file have it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.consultations.states import ConsultationState
from thidua.web.listing import Column, Kind, Listing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from thidua.consultations.models import Consultation

CONSULTATIONS = [
    Column(_("Tên"), lambda row: row.title, width=44),
    Column(_("Nơi xét"), lambda row: row.office.short_name, width=28),
    Column(_("Ngày công khai"), lambda row: row.opened_on, Kind.DAY),
    Column(_("Ngày cuối nhận ý kiến"), lambda row: row.closes_on, Kind.DAY),
    Column(_("Số đề nghị"), lambda row: row.people, Kind.NUMBER),
    Column(_("Ý kiến"), lambda row: row.said, Kind.NUMBER),
    Column(_("Trạng thái"), lambda row: row.state, words=dict(ConsultationState.choices)),
]


def consultation_list(rows: QuerySet[Consultation], day: date) -> Listing:
    """Return consultations as a list."""
    return Listing(
        title=_now("Lấy ý kiến công khai"), of="consultations.consultation", columns=CONSULTATIONS, rows=rows,
        narrowed=[], day=day,
    )  # fmt: skip
