"""Silent units: what the movements' room sees (not joined, not launched) and what the rooms above it see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from thidua.kernel.intervals import holds_on
from thidua.movements import selectors as movements
from thidua.movements.models import Movement, Participation
from thidua.movements.selectors import SilentUnit
from thidua.movements.states import Silence
from thidua.movements.years import day_in_year
from thidua.people.models import RoleGrant, Unit
from thidua.people.roles import GrassrootsOfficer
from thidua.registration.models import PerformanceGrade, Registration, RegistrationRound
from thidua.registration.states import COUNTS_AS_REGISTERED

from .places import groups_of

_ORDER = list(Silence)


def silent_units(movement: Movement, day: date, *, among: QuerySet[Unit] | None = None) -> list[SilentUnit]:
    """Return the units that something is missing from, by name, each with everything that is missing.

    A registration is missed once the year's round has opened, results once the movement's time is over. Six queries.
    """
    missing: dict[int, set[Silence]] = defaultdict(set)
    for one in movements.silent_units(movement, day, among=among):
        missing[one.unit.id] |= set(one.reasons)
    units = movements.taking_part(movement, day)
    if among is not None:
        units = units.filter(id__in=among.values("id"))
    by_id = {unit.id: unit for unit in units.order_by("name_folded")}
    for unit_id in by_id.keys() - _registered(movement, day, by_id):
        missing[unit_id].add(Silence.NOT_REGISTERED)
    for unit_id in by_id.keys() - _with_results(movement, day, by_id):
        missing[unit_id].add(Silence.NO_RESULTS)
    parts = {part.unit_id: part for part in Participation.objects.filter(movement=movement)}
    return [
        SilentUnit(unit, tuple(sorted(missing[unit_id], key=_ORDER.index)), parts.get(unit_id))
        for unit_id, unit in by_id.items()
        if missing[unit_id]
    ]


def contacts(unit_ids: Collection[int], day: date) -> dict[int, list[str]]:
    """Return who keeps each unit's affairs (name and address), for a call sheet. One query."""
    grants = RoleGrant.objects.filter(holds_on(day), unit_id__in=unit_ids, role=GrassrootsOfficer.code)
    found: dict[int, list[str]] = defaultdict(list)
    for grant in grants.select_related("user").order_by("user__username"):
        found[grant.unit_id].append(f"{grant.user} – {grant.user.email}" if grant.user.email else str(grant.user))
    return dict(found)


def _registered(movement: Movement, day: date, units: Collection[int]) -> set[int]:
    """Return the units with a registration that stands; everybody while no round has opened."""
    if not RegistrationRound.objects.filter(year=movement.year, opens_on__lte=day).exists():
        return set(units)
    rows = Registration.objects.filter(year=movement.year, state__in=COUNTS_AS_REGISTERED)
    return set(rows.values_list("unit_id", flat=True))


def _with_results(movement: Movement, day: date, units: Collection[int]) -> set[int]:
    """Return the units where somebody has a grade of the year; everybody while the movement still runs."""
    if day <= movement.ends_on:
        return set(units)
    graded = PerformanceGrade.objects.filter(year=movement.year).values_list("unit_id", flat=True).distinct()
    places = groups_of(units, day_in_year(movement.year, day))
    return {places[unit_id] for unit_id in graded if unit_id in places}
