"""Reads of accounts and roles, for those who administer a place."""

from __future__ import annotations

from datetime import date

from axes.models import AccessAttempt
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotFound
from thidua.kernel.text import fold, nfc

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


def sign_in_name(typed: str) -> str:
    """Return the sign-in name of the account that ``typed`` (a name or an address) means, else ``typed`` itself.

    Two ways of typing one account thus count as one where wrong passwords are counted.
    """
    wanted = typed.strip().lower()
    field = "email__iexact" if "@" in wanted else "username__iexact"
    # Asked of the database in both cases: it holds more letters for the same (“ı” and “I”) than Python does.
    name = User.objects.filter(**{field: wanted}).values_list("username", flat=True).first()
    return name.lower() if name else wanted


def search_accounts(accounts: QuerySet[User], query: str) -> QuerySet[User]:
    """Keep the accounts whose name, address or person holds ``query``; accents are not asked of a person's name."""
    wanted = nfc(query)
    if not wanted:
        return accounts
    by_person = Q(person__name_folded__contains=fold(wanted))
    by_account = Q(username__icontains=wanted) | Q(email__icontains=wanted) | Q(display_name__icontains=wanted)
    return accounts.filter(by_person | by_account)


def with_grants(accounts: QuerySet[User], day: date) -> QuerySet[User]:
    """Add to each account, as ``grants_now``, the roles that run on ``day``; two queries more for any number."""
    running = RoleGrant.objects.at(day).select_related("unit").order_by("unit__name_folded", "role")
    return accounts.select_related("person").prefetch_related(Prefetch("grants", running, to_attr="grants_now"))


def is_locked(user: User) -> bool:
    """Say whether wrong passwords have been counted against the account (it may be locked from some address)."""
    return bool(AccessAttempt.objects.filter(username__iexact=user.username).exists())
