"""Targets against their figures: reached, not yet, past the band, or nothing to count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.movements.models import Target
from thidua.movements.states import TargetState
from thidua.movements.tightening import Requirement
from thidua.movements.years import day_in_year
from thidua.people.models import Unit, UnitAncestry
from thidua.people.selectors import units_below, visible_units

from .counting import Figure, Reading, Scope
from .definitions import figure_named


class ProgressState(models.TextChoices):
    """How a reading stands against what is asked. Past a band is neither reached nor short of it."""

    REACHED = "reached", _("đạt")
    NOT_YET = "not_yet", _("chưa đạt")
    ABOVE = "above", _("vượt khoảng")
    NO_DATA = "no_data", _("chưa có số liệu")


class Position(models.TextChoices):
    """Where a reading lies beside the value or band asked."""

    BELOW = "below", _("dưới mức")
    INSIDE = "inside", _("trong mức")
    ABOVE = "above", _("trên mức")


TONES = {
    ProgressState.REACHED: "ok",
    ProgressState.NOT_YET: "warn",
    ProgressState.ABOVE: "info",
    ProgressState.NO_DATA: "muted",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """A target and its reading on ``day``. ``partial``: cut to the units that the reader may see."""

    target: Target
    figure: Figure
    reading: Reading
    day: date
    partial: bool = False

    @property
    def requirement(self) -> Requirement:
        """What the target asks."""
        return Requirement(self.target.operator, self.target.value, self.target.upper)

    @property
    def ratio(self) -> Fraction | None:
        """The share reached, exact; None where there is nothing to count."""
        return self.reading.ratio

    @property
    def band(self) -> str:
        """What is asked, in words: “= 100 %”, “> 75 %”, “85–90 %”."""
        return self.requirement.words_as_share()

    @property
    def position(self) -> Position | None:
        """Whether the share lies below, inside or above what is asked; None where there is nothing to count."""
        if self.ratio is None:
            return None
        if self.requirement.is_below(self.ratio):
            return Position.BELOW
        return Position.ABOVE if self.requirement.is_above(self.ratio) else Position.INSIDE

    @property
    def state(self) -> ProgressState:
        """Reached, not yet, past the band, or nothing to count."""
        states = {
            None: ProgressState.NO_DATA,
            Position.INSIDE: ProgressState.REACHED,
            Position.BELOW: ProgressState.NOT_YET,
            Position.ABOVE: ProgressState.ABOVE if self.target.upper is not None else ProgressState.NOT_YET,
        }
        return states[self.position]

    @property
    def state_label(self) -> str | Promise:
        """The state in words."""
        return self.state.label

    @property
    def tone(self) -> str:
        """The design system's tone for the state."""
        return TONES[self.state]

    @property
    def is_late(self) -> bool:
        """Whether the due date has passed and the target is not reached."""
        return self.day > self.target.due_on and self.state in {ProgressState.NOT_YET, ProgressState.NO_DATA}


def target_scope(target: Target, day: date, *, seen: QuerySet[Unit] | None = None) -> Scope:
    """Return what a target counts on ``day``: the units below its owner, cut to ``seen`` where given."""
    units = units_below([target.owner_id], day_in_year(target.year, day))
    if seen is not None:
        units = units.filter(id__in=seen.values("id"))
    return Scope(units, target.year, day, movement_id=target.movement_id, owner_id=target.owner_id)


def day_of(target: Target, day: date) -> date:
    """Return the day a target is read on: of its closing once it is closed."""
    return target.closed_on if target.state == TargetState.CLOSED and target.closed_on else day


def seen_by(actor: Actor, day: date) -> QuerySet[Unit] | None:
    """Return the units a reader may see; None means all (the system itself)."""
    return None if isinstance(actor, SystemActor) else visible_units(actor, day)


@dataclass(frozen=True, slots=True)
class _Key:
    """Targets with equal keys share one query."""

    figure: str
    year: int
    day: date
    movement_id: int | None
    owner_id: int | None


def targets_progress(targets: Iterable[Target], day: date, *, seen: QuerySet[Unit] | None = None) -> list[Progress]:
    """Return the progress of many targets, in their order, cut to ``seen``; one query per distinct figure and year.

    A closed target is shown with the figures kept at its closing, unless the reader sees only a part of it: then that
    part is counted as of that day.
    """
    rows = list(targets)
    owners = {target.owner_id for target in rows}
    whole = owners if seen is None else set(seen.filter(id__in=owners).values_list("id", flat=True))
    kept = {one.pk: _final(one) for one in rows if one.state == TargetState.CLOSED and one.owner_id in whole}
    live = _read_live([target for target in rows if target.pk not in kept], day, seen)
    return [
        Progress(
            target=target,
            figure=figure_named(target.figure),
            reading=kept.get(target.pk) or live.get(target.pk, Reading()),
            day=day_of(target, day),
            partial=target.owner_id not in whole,
        )
        for target in rows
    ]


def _final(target: Target) -> Reading:
    return Reading(target.final_numerator or 0, target.final_denominator or 0, target.final_excluded or 0)


def _read_live(targets: list[Target], day: date, seen: QuerySet[Unit] | None) -> dict[int, Reading]:
    groups: dict[_Key, list[Target]] = defaultdict(list)
    for target in targets:
        figure = figure_named(target.figure)
        movement = target.movement_id if figure.by_movement else None
        owner = target.owner_id if figure.by_owner else None
        groups[_Key(target.figure, target.year, day_of(target, day), movement, owner)].append(target)
    below: dict[date, dict[int, set[int]]] = {}
    readings = {}
    for key, group in groups.items():
        then = day_in_year(key.year, key.day)
        owners = {target.owner_id for target in group}
        units = units_below(owners, then)
        if seen is not None:
            units = units.filter(id__in=seen.values("id"))
        scope = Scope(units, key.year, key.day, movement_id=key.movement_id, owner_id=key.owner_id)
        counts = figure_named(key.figure).counts(scope)
        if len(owners) > 1 and then not in below:
            below[then] = _descendants({target.owner_id for target in targets}, then)
        for target in group:
            mine = below[then][target.owner_id] if len(owners) > 1 else counts.keys()
            readings[target.pk] = sum((one for unit, one in counts.items() if unit in mine), Reading())
    return readings


def _descendants(owner_ids: set[int], day: date) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {owner: set() for owner in owner_ids}
    pairs = UnitAncestry.objects.at(day).filter(ancestor_id__in=owner_ids)
    for ancestor, descendant in pairs.values_list("ancestor_id", "descendant_id"):
        found[ancestor].add(descendant)
    return found


def narrowed(scope: Scope, unit_id: int) -> Scope:
    """Return the same scope cut to one unit and what is below it."""
    units = scope.units.filter(id__in=units_below([unit_id], scope.then).values("id"))
    return replace(scope, units=units)
