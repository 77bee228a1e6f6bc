"""A gentle limit for what visitors without an account send: so many by address and minute, kept in memory alone."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from thidua.web.accounts.adapter import caller_address

TRIES = 60
SECONDS = 60


def may_try(request: HttpRequest, what: str, tries: int = TRIES) -> bool:
    """Count one try of the caller's address at ``what``; False when there were too many in this minute.

    Each serving process counts for itself. The address is kept only as a hash, and only for the minute.
    """
    key = f"try.{what}." + hashlib.sha256((caller_address(request) or "").encode()).hexdigest()
    if cache.add(key, 1, SECONDS):
        return True
    try:
        return cache.incr(key) <= tries
    except ValueError:  # it expired in between
        return True
