"""Working days: Monday to Friday, without the public holidays of Vietnam, with announced exceptions.

The five-day week: Decision 188/1999/QĐ-TTg. Public holidays, days off in exchange and weekends worked in exchange: the
``holidays`` library. ``CalendarDay`` rows (a city's own announcements) win over both. As in Civil Code 2015, article
147, the day on which a period begins is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from holidays import HolidayBase
from holidays.countries.vietnam import Vietnam

from .models import CalendarDay

_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Say whether ``day`` is worked. One query."""
    return _works(day, _announced(day, day))


def add_working_days(day: date, n: int) -> date:
    """Return the ``n``-th working day after ``day``; 0 gives ``day`` itself or, on a day off, the next working day.

    One query. Raises ValueError when ``n`` is negative.
    """
    if n < 0:
        raise ValueError("n must not be negative")
    announced = _announced(day)
    if n == 0:
        return next(d for d in _days_from(day) if _works(d, announced))
    left = n
    for later in _days_from(day + _DAY):
        left -= _works(later, announced)
        if not left:
            return later
    raise OverflowError("beyond the last day of the calendar")


def working_days_between(start: date, end: date) -> int:
    """Return how many working days come after ``start`` up to and including ``end``; negative when end is earlier.

    One query. ``working_days_between(d, add_working_days(d, n)) == n`` for every n ≥ 1.
    """
    if end < start:
        return -working_days_between(end, start)
    announced = _announced(start, end)
    return sum(_works(start + timedelta(days=i), announced) for i in range(1, (end - start).days + 1))


def _announced(start: date, end: date | None = None) -> dict[date, bool]:
    """Return the announced exceptions from ``start`` on, read afresh for each call: there are a few per year."""
    rows = CalendarDay.objects.filter(day__gte=start)
    if end is not None:
        rows = rows.filter(day__lte=end)
    return dict(rows.values_list("day", "working"))


def _works(day: date, announced: dict[date, bool]) -> bool:
    if day in announced:
        return announced[day]
    off, weekends_worked = _public(day.year)
    return day not in off and (day.weekday() < _SATURDAY or day in weekends_worked)


@lru_cache(maxsize=256)
def _public(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return a year's public days off and the weekend days worked in exchange; constants of the library."""
    # An exchange may cross the year's end (31/12/2018 off for 05/01/2019 worked), so the neighbours are read too.
    known: HolidayBase = Vietnam(years=range(year - 1, year + 2))  # type: ignore[no-untyped-call]
    return frozenset(known), frozenset(known.weekend_workdays)


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        if day == date.max:
            return
        day += _DAY
