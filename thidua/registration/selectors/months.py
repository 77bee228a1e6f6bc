"""Whole months worked in a year, derived from memberships and leave."""

from __future__ import annotations

import calendar
import math
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from thidua.people.models import Membership

from ..models import Leave
from ..states import LEAVE_COUNTED_AS_WORK
from .rolls import year_ends

Span = tuple[date, date]  # half-open: the first day, and the first day after
People = Collection[int] | QuerySet[Any, Any]
_DAY = timedelta(days=1)
# Parts of a month: divisible by every length a month can have, so that shares of months add up exactly.
MONTH = math.lcm(28, 29, 30, 31)
MONTHS = 12  # of a year worked from its first day to its last: the common case, answered without counting


def months_worked(person_ids: People, year: int) -> dict[int, int]:
    """Return person → whole months worked in ``year``; a person without a membership in it is missing (not known).

    Worked is every day of a membership, less the days of leave that does not count as work: maternity leave and
    training count (see ``states.LEAVE_COUNTED_AS_WORK``). An open membership is taken to last the year. Two queries.
    """
    return {person: by_year[year] for person, by_year in months_by_year(person_ids, [year]).items()}


def months_by_year(person_ids: People, years: Collection[int]) -> dict[int, dict[int, int]]:
    """Return person → year → whole months worked, as ``months_worked``; two queries for all people and years."""
    if not years:
        return {}
    employed, away = _memberships(person_ids, years), _leaves(person_ids, years)
    found: dict[int, dict[int, int]] = {}
    for person_id, spans in employed.items():
        for year in years:
            first, after = year_ends(year)
            if any(start < after and end > first for start, end in spans):
                whole = person_id not in away and any(start <= first and end >= after for start, end in spans)
                months = MONTHS if whole else whole_months(spans, away.get(person_id, ()), year)
                found.setdefault(person_id, {})[year] = months
    return found


def _memberships(person_ids: People, years: Collection[int]) -> dict[int, list[Span]]:
    first, after = year_ends(min(years))[0], year_ends(max(years))[1]
    touching = Q(valid_from__lt=after) & (Q(valid_to__isnull=True) | Q(valid_to__gt=first))
    spans: dict[int, list[Span]] = {}
    rows = Membership.objects.filter(touching, person_id__in=person_ids)
    for person_id, start, end in rows.values_list("person_id", "valid_from", "valid_to"):
        spans.setdefault(person_id, []).append((start, end or after))
    return spans


def _leaves(person_ids: People, years: Collection[int]) -> dict[int, list[Span]]:
    first, after = year_ends(min(years))[0], year_ends(max(years))[1]
    rows = Leave.objects.filter(person_id__in=person_ids, starts_on__lt=after, ends_on__gte=first)
    spans: dict[int, list[Span]] = {}
    for person_id, start, end in rows.exclude(kind__in=LEAVE_COUNTED_AS_WORK).values_list(
        "person_id", "starts_on", "ends_on"
    ):
        spans.setdefault(person_id, []).append((start, end + _DAY))
    return spans


def whole_months(employed: Iterable[Span], away: Iterable[Span], year: int) -> int:
    """Return the whole months of ``year`` inside ``employed`` and outside ``away``, from 0 to 12.

    Each calendar month counts by the share of its days worked, and the sum is rounded down. One unbroken stretch
    never counts for less than its months from date to date: 16 June to 15 December is six.
    """
    runs = _subtract(_merged(employed, year), _merged(away, year))
    parts = sum(_position(end) - _position(start) for start, end in runs)
    return max([parts // MONTH, *(_date_to_date(start, end) for start, end in runs)])


def _merged(spans: Iterable[Span], year: int) -> list[Span]:
    """Return the spans cut to the year, sorted, with touching ones joined."""
    first, after = year_ends(year)
    runs: list[Span] = []
    for start, end in sorted((max(start, first), min(end, after)) for start, end in spans):
        if start >= end:
            continue
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        else:
            runs.append((start, end))
    return runs


def _subtract(runs: list[Span], holes: list[Span]) -> list[Span]:
    left = runs
    for hole_start, hole_end in holes:
        cut = [(start, min(end, hole_start)) for start, end in left]
        cut += [(max(start, hole_end), end) for start, end in left]
        left = sorted((start, end) for start, end in cut if start < end)
    return left


def _position(day: date) -> int:
    """Return how far ``day`` lies into time, each calendar month being MONTH parts however long it is."""
    days = calendar.monthrange(day.year, day.month)[1]
    return (day.year * 12 + day.month) * MONTH + (day.day - 1) * (MONTH // days)


def _date_to_date(start: date, end: date) -> int:
    """Return the complete months from ``start`` to the same day of a later month, not past ``end``."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if end.day >= start.day else months - 1
