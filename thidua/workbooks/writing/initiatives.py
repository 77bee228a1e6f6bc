"""The workbook of initiatives: a line for each author; recognition can be added, and initiatives below."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thidua.initiatives.models import Authorship, Initiative
from thidua.initiatives.states import InitiativeKind, Scope

from ..kinds.initiatives import BASE_FIELDS
from .guided import GuidedColumn, GuidedRow, guidance, write_guided

_AT_ONCE = 1000


def write_initiatives_list(target: IO[bytes], rows: QuerySet[Initiative], today: date) -> int:
    """Write these initiatives in their order; return how many lines. ``rows`` bring their authors."""
    return write_guided(
        target,
        _("Sáng kiến"),
        _columns(),
        _rows(rows),
        base_fields=BASE_FIELDS,
        guidance=guidance(
            _("Sáng kiến tính đến ngày %(day)s") % {"day": f"{today:%d/%m/%Y}"},
            _("Mỗi tác giả một dòng; các dòng cùng tên, cùng năm là một sáng kiến, tỷ lệ cộng lại bằng 100 %."),
            _("Sáng kiến đã có: điền phạm vi, số và ngày quyết định để ghi công nhận; sửa phần khác ở trang của nó."),
        ),
    )


def _columns() -> list[GuidedColumn]:
    return [
        GuidedColumn("row_id", hidden=True),
        GuidedColumn("initiative_code", 16, locked=True, prompt=_("Để trống với sáng kiến mới thì hệ thống đặt mã.")),
        GuidedColumn("initiative_name", 50, locked=True),
        GuidedColumn("initiative_kind", 20, tuple(str(kind.label) for kind in InitiativeKind), locked=True),
        GuidedColumn("year", 8, locked=True),
        GuidedColumn("unit", 36, locked=True),
        GuidedColumn("person_code", 16, locked=True),
        GuidedColumn("full_name", 28, locked=True),
        GuidedColumn("share", 10, locked=True, prompt=_("Phần trăm, số nguyên.")),
        GuidedColumn("scope", 22, tuple(str(scope.label) for scope in Scope)),
        GuidedColumn("decision_number", 22),
        GuidedColumn("decision_date", 13),
    ]


def _rows(rows: QuerySet[Initiative]) -> Iterator[GuidedRow]:
    for initiative in rows.iterator(_AT_ONCE):
        for authorship in initiative.authorships.all():
            yield _row(initiative, authorship)


def _row(one: Initiative, authorship: Authorship) -> GuidedRow:
    person = authorship.person
    cells = (
        authorship.pk, one.code, one.name, str(InitiativeKind(one.kind).label), one.year, one.unit.name, person.code,
        person.full_name, authorship.share, str(Scope(one.scope).label) if one.scope else "", one.decision_number,
        one.decided_on,
    )  # fmt: skip
    keys = (
        one.code, one.name, one.kind, str(one.year), person.code, str(authorship.share), one.scope, one.decision_number,
        one.decided_on.isoformat() if one.decided_on else "",
    )  # fmt: skip
    return GuidedRow(cells, dict(zip(BASE_FIELDS, keys, strict=True)))
