"""The numbers of the law: dated values with source, confidence and who checked them against the gazette."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from thidua.rules.errors import RuleDataError
from thidua.rules.names import GRADE_VI, LEVEL_VI, any_name
from thidua.rules.sources import Period

Value = bool | int | str | Fraction | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of a number while it was in force. ``None`` = the law then set no such number."""

    period: Period
    value: Value
    source: str
    confidence: str
    checked_by: str | None


@dataclass(frozen=True, slots=True)
class Number:
    """A named number: what it means, its unit (years, times, grade, flag, titles, ratio, …), its values by date.

    ``open``: the law leaves it to a city or federation, whose profile may choose another value.
    """

    name: str
    label_vi: str
    unit: str
    values: tuple[DatedValue, ...]
    open: bool = False

    def on(self, day: date) -> DatedValue | None:
        """Return the value in force on the day; ``None`` when nothing is recorded for it."""
        return next((dated for dated in self.values if dated.period.contains(day)), None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one ``*.params.yaml`` says."""

    name: str
    numbers: dict[str, Number]


def number_from(name: str, raw: dict[str, Any]) -> Number:
    """Read one number of a params file; a ratio is written “15/100” so that it stays exact."""
    values = tuple(
        DatedValue(
            Period.between(item["first_day"], item["last_day"]),
            exact(item["value"], raw["unit"]),
            item["source"],
            item["confidence"],
            item["checked_by"],
        )
        for item in raw["values"]
    )
    return Number(name, raw["label_vi"], raw["unit"], values, raw.get("open", False))


def exact(value: Any, unit: str) -> Value:
    """Give lists as tuples and ratios as fractions; a binary float would move a rounding boundary."""
    if isinstance(value, float):
        raise RuleDataError(f"Số thập phân {value} không chính xác.", "Viết dạng phân số, ví dụ “15/100”.")
    if isinstance(value, list):
        return tuple(value)
    if unit == "ratio" and value is not None:
        return Fraction(value)
    return value  # type: ignore[no-any-return]


def sheet_from(name: str, raw: dict[str, Any]) -> Sheet:
    """Read a params file already parsed."""
    return Sheet(name, {key: number_from(key, item) for key, item in (raw.get("numbers") or {}).items()})


def word(value: Value, unit: str) -> str:
    """Say a value in Vietnamese for an explanation."""
    if value is None:
        return "không quy định"
    if isinstance(value, tuple):
        return ", ".join(any_name(code) for code in value)
    if unit == "grade":
        return GRADE_VI[str(value)]
    if unit == "discipline":
        return LEVEL_VI[str(value)]
    if isinstance(value, bool):
        return "có" if value else "không"
    if unit == "ratio" and isinstance(value, Fraction):
        return percent(value)
    if unit == "dong" and isinstance(value, int):
        return f"{value:,} đồng".replace(",", ".")
    return str(value)


def percent(share: Fraction) -> str:
    """Say a ratio as a percentage with a decimal comma: “15 %”, “62,5 %”; thirds stay fractions."""
    hundred = share * 100
    if hundred.denominator == 1:
        return f"{hundred.numerator} %"
    text = f"{float(hundred):.4f}".rstrip("0").replace(".", ",")
    return f"{text} %" if Fraction(text.replace(",", ".")) == hundred else f"{share.numerator}/{share.denominator}"
