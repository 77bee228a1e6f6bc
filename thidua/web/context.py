"""What the page frame shows everywhere: the product's name, the menu the person may use, their place."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from thidua.people.policies import grants_on

from .menu import MENU


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's data; for visitors only the name."""
    user = getattr(request, "user", None)
    frame: dict[str, Any] = {"site_name": settings.SITE_NAME, "menu": [], "grants": []}
    if user is None or not user.is_authenticated:
        return frame
    today = timezone.localdate()
    held = {permission for grant in grants_on(user, today) for permission in grant.role_class.permissions}
    here = request.resolver_match.view_name if request.resolver_match else ""
    frame["menu"] = [
        {"label": item.label, "url_name": item.url_name, "current": here.split(":")[0] == item.url_name.split(":")[0]}
        for item in MENU
        if item.permission is None or item.permission in held
    ]
    frame["grants"] = grants_on(user, today)
    return frame
