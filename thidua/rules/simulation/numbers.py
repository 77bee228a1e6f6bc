"""A new value of a number, put over the old ones for its own days; the book before it is left as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from thidua.rules.book import LawBook
from thidua.rules.errors import RuleDataError
from thidua.rules.facts import GRADES, MEMBER_LEVELS
from thidua.rules.names import GRADE_VI, award_name
from thidua.rules.numbers import DatedValue, Number, Sheet, Value
from thidua.rules.sources import Period

LARGEST = 10**12
_RATIO = re.compile(r"(\d{1,6})(?:/([1-9]\d{0,5})|\s*%)?")
_YES_NO = {"có": True, "true": True, "không": False, "false": False}
_GRADES = {**{code: code for code in GRADES}, **{words: code for code, words in GRADE_VI.items()}}


def put_number(book: LawBook, sheet: str, name: str, dated: DatedValue) -> LawBook:
    """Return a book in which the number has this value on its days, as before on others. Raises ``RuleDataError``."""
    number = number_named(book, sheet, name)
    check_value(dated.value, number.unit)
    return replace(
        book,
        name=f"{book.name}+{sheet}.{name}",
        sheets={**book.sheets, sheet: _with(book.sheets[sheet], number, dated)},
    )


def number_named(book: LawBook, sheet: str, name: str) -> Number:
    """Return a number of the book; raises ``RuleDataError`` when there is none of this name."""
    number = book.sheets[sheet].numbers.get(name) if sheet in book.sheets else None
    if number is None:
        raise RuleDataError(f"Không có số liệu “{sheet}.{name}”.", "Chọn một số liệu trong danh sách.")
    return number


def _with(sheet: Sheet, number: Number, dated: DatedValue) -> Sheet:
    return Sheet(sheet.name, {**sheet.numbers, number.name: over(number, (dated,))})


def over(number: Number, newer: tuple[DatedValue, ...]) -> Number:
    """Return the number with newer values; older ones keep the days that no newer one holds."""
    values = number.values
    for dated in newer:
        values = (*(kept for old in values for kept in _outside(old, dated.period)), dated)
    return replace(number, values=tuple(sorted(values, key=lambda dated: dated.period.start)))


def _outside(old: DatedValue, hole: Period) -> Iterator[DatedValue]:
    """Yield what is left of a value before and after the hole."""
    first, until = old.period.start, old.period.until
    if first < hole.start:
        end = hole.start if until is None else min(until, hole.start)
        yield replace(old, period=Period(first, end))
    if hole.until is not None and (until is None or hole.until < until):
        yield replace(old, period=Period(max(first, hole.until), until))


def value_from(text: str, unit: str) -> Value:
    """Read a value as an officer types it: “3”, “15/100”, “15 %”, “có”, a grade, a list of awards, empty = none set.

    Raises ``RuleDataError`` saying what is expected.
    """
    typed = text.strip()
    if not typed:
        return None
    value = _READERS.get(unit, _whole)(typed)
    check_value(value, unit)
    return value


def _whole(typed: str) -> int:
    digits = typed.replace(".", "").replace(" ", "")
    if not digits.isdecimal() or len(digits) > len(str(LARGEST)):
        raise RuleDataError(f"“{typed[:40]}” không phải là số nguyên.", "Ghi số nguyên không âm, ví dụ 3.")
    return int(digits)


def _ratio(typed: str) -> Fraction:
    found = _RATIO.fullmatch(typed)
    if found is None:
        raise RuleDataError(f"“{typed[:40]}” không phải là tỷ lệ.", "Ghi “15/100” hoặc “15 %”.")
    below = 100 if typed.endswith("%") else int(found[2] or 1)
    return Fraction(int(found[1]), below)


def _yes_no(typed: str) -> bool:
    if typed.lower() not in _YES_NO:
        raise RuleDataError(f"“{typed[:40]}” không hiểu được.", "Ghi “có” hoặc “không”.")
    return _YES_NO[typed.lower()]


def _grade(typed: str) -> str:
    if typed.lower() not in _GRADES:
        raise RuleDataError(
            f"Không có mức xếp loại “{typed[:40]}”.", f"Dùng một trong: {', '.join(GRADE_VI.values())}."
        )
    return _GRADES[typed.lower()]


def _awards(typed: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in typed.strip("[]").split(",") if code.strip())


_READERS: dict[str, Callable[[str], Value]] = {
    "ratio": _ratio,
    "flag": _yes_no,
    "grade": _grade,
    "titles": _awards,
    "discipline": lambda typed: typed.strip(),
}


def check_value(value: Any, unit: str) -> None:
    """Raise ``RuleDataError`` for a value that cannot be of this unit; ``None`` (the law sets none) always can."""
    if value is None:
        return
    if unit == "titles" and isinstance(value, tuple | list):
        for code in value:
            award_name(str(code))
        return
    kinds = {"flag": isinstance(value, bool), "grade": value in GRADES, "discipline": value in MEMBER_LEVELS}
    right = kinds[unit] if unit in kinds else _is_amount(value, unit)
    if not right:
        raise RuleDataError(
            f"Giá trị “{str(value)[:40]}” không hợp với đơn vị “{unit}”.", "Xem các giá trị đã có của số liệu này."
        )


def _is_amount(value: Any, unit: str) -> bool:
    """Say whether this is a whole number, or a ratio written exactly."""
    if isinstance(value, bool) or unit == "titles":
        return False
    if unit == "ratio":
        return isinstance(value, Fraction) or (isinstance(value, str) and _RATIO.fullmatch(value) is not None)
    return isinstance(value, int) and 0 <= value <= LARGEST


def days_of_change(book: LawBook, sheet: str, period: Period) -> tuple[date, ...]:
    """Return the days inside a period on which anything may begin to differ: its first, and each boundary within."""
    starts = {regime.period.start for regime in book.regimes} | {gate.period.start for gate in book.gates}
    for number in book.sheets[sheet].numbers.values() if sheet in book.sheets else ():
        for dated in number.values:
            starts |= {dated.period.start, *([dated.period.until] if dated.period.until else [])}
    inside = {day for day in starts if period.contains(day)}
    return tuple(sorted({period.start, *inside, *([period.last_day] if period.last_day else [])}))
