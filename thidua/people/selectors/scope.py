"""The scopes: which units and which people an actor may see on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.intervals import holds_on

from ..models import Membership, Person, Unit, UnitAncestry, UnitSuccession
from ..permissions import Permission
from ..policies import ENDED_BY_IT, LAST_PLACE, READS, root_ids


def units_below(unit_ids: Collection[int], day: date) -> QuerySet[Unit]:
    """Return the units at or below ``unit_ids`` on ``day``, as a queryset that can be nested in another."""
    pairs = UnitAncestry.objects.at(day).filter(ancestor_id__in=unit_ids)
    return Unit.objects.filter(id__in=pairs.values("descendant_id"))


def visible_units(actor: Actor, day: date, permission: Permission = Permission.VIEW) -> QuerySet[Unit]:
    """Return the units whose affairs ``actor`` may see (or do ``permission`` at) on ``day``.

    Includes units that have ended: their last superior answers for their past, and for reading also the units that
    they became part of.
    """
    if isinstance(actor, SystemActor):
        return Unit.objects.all()
    roots = root_ids(actor, day, permission)
    if not roots:
        return Unit.objects.none()
    reached = UnitAncestry.objects.filter(holds_on(day) | LAST_PLACE, ancestor_id__in=roots).values("descendant_id")
    if permission not in READS:
        return Unit.objects.filter(id__in=reached)
    past = UnitSuccession.objects.filter(ENDED_BY_IT, successor_id__in=reached).values("predecessor_id")
    return Unit.objects.filter(id__in=reached) | Unit.objects.filter(id__in=past)


def visible_people(actor: Actor, day: date) -> QuerySet[Person]:
    """Return the people who are or were members of a unit that ``actor`` may see, and ``actor``'s own person."""
    if isinstance(actor, SystemActor):
        return Person.objects.all()
    own = Person.objects.filter(account=actor.pk) if actor.pk else Person.objects.none()
    if not root_ids(actor, day):
        return own
    members = Membership.objects.filter(unit__in=visible_units(actor, day)).values("person_id")
    return Person.objects.filter(id__in=members) | own
