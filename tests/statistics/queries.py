"""Counting queries: pages must cost the same however many rows there are."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def count_queries(do: Callable[[], object]) -> int:
    """Return how many queries ``do`` makes."""
    with CaptureQueriesContext(connection) as captured:
        do()
    return len(captured)
