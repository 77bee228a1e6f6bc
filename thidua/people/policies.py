"""“May I?”: the one permission function. Every room asks it, with a permission and the unit it is about."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotAllowed
from thidua.kernel.intervals import holds_on
from thidua.kernel.verdicts import ALLOWED, Verdict, refused

from .models import Membership, RoleGrant, UnitAncestry, UnitPair, UnitSuccession, User
from .permissions import Permission
from .roles import Head

# The last place of a unit that has ended: whoever stood above it then still answers for its past.
LAST_PLACE = Q(descendant__valid_to__isnull=False, valid_to=F("descendant__valid_to"))


# A unit that ended by becoming (part of) another. One that went on after a split still keeps its affairs to itself.
ENDED_BY_IT = Q(predecessor__valid_to__lte=F("on"))
# Permissions to read: a successor's officers hold them for the past of the units it came out of.
READS = frozenset({Permission.VIEW, Permission.VIEW_AUDIT})


def grants_on(actor: Actor, day: date) -> list[RoleGrant]:
    """Return the roles that ``actor`` holds on ``day``, read once per actor object (one request)."""
    if actor.pk is None:
        return []
    cache: dict[date, list[RoleGrant]] = actor.__dict__.setdefault("_grants_on", {})
    if day not in cache:
        cache[day] = list(RoleGrant.objects.at(day).filter(user_id=actor.pk, user__is_active=True))
    return cache[day]


def root_ids(actor: Actor, day: date, permission: Permission = Permission.VIEW) -> set[int]:
    """Return the units at which ``actor`` holds ``permission``; it reaches everything below them.

    A head's place is the agency; it reaches the unions paired with it, and the agencies below.
    """
    roots: set[int] = set()
    agencies: set[int] = set()
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
    reach = UnitAncestry.objects.filter(holds_on(day) | LAST_PLACE, descendant_id=unit_id, ancestor_id__in=roots)
    if reach.exists() or (permission in READS and _answers_for_past(unit_id, roots, day)):
        return ALLOWED
    return refused(_("Đơn vị này nằm ngoài phạm vi bạn được giao."))


def _answers_for_past(unit_id: int, roots: set[int], day: date) -> bool:
    reached = UnitAncestry.objects.filter(holds_on(day) | LAST_PLACE, ancestor_id__in=roots).values("descendant_id")
    return UnitSuccession.objects.filter(ENDED_BY_IT, predecessor_id=unit_id, successor_id__in=reached).exists()


def require(actor: Actor, permission: Permission, unit_id: int | None, day: date) -> None:
    """Raise NotAllowed with the reason unless ``may`` says yes."""
    verdict = may(actor, permission, unit_id, day)
    if not verdict:
        raise NotAllowed(verdict.reason, _("Nếu bạn cần quyền này, hãy nhờ quản trị hệ thống cấp vai trò phù hợp."))


def may_at_top(actor: Actor, permission: Permission, day: date) -> Verdict:
    """Say whether ``actor`` holds ``permission`` at a unit that nothing stands above: the top of a tree."""
    if isinstance(actor, SystemActor):
        return ALLOWED
    roots = root_ids(actor, day, permission)
    below = UnitAncestry.objects.at(day).filter(descendant_id__in=roots, depth__gt=0).values_list("descendant_id")
    if roots - {unit_id for (unit_id,) in below}:
        return ALLOWED
    return refused(_("Việc này dành cho người được giao ở cấp cao nhất."))


def require_at_top(actor: Actor, permission: Permission, day: date) -> None:
    """Raise NotAllowed with the reason unless ``may_at_top`` says yes."""
    verdict = may_at_top(actor, permission, day)
    if not verdict:
        raise NotAllowed(verdict.reason, _("Hãy nhờ quản trị hệ thống ở cấp cao nhất."))


def account_within(actor: Actor, user: User, day: date) -> Verdict:
    """Say whether ``actor`` administers every place where ``user`` acts on ``day`` or later, and their person's.

    Who could change the address of an account with wider rights could take it over.
    """
    if isinstance(actor, SystemActor):
        return ALLOWED
    grants = RoleGrant.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), user=user)
    places = set(grants.values_list("unit_id", flat=True))
    # The account of a person reads that person's record: it belongs to where the person is.
    if user.person_id is not None:
        places |= set(Membership.objects.at(day).filter(person_id=user.person_id).values_list("unit_id", flat=True))
    if user.is_superuser or not all(may(actor, Permission.MANAGE_ACCOUNTS, unit_id, day) for unit_id in places):
        return refused(_("Tài khoản này còn giữ vai trò ở đơn vị ngoài phạm vi bạn quản trị."))
    return may(actor, Permission.MANAGE_ACCOUNTS, None, day)
