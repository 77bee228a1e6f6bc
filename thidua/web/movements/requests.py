"""The requests that these pages get: the door (web/security.py) lets only signed-in people through."""

from __future__ import annotations

from django.http import HttpRequest

from thidua.kernel.actors import Actor


class SignedIn(HttpRequest):
    """A request of a signed-in account."""

    user: Actor  # type: ignore[assignment]
