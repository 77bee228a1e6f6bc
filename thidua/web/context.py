"""What the page frame shows everywhere: the product's name, the menu the person may use, their roles and places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject

from thidua.people.policies import grants_on

from .menu import MENU

if TYPE_CHECKING:
    from thidua.people.models import RoleGrant, User


@dataclass(frozen=True, slots=True)
class Place:
    """One role somebody holds and the unit they hold it at, in words."""

    role: str | Promise
    unit: str
    unit_full: str


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's data; for visitors only the name. Nothing is read until a template uses it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"site_name": settings.SITE_NAME, "menu": [], "grants": [], "places": [], "place": None}
    today = timezone.localdate()
    places = SimpleLazyObject(lambda: _places(grants_on(user, today)))
    return {
        "site_name": settings.SITE_NAME,
        "menu": SimpleLazyObject(lambda: _menu(request, user)),
        "grants": SimpleLazyObject(lambda: grants_on(user, today)),
        "places": places,
        "place": SimpleLazyObject(lambda: places[0] if places else None),
    }


def _places(grants: list[RoleGrant]) -> list[Place]:
    prefetch_related_objects(grants, "unit")
    return [Place(grant.role_class.label, grant.unit.short_name, grant.unit.name) for grant in grants]


def _menu(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    grants = grants_on(user, timezone.localdate())
    held = {permission for grant in grants for permission in grant.role_class.permissions}
    here = request.resolver_match.view_name.split(":")[0] if request.resolver_match else ""
    return [
        {
            "label": item.label,
            "url_name": item.url_name,
            "icon": item.icon,
            "group": item.group,
            "current": here == item.url_name.split(":")[0],
        }
        for item in MENU
        if item.permission is None or item.permission in held
    ]
