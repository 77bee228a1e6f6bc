"""What a condition is compiled against: a rule bound to its day, and the columns it asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import narwhals as nw

from thidua.rules.book import LawBook
from thidua.rules.bulk import columns
from thidua.rules.bulk.columns import Column
from thidua.rules.conditions import Param
from thidua.rules.rule import BoundRule


@dataclass(slots=True)
class Scope:
    """The rule being compiled, bound to its day, and the columns asked for so far, by name."""

    book: LawBook
    bound: BoundRule
    year: int
    day: date
    merit_only: bool
    asked: dict[str, Column] = field(default_factory=dict)

    def col(self, column: Column) -> nw.Expr:
        """Ask for a column."""
        self.asked[column.name] = column
        return nw.col(column.name)

    def value(self, param: Param) -> Any:
        """Return a number of the law."""
        return self.bound.values[param.name]

    def window(self, length: Param, include: Param) -> range:
        """Return the last years as distances before the proposal year, latest first."""
        start = 0 if self.value(include) else 1
        return range(start, start + self.value(length))

    def held(self, award: str, years: Iterable[int]) -> list[nw.Expr]:
        """Ask whether an award is held in each of the years."""
        return [self.col(columns.held(award, k, self.merit_only)) for k in years]
