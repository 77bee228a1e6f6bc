"""One subject, one proposal year, one day of decision: what a condition is read against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from thidua.rules.book import LawBook, bound_rule, lower_rule
from thidua.rules.conditions import Fact, OnlyMerit, Param
from thidua.rules.facts import History, YearRecord
from thidua.rules.names import is_form
from thidua.rules.rule import BoundRule

UNKNOWN_YEAR = YearRecord(0)


@dataclass(slots=True)
class Case:
    """One subject, one proposal year, one day of decision, the rule bound to that day in this book."""

    book: LawBook
    history: History
    year: int
    day: date
    bound: BoundRule

    @property
    def record(self) -> YearRecord:
        """The proposal year's record; an unknown year is a record of which nothing is known."""
        return self.history.years.get(self.year, UNKNOWN_YEAR)

    @property
    def carrying_checked(self) -> bool:
        """Whether a person checked every rule here that is carried into a law whose text was not read."""
        return all(rule.id in self.book.checked for rule in self.bound.rules if rule.carried)

    def number(self, param: Param) -> int:
        """The value of a whole number of the law."""
        return cast(int, self.bound.values[param.name])

    def window(self, length: Param, include: Param) -> range:
        """The last ``length`` years, ending with the proposal year or, by ``include``, the year before."""
        end = self.year + 1 if self.bound.values[include.name] else self.year
        return range(end - self.number(length), end)

    def fact(self, fact: Fact) -> Any:
        """Return a value of the proposal year; ``None`` = not known."""
        return fact_of(self.record, fact)

    def held(self, award: str, years: Iterable[int]) -> dict[int, bool | None]:
        """For each year whether the award is held; ``None`` = not known, also while the year's decisions are open."""
        history = self.history
        honours = history.honours(award)
        if honours is None:
            return dict.fromkeys(years)
        having = {item.year for item in honours if item.code == award and self._counts(item.basis)}
        return {year: True if year in having else (None if self._unclear(award, year) else False) for year in years}

    def lower(self, award: str) -> Case | None:
        """Return the same subject's case under another award's rule; ``None`` when none is encoded for the day."""
        bound = lower_rule(self.book, award, self.day, self.bound)
        return None if bound is None else Case(self.book, self.history, self.year, self.day, bound)

    def _counts(self, basis: str) -> bool:
        """Say whether an award given for this is a basis of merit here."""
        return basis == "merit" or not any(isinstance(gate.condition, OnlyMerit) for gate in self.bound.gates)

    def _unclear(self, award: str, year: int) -> bool:
        """Say whether the register may lack an award of this year."""
        return self.history.list_unknown_in(year) or (not is_form(award) and self.history.titles_open_in(year))


def case_for(book: LawBook, award: str, history: History, year: int, day: date) -> Case | None:
    """Return the case of an award; ``None`` when no rule is encoded for the day. Raises ``UnknownAwardError``."""
    bound = bound_rule(book, award, day)
    return None if bound is None else Case(book, history, year, day, bound)


def fact_of(record: YearRecord, fact: Fact) -> Any:
    """Return one value of a year's record; ``None`` = not known, also for an entry that a table lacks."""
    value = getattr(record, fact.name)
    if fact.key is None or value is None:
        return value
    return value.get(fact.key)
