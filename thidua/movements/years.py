"""Which day a year's organisation is read at. Pure."""

from __future__ import annotations

from datetime import date


def day_in_year(year: int, day: date) -> date:
    """Return ``day``, or the last day of ``year`` when that has passed: a year is judged by who belonged to it."""
    return min(day, date(year, 12, 31))
