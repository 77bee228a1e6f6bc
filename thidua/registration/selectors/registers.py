"""Rounds as a list from a file meets them: many units and people at once. A few queries for each round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from thidua.honours.models import Title
from thidua.people.models import Membership, UnitAncestry
from thidua.people.selectors import grassroots_units

from ..models import Registration, RegistrationLine, RegistrationRound

Place = tuple[int, int | None, str]  # unit, person (None: the unit itself), title's code


class StoredRegistration(NamedTuple):
    """A registration as it stands."""

    key: int
    version: int
    state: str


@dataclass(frozen=True, slots=True)
class Register:
    """A round with everything that is registered in it.

    ``units``: those that it reaches. ``people``: person → the units of the round where they are listed, for the people
    asked about. ``lines``: what is ticked → the key of its line.
    """

    call: RegistrationRound
    titles: Mapping[str, Title]
    units: Collection[int]
    registrations: Mapping[int, StoredRegistration]
    people: Mapping[int, set[int]]
    lines: Mapping[Place, int]

    def unit_of(self, person_id: int | None, said: int | None) -> int | None:
        """Return the unit ``said``, else the one that lists the person; None where the round reaches neither."""
        if said in self.units:
            return said
        theirs = self.people.get(person_id, set()) if person_id is not None else set()
        return next(iter(theirs)) if len(theirs) == 1 else None


def registers_of(years: Collection[int], people: Collection[int], today: date) -> dict[int, list[Register]]:
    """Return the rounds of ``years``; those of lower units first, as a unit registers with the nearest above it."""
    found = defaultdict(list)
    calls = RegistrationRound.objects.filter(year__in=years).select_related("owner").prefetch_related("titles")
    depths = _depths([call.owner_id for call in calls], today)
    for call in sorted(calls, key=lambda call: (-depths.get(call.owner_id, 0), call.pk)):
        found[call.year].append(_register(call, people, today))
    return dict(found)


def register_of(registers: Mapping[int, Sequence[Register]], year: int, unit_id: int) -> Register | None:
    """Return the round of the year in which a unit registers; None where none reaches it."""
    reaching = [register for register in registers.get(year, ()) if unit_id in register.units]
    begun = (register for register in reaching if unit_id in register.registrations)
    return next(begun, next(iter(reaching), None))


def _register(call: RegistrationRound, people: Collection[int], today: date) -> Register:
    registrations = Registration.objects.filter(round=call).order_by()
    stored = {
        unit: StoredRegistration(key, version, state)
        for unit, key, version, state in registrations.values_list("unit_id", "pk", "version", "state")
    }
    day = call.roll_day(today)
    units = set(grassroots_units(call.owner_id, day).values_list("pk", flat=True)) | stored.keys()
    lines = RegistrationLine.objects.filter(registration__round=call).order_by()
    return Register(
        call,
        {title.code: title for title in call.titles.all()},
        units,
        stored,
        _listed(people, units, day),
        {
            (unit, person, code): key
            for key, unit, person, code in lines.values_list("pk", "registration__unit_id", "person_id", "title__code")
        },
    )


def _listed(people: Collection[int], units: Collection[int], day: date) -> dict[int, set[int]]:
    """Return person → the units, of ``units``, at or below which they hold a place on ``day``."""
    pairs = UnitAncestry.objects.at(day).filter(ancestor_id__among=units).order_by()
    above = defaultdict(set)
    for unit, ancestor in pairs.values_list("descendant_id", "ancestor_id"):
        above[unit].add(ancestor)
    listed: dict[int, set[int]] = defaultdict(set)
    places = Membership.objects.at(day).filter(person_id__among=set(people)).order_by()
    for person, unit in places.values_list("person_id", "unit_id"):
        listed[person] |= above[unit]
    return dict(listed)


def _depths(units: Collection[int], day: date) -> dict[int, int]:
    """Return how many units stand above each."""
    pairs = UnitAncestry.objects.at(day).filter(descendant_id__in=units).order_by("depth")
    return dict(pairs.values_list("descendant_id", "depth"))
