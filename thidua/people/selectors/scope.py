"""The scopes: which units and which people an actor may see on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.intervals import holds_on

from ..models import Membership, Person, Unit, UnitAncestry, UnitSuccession
from ..permissions import Permission
from ..policies import ENDED_BY_IT, LAST_PLACE, READS, root_ids

# Up to so many places, their people are named one by one in a query.
FEW = 2000


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
    """Return the people who are or were members of a unit that ``actor`` may see, and ``actor``'s own person.

    For nesting in other queries and for single look-ups; lists and searches use ``people_in_sight``.
    """
    if isinstance(actor, SystemActor):
        return Person.objects.all()
    own = Q(pk=_own_person_id(actor))
    if not root_ids(actor, day):
        return Person.objects.filter(own)
    return Person.objects.filter(Q(id__in=_places_seen(actor, day).values("person_id")) | own)


def people_in_sight(actor: Actor, day: date) -> QuerySet[Person]:
    """Return the same people as ``visible_people``, for lists: fast both for a small place and for a million people.

    One bounded query more: a small place is named by its people's keys, a large one is asked person by person, so
    that a list in order of names stops at the end of its page.
    """
    if isinstance(actor, SystemActor) or not root_ids(actor, day):
        return visible_people(actor, day)
    own = Q(pk=_own_person_id(actor))
    ids = list(_places_seen(actor, day).values_list("person_id", flat=True)[: FEW + 1])
    if len(ids) <= FEW:
        return Person.objects.filter(Q(id__in=ids) | own)
    return Person.objects.filter(Exists(_places_seen(actor, day).filter(person_id=OuterRef("pk"))) | own)


def _places_seen(actor: Actor, day: date) -> QuerySet[Membership]:
    return Membership.objects.filter(unit__in=visible_units(actor, day)).order_by()


def _own_person_id(actor: Actor) -> int:
    """Return the key of the person whose account this is; 0, nobody's key, when there is none."""
    return getattr(actor, "person_id", None) or 0
