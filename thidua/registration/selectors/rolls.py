"""Rolls: who belongs to a unit on a day or during a year. A unit's roll includes the groups below it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from thidua.people.models import Membership, Unit
from thidua.people.selectors import members_on, units_below


def year_ends(year: int) -> tuple[date, date]:
    """Return the first day of ``year`` and the first day after it."""
    return date(year, 1, 1), date(year + 1, 1, 1)


def year_day(year: int, today: date) -> date:
    """Return the day as of which a year's record is read: today in the running year, its last day afterwards."""
    return max(date(year, 1, 1), min(today, date(year, 12, 31)))


def units_of(unit_id: int, day: date) -> QuerySet[Unit]:
    """Return the unit and everything below it on ``day`` (the unit itself also when it has ended by then)."""
    return Unit.objects.filter(Q(id=unit_id) | Q(id__in=units_below([unit_id], day).values("id")))


def roll_on(unit_id: int, day: date) -> QuerySet[Membership]:
    """Return the memberships that hold in the unit on ``day``, with person, post and group, sorted by given name."""
    return members_on(units_of(unit_id, day), day)


def roll_of_year(unit_id: int, year: int, day: date) -> QuerySet[Membership]:
    """Return the memberships that touch ``year`` in the unit (below it as of ``day``): who may be graded there."""
    first, after = year_ends(year)
    touching = Q(valid_from__lt=after) & (Q(valid_to__isnull=True) | Q(valid_to__gt=first))
    places = Membership.objects.filter(touching, unit__in=units_of(unit_id, day))
    return places.select_related("person", "position", "unit").order_by("person__name_sort", "person_id")
