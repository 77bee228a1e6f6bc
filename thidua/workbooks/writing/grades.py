"""The workbook of a unit's yearly grades: everybody who was of the unit in the year, with the grade or without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import IO

from django.utils.translation import gettext as _

from thidua.people.models import Unit
from thidua.registration.selectors import grades_by_person_and_year, roll_of_year, year_day
from thidua.registration.states import Grade

from .guided import GuidedColumn, GuidedRow, guidance, write_guided


def write_grades_sheet(target: IO[bytes], unit: Unit, year: int, today: date) -> int:
    """Write the unit's people of a year with their grades; return how many. Three queries."""
    what = _("Xếp loại chất lượng năm %(year)s của %(unit)s") % {"year": year, "unit": unit.name}
    return write_guided(
        target,
        _("Xếp loại %(year)s") % {"year": year},
        _columns(),
        _rows(unit, year, today),
        base_fields=("grade",),
        guidance=guidance(what, _("Chọn mức ở cột xếp loại; xóa ô thì bỏ xếp loại đã ghi của người đó.")),
    )


def _columns() -> list[GuidedColumn]:
    return [
        GuidedColumn("row_id", hidden=True),
        GuidedColumn("year", 8, locked=True),
        GuidedColumn("person_code", 16, locked=True),
        GuidedColumn("full_name", 28, locked=True),
        GuidedColumn("position", 24, locked=True),
        GuidedColumn("grade", 34, tuple(str(grade.label) for grade in Grade)),
    ]


def _rows(unit: Unit, year: int, today: date) -> Iterator[GuidedRow]:
    places = list(roll_of_year(unit.pk, year, year_day(year, today)))
    stored = grades_by_person_and_year((place.person_id, year) for place in places)
    # Of several places in the year the last tells the post.
    for place in {place.person_id: place for place in places}.values():
        known = stored.get((place.person_id, year))
        grade = known.grade if known else ""
        post = place.position.name if place.position else ""
        words = str(Grade(grade).label) if grade else ""
        cells = (place.person_id, year, place.person.code, place.person.full_name, post, words)
        yield GuidedRow(cells, {"grade": grade})
