"""Who is guessing: the name that axes counts wrong passwords under.

allauth passes axes the credentials as ``username`` and ``email``, while axes asks itself under the form field's name;
without this, failures are counted for nobody and the right password opens a locked door.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def name_typed(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Return the name as typed, without regard to case and outer spaces: sign-in has none either."""
    typed = request.POST.get("login", "") if request is not None else ""
    given = credentials or {}
    return str(typed or given.get("login") or given.get("username") or given.get("email") or "").strip().casefold()
