"""What a condition is compiled against: a rule bound to its day, and what was asked for and computed so far."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import narwhals as nw

from thidua.rules.book import LawBook
from thidua.rules.bulk import columns
from thidua.rules.bulk.columns import Column
from thidua.rules.bulk.planes import Planes
from thidua.rules.conditions import Param, RecognisedInitiatives, Stretch
from thidua.rules.rule import BoundRule


@dataclass(slots=True)
class Work:
    """What the awards of one question share: columns read, by name; steps of computed columns; leaves compiled already.

    A later step may read the columns of an earlier one. So each leaf is computed once, however many awards ask it, and
    expressions stay short for the engine that plans them.
    """

    asked: dict[str, Column] = field(default_factory=dict)
    steps: tuple[dict[str, nw.Expr], ...] = field(default_factory=lambda: ({}, {}))
    leaves: dict[Hashable, Planes] = field(default_factory=dict)

    def kept(self, step: int, expression: nw.Expr) -> nw.Expr:
        """Compute an expression once, as a column of a step; return that column."""
        name = f"_{step}_{len(self.steps[step])}"
        self.steps[step][name] = expression
        return nw.col(name)


@dataclass(slots=True)
class Scope:
    """The rule being compiled, bound to its day."""

    book: LawBook
    bound: BoundRule
    year: int
    day: date
    merit_only: bool
    work: Work

    def col(self, column: Column) -> nw.Expr:
        """Ask for a column."""
        self.work.asked[column.name] = column
        return nw.col(column.name)

    def value(self, param: Param) -> Any:
        """Return a number of the law."""
        return self.bound.values[param.name]

    def meaning(self, leaf: Any) -> Hashable:
        """Return all that a leaf asks, numbers filled in, without its words: equal for leaves that ask the same."""
        asked = (self._filled(getattr(leaf, item.name)) for item in fields(leaf) if item.name != "clause")
        own = self.bound.award if isinstance(leaf, RecognisedInitiatives) else None
        return (type(leaf), self.merit_only, own, *asked)

    def _filled(self, value: Any) -> Any:
        if isinstance(value, Param):
            return self.value(value)
        if isinstance(value, tuple):
            return tuple(map(self._filled, value))
        if isinstance(value, Stretch):
            return (self.value(value.min_grade), value.after)
        return value

    def window(self, length: Param, include: Param) -> range:
        """Return the last years as distances before the proposal year, latest first."""
        start = 0 if self.value(include) else 1
        return range(start, start + self.value(length))

    def held(self, award: str, years: Iterable[int]) -> list[nw.Expr]:
        """Ask whether an award is held in each of the years."""
        return [self.col(columns.held(award, k, self.merit_only)) for k in years]
