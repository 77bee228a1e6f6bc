"""How an office works, for the page where it is set: its settings, its senders, who of it may handle what they send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from thidua.people.models import RoleGrant, Unit, UnitAncestry, UnitVersion, User
from thidua.people.permissions import Permission
from thidua.people.roles import ROLES
from thidua.people.selectors import children_on

from ..models import Office
from ..offices import OfficeRules, offices_of


@dataclass(frozen=True, slots=True)
class OfficeSheet:
    """An office as it works now. ``version``: of its own row; None while it works by the defaults of its kind."""

    rules: OfficeRules
    by_officer: bool
    version: int | None
    senders: list[UnitVersion]
    officers: list[User]


def office_sheet(unit: Unit, day: date) -> OfficeSheet | None:
    """Return how an office works; None where the unit handles nothing (an agency, a union group)."""
    rules = offices_of([unit.pk], day).rules.get(unit.pk)
    if rules is None:
        return None
    row = Office.objects.filter(unit=unit).first()
    senders = list(children_on(unit, day))
    version = row.version if row else None
    return OfficeSheet(rules, bool(row and row.by_officer), version, senders, list(officers_at(unit.pk, day)))


def officers_at(unit_id: int, day: date) -> QuerySet[User]:
    """Return the accounts that may handle dossiers at a unit: by a role there or above it."""
    above = UnitAncestry.objects.at(day).filter(descendant_id=unit_id).values("ancestor_id")
    grants = handling_grants(day).filter(unit_id__in=above)
    return User.objects.filter(pk__in=grants.values("user_id")).order_by("display_name", "username")


def handling_grants(day: date) -> QuerySet[RoleGrant]:
    """Return the roles held on a day, by accounts in use, that carry the handling of dossiers."""
    roles = [code for code, role in ROLES.items() if Permission.HANDLE_DOSSIERS in role.permissions]
    return RoleGrant.objects.at(day).filter(role__in=roles, user__is_active=True)
