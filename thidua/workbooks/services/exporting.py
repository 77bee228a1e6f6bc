"""A list taken away as a file: nothing changes, but that names left the house is kept in the audit chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.jobs import enqueue
from thidua.kernel.models import Job
from thidua.kernel.states import JobState

LONG_LIST = "web.long_list"


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken away: the list's name, what a row is (app.model), xlsx or csv, and the unit that it is about.

    ``filters``: what it is narrowed by, without words that somebody typed, for these may be a person's name.
    """

    title: str
    of: str
    form: str
    filters: Mapping[str, str]
    unit_id: int | None

    def details(self, **more: Any) -> dict[str, Any]:
        """Return what the audit chain keeps of it."""
        filters = {"filters": dict(self.filters)} if self.filters else {}
        return {**more, "file_kind": self.form, **filters}


@service("list.export")
def record_export(*, taken: Taken, count: int, by: Actor, at: datetime) -> None:
    """Record that ``by`` took ``count`` rows of a list away; whether they may was asked by its page. No names in it."""
    audit(apps.get_model(taken.of), unit_id=taken.unit_id, label=taken.title, details=taken.details(rows=count))


@service("list.ask_export")
def ask_export(*, taken: Taken, address: str, language: str, by: Actor, at: datetime) -> Job:
    """Let a worker write the list that stands at ``address`` (path and query of its page), for ``by`` to fetch.

    Asked for again while it is under way: nothing more happens.
    """
    params = {"address": address, "form": taken.form, "language": language}
    under_way = Job.objects.filter(
        kind=LONG_LIST, created_by_id=by.pk, state__in=(JobState.QUEUED, JobState.RUNNING), params=params
    )
    if (row := under_way.first()) is not None:
        return row
    row = enqueue(LONG_LIST, label=taken.title, params=params, by=by, at=at, unit_id=taken.unit_id)
    audit(row, unit_id=taken.unit_id, label=taken.title, details=taken.details())
    return row
