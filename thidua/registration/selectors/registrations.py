"""Reads of rounds and registrations: what an account may see, and which titles were registered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.honours.models import Title
from thidua.honours.states import Subject
from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotFound
from thidua.people.models import Membership, UnitAncestry
from thidua.people.selectors import visible_units

from ..models import Registration, RegistrationLine, RegistrationRound
from ..states import COUNTS_AS_REGISTERED

People = Collection[int] | QuerySet[Any, Any]


def registrations_visible_to(actor: Actor, day: date) -> QuerySet[Registration]:
    """Return the registrations of the units whose affairs ``actor`` may see."""
    registrations = Registration.objects.select_related("round", "round__owner", "unit", "submitted_by", "saved_by")
    if isinstance(actor, SystemActor):
        return registrations
    return registrations.filter(unit__in=visible_units(actor, day).values("id"))


def registration_for(actor: Actor, registration_id: int, day: date) -> Registration:
    """Return one registration; raises NotFound when it does not exist or is outside ``actor``'s place."""
    registration = registrations_visible_to(actor, day).filter(pk=registration_id).first()
    if registration is None:
        raise NotFound(_("Không tìm thấy bản đăng ký này."), _("Mở lại từ danh sách đăng ký."))
    return registration


def rounds_visible_to(actor: Actor, day: date) -> QuerySet[RegistrationRound]:
    """Return the rounds that reach a unit ``actor`` may see: their own units' rounds and those from above."""
    rounds = RegistrationRound.objects.select_related("owner").order_by("-year", "owner__name_folded")
    if isinstance(actor, SystemActor):
        return rounds
    units = visible_units(actor, day).values("id")
    above = UnitAncestry.objects.filter(descendant__in=units).values("ancestor_id")
    return rounds.filter(Q(owner__in=above) | Q(owner__in=units))


def round_for(actor: Actor, round_id: int, day: date) -> RegistrationRound:
    """Return one round; raises NotFound when it does not reach ``actor``'s place."""
    found = rounds_visible_to(actor, day).filter(pk=round_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy đợt đăng ký này."), _("Mở lại từ danh sách đăng ký."))
    return found


def titles_offered_on(day: date) -> QuerySet[Title]:
    """Return the titles that a round may offer on ``day``: of persons and of collectives."""
    return Title.objects.at(day).filter(subject__in=[Subject.PERSON, Subject.COLLECTIVE])


def registered_titles(person_ids: People, years: Collection[int]) -> dict[int, dict[int, frozenset[str]]]:
    """Return person → year → codes of the titles registered, from submitted and accepted registrations.

    A person whose unit has such a registration for the year and who is not in it has an empty set. A missing year
    means not known: the unit's registration was never handed in here. Three queries, whatever the number of people.
    """
    found: dict[int, dict[int, set[str]]] = {}
    for person_id, year in _covered(person_ids, years):
        found.setdefault(person_id, {}).setdefault(year, set())
    lines = RegistrationLine.objects.filter(
        person_id__in=person_ids, registration__year__in=years, registration__state__in=COUNTS_AS_REGISTERED
    )
    for person_id, year, code in lines.values_list("person_id", "registration__year", "title__code"):
        found.setdefault(person_id, {}).setdefault(year, set()).add(code)
    return {person: {year: frozenset(codes) for year, codes in by.items()} for person, by in found.items()}


def _covered(person_ids: People, years: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield (person, year) where a unit at or above the person's place handed in a registration for the year.

    The place is read as of the day it was handed in, so that the year of somebody who came later stays unknown.
    """
    handed_in: dict[int, list[tuple[int, date]]] = {}
    counting = Registration.objects.filter(year__in=years, state__in=COUNTS_AS_REGISTERED)
    for unit_id, year, moment in counting.values_list("unit_id", "year", "submitted_at"):
        handed_in.setdefault(unit_id, []).append((year, localdate(moment)))
    places = Membership.objects.filter(person_id__in=person_ids, unit__above__ancestor__in=counting.values("unit_id"))
    ends = ("valid_from", "valid_to", "unit__above__valid_from", "unit__above__valid_to")
    for person_id, unit_id, start, end, above_from, above_to in places.values_list(
        "person_id", "unit__above__ancestor_id", *ends
    ):
        for year, day in handed_in[unit_id]:
            if _within(day, start, end) and _within(day, above_from, above_to):
                yield person_id, year


def _within(day: date, start: date, end: date | None) -> bool:
    return start <= day and (end is None or day < end)
