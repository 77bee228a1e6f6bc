"""The numbers of the law: dated values with source, confidence and who checked them against the gazette."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from thidua.rules.errors import RuleDataError
from thidua.rules.names import GRADE_VI, any_name
from thidua.rules.sources import Period
from thidua.rules.yamls import read_yaml

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
    """A named number: what it means, its unit (years, times, grade, flag, titles, ratio), its values by date."""

    name: str
    label_vi: str
    unit: str
    values: tuple[DatedValue, ...]

    def on(self, day: date) -> DatedValue | None:
        """Return the value in force on the day; ``None`` when nothing is recorded for it."""
        return next((dated for dated in self.values if dated.period.contains(day)), None)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a title's rule: its id in the rule table, its regime and when it holds."""

    rule_id: str
    regime: str
    period: Period


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that ``<title>.params.yaml`` says."""

    title: str
    versions: tuple[Version, ...]
    numbers: dict[str, Number]


def number_from(name: str, raw: dict[str, Any]) -> Number:
    """Read one number of a params file; a ratio is written “15/100” so that it stays exact."""
    values = tuple(
        DatedValue(
            Period.between(item["first_day"], item["last_day"]),
            _exact(item["value"], raw["unit"]),
            item["source"],
            item["confidence"],
            item["checked_by"],
        )
        for item in raw["values"]
    )
    return Number(name, raw["label_vi"], raw["unit"], values)


def _exact(value: Any, unit: str) -> Value:
    """Give lists as tuples and ratios as fractions; a binary float would move a rounding boundary."""
    if isinstance(value, float):
        raise RuleDataError(f"Số thập phân {value} không chính xác.", "Viết dạng phân số, ví dụ “15/100”.")
    if isinstance(value, list):
        return tuple(value)
    if unit == "ratio" and value is not None:
        return Fraction(value)
    return value  # type: ignore[no-any-return]


@cache
def load_sheet(title: str) -> Sheet:
    """Read the params file of a title once per process."""
    raw = read_yaml(f"titles/{title}.params.yaml")
    versions = tuple(
        Version(item["rule"], item["regime"], Period.between(item["first_day"], item["last_day"]))
        for item in raw["versions"]
    )
    return Sheet(title, versions, {name: number_from(name, item) for name, item in raw["numbers"].items()})


def word(value: Value, unit: str) -> str:
    """Say a value in Vietnamese for an explanation."""
    if isinstance(value, tuple):
        return ", ".join(any_name(code) for code in value)
    if unit == "grade":
        return GRADE_VI[str(value)]
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(value)
