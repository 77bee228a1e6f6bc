"""A list of yearly grades: whose, of which year, and which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import polars as pl

from thidua.kernel.actors import Actor
from thidua.kernel.rowsets import Trace
from thidua.people.permissions import Permission
from thidua.registration.selectors import StoredGrade, grades_by_person_and_year
from thidua.registration.services import GradeLine, problems_of_grades, write_grades
from thidua.registration.states import Grade

from ..cleaning.chains import chain
from ..cleaning.grades import read_grade
from ..cleaning.lexicon import Lexicon
from ..finding.fields import fields
from ..planning.cleaned import CleanTable
from ..planning.comparing import compare, in_words
from ..planning.plans import Plan, RowVerdict
from .asked import Asked
from .cells import achievement_year, text_of, unions_of, year_of_rows
from .entries import Entry, names_of_rows, plan_of_entries, read_people
from .known import Known
from .matching import holders


class GradesList:
    """Yearly grades of people of a unit and the units below it."""

    kind: ClassVar[str] = "grades"

    def plan(self, table: CleanTable, asked: Asked) -> Plan:
        """Say what recording these grades would do. An empty cell says nothing, but in our own workbook."""
        units = unions_of(asked, Permission.RECORD_RESULTS)
        read_people(table, asked, units)
        table.read("grade", chain(text_of(table, "grade"), read_grade), say=_words)
        table.read("year", chain(text_of(table, "year"), achievement_year))
        known = holders(table, asked, rows_are_people=True)
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
    given = _given(asked)
    said = [
        (row, grade or "", year) for row, grade, year in columns if (grade or row in given) and year and row in known
    ]
    stored = grades_by_person_and_year((known[row].person_id, year) for row, _grade, year in said)
    old = {row: stored.get((known[row].person_id, year)) for row, _grade, year in said}
    changes = _changes(said, old, asked)
    table.notes.append(in_words(changes, {"grade": {grade.value: str(grade.label) for grade in Grade}}))
    written = set(changes.filter("write")["row"])
    entries = []
    for row, grade, year in said:
        one, before = known[row], old[row]
        place = one.unit_id if one.unit_id is not None and units.knows(one.unit_id) else asked.unit_id
        line = GradeLine(one.person_id, place, year, grade, before.version if before else 0)
        if row not in written and (before or not grade):
            entries.append(Entry((row,), None, RowVerdict.UNCHANGED))
        else:
            entries.append(Entry((row,), line, RowVerdict.UPDATE if before else RowVerdict.CREATE))
    return entries


def _changes(said: list[tuple[int, str, int]], old: Mapping[int, StoredGrade | None], asked: Asked) -> pl.DataFrame:
    schema = {"row": pl.Int64, "grade": pl.String}
    stands = [(row, before.grade) for row, before in old.items() if before]
    return compare(
        pl.DataFrame([(row, grade) for row, grade, _year in said], schema=schema, orient="row"),
        pl.DataFrame(stands, schema=schema, orient="row"),
        fields=["grade"],
        words={"grade": fields()["grade"].name_vi},
        base=asked.base,
        settled=asked.settled,
        may_clear=frozenset({"grade"}),
    )


def _given(asked: Asked) -> set[int]:
    """Return the rows of our own workbook that were handed out with a grade: emptied, they take it away."""
    if asked.base is None or "grade" not in asked.base.columns:
        return set()
    return set(asked.base.filter(pl.col("grade") != "")["row"])
