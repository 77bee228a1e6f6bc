"""Find the years in which an award is met, going through the best years and granting what they earn.

Most awards are better held early. Those whose grant may close the way for a later one are tried both ways each year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from thidua.rules.answers import Answer
from thidua.rules.book import LawBook
from thidua.rules.case import case_for, granted_years
from thidua.rules.evaluate import evaluate
from thidua.rules.facts import AwardHeld, History
from thidua.rules.names import is_form
from thidua.rules.planner.reach import below, decision_day, spaced

# Ways kept side by side; twelve years of an award every third year make fewer than a hundred.
MOST_WAYS = 512


@dataclass(frozen=True, slots=True)
class Found:
    """The ways that a life can take by the end of a year, and those of them that meet the award then."""

    year: int
    ways: tuple[History, ...]
    met: tuple[History, ...]


def through(book: LawBook, award: str, best: History, years: range) -> Iterator[Found]:
    """Go through the years, granting on the way what is earned."""
    ways: tuple[History, ...] = (best,)
    for year in years:
        ways = tuple(chain.from_iterable(_after(book, award, way, year) for way in ways))[:MOST_WAYS]
        yield Found(year, ways, tuple(way for way in ways if is_met(book, award, way, year)))


def is_met(book: LawBook, award: str, history: History, year: int) -> bool:
    """Say whether the award is met in a year, by the law of its last day."""
    case = case_for(book, award, history, year, decision_day(year))
    return case is not None and evaluate(case.bound.condition, case) is Answer.MET


def granted(history: History, award: str, year: int) -> History:
    """Return the history with one more award."""
    with_it = (*(history.honours(award) or ()), AwardHeld(award, year))
    return replace(history, forms=with_it) if is_form(award) else replace(history, titles=with_it)


def holds(history: History, award: str, year: int) -> bool:
    """Say whether the award is on record for the year, given for merit."""
    return year in (granted_years(history, award, merit_only=True) or ())


def _after(book: LawBook, award: str, way: History, year: int) -> list[History]:
    """Return what one way can become by the end of a year; granting comes first, so that shorter ways are kept."""
    day = decision_day(year)
    either = spaced(book, award, day)
    ways = [way]
    for code in below(book, award, day):
        found: list[History] = []
        for one in ways:
            earned = not holds(one, code, year) and is_met(book, code, one, year)
            if earned:
                found.append(granted(one, code, year))
            if not earned or code in either:
                found.append(one)
        ways = found
    return ways
