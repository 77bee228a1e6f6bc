"""A list taken away as a file: nothing changes, but that names left the house is kept in the audit chain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.apps import apps

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service


@service("list.export")
def record_export(
    *,
    title: str,
    of: str,
    form: str,
    count: int,
    filters: Mapping[str, str],
    unit_id: int | None,
    by: Actor,
    at: datetime,
) -> None:
    """Record that ``by`` took ``count`` rows of a list away as a file; whether they may was asked by its page.

    ``of``: what a row is, as app.model; ``form``: xlsx or csv; ``filters``: what it was narrowed by, without words that
    somebody typed, for these may be a person's name; ``unit_id``: the unit it is about. Each time is an event.
    """
    audit(
        apps.get_model(of),
        unit_id=unit_id,
        label=title,
        details={"rows": count, "file_kind": form, **({"filters": dict(filters)} if filters else {})},
    )
