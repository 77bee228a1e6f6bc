"""The workbook of a dossier: who stands in it, the summaries to be written, and free rows for more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO

from django.utils.translation import gettext as _

from thidua.honours.selectors import forms_on, titles_on
from thidua.honours.states import Subject
from thidua.nominations.models import Dossier, Nomination

from ..kinds.nominations import BASE_FIELDS
from .guided import GuidedColumn, GuidedRow, guidance, write_guided


def write_dossier(target: IO[bytes], dossier: Dossier, today: date) -> int:
    """Write the nominations of a dossier in their order; return how many. Three queries."""
    return write_guided(
        target,
        _("Hồ sơ %(year)s") % {"year": dossier.year},
        _columns(today),
        _rows(dossier),
        base_fields=BASE_FIELDS,
        guidance=guidance(
            str(dossier),
            _("Viết tóm tắt thành tích ở cột của nó; thêm người, tập thể ở các dòng trống phía dưới."),
            _("Muốn đổi danh hiệu của một dòng đã có, mở trang của hồ sơ."),
        ),
    )


def _columns(today: date) -> list[GuidedColumn]:
    names = [one.name for found in (titles_on(today), forms_on(today)) for one in found.order_by("order", "name")]
    return [
        GuidedColumn("row_id", hidden=True),
        GuidedColumn("year", 8, hidden=True),
        GuidedColumn("person_code", 16, locked=True),
        GuidedColumn("subject_name", 30, locked=True),
        GuidedColumn("subject_kind", 14, tuple(str(subject.label) for subject in Subject), locked=True),
        GuidedColumn("unit", 36, locked=True),
        GuidedColumn("title", 36, tuple(names), locked=True),
        GuidedColumn("achievement", 80),
    ]


def _rows(dossier: Dossier) -> Iterator[GuidedRow]:
    rows = dossier.nominations.select_related("person", "unit", "title", "form").order_by("order", "pk")
    for row in rows:
        yield _row(row, dossier.year)


def _row(row: Nomination, year: int) -> GuidedRow:
    key = f"title:{row.title.code}" if row.title else f"form:{row.distinction.code}"
    code = row.person.code if row.person else ""
    name = row.person.full_name if row.person else row.household or row.unit.name
    cells = (
        row.pk, year, code, name, str(Subject(row.subject).label), row.unit.name, row.distinction.name, row.achievement,
    )  # fmt: skip
    return GuidedRow(cells, dict(zip(BASE_FIELDS, (key, code, row.achievement), strict=True)))
