"""Reads of movements, participations and targets, each within what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotFound
from thidua.kernel.intervals import holds_on
from thidua.people.models import Membership, Unit, UnitAncestry
from thidua.people.permissions import Permission
from thidua.people.policies import root_ids
from thidua.people.selectors import units_below, visible_units
from thidua.people.selectors.units import GRASSROOTS_UNION

from .models import Mobilisation, Movement, Participation, Target, YearlyTheme
from .states import MovementState, ParticipationState, Silence, TargetState
from .years import day_in_year

NOT_FOUND_NEXT = gettext_lazy("Địa chỉ có thể đã đổi, hoặc nội dung nằm ngoài phạm vi bạn được xem.")


@dataclass(frozen=True, slots=True)
class SilentUnit:
    """A unit that something is still missing from; ``reasons`` says what, ``participation`` is its part so far."""

    unit: Unit
    reasons: tuple[Silence, ...]
    participation: Participation | None

    @property
    def words(self) -> str:
        """The reasons as one line."""
        return "; ".join(str(reason.label) for reason in self.reasons)


def upper_units(unit_ids: set[int], day: date) -> QuerySet[UnitAncestry, Any]:
    """Return the ids of the units that stand above ``unit_ids`` (themselves included), to be nested in a filter."""
    return UnitAncestry.objects.at(day).filter(descendant_id__in=unit_ids).values("ancestor_id")


def movements_visible_to(actor: Actor, day: date) -> QuerySet[Movement]:
    """Return what the actor's units own, and what the units above them have announced (launched or closed)."""
    movements = Movement.objects.select_related("owner")
    if isinstance(actor, SystemActor):
        return movements
    above = Q(owner__in=upper_units(root_ids(actor, day), day)) & ~Q(state=MovementState.PLANNED)
    return movements.filter(Q(owner__in=visible_units(actor, day)) | above)


def movement_for(actor: Actor, movement_id: int, day: date) -> Movement:
    """Return one movement with its criteria and milestones; NotFound outside what the actor may see."""
    found = movements_visible_to(actor, day).filter(pk=movement_id).prefetch_related("criteria", "milestones").first()
    if found is None:
        raise NotFound(_("Không tìm thấy phong trào này."), str(NOT_FOUND_NEXT))
    return found


def participations_visible_to(actor: Actor, day: date) -> QuerySet[Participation]:
    """Return the participations of units that the actor may see."""
    return Participation.objects.select_related(
        "movement", "movement__owner", "unit", "union_confirmed_by", "head_confirmed_by"
    ).filter(unit__in=visible_units(actor, day))


def participation_for(actor: Actor, participation_id: int, day: date) -> Participation:
    """Return one participation; NotFound outside what the actor may see."""
    found = participations_visible_to(actor, day).filter(pk=participation_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy phần tham gia của đơn vị này."), str(NOT_FOUND_NEXT))
    return found


def targets_visible_to(actor: Actor, day: date) -> QuerySet[Target]:
    """Return the targets of the actor's units and of the units above; the figures shown are cut to the actor's own.

    Those of a movement that a unit above has not announced yet are left out with it.
    """
    targets = Target.objects.select_related("owner", "movement")
    if isinstance(actor, SystemActor):
        return targets
    announced = Q(movement__isnull=True) | ~Q(movement__state=MovementState.PLANNED)
    above = Q(owner__in=upper_units(root_ids(actor, day), day)) & announced
    return targets.filter(Q(owner__in=visible_units(actor, day)) | above)


def target_for(actor: Actor, target_id: int, day: date) -> Target:
    """Return one target; NotFound outside what the actor may see."""
    found = targets_visible_to(actor, day).filter(pk=target_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy chỉ tiêu này."), str(NOT_FOUND_NEXT))
    return found


def years_visible_to(actor: Actor, day: date) -> list[int]:
    """Return the years that have movements or targets the actor may see, newest first."""
    years = movements_visible_to(actor, day).order_by().values_list("year", flat=True)
    of_targets = targets_visible_to(actor, day).order_by().values_list("year", flat=True)
    return sorted(set(years.union(of_targets)), reverse=True)


def themes_visible_to(actor: Actor, year: int, day: date) -> QuerySet[YearlyTheme]:
    """Return the year's themes of the actor's units and of the units above."""
    themes = YearlyTheme.objects.select_related("unit").filter(year=year)
    if isinstance(actor, SystemActor):
        return themes
    return themes.filter(Q(unit__in=upper_units(root_ids(actor, day), day)) | Q(unit__in=visible_units(actor, day)))


def owner_choices(actor: Actor, day: date) -> QuerySet[Unit]:
    """Return the union units for which the actor may plan and launch movements, their own place first."""
    units = visible_units(actor, day, Permission.LAUNCH_MOVEMENT).filter(holds_on(day), kind__tree="union")
    own_place = Case(When(id__in=root_ids(actor, day, Permission.LAUNCH_MOVEMENT), then=0), default=1)
    return units.order_by(own_place, "name_folded")


def taking_part(movement: Movement, day: date) -> QuerySet[Unit]:
    """Return the grassroots units that the movement is for: those at or below its owner, in its year."""
    then = day_in_year(movement.year, day)
    return units_below([movement.owner_id], then).filter(holds_on(then), kind__code=GRASSROOTS_UNION)


def joinable_units(actor: Actor, movement: Movement, day: date) -> QuerySet[Unit]:
    """Return the grassroots units that the actor may still bring into the movement."""
    if movement.state != MovementState.LAUNCHED:
        return Unit.objects.none()
    mine = visible_units(actor, day, Permission.JOIN_MOVEMENT)
    joined = Participation.objects.filter(movement=movement).values("unit_id")
    return taking_part(movement, day).filter(id__in=mine.values("id")).exclude(id__in=joined).order_by("name_folded")


@dataclass(frozen=True, slots=True)
class LaunchCount:
    """How many of the units that a movement is for (within what the actor sees) have launched it."""

    launched: int
    total: int


def launch_counts(movements: Iterable[Movement], actor: Actor, day: date) -> dict[int, LaunchCount]:
    """Return each movement's count of units in two queries, however many movements there are; all of one year."""
    rows = list(movements)
    if not rows:
        return {}
    then = day_in_year(rows[0].year, day)
    seen = visible_units(actor, day).filter(holds_on(then), kind__code=GRASSROOTS_UNION).values("id")
    totals = dict(
        UnitAncestry.objects.at(then)
        .filter(ancestor_id__in={row.owner_id for row in rows}, descendant_id__in=seen)
        .values_list("ancestor_id")
        .annotate(units=Count("descendant_id", distinct=True))
    )
    launched = dict(
        Participation.objects.filter(movement__in=rows, state=ParticipationState.LAUNCHED, unit__in=seen)
        .values_list("movement_id")
        .annotate(units=Count("id"))
    )
    return {row.id: LaunchCount(launched.get(row.id, 0), totals.get(row.owner_id, 0)) for row in rows}


def silent_units(movement: Movement, day: date, *, among: QuerySet[Unit] | None = None) -> list[SilentUnit]:
    """Return the units the movement is for that have not joined, or not launched yet, by name.

    ``among`` narrows them to what a page's reader may see.
    """
    units = taking_part(movement, day)
    if among is not None:
        units = units.filter(id__in=among.values("id"))
    parts = {part.unit_id: part for part in Participation.objects.filter(movement=movement)}
    silent = []
    for unit in units.order_by("name_folded"):
        part = parts.get(unit.id)
        if part is None:
            silent.append(SilentUnit(unit, (Silence.NOT_JOINED,), None))
        elif part.state == ParticipationState.PREPARING:
            silent.append(SilentUnit(unit, (Silence.NOT_LAUNCHED,), part))
    return silent


def open_matters(movement: Movement, day: date) -> list[str]:
    """Return, in words, what is still open before the movement is closed; an empty list means nothing."""
    matters = []
    if day < movement.ends_on:
        matters.append(
            _("Phong trào còn thời gian đến ngày %(day)s.") % {"day": date_format(movement.ends_on, "d/m/Y")}
        )
    matters += [
        _("Chưa ghi mốc “%(kind)s” (hạn %(due)s).")
        % {"kind": milestone.get_kind_display(), "due": date_format(milestone.due_on, "d/m/Y")}
        for milestone in movement.milestones.filter(done_on__isnull=True)
    ]
    preparing = movement.participations.filter(state=ParticipationState.PREPARING).count()
    if preparing:
        matters.append(
            ngettext(
                "Còn %(count)d đơn vị tham gia nhưng chưa phát động.",
                "Còn %(count)d đơn vị tham gia nhưng chưa phát động.",
                preparing,
            )
            % {"count": preparing}
        )
    return matters


def open_targets(movement: Movement) -> QuerySet[Target]:
    """Return the movement's targets that closing it will close."""
    return Target.objects.filter(movement=movement, state=TargetState.OPEN).order_by("due_on", "id")


def members_to_mobilise(participation: Participation, day: date) -> QuerySet[Membership, Any]:
    """Return the members of the unit and of the groups below it on ``day``, each with ``mobilised`` yes or no."""
    units = units_below([participation.unit_id], day)
    taken = Mobilisation.objects.filter(participation=participation, person=OuterRef("person_id"))
    return (
        Membership.objects.at(day)
        .filter(unit__in=units)
        .select_related("person", "position", "unit")
        .annotate(mobilised=Exists(taken))
        .order_by("person__name_sort", "person_id")
    )
