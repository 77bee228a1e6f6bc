"""“What may I see?”: the scopes that every page, list, search and export reads through, and reads of this room."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.intervals import holds_on

from .models import Person, Unit, UnitAncestry, UnitSuccession
from .permissions import Permission
from .policies import LAST_PLACE, root_ids


def units_below(unit_ids: set[int] | list[int], day: date) -> QuerySet[Unit]:
    """Return the units at or below ``unit_ids`` on ``day``, as a queryset that can be nested in another."""
    pairs = UnitAncestry.objects.at(day).filter(ancestor_id__in=unit_ids)
    return Unit.objects.filter(id__in=pairs.values("descendant_id"))


def visible_units(actor: Actor, day: date, permission: Permission = Permission.VIEW) -> QuerySet[Unit]:
    """Return the units whose affairs ``actor`` may see (or do ``permission`` at) on ``day``.

    Includes units that have ended: their last superior, and the unit they became part of, answer for their past.
    """
    if isinstance(actor, SystemActor):
        return Unit.objects.all()
    roots = root_ids(actor, day, permission)
    if not roots:
        return Unit.objects.none()
    reached = UnitAncestry.objects.filter(holds_on(day) | LAST_PLACE, ancestor_id__in=roots).values("descendant_id")
    past = UnitSuccession.objects.filter(successor_id__in=reached).values("predecessor_id")
    return Unit.objects.filter(id__in=reached) | Unit.objects.filter(id__in=past)


def visible_people(actor: Actor, day: date) -> QuerySet[Person]:
    """Return the people who are or were members of a unit that ``actor`` may see, and ``actor``'s own person."""
    own = Person.objects.filter(account=actor.pk) if actor.pk else Person.objects.none()
    if isinstance(actor, SystemActor):
        return Person.objects.all()
    units = visible_units(actor, day)
    return Person.objects.filter(id__in=Person.objects.filter(memberships__unit__in=units).values("id")) | own
