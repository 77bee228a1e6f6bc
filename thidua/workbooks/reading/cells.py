"""One written form for every value a reader gives: see ``grids.Grid``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

_KEPT_DIGITS = 10**15  # Excel keeps 15 digits of a number and puts zeros for the rest


def column_texts(values: Sequence[object]) -> list[str]:
    """Return a column's cells as text. Most columns are text from top to bottom: they cost no look at each cell."""
    if set(map(type, values)) == {str}:
        return [text.replace("\x00", "") for text in values] if "\x00" in "".join(values) else list(values)  # type: ignore[arg-type, attr-defined]
    return list(map(as_text, values))


def rows_of_lost_digits(values: Sequence[object]) -> list[int]:
    """Return where in a column whole numbers stand that are so long that their last digits may be gone."""
    if not {int, float} & set(map(type, values)):
        return []
    return [row for row, value in enumerate(values) if _lost_digits(value)]


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


def _lost_digits(value: object) -> bool:
    return isinstance(value, float | int) and abs(value) >= _KEPT_DIGITS and float(value).is_integer()


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    return repr(value)
