"""The roll that a list of people becomes: newcomers, corrections, and which row of the file each comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from thidua.kernel.rowsets import RowProblem
from thidua.people.services import NewPerson, PersonEdit, PlaceEdit, Roll, problems_of_roll
from thidua.people.states import StaffKind

from ..planning.cleaned import CleanTable
from ..planning.plans import Level, Note
from .asked import Asked
from .known import Known

IDENTITY = ("full_name", "person_code", "sex", "birth_date")
PLACE = ("position", "staff_kind", "union_member")
# What the room of people calls a field, where a list calls it otherwise.
_FIELDS = {"code": "person_code", "on": "starts_on"}


@dataclass(slots=True)
class RollOfRows:
    """A roll under making: each part with the row of the file it comes from."""

    new: list[tuple[int, NewPerson]] = field(default_factory=list)
    edits: list[tuple[int, PersonEdit]] = field(default_factory=list)
    places: list[tuple[int, PlaceEdit]] = field(default_factory=list)

    def roll(self) -> Roll:
        """Return what is to be written."""
        return Roll(
            [one for _row, one in self.new], [one for _row, one in self.edits], [one for _row, one in self.places]
        )

    def only(self, rows: set[int]) -> RollOfRows:
        """Return the parts that come from these rows."""
        return RollOfRows(
            [part for part in self.new if part[0] in rows],
            [part for part in self.edits if part[0] in rows],
            [part for part in self.places if part[0] in rows],
        )

    def problems(self, asked: Asked) -> Iterator[Note]:
        """Yield at each row what the room of people would refuse."""
        found = problems_of_roll(self.roll(), asked.by, asked.day)
        rows = {name: [row for row, _one in getattr(self, name)] for name in ("new", "edits", "places")}
        for part, problems in (("new", found.new), ("edits", found.edits), ("places", found.places)):
            for index, name, message in (RowProblem(*one) for one in problems):
                yield Note(rows[part][index], _FIELDS.get(name, name), Level.ERROR, message)


def roll_of_rows(
    table: CleanTable, known: Mapping[int, Known], unit_of: Mapping[int, int], changes: pl.DataFrame, asked: Asked
) -> RollOfRows:
    """Return the roll of every row that has no fault of its own. ``changes`` are those of ``compare``."""
    made = RollOfRows()
    broken = table.broken_rows()
    new_values: dict[int, dict[str, str]] = {}
    for row, name, value in changes.filter("write").select("row", "field", "value").iter_rows():
        new_values.setdefault(row, {})[name] = value
    new = _newcomers(table, asked.day).iter_rows()
    made.new = [(row, NewPerson(unit_of[row], *said)) for row, *said in new if row not in known and row not in broken]
    for row in sorted(known.keys() & new_values.keys() - broken):
        _correct(made, row, known[row], new_values[row])
    return made


def _newcomers(table: CleanTable, day: date) -> pl.DataFrame:
    """Return each row as if nobody were known: ``row`` and the fields of ``NewPerson`` but the unit, in order."""

    def said(name: str) -> pl.Expr:
        return (pl.col(name) if table.has(name) else pl.lit(None, pl.String)).alias(name)

    return table.frame.select(
        "row",
        said("full_name").fill_null(""),
        said("person_code").fill_null(""),
        said("starts_on").str.to_date("%Y-%m-%d").fill_null(day),
        said("sex").fill_null(""),
        said("birth_date").str.to_date("%Y-%m-%d"),
        said("position").cast(pl.Int64),
        said("staff_kind").fill_null(StaffKind.CIVIL_SERVANT.value),
        said("union_member").fill_null("") != "False",
    )


def _correct(made: RollOfRows, row: int, one: Known, said: Mapping[str, str]) -> None:
    values = {**one.texts(), **said}
    if said.keys() & set(IDENTITY):
        who = (values["full_name"], values["person_code"], values["sex"], _day(values["birth_date"]))
        made.edits.append((row, PersonEdit(one.person_id, one.version, *who)))
    if said.keys() & set(PLACE) and one.membership_id is not None:
        what = (_key(values["position"]), values["staff_kind"], values["union_member"] != "False")
        made.places.append((row, PlaceEdit(one.membership_id, one.membership_version, *what)))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _key(text: str) -> int | None:
    return int(text) if text else None
