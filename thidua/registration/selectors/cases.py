"""Reads of open cases: what holds a proposal until it is cleared in writing."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotFound
from thidua.people.selectors import visible_units

from ..models import OpenCase
from .rolls import year_ends


def cases_visible_to(actor: Actor, day: date) -> QuerySet[OpenCase]:
    """Return the cases of the units whose affairs ``actor`` may see."""
    rows = OpenCase.objects.select_related("person", "unit")
    if isinstance(actor, SystemActor):
        return rows
    return rows.filter(unit__in=visible_units(actor, day).values("id"))


def case_for(actor: Actor, case_id: int, day: date) -> OpenCase:
    """Return one case; raises NotFound when it does not exist or is outside ``actor``'s place."""
    found = cases_visible_to(actor, day).filter(pk=case_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy vụ việc này."), _("Mở lại từ danh sách của đơn vị."))
    return found


def open_cases_of(unit_id: int, year: int, actor: Actor, day: date) -> list[OpenCase]:
    """Return the cases of a unit that were open at any time of ``year``: one query."""
    first, after = year_ends(year)
    still = Q(closed_on__isnull=True) | Q(closed_on__gte=first)
    return list(cases_visible_to(actor, day).filter(still, unit_id=unit_id, opened_on__lt=after))
