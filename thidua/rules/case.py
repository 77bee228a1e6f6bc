"""One subject, one proposal year, one day of decision: what a condition is read against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, cast

from thidua.rules.book import LawBook, bound_rule, lower_rule
from thidua.rules.conditions import Fact, OnlyMerit, Param, Stretch
from thidua.rules.facts import GRADE_RANK, History, YearRecord
from thidua.rules.names import is_form
from thidua.rules.rule import BoundRule

UNKNOWN_YEAR = YearRecord(0)


# How far back a stretch of years is followed; careers are longer, awards resting on one are not.
MOST_YEARS_BACK = 15


class Span(NamedTuple):
    """Years in which something is counted: those known to belong, and those that may."""

    known: range
    possible: range


@dataclass(slots=True)
class Case:
    """One subject, one proposal year, one day of decision, the rule bound to that day in this book.

    ``under_merit``: this is a part of another award's rule, and the gate ``OnlyMerit`` stands there.
    """

    book: LawBook
    history: History
    year: int
    day: date
    bound: BoundRule
    under_merit: bool = False

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

    def stretched(self, length: Param, include: Param, stretch: Stretch | None) -> Span:
        """The window, grown backwards over years that carry the run of grades on; see ``conditions.Stretch``.

        ``possible`` goes on over years whose grade is not known: what lies there keeps an answer open.
        """
        years = self.window(length, include)
        if stretch is None:
            return Span(years, years)
        least = GRADE_RANK[cast(str, self.bound.values[stretch.min_grade.name])]
        oldest = self.year - MOST_YEARS_BACK
        surely, perhaps = (
            (oldest, oldest) if stretch.after is None else self._floors(stretch.after, years.start, oldest)
        )
        known = self._back(years.start, surely, least, over_unknown=False)
        possible = self._back(years.start, perhaps, least, over_unknown=True)
        return Span(range(known, years.stop), range(min(known, possible), years.stop))

    def _floors(self, award: str, start: int, oldest: int) -> tuple[int, int]:
        """The first year after the first grant of the award: as known, and as it may be where the register has gaps."""
        granted = [item.year for item in self.history.honours(award) or () if item.code == award]
        first = max(oldest, min((year for year in granted if self.held(award, (year,))[year]), default=start) + 1)
        gaps = self.history.honours(award) is None or may_lack_before(self.history, award, start)
        return first, (oldest if gaps else first)

    def _back(self, start: int, floor: int, least: int, *, over_unknown: bool) -> int:
        """Go back from ``start`` while the year before has the grade; return the first year reached."""
        while start > floor:
            grade = self.history.years.get(start - 1, UNKNOWN_YEAR).grade
            if (grade is None and not over_unknown) or (grade is not None and GRADE_RANK[grade] < least):
                break
            start -= 1
        return start

    def fact(self, fact: Fact) -> Any:
        """Return a value of the proposal year; ``None`` = not known."""
        return fact_of(self.record, fact)

    @property
    def merit_only(self) -> bool:
        """Whether awards for sudden or thematic achievements are left out here."""
        return self.under_merit or counts_merit_only(self.bound)

    def held(self, award: str, years: Iterable[int]) -> dict[int, bool | None]:
        """For each year whether the award is held; ``None`` = not known, also while the year's decisions are open."""
        return held_in(self.history, award, years, self.merit_only)

    def lower(self, award: str) -> Case | None:
        """Return the same subject's case under another award's rule; ``None`` when none is encoded for the day."""
        bound = lower_rule(self.book, award, self.day, self.bound)
        return None if bound is None else Case(self.book, self.history, self.year, self.day, bound, self.merit_only)


def counts_merit_only(bound: BoundRule) -> bool:
    """Say whether the gate ``OnlyMerit`` stands in this rule."""
    return any(isinstance(gate.condition, OnlyMerit) for gate in bound.gates)


def held_in(history: History, award: str, years: Iterable[int], merit_only: bool) -> dict[int, bool | None]:
    """For each year whether an award is held, or held for merit; ``None`` = not known."""
    having = granted_years(history, award, merit_only)
    if having is None:
        return dict.fromkeys(years)
    return {year: True if year in having else (None if _unclear(history, award, year) else False) for year in years}


def granted_years(history: History, award: str, merit_only: bool) -> frozenset[int] | None:
    """Return the years an award is on record for; ``None`` when its list is not known."""
    honours = history.honours(award)
    if honours is None:
        return None
    counted = (item for item in honours if item.code == award and (item.basis == "merit" or not merit_only))
    return frozenset(item.year for item in counted)


def granted_in(history: History, award: str, year: int, merit_only: bool) -> bool | None:
    """Say whether an award is granted for a year by now; a decision still to come is not there yet."""
    having = granted_years(history, award, merit_only)
    if having is None or (year not in having and history.list_unknown_in(year)):
        return None
    return year in having


def may_lack_before(history: History, award: str, until: int) -> bool:
    """Say whether the register may lack an award of any year before ``until``."""
    return history.lists_known_from is not None or (not is_form(award) and history.titles_open_in(until - 1))


def _unclear(history: History, award: str, year: int) -> bool:
    """Say whether the register may lack an award of this year."""
    return history.list_unknown_in(year) or (not is_form(award) and history.titles_open_in(year))


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
