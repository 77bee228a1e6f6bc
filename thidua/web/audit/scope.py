"""Whose events and jobs somebody may see: those of the units they hold the permission at.

What concerns no unit (accounts, catalogues, the installation) is for administrators, and for those whose place has
never stood below another.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.selectors import events_in
from thidua.people.permissions import Permission
from thidua.people.policies import grants_on, root_ids
from thidua.people.roles import Administrator
from thidua.people.selectors import visible_units


def events_visible_to(actor: Actor, day: date) -> QuerySet[Any]:
    """Return the events that ``actor`` may read on ``day``."""
    units = visible_units(actor, day, permission=Permission.VIEW_AUDIT)
    return events_in(units.values("pk"), unplaced=sees_unplaced(actor, day, Permission.VIEW_AUDIT))


def sees_unplaced(actor: Actor, day: date, permission: Permission) -> bool:
    """Say whether ``actor`` holds ``permission`` over what concerns no unit."""
    if isinstance(actor, SystemActor):
        return True
    if any(grant.role == Administrator.code for grant in grants_on(actor, day)):
        return True
    roots = visible_units(actor, day, permission=permission).filter(pk__in=root_ids(actor, day, permission))
    return roots.exclude(above__depth__gt=0).exists()
