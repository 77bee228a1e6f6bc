"""Merges that were done, and who stands for somebody who was merged."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.errors import NotFound
from thidua.people.models import Person
from thidua.people.permissions import Permission
from thidua.people.selectors import visible_people, visible_units

from ..models import Merge


def merges_visible_to(actor: Actor, day: date) -> QuerySet[Merge]:
    """Return the merges of people who both were where ``actor`` may edit people, the latest first."""
    units = visible_units(actor, day, Permission.EDIT_PEOPLE).values("pk")
    found = Merge.objects.filter(unit__in=units, gone_unit__in=units)
    return found.select_related("kept", "gone", "unit", "by", "undone_by").defer("written").order_by("-at", "-id")


def merge_for(actor: Actor, merge_id: int, day: date) -> Merge:
    """Return the merge; raises NotFound where it does not exist or is not ``actor``'s to see."""
    found = merges_visible_to(actor, day).filter(pk=merge_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy lần gộp này."), _("Xem danh sách các lần đã gộp."))
    return found


def kept_instead(actor: Actor, person_id: int, day: date) -> Person | None:
    """Return who stands for a merged person, if ``actor`` may see them; None where nobody was merged.

    Two queries for each merge in a chain.
    """
    seen: set[int] = set()
    here = person_id
    while here not in seen:
        seen.add(here)
        kept = Merge.objects.filter(gone_id=here, undone_at__isnull=True).values_list("kept_id", flat=True).first()
        if kept is None:
            break
        here = kept
    return None if here == person_id else visible_people(actor, day).filter(pk=here).first()
