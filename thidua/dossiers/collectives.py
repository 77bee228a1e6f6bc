"""What the record says of units as collectives, in the form the law as code asks for.

| Fact | Known when | Otherwise |
|---|---|---|
| grade, rank, targets | the level above recorded them | not known |
| findings | somebody recorded one about the unit | not judged yet |
| members | always: those of the unit and the groups below it on the year's day | |
| members with LĐTT, CSTĐCS | every unit with such members has entered its yearly titles | not known |
| members who completed their tasks | every member has a grade | not known |
| discipline of members | always: no measure of the year means nobody | |
| honours held | as far back as the unit's register is unbroken | not known |
| open cases | always: no row means there is none | |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from thidua.honours.selectors import held_by_units, honours_counted, register_years
from thidua.people.models import Membership
from thidua.registration.selectors import UnitYear, cases_of_units, unit_years, year_day
from thidua.registration.states import Grade
from thidua.rules.facts import LEVEL_RANK, History, YearRecord
from thidua.rules.names import AWARD_VI, AWARDS, awards_of

from .facts import NOTHING, YEARS_BACK, Register, awards_held, cases_known

# The register's codes as the law names them where a collective holds the honour.
LAW_CODES = {AWARDS[code].register: code for code in awards_of("collective")}
# Titles whose decisions prove that a unit's year is entered, so that who has none is known (see register_years).
YEARLY = ("advanced_worker", "grassroots_fighter")
ABOVE = "unit__above__ancestor_id"


@dataclass(slots=True)
class _Members:
    """What is counted over the members of one collective; ``places``: the units in which they stand."""

    count: int = 0
    graded: int = 0
    completed: int = 0
    titles: dict[str, int] = field(default_factory=dict)
    discipline: str = "none"
    places: set[int] = field(default_factory=set)


def collective_histories(
    unit_ids: Collection[int], year: int, decided_on: date, *, register: Register | None = None
) -> dict[int, History]:
    """Return the facts of each unit as a collective as they stood on ``decided_on``, for the proposal year ``year``.

    A constant number of queries, however many units and members; every id of ``unit_ids`` is a key. ``register`` as
    for ``facts.histories``.
    """
    ids = list(dict.fromkeys(unit_ids))
    if register is None:
        register = register_years(on=decided_on)
    members = _members(ids, year, decided_on)
    own = unit_years(ids, range(year - YEARS_BACK, year + 1))
    held = held_by_units(ids, decided_on)
    cases = cases_of_units(ids)
    return {
        unit_id: History(
            years=_years(own.get(unit_id, {}), members[unit_id], year, register),
            titles=awards_held(held.get(unit_id, NOTHING).titles, LAW_CODES),
            forms=awards_held(held.get(unit_id, NOTHING).forms, LAW_CODES),
            open_cases=cases_known(cases.get(unit_id, ()), decided_on),
            lists_known_from=_known_from(unit_id, register, year),
            titles_known_until=year if year in register.get(unit_id, ()) else year - 1,
        )
        for unit_id in ids
    }


def _years(own: Mapping[int, UnitYear], members: _Members, year: int, register: Register) -> dict[int, YearRecord]:
    """Return the year records; of past years only the unit's grade is read, since no rule asks more of them."""
    years = {past: YearRecord(past, grade=row.grade) for past, row in own.items() if past != year}
    this = own.get(year, UnitYear(year))
    entered = bool(members.places) and all(year in register.get(place, ()) for place in members.places)
    years[year] = YearRecord(
        year,
        grade=this.grade,
        registered_titles=None if this.registered_titles is None else this.registered_titles & AWARD_VI.keys(),
        findings=this.findings,
        members=members.count,
        members_with={code: members.titles.get(code, 0) for code in YEARLY} if entered else None,
        members_completed=members.completed if members.graded == members.count else None,
        member_discipline=members.discipline,
        rank=this.rank,
        targets_exceeded=this.targets_exceeded,
    )
    return years


def _members(unit_ids: list[int], year: int, decided_on: date) -> dict[int, _Members]:
    """Return what is counted over the members of each unit and of the groups below it. Four queries."""
    found: dict[int, _Members] = defaultdict(_Members)
    on_roll = _on_roll(unit_ids, year_day(year, decided_on))
    people = Count("person_id", distinct=True)
    graded = Count("person_id", distinct=True, filter=Q(person__grades__year=year))
    passed = [grade for grade in Grade.values if grade != Grade.NOT_COMPLETED]
    completed = Count("person_id", distinct=True, filter=Q(person__grades__year=year, person__grades__grade__in=passed))
    counted = on_roll.values(ABOVE).annotate(people=people, graded=graded, completed=completed)
    for unit_id, count, with_grade, good in counted.values_list(ABOVE, "people", "graded", "completed"):
        row = found[unit_id]
        row.count, row.graded, row.completed = count, with_grade, good
    titles = honours_counted(decided_on).filter(year=year, title__code__in=YEARLY).order_by()
    with_title = on_roll.filter(person__honours__in=titles).values(ABOVE, "person__honours__title__code")
    for unit_id, code, count in with_title.annotate(n=people).values_list(ABOVE, "person__honours__title__code", "n"):
        found[unit_id].titles[code] = count
    measures = on_roll.filter(
        person__disciplines__decided_on__gte=date(year, 1, 1),
        person__disciplines__decided_on__lte=min(date(year, 12, 31), decided_on),
    )
    for unit_id, level in measures.values_list(ABOVE, "person__disciplines__level").distinct():
        found[unit_id].discipline = max(found[unit_id].discipline, level, key=LEVEL_RANK.__getitem__)
    for unit_id, place in on_roll.values_list(ABOVE, "unit_id").distinct():
        found[unit_id].places.add(place)
    return found


def _on_roll(unit_ids: list[int], day: date) -> QuerySet[Membership]:
    """Return the places that hold on the day at or below each of the units, once for each of them."""
    above = Q(unit__above__ancestor__in=unit_ids, unit__above__valid_from__lte=day) & (
        Q(unit__above__valid_to__isnull=True) | Q(unit__above__valid_to__gt=day)
    )
    return Membership.objects.at(day).filter(above).order_by()


def _known_from(unit_id: int, register: Register, year: int) -> int:
    """Return the first year from which the unit's own honours are complete: back while its register was entered."""
    known = year
    while known - 1 in register.get(unit_id, ()):
        known -= 1
    return known
