"""What the record says of people, in the form the law as code asks for. “Not known” never becomes “is not so”.

| Fact | Known when | Otherwise |
|---|---|---|
| grade | a grade is recorded | not known |
| registered titles | the person's unit has handed in its registration of the year | not known |
| months worked | the person was somebody's member in the year | not known |
| findings | somebody recorded one, yes or no | not judged yet |
| initiatives, discipline, open cases | always: no row means there is none | before ``lists_known_from`` not known |
| titles and forms held | from the first year since when the register of the person's units is unbroken | not known |
| titles of the proposal year | once the unit entered a yearly title of it | still to come |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType

from thidua.honours.selectors import Held, HeldHonours, held_by_people, register_years
from thidua.initiatives.selectors import recognised_for
from thidua.people.models import Membership
from thidua.registration.selectors.records import CaseFact, PersonFacts, grades_of, records_for
from thidua.rules.facts import AwardHeld, DisciplineRecord, History, InitiativeRecord, OpenCase, YearRecord
from thidua.rules.names import AWARD_VI

# How far back grades and initiatives are read: well beyond the longest window of any rule. The law's own numbers stand
# in rules, this only bounds the reading.
YEARS_BACK = 15

NOTHING = HeldHonours()
Places = list[tuple[int, date, date | None]]
Register = Mapping[int, set[int]]


def histories(
    person_ids: Collection[int], year: int, decided_on: date, *, register: Register | None = None
) -> dict[int, History]:
    """Return the facts of each person as they stood on ``decided_on``, for the proposal year ``year``.

    A constant number of queries, however many people; every id of ``person_ids`` is a key. ``register`` may hand in
    ``register_years(on=decided_on)`` read before, for callers that ask in many batches.
    """
    ids = list(dict.fromkeys(person_ids))
    places = _places(ids)
    if register is None:
        units = {unit_id for spans in places.values() for unit_id, _from, _to in spans}
        register = register_years(units, on=decided_on)
    records = records_for(ids, [year])
    grades = grades_of(ids, range(year - YEARS_BACK, year))
    held = held_by_people(ids, decided_on)
    initiatives = _initiatives(ids, year, decided_on)
    return {
        person_id: History(
            years=_years(records.get(person_id), grades.get(person_id, {}), year),
            titles=awards_held(held.get(person_id, NOTHING).titles),
            forms=awards_held(held.get(person_id, NOTHING).forms),
            initiatives=initiatives.get(person_id, ()),
            disciplines=_disciplines(records.get(person_id), decided_on),
            open_cases=cases_known(records[person_id].cases if person_id in records else (), decided_on),
            lists_known_from=_known_from(places.get(person_id, []), register, year),
            titles_known_until=year if _entered(year, places.get(person_id, []), register) else year - 1,
        )
        for person_id in ids
    }


def awards_held(rows: Iterable[Held], codes: Mapping[str, str] = MappingProxyType({})) -> tuple[AwardHeld, ...]:
    """Return honours as the law asks for them; ``codes`` gives the law's code where the register's is another."""
    return tuple(AwardHeld(codes.get(row.code, row.code), row.year, row.basis) for row in rows)


def cases_known(rows: Iterable[CaseFact], decided_on: date) -> tuple[OpenCase, ...]:
    """Return the cases begun by ``decided_on``; whether one is still open on the day is the law's affair."""
    return tuple(OpenCase(row.kind, row.opened_on, row.closed_on) for row in rows if row.opened_on <= decided_on)


def _years(facts: PersonFacts | None, grades: Mapping[int, str], year: int) -> dict[int, YearRecord]:
    """Return the year records; of past years only the grade is read, since no rule asks more of them."""
    years = {past: YearRecord(past, grade=grade) for past, grade in grades.items()}
    if facts is not None:
        this = facts.years[year]
        registered = this.registered_titles
        if registered is not None:
            registered &= AWARD_VI.keys()  # what is registered for movements is not the law's affair
        years[year] = YearRecord(year, this.grade, registered, this.months_worked, this.findings)
    return years


def _disciplines(facts: PersonFacts | None, decided_on: date) -> tuple[DisciplineRecord, ...]:
    if facts is None:
        return ()
    known = (item for item in facts.disciplines if item.decided_on <= decided_on)
    return tuple(DisciplineRecord(item.level, item.decided_on, item.ends_on) for item in known)


def _initiatives(person_ids: list[int], year: int, decided_on: date) -> dict[int, tuple[InitiativeRecord, ...]]:
    """Return the initiatives and accepted topics of each author that were recognised by ``decided_on``, by the year
    they are recognised for: the decision on a year's initiatives is often signed in the January after it.
    """
    found = recognised_for(person_ids, range(year - YEARS_BACK, year + 1))
    return {
        person_id: tuple(
            InitiativeRecord(item.year, item.scope, item.used_for or None)
            for item in items
            if item.decided_on <= decided_on
        )
        for person_id, items in found.items()
    }


def _places(person_ids: list[int]) -> dict[int, Places]:
    rows = Membership.objects.filter(person_id__in=person_ids).order_by()
    places: dict[int, Places] = defaultdict(list)
    for person_id, unit_id, first, last in rows.values_list("person_id", "unit_id", "valid_from", "valid_to"):
        places[person_id].append((unit_id, first, last))
    return places


def _known_from(places: Places, register: Register, year: int) -> int:
    """Return the first year from which the lists are complete: back from ``year`` while each past year's unit entered
    its titles. Years before somebody's first place here are not known: the person may have worked elsewhere.
    """
    known = year
    while _entered(known - 1, places, register):
        known -= 1
    return known


def _entered(year: int, places: Places, register: Register) -> bool:
    """Say whether the person's unit entered its titles of ``year``."""
    return any(year in register.get(unit_id, ()) for unit_id in _units_at_end_of(year, places))


def _units_at_end_of(year: int, places: Places) -> list[int]:
    day = date(year, 12, 31)
    return [unit_id for unit_id, first, last in places if first <= day and (last is None or day < last)]
