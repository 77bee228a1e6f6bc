"""The public face of figures: read one, open its rows, divide it by unit, compare it with a target.

Every read is as of a day. Pages pass ``seen``: the units their reader may see; nothing outside them is counted.
"""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from thidua.movements.models import Target
from thidua.movements.years import day_in_year
from thidua.people.models import Unit
from thidua.people.selectors import units_below

from .breakdown import UnitReading, figure_breakdown, figure_evidence
from .counting import Figure, Part, Reading, Scope, Subject
from .definitions import FIGURES, figure_named
from .progress import (
    Position,
    Progress,
    ProgressState,
    day_of,
    narrowed,
    seen_by,
    target_scope,
    targets_progress,
)

__all__ = [
    "FIGURES",
    "Figure",
    "Part",
    "Position",
    "Progress",
    "ProgressState",
    "Reading",
    "Scope",
    "Subject",
    "UnitReading",
    "day_of",
    "figure_breakdown",
    "figure_evidence",
    "figure_named",
    "figure_rows",
    "narrowed",
    "read_figure",
    "read_target",
    "scope_of",
    "seen_by",
    "target_progress",
    "target_scope",
    "targets_progress",
]


def scope_of(
    unit_id: int, *, year: int, day: date, movement_id: int | None = None, seen: QuerySet[Unit] | None = None
) -> Scope:
    """Return the scope of a unit and everything below it in ``year``, as known on ``day``."""
    units = units_below([unit_id], day_in_year(year, day))
    if seen is not None:
        units = units.filter(id__in=seen.values("id"))
    return Scope(units, year, day, movement_id=movement_id)


def read_figure(
    code: str,
    *,
    year: int,
    unit_id: int,
    day: date,
    movement_id: int | None = None,
    seen: QuerySet[Unit] | None = None,
) -> Reading:
    """Return a figure's counts for a unit and everything below it, in one query."""
    scope = scope_of(unit_id, year=year, day=day, movement_id=movement_id, seen=seen)
    return figure_named(code).reading(scope)


def figure_rows(
    code: str,
    *,
    year: int,
    unit_id: int,
    day: date,
    part: str = Part.NUMERATOR,
    movement_id: int | None = None,
    seen: QuerySet[Unit] | None = None,
) -> QuerySet:
    """Return the rows behind a count: memberships (with person, post, unit) or units, sorted by name."""
    scope = scope_of(unit_id, year=year, day=day, movement_id=movement_id, seen=seen)
    return figure_named(code).rows(part, scope)


def target_progress(target: Target, day: date, *, seen: QuerySet[Unit] | None = None) -> Progress:
    """Return one target's progress on ``day``; a closed target keeps the figures of its closing."""
    return targets_progress([target], day, seen=seen)[0]


def read_target(target: Target, day: date) -> Reading:
    """Return the figures of a target now, whole: what closing a movement freezes."""
    return figure_named(target.figure).reading(target_scope(target, day))
