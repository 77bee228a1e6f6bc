"""Reads of the ground: audit events and background jobs. The ground knows no units: callers pass the scope, as ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import AuditEvent, Job

# No log reaches beyond these; days outside them narrow nothing and have no moment in every time zone.
_EARLIEST, _LATEST = date(1900, 1, 1), date(9000, 1, 1)


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What a reader asks of the log; an empty field asks nothing."""

    person: str = ""
    action: str = ""
    thing: str = ""
    first_day: date | None = None
    last_day: date | None = None


def events_in(unit_ids: QuerySet[Any], *, unplaced: bool) -> QuerySet[AuditEvent]:
    """Return the events about the units of a (nested) query of ids, with ``unplaced`` also those about none."""
    return AuditEvent.objects.filter(_within(unit_ids, unplaced))


def narrowed(events: QuerySet[AuditEvent], asked: EventFilter) -> QuerySet[AuditEvent]:
    """Return the events that fit the filter, the newest first."""
    wanted = Q()
    if asked.person:
        wanted &= Q(actor_label__icontains=asked.person)
    if asked.action:
        wanted &= Q(action=asked.action)
    if asked.thing:
        wanted &= Q(object_label__icontains=asked.thing)
    if asked.first_day and asked.first_day >= _EARLIEST:
        wanted &= Q(at__gte=_midnight(asked.first_day))
    if asked.last_day and asked.last_day < _LATEST:
        wanted &= Q(at__lt=_midnight(asked.last_day + timedelta(days=1)))
    return events.filter(wanted)


def jobs_in(unit_ids: QuerySet[Any], *, unplaced: bool, creator_id: int | None) -> QuerySet[Job]:
    """Return the jobs of these units and those that ``creator_id`` asked for, the newest first, with who asked."""
    scope = _within(unit_ids, unplaced)
    if creator_id is not None:
        scope |= Q(created_by_id=creator_id)
    return Job.objects.filter(scope).select_related("created_by")


def _within(unit_ids: QuerySet[Any], unplaced: bool) -> Q:
    placed = Q(unit_id__in=unit_ids)
    return placed | Q(unit_id__isnull=True) if unplaced else placed


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
