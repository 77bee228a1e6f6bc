"""A list of titles registered for a year: of people and of the units themselves, one line for each title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _

from thidua.honours.states import Subject
from thidua.kernel.actors import Actor
from thidua.kernel.rowsets import Trace
from thidua.people.permissions import Permission
from thidua.registration.selectors import Register, register_of, registers_of
from thidua.registration.services import RegistrationEntry, problems_of_registrations, write_registrations

from ..cleaning.chains import chain
from ..cleaning.lexicon import Lexicon
from ..planning.cleaned import CleanTable
from ..planning.plans import Level, Note, Plan, RowVerdict
from .asked import Asked
from .cells import achievement_year, text_of, unions_of, units_named, year_of_rows
from .entries import Entry, names_of_rows, plan_of_entries, read_people
from .known import Known
from .matching import holders
from .subjects import Distinctions, distinction_keys, part_subjects

BASE_TITLES = "titles"  # in our own workbook: the codes of the titles that a row was handed out with
BETWEEN_CODES = ","


class RegistrationsList:
    """Titles registered by a unit and the units below it."""

    kind: ClassVar[str] = "registrations"

    def plan(self, table: CleanTable, asked: Asked) -> Plan:
        """Say what registering these titles would do.

        A list adds; only in our own workbook, a mark that was taken off takes the title off.
        """
        catalogue = Distinctions.read(forms=False)
        units = unions_of(asked, Permission.REGISTER_TITLES)
        catalogue.clean(table)
        part_subjects(table, catalogue, units)
        read_people(table, asked, units)
        table.read("year", chain(text_of(table, "year"), achievement_year))
        known = holders(table, asked, rows_are_people=True)
        years = year_of_rows(table, asked)
        registers = registers_of({year for year in years if year}, {one.person_id for one in known.values()}, asked.day)
        rows = list(_rows(table, known, units, years, asked, registers))
        entries = list(_entries(table, rows, registers, asked))
        labels = {one.row: units.label(one.unit_id) for one in rows if units.knows(one.unit_id)}
        labels |= {row: one.full_name for row, one in known.items()} | names_of_rows(table)
        return plan_of_entries(
            table,
            entries,
            problems=lambda values: problems_of_registrations(values, asked.by, asked.day, registers),
            fields={},
            labels=labels,
        )

    def write(self, plan: Plan, *, unit_id: int, by: Actor, at: datetime, source: str) -> list[Trace]:
        """Register the titles of the plan."""
        return write_registrations(unit_id=unit_id, entries=plan.work, by=by, at=at, source=source)


@dataclass(frozen=True, slots=True)
class _Row:
    """Whom a sound row is about, and the unit that registers them."""

    row: int
    year: int
    unit_id: int
    person_id: int | None


def _rows(
    table: CleanTable,
    known: Mapping[int, Known],
    units: Lexicon[int],
    years: Sequence[int | None],
    asked: Asked,
    registers: Mapping[int, Sequence[Register]],
) -> Iterator[_Row]:
    """Yield each sound row once; remark those whose unit has no round in the year."""
    broken = table.broken_rows()
    named = units_named(table, units)
    none = []
    seen: set[int] = set()
    for row, year, subject in zip(table.rows(), years, table.keys("subject"), strict=True):
        if row in broken or row in seen or year is None or (subject == Subject.PERSON and row not in known):
            continue
        seen.add(row)
        person = known[row].person_id if subject == Subject.PERSON else None
        said = named[row] if person is not None else named[row] or asked.unit_id
        unit = next((unit for register in registers.get(year, ()) if (unit := register.unit_of(person, said))), None)
        if unit is None:
            why = _("Chưa có đợt đăng ký năm %(year)s cho đơn vị này.") % {"year": year}
            none.append(Note(row, "year" if table.has("year") else "", Level.ERROR, why))
        else:
            yield _Row(row, year, unit, person)
    table.remark(none)


def _entries(
    table: CleanTable, rows: Sequence[_Row], registers: Mapping[int, Sequence[Register]], asked: Asked
) -> Iterator[Entry]:
    """Yield what each row adds and takes off."""
    said: dict[int, list[str]] = {}
    for row, key in zip(table.rows(), distinction_keys(table), strict=True):
        said.setdefault(row, [])
        if key:
            said[row].append(key.removeprefix("title:"))
    before = _handed_out(asked)
    nothing = []
    for one in rows:
        titles = set(said[one.row])
        base = before.get(one.row)
        if not titles and base is None and not table.marked:
            nothing.append(Note(one.row, "title", Level.ERROR, _("Chưa có danh hiệu.")))
        register = register_of(registers, one.year, one.unit_id)
        for code in sorted(titles - (base or set())):
            is_there = register is not None and (one.unit_id, one.person_id, code) in register.lines
            entry = RegistrationEntry(one.unit_id, one.person_id, code, one.year)
            yield Entry((one.row,), None if is_there else entry, _verdict(is_there, RowVerdict.CREATE))
        for code in sorted((base or set()) - titles):
            is_gone = register is None or (one.unit_id, one.person_id, code) not in register.lines
            entry = RegistrationEntry(one.unit_id, one.person_id, code, one.year, on=False)
            yield Entry((one.row,), None if is_gone else entry, _verdict(is_gone, RowVerdict.UPDATE))
    table.remark(nothing)


def _verdict(is_so_already: bool, otherwise: RowVerdict) -> RowVerdict:
    return RowVerdict.UNCHANGED if is_so_already else otherwise


def _handed_out(asked: Asked) -> dict[int, set[str]]:
    """Return for each row of our own workbook the titles that it was handed out with."""
    if asked.base is None or BASE_TITLES not in asked.base.columns:
        return {}
    return {
        row: set(filter(None, codes.split(BETWEEN_CODES)))
        for row, codes in asked.base.select("row", BASE_TITLES).iter_rows()
    }
