"""Reads of accounts and roles, for those who administer a place."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotFound

from ..models import Membership, RoleGrant, User
from ..permissions import Permission
from ..policies import root_ids
from .scope import visible_units


def accounts_visible_to(actor: Actor, day: date) -> QuerySet[User]:
    """Return the accounts that hold or held a role at a unit that ``actor`` administers.

    Accounts without any role show to the administrators of their person's unit; those of nobody, to all.
    """
    if isinstance(actor, SystemActor):
        return User.objects.all()
    if not root_ids(actor, day, Permission.MANAGE_ACCOUNTS):
        return User.objects.none()
    units = visible_units(actor, day, Permission.MANAGE_ACCOUNTS)
    holders = RoleGrant.objects.filter(unit__in=units).values("user_id")
    members = Membership.objects.filter(unit__in=units).values("person_id")
    idle = Q(grants__isnull=True) & (Q(person__isnull=True) | Q(person_id__in=members))
    return User.objects.filter(Q(id__in=holders) | Q(id__in=User.objects.filter(idle).values("id")))


def account_for(actor: Actor, user_id: int, day: date) -> User:
    """Return the account; raises NotFound for one that ``actor`` does not administer."""
    user = accounts_visible_to(actor, day).filter(pk=user_id).select_related("person").first()
    if user is None:
        raise NotFound(_("Không tìm thấy tài khoản này."), _("Tìm lại ở mục “Tài khoản”."))
    return user


def grants_of(user: User) -> QuerySet[RoleGrant]:
    """Return the roles of an account over time, those running first."""
    return user.grants.select_related("unit").order_by("valid_to", "-valid_from", "id")
