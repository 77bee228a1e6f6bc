"""Lists: the dossiers somebody may see, what lies in their offices, and what waits for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotFound
from thidua.people.models import UnitAncestry
from thidua.people.permissions import Permission
from thidua.people.policies import root_ids
from thidua.people.selectors import visible_units

from ..models import Dossier, Nomination
from ..offices import GROUP
from ..states import AT_OFFICE, ENDED, ORDER, NominationState

_SHOWN = ("dossier", "dossier__unit", "person", "unit", "title", "form", "holder", "sender", "assigned_to")


def dossiers_visible_to(actor: Actor, day: date) -> QuerySet[Dossier]:
    """Return the dossiers of the units that ``actor`` may see."""
    rows = Dossier.objects.select_related("unit", "movement")
    if isinstance(actor, SystemActor):
        return rows
    return rows.filter(unit__in=visible_units(actor, day).values("pk"))


def dossier_for(actor: Actor, dossier_id: int, day: date) -> Dossier:
    """Return the dossier; raises NotFound where it does not exist or is not ``actor``'s to see."""
    found = dossiers_visible_to(actor, day).filter(pk=dossier_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy hồ sơ này."), _("Mở lại từ danh sách hồ sơ."))
    return found


def nominations_visible_to(actor: Actor, day: date) -> QuerySet[Nomination]:
    """Return the nominations of dossiers that ``actor`` may see, and those that put ``actor``'s own person up.

    Of oneself only what was sent: a draft is the unit's own affair.
    """
    rows = Nomination.objects.select_related(*_SHOWN)
    if isinstance(actor, SystemActor):
        return rows
    seen = Q(dossier__unit__in=visible_units(actor, day).values("pk"))
    own = Q(person__account=actor.pk) & ~Q(state=NominationState.DRAFT)
    return rows.filter(seen | own)


def nomination_for(actor: Actor, nomination_id: int, day: date) -> Nomination:
    """Return the nomination; raises NotFound where it does not exist or is not ``actor``'s to see."""
    found = nominations_visible_to(actor, day).filter(pk=nomination_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy đề nghị này."), _("Mở lại từ danh sách hồ sơ."))
    return found


def inbox(actor: Actor, day: date, *, below: bool = False) -> QuerySet[Nomination]:
    """Return what lies at the offices where ``actor`` works, but another officer's, by its deadline.

    ``below``: also at the offices below these, which ``actor`` may handle for their officers.
    """
    here = Q(holder__in=root_ids(actor, day, Permission.HANDLE_DOSSIERS))
    if below:
        here = Q(holder__in=visible_units(actor, day, Permission.HANDLE_DOSSIERS).values("pk"))
    rows = Nomination.objects.filter(here, state__in=[NominationState.SUBMITTED, *AT_OFFICE])
    mine = Q(assigned_to__isnull=True) | Q(assigned_to_id=actor.pk)
    return rows.filter(mine).select_related(*_SHOWN).order_by("due_on", "pk")


def sent_back(actor: Actor, day: date) -> QuerySet[Nomination]:
    """Return what was returned to where ``actor`` puts people up: the places of their roles, their groups."""
    own = root_ids(actor, day, Permission.NOMINATE)
    groups = UnitAncestry.objects.at(day).filter(ancestor_id__in=own, depth=1, descendant__kind__code=GROUP)
    mine = Q(sender__in=own) | Q(sender__in=groups.values("descendant_id"))
    rows = Nomination.objects.filter(mine, state=NominationState.RETURNED)
    return rows.select_related(*_SHOWN).order_by("pk")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a dossier is: the state of its least advanced open nomination, and how many are in which state."""

    state: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many nominations it has."""
        return sum(self.counts.values())

    @property
    def ended(self) -> int:
        """How many of them need nothing more."""
        return sum(count for state, count in self.counts.items() if state in ENDED)


def standing_of(counts: Mapping[str, int]) -> Standing:
    """Return how far a dossier with so many nominations in each state is; an empty one is a draft."""
    present = [state for state in ORDER if counts.get(state)]
    return Standing(next(iter(present), NominationState.DRAFT), counts)


def standings(dossier_ids: Iterable[int]) -> dict[int, Standing]:
    """Return how far each dossier is. One query."""
    found: dict[int, dict[str, int]] = {pk: {} for pk in dossier_ids}
    rows = Nomination.objects.filter(dossier_id__among=found.keys()).order_by()
    for dossier, state, count in rows.values_list("dossier_id", "state").annotate(n=Count("pk")):
        found[dossier][state] = count
    return {pk: standing_of(counts) for pk, counts in found.items()}
