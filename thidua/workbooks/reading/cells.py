"""One written form for every value a reader gives: see ``grids.Grid``."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

_KEPT_DIGITS = 10**15  # Excel keeps 15 digits of a number and puts zeros for the rest


def as_text(value: object) -> str:
    """Return a cell as text; an empty cell is ""."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


def lost_digits(value: object) -> bool:
    """Say whether a whole number is so long that its last digits may be gone: a code typed as a number."""
    return isinstance(value, float | int) and abs(value) >= _KEPT_DIGITS and float(value).is_integer()


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    return repr(value)
