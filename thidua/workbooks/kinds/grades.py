"""A list of yearly grades: whose, of which year, and which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.rowsets import Trace
from thidua.people.permissions import Permission
from thidua.registration.selectors import StoredGrade, grades_by_person_and_year
from thidua.registration.services import GradeLine, problems_of_grades, write_grades
from thidua.registration.states import Grade

from ..cleaning.chains import chain
from ..cleaning.grades import read_grade
from ..cleaning.lexicon import Lexicon
from ..planning.cleaned import CleanTable
from ..planning.plans import Level, Note, Plan, RowVerdict
from .asked import Asked
from .cells import achievement_year, read_units, text_of, unions_of, year_of_rows
from .entries import Entry, names_of_rows, plan_of_entries, read_birth, read_people
from .known import Known
from .matching import holders


class GradesList:
    """Yearly grades of people of a unit and the units below it."""

    kind: ClassVar[str] = "grades"

    def plan(self, table: CleanTable, asked: Asked) -> Plan:
        """Say what recording these grades would do. An empty cell says nothing and takes nothing away."""
        units = unions_of(asked, Permission.RECORD_RESULTS)
        read_people(table)
        read_birth(table, asked)
        read_units(table, units)
        table.read("grade", chain(text_of(table, "grade"), read_grade), say=_words)
        table.read("year", chain(text_of(table, "year"), achievement_year))
        known = holders(table, asked)
        entries = _entries(table, known, units, asked)
        names = {row: one.full_name for row, one in known.items()} | names_of_rows(table)
        return plan_of_entries(
            table,
            entries,
            problems=lambda lines: problems_of_grades(asked.unit_id, lines, asked.day),
            fields={},
            labels=names,
        )

    def write(self, plan: Plan, *, unit_id: int, by: Actor, at: datetime, source: str) -> list[Trace]:
        """Record the grades of the plan."""
        return write_grades(unit_id=unit_id, lines=plan.work, by=by, at=at, source=source)


def _words(grade: str) -> str:
    return str(Grade(grade).label)


def _entries(table: CleanTable, known: Mapping[int, Known], units: Lexicon[int], asked: Asked) -> list[Entry]:
    years = year_of_rows(table, asked)
    columns = zip(table.rows(), table.keys("grade"), years, strict=True)
    said = [(row, grade, year) for row, grade, year in columns if grade and year and row in known]
    stored = grades_by_person_and_year((known[row].person_id, year) for row, _grade, year in said)
    table.remark(_changes(said, known, stored))
    entries = []
    for row, grade, year in said:
        one, old = known[row], stored.get((known[row].person_id, year))
        place = one.unit_id if one.unit_id is not None and units.knows(one.unit_id) else asked.unit_id
        line = GradeLine(one.person_id, place, year, grade, old.version if old else 0)
        if old and old.grade == grade:
            entries.append(Entry((row,), None, RowVerdict.UNCHANGED))
        else:
            entries.append(Entry((row,), line, RowVerdict.UPDATE if old else RowVerdict.CREATE))
    return entries


def _changes(
    said: list[tuple[int, str, int]], known: Mapping[int, Known], stored: Mapping[tuple[int, int], StoredGrade]
) -> Iterator[Note]:
    for row, grade, year in said:
        old = stored.get((known[row].person_id, year))
        if old and old.grade != grade:
            yield Note(row, "grade", Level.CHANGE, _("Xếp loại chất lượng"), _words(grade), _words(old.grade))
