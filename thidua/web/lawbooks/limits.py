"""A gentle limit for the open trial page: so many tries by address and minute, kept in memory and nowhere else."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from thidua.web.accounts.adapter import caller_address

TRIES = 60
SECONDS = 60


def may_try(request: HttpRequest) -> bool:
    """Count one try of the caller's address; False when there were too many in this minute.

    Each serving process counts for itself. The address is kept only as a hash, and only for the minute.
    """
    key = "lawbooks.try." + hashlib.sha256((caller_address(request) or "").encode()).hexdigest()
    if cache.add(key, 1, SECONDS):
        return True
    try:
        return cache.incr(key) <= TRIES
    except ValueError:  # it expired in between
        return True
