"""Days as people write them: full, or only as far as they are known; the order of day and month told by the column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from thidua.kernel.text import fold, nfc
from thidua.workbooks.cleaning.readings import Reading, Sureness


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day known as far as it is: year, year and month, or all three."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def full(self) -> date | None:
        """The day, where all of it is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None

    def __str__(self) -> str:
        parts = [f"{part:02d}" for part in (self.day, self.month) if part]
        return "/".join([*parts, f"{self.year:04d}"])


class Order(StrEnum):
    """Which of day and month comes first in a column."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNKNOWN = "unknown"


# Excel counts days from here, for days after its false 29 February 1900; the other count is that of old Macs.
_EPOCH = date(1899, 12, 30)
_SERIALS = range(10_000, 73_050)  # 1927 … 2099; fewer digits are rather a year
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?", re.ASCII)
_THREE = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})\s*[/.]\s*(\d{1,2})\s*[/.]\s*(\d{1,2})", re.ASCII)
_TWO = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})", re.ASCII)
_WORDS = re.compile(r"(?:ngay\s*(\d{1,2})[\s,/]*)?thang\s*(\d{1,2})[\s,/]*(?:nam\s*)?(\d{4})", re.ASCII)
_YEAR = re.compile(r"(?:nam\s*|sinh nam\s*)?(\d{4})", re.ASCII)
_DIGITS = re.compile(r"\d+(?:\.0+)?", re.ASCII)
_EIGHT = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_YEARS = range(1900, 2101)
_SLIPS = 9  # times as many cells of a column must show one order for the others to be slips


def order_of(texts: Iterable[str]) -> Order:
    """Return what the distinct texts of a column show: a number above 12 can only be the day.

    One cell in ten that is written the other way is a slip of its own; more make the whole column unsure.
    """
    first = second = 0
    for text in texts:
        found = _THREE.fullmatch(nfc(text))
        if found and int(found[1]) > 12 >= int(found[2]):
            first += 1
        elif found and int(found[2]) > 12 >= int(found[1]):
            second += 1
    if first > second * _SLIPS:
        return Order.DAY_FIRST
    if second > first * _SLIPS:
        return Order.MONTH_FIRST
    return Order.UNKNOWN


def date_reader(
    texts: Iterable[str], *, first: date = date(1900, 1, 1), last: date
) -> Callable[[str], Reading[PartialDate]]:
    """Return the reader of days of a column with these distinct texts; refuses days outside ``first`` … ``last``."""
    order = order_of(texts)
    return lambda text: _in_range(read_date(text, order, pivot=last.year), first, last)


def read_date(text: str, order: Order = Order.UNKNOWN, *, pivot: int = 2099) -> Reading[PartialDate]:
    """Return the day a text names. ``pivot``: the last year that two digits may mean."""
    text = nfc(text)
    if not text or fold(text) in {"-", "khong", "khong ro", "x"}:
        return Reading(None)
    for form, read in _FORMS:
        if found := form.fullmatch(fold(text)):
            return read(text, found, order, pivot)
    return _refused(text)


def _in_range(reading: Reading[PartialDate], first: date, last: date) -> Reading[PartialDate]:
    def fits(day: PartialDate) -> bool:
        return first <= (day.full or date(day.year, 12 if not day.month else day.month, 1)) and day <= PartialDate(
            last.year, last.month if day.month else None, last.day if day.day else None
        )

    if reading.value is None:
        return reading
    possible = [day for day in (reading.value, *reading.others) if fits(day)]
    if not possible:
        why = f"“{reading.value}” nằm ngoài khoảng từ {PartialDate(first.year)} đến {_said(last)}."
        return Reading(None, Sureness.REFUSED, why)
    if reading.others and len(possible) == 1:
        return Reading(possible[0], Sureness.TIDIED, "Đã chọn cách đọc ngày, tháng duy nhất hợp lý.")
    return Reading(possible[0], reading.sureness, reading.why_vi, tuple(possible[1:]))


def _said(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _refused(text: str) -> Reading[PartialDate]:
    return Reading(None, Sureness.REFUSED, f"“{text}” không phải là ngày, tháng, năm.")


def _made(text: str, year: int, month: int, day: int) -> Reading[PartialDate]:
    try:
        date(year, month, day)
    except ValueError:
        return Reading(None, Sureness.REFUSED, f"“{text}”: không có ngày này.")
    return Reading(PartialDate(year, month, day))


def _iso(text: str, found: re.Match[str], order: Order, pivot: int) -> Reading[PartialDate]:
    return _made(text, int(found[1]), int(found[2]), int(found[3]))


def _three(text: str, found: re.Match[str], order: Order, pivot: int) -> Reading[PartialDate]:
    one, two, year = int(found[1]), int(found[2]), int(found[3])
    whys = []
    if len(found[3]) == 2:
        year += 2000 if 2000 + year <= pivot else 1900
        whys.append(f"Năm viết hai chữ số, hiểu là {year}.")
    if one > 12 or two > 12 or one == two:
        day, month = (one, two) if two <= 12 else (two, one)
        if order is Order.DAY_FIRST and two > 12:
            return Reading(None, Sureness.REFUSED, f"“{text}”: tháng {two} không có.")
        reading = _made(text, year, month, day)
        if two > 12 and order is Order.UNKNOWN:
            whys.append("Tháng viết trước ngày, khác các ô khác của cột.")
    elif order is Order.MONTH_FIRST:
        reading = _made(text, year, one, two)
        whys.append("Cả cột viết tháng trước ngày.")
    else:
        reading = _made(text, year, two, one)
        if order is Order.UNKNOWN:
            why = " ".join([*whys, "Không rõ ngày hay tháng viết trước."])
            return Reading(reading.value, Sureness.GUESSED, why, (PartialDate(year, one, two),))
    if reading.value is None or not whys:
        return reading
    sureness = Sureness.GUESSED if len(found[3]) == 2 else Sureness.TIDIED
    return Reading(reading.value, sureness, " ".join(whys))


def _two(text: str, found: re.Match[str], order: Order, pivot: int) -> Reading[PartialDate]:
    month, year = int(found[1]), int(found[2])
    if not 1 <= month <= 12 or year not in _YEARS:
        return _refused(text)
    return Reading(PartialDate(year, month))


def _words(text: str, found: re.Match[str], order: Order, pivot: int) -> Reading[PartialDate]:
    if found[1]:
        return _made(text, int(found[3]), int(found[2]), int(found[1]))
    return _two(text, re.fullmatch(r"(\d+)/(\d+)", f"{found[2]}/{found[3]}"), order, pivot)  # type: ignore[arg-type]


def _year(text: str, found: re.Match[str], order: Order, pivot: int) -> Reading[PartialDate]:
    year = int(found[1])
    return Reading(PartialDate(year)) if year in _YEARS else _serial(text, found, order, pivot)


def _serial(text: str, found: re.Match[str], order: Order, pivot: int) -> Reading[PartialDate]:
    number = int(float(found[0]))
    if number not in _SERIALS:
        return _refused(text)
    day = _EPOCH + timedelta(days=number)
    why = "Ô chứa số thứ tự ngày của Excel."
    return Reading(PartialDate(day.year, day.month, day.day), Sureness.TIDIED, why)


def _eight(text: str, found: re.Match[str], order: Order, pivot: int) -> Reading[PartialDate]:
    reading = _made(text, int(found[3]), int(found[2]), int(found[1]))
    if reading.value is None or int(found[3]) not in _YEARS:
        return _refused(text)
    return Reading(reading.value, Sureness.GUESSED, "Tám chữ số liền nhau, hiểu là ngày, tháng, năm.")


_FORMS: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str], Order, int], Reading[PartialDate]]], ...] = (
    (_ISO, _iso),
    (_YEAR_FIRST, _iso),
    (_THREE, _three),
    (_TWO, _two),
    (_WORDS, _words),
    (_YEAR, _year),
    (_EIGHT, _eight),
    (_DIGITS, _serial),
)
