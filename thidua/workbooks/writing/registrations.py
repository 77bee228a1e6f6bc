"""The workbook of a unit's registration: the unit itself and its people, a mark under each title."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO

from django.utils.translation import gettext as _

from thidua.honours.states import Subject
from thidua.people.models import Person
from thidua.registration.models import Registration
from thidua.registration.selectors import Grid, GridRow, grid

from ..kinds.registrations import BASE_TITLES, BETWEEN_CODES
from .guided import GuidedColumn, GuidedRow, guidance, write_guided

_MARK = "X"


def write_registration(target: IO[bytes], registration: Registration, today: date) -> int:
    """Write the grid of a registration; return how many rows. Five queries."""
    table = grid(registration, today)
    what = _("Đăng ký thi đua năm %(year)s của %(unit)s") % {"year": registration.year, "unit": registration.unit.name}
    return write_guided(
        target,
        _("Đăng ký %(year)s") % {"year": registration.year},
        _columns(table),
        _rows(registration, table),
        base_fields=(BASE_TITLES,),
        guidance=guidance(
            what,
            _("Đánh dấu X dưới danh hiệu mà tập thể, cá nhân đăng ký; xóa dấu X để thôi đăng ký."),
            _("Dòng đầu là tập thể đơn vị: chỉ đánh dấu danh hiệu tập thể; các dòng sau chỉ danh hiệu cá nhân."),
        ),
    )


def _columns(table: Grid) -> list[GuidedColumn]:
    titles = [*table.unit_titles, *table.person_titles]
    return [
        GuidedColumn("row_id", hidden=True),
        GuidedColumn("year", 8, hidden=True),
        GuidedColumn("subject_kind", 12, hidden=True),
        GuidedColumn("unit_code", hidden=True),
        GuidedColumn("person_code", 16, locked=True),
        GuidedColumn("subject_name", 34, locked=True),
        GuidedColumn("position", 24, locked=True),
        *(GuidedColumn("marked_title", 14, (_MARK,), title=title.name) for title in titles),
    ]


def _rows(registration: Registration, table: Grid) -> Iterator[GuidedRow]:
    codes = dict(Person.objects.filter(pk__among={row.person_id for row in table.rows}).values_list("pk", "code"))
    titles = [title.code for title in (*table.unit_titles, *table.person_titles)]
    for row in (table.unit_row, *table.rows):
        on = {cell.title.code for cell in row.cells if cell.on}
        marks = (_MARK if code in on else "" for code in titles)
        cells = (*_who(registration, row, codes), *marks)
        yield GuidedRow(cells, {BASE_TITLES: BETWEEN_CODES.join(sorted(on))})


def _who(registration: Registration, row: GridRow, codes: dict[int, str]) -> tuple[str | int, ...]:
    """Return the cells before the titles; a unit's id in the list cannot be a person's."""
    unit = registration.unit
    if row.person_id is None:
        kind = str(Subject.COLLECTIVE.label)
        return (f"u{unit.pk}", registration.year, kind, unit.code, "", row.name, row.about)
    kind = str(Subject.PERSON.label)
    return (row.person_id, registration.year, kind, unit.code, codes.get(row.person_id, ""), row.name, row.about)
