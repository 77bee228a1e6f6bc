"""“May I?”: the one permission function. Every room asks it, with a permission and the unit it is about."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotAllowed
from thidua.kernel.intervals import holds_on
from thidua.kernel.verdicts import ALLOWED, Verdict, refused

from .models import RoleGrant, UnitAncestry, UnitPair
from .permissions import Permission
from .roles import Head

# The last place of a unit that has ended: whoever stood above it then still answers for its past.
LAST_PLACE = Q(descendant__valid_to__isnull=False, valid_to=F("descendant__valid_to"))


def grants_on(actor: Actor, day: date) -> list[RoleGrant]:
    """Return the roles that ``actor`` holds on ``day``, read once per actor object (one request)."""
    if actor.pk is None:
        return []
    cache = actor.__dict__.setdefault("_grants_on", {})
    if day not in cache:
        cache[day] = list(RoleGrant.objects.at(day).filter(user_id=actor.pk, user__is_active=True))
    return cache[day]


def root_ids(actor: Actor, day: date, permission: Permission = Permission.VIEW) -> set[int]:
    """Return the units at which ``actor`` holds ``permission``; it reaches everything below them.

    A head's place is the agency; it reaches the unions paired with it, and the agencies below.
    """
    roots, agencies = set(), set()
    for grant in grants_on(actor, day):
        if permission in grant.role_class.permissions:
            (agencies if grant.role == Head.code else roots).add(grant.unit_id)
    if agencies:
        below = UnitAncestry.objects.at(day).filter(ancestor_id__in=agencies).values("descendant_id")
        roots |= agencies | set(UnitPair.objects.at(day).filter(agency_id__in=below).values_list("union_id", flat=True))
    return roots


def may(actor: Actor, permission: Permission, unit_id: int | None, day: date) -> Verdict:
    """Say whether ``actor`` holds ``permission`` at ``unit_id`` on ``day``; None asks “anywhere”."""
    if isinstance(actor, SystemActor):
        return ALLOWED
    roots = root_ids(actor, day, permission)
    if not roots:
        return refused(_("Vai trò của bạn không có quyền làm việc này."))
    if unit_id is None or unit_id in roots:
        return ALLOWED
    reach = UnitAncestry.objects.filter(
        holds_on(day) | LAST_PLACE, descendant_id=unit_id, ancestor_id__in=roots
    )
    if reach.exists():
        return ALLOWED
    return refused(_("Đơn vị này nằm ngoài phạm vi bạn được giao."))


def require(actor: Actor, permission: Permission, unit_id: int | None, day: date) -> None:
    """Raise NotAllowed with the reason unless ``may`` says yes."""
    verdict = may(actor, permission, unit_id, day)
    if not verdict:
        raise NotAllowed(verdict.reason, _("Nếu bạn cần quyền này, hãy nhờ quản trị hệ thống cấp vai trò phù hợp."))
