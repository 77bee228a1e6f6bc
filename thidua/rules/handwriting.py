"""Check values that a person typed: each fault is told with its place in the file, what was found and what to write.

``where`` is the place as the reader sees it: “person ▸ years ▸ 2018 ▸ grade”. Every function returns ``None`` for a
value left empty (“grade:”), which means “not known”, like a key left out.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from thidua.rules.errors import BadFactError
from thidua.rules.names import AWARDS

FIRST_YEAR, LAST_YEAR = 1945, 2100
LARGEST = 10**15  # no count of people, months or đồng reaches it
SEE = "Xem ví dụ trong docs/ho-so-viet-tay.md."
_SHOWN = 40  # characters of a wrong value worth repeating
_CHOICES = 12  # more choices than this are not worth listing
Item = TypeVar("Item")
Reader = Callable[[Any, str], Any]


def refuse(where: str, found: Any, wanted: str) -> BadFactError:
    """Return the error for a value of the wrong kind."""
    text = str(found)
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return BadFactError(f"Ở “{where}”: “{shown}” không đúng.", f"{wanted} {SEE}")


def near(word: Any, known: Collection[str]) -> str:
    """Say which known words are meant: the nearest one, and all of them when they are few."""
    close = difflib.get_close_matches(str(word), known, n=1)
    guess = f"Có phải “{close[0]}”? " if close else ""
    return guess + (f"Dùng một trong: {', '.join(known)}." if len(known) <= _CHOICES or not close else "")


def whole(least: int, most: int = LARGEST) -> Reader:
    """Return a reader of whole numbers from ``least`` to ``most``; “đúng/sai” and texts are none."""
    span = f"từ {least} trở lên" if most == LARGEST else f"từ {least} đến {most}"

    def read(value: Any, where: str) -> int | None:
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise refuse(where, value, f"Ghi một số nguyên {span}, không có dấu ngoặc kép.")
        return value

    return read


year_of = whole(FIRST_YEAR, LAST_YEAR)


def year_needed(value: Any, where: str) -> int:
    """Read a year that must be there; digits in quotes are fine, since JSON writes every key so."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:8])
    found: int | None = year_of(value, where)
    if found is None:
        raise refuse(where, "", f"Ghi năm bằng bốn chữ số, từ {FIRST_YEAR} đến {LAST_YEAR}.")
    return found


def flag(value: Any, where: str) -> bool | None:
    """Read true or false; 0, 1 and texts are neither."""
    if value is not None and not isinstance(value, bool):
        raise refuse(where, value, "Ghi true (có) hoặc false (không).")
    return value


def day(value: Any, where: str) -> date | None:
    """Read a day, also in quotes as JSON has it; a moment is refused, since a time zone could shift it."""
    if value is None:
        return None
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    if not isinstance(found, date) or isinstance(found, datetime) or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise refuse(where, value, "Ghi ngày dạng NĂM-THÁNG-NGÀY, ví dụ 2018-12-20.")
    return found


def word_of(known: Collection[str]) -> Reader:
    """Return a reader of one word out of a list."""

    def read(value: Any, where: str) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str) or value not in known:
            raise refuse(where, value, near(value, known))
        return value

    return read


award_code = word_of(AWARDS)


def text(value: Any, where: str) -> str | None:
    """Read a text."""
    if value is not None and not isinstance(value, str):
        raise refuse(where, value, "Ghi chữ, trong dấu ngoặc kép nếu có số hoặc dấu hai chấm.")
    return value


def table(value: Any, where: str, known: Collection[str] | None = None) -> dict[Any, Any]:
    """Read “key: value” pairs, refusing keys nobody defined: a misspelt one would silently be “not known”."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise refuse(where, value, "Ghi các cặp “khóa: giá trị”.")
    for key in value:
        if known is not None and key not in known:
            raise BadFactError(f"Ở “{where}”: không có khóa “{str(key)[:_SHOWN]}”.", near(key, known))
    return value


def rows(value: Any, where: str) -> list[tuple[Any, str]] | None:
    """Read a list; each item comes with its own place."""
    if value is None:
        return None
    if not isinstance(value, list):
        raise refuse(where, value, "Ghi một danh sách trong ngoặc vuông, ví dụ [2016, 2017]; không có gì thì ghi [].")
    return [(item, f"{where} ▸ dòng {number}") for number, item in enumerate(value, 1)]


def needed(values: dict[str, Item | None], names: Iterable[str], where: str) -> None:
    """Refuse a row that lacks one of these keys."""
    for name in names:
        if values.get(name) is None:
            raise BadFactError(f"Ở “{where}”: thiếu “{name}”.", f"Ghi thêm {name}. {SEE}")


def in_order(first: date | None, last: date | None, where: str) -> None:
    """Refuse an end before its beginning."""
    if first is not None and last is not None and last < first:
        raise BadFactError(
            f"Ở “{where}”: ngày kết thúc {last:%d/%m/%Y} trước ngày bắt đầu {first:%d/%m/%Y}.", "Sửa lại ngày."
        )
