"""What each kind of condition asks for when it is not met today and is met in the best years: one function a kind.

``best`` and ``base`` are the same award, year and day, read against the best years and against what is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from thidua.rules.case import Case, granted_years
from thidua.rules.conditions import (
    AwardsWithin,
    Compare,
    Consecutive,
    Fact,
    GradeRun,
    GradesWithin,
    HeldBefore,
    HeldInYear,
    HumanFinding,
    Is,
    Leaf,
    RecognisedInitiatives,
    Registered,
    Share,
    SumWithin,
    WeightedMonths,
)
from thidua.rules.facts import GRADE_RANK, History
from thidua.rules.planner.deeds import Deed

Stretched = AwardsWithin | GradesWithin | RecognisedInitiatives


def carried(leaf: Stretched, case: Case, oldest: int, base: History) -> list[Deed]:
    """Ask for the grades that carry the run back to the oldest year counted, where they are still to come."""
    stretch, window = leaf.stretch, case.window(leaf.window, leaf.include_proposal_year)
    if stretch is None or oldest >= window.start:
        return []
    grade = cast(str, case.bound.values[stretch.min_grade.name])
    return [
        Deed(year, "grade", "grade", grade) for year in range(oldest, window.start) if not _graded(base, year, grade)
    ]


def _graded(history: History, year: int, grade: str) -> bool:
    """Say whether a year is known to have the grade."""
    known = history.years[year].grade if year in history.years else None
    return known is not None and GRADE_RANK[known] >= GRADE_RANK[grade]


def _awards(award: str, years: Iterable[int]) -> list[Deed]:
    return [Deed(year, "award", award) for year in years]


def _compare(leaf: Compare | Is, best: Case, base: Case) -> list[Deed]:
    """A grade only as good as asked; another value as the best year has it."""
    if isinstance(leaf, Compare) and leaf.fact.name == "grade":
        return [Deed(best.year, "grade", "grade", best.bound.values[leaf.needed.name])]
    return [_fact(leaf.fact, best)]


def _fact(fact: Fact, best: Case) -> Deed:
    value = best.fact(fact)
    if fact.key is not None:
        return Deed(best.year, "count", fact.key, value)
    return Deed(best.year, "fact", fact.name, value)


def _shares(leaf: Share, best: Case, base: Case) -> list[Deed]:
    return [_fact(fact, best) for fact in (leaf.of, leaf.base) if base.fact(fact) is None]


def _held(leaf: HeldInYear, best: Case, base: Case) -> list[Deed]:
    before = 0 if leaf.years_before is None else best.number(leaf.years_before)
    return _awards(leaf.award, [best.year - before])


def _run(leaf: Consecutive, best: Case, base: Case) -> list[Deed]:
    years = best.window(leaf.years, leaf.include_proposal_year)
    return _awards(leaf.award, (year for year, known in base.held(leaf.award, years).items() if not known))


def _times(leaf: AwardsWithin, best: Case, base: Case) -> list[Deed]:
    """The grants on record first, then the nearest to come."""
    span = best.stretched(leaf.window, leaf.include_proposal_year, leaf.stretch)
    known = base.held(leaf.award, span.known)
    held = best.held(leaf.award, span.known)
    chosen = sorted((year for year in held if held[year]), key=lambda year: (not known[year], -year))[
        : best.number(leaf.times)
    ]
    new = _awards(leaf.award, (year for year in chosen if not known[year]))
    return [*new, *carried(leaf, best, min(chosen), base.history)]


def _before(leaf: HeldBefore, best: Case, base: Case) -> list[Deed]:
    """The first grant to come: what counts only after it then counts longest."""
    until = best.year
    if leaf.window is not None and leaf.include_proposal_year is not None:
        until = best.window(leaf.window, leaf.include_proposal_year).start
    granted = granted_years(best.history, leaf.award, best.merit_only) or ()
    return _awards(leaf.award, [min(year for year in granted if year < until)])


def _grade_run(leaf: GradeRun, best: Case, base: Case) -> list[Deed]:
    """Each year's grade, or the award that stands in for it where the grade is known to be too low."""
    grade = cast(str, best.bound.values[leaf.min_grade.name])
    years = best.window(leaf.years, leaf.include_proposal_year)
    held = {} if leaf.or_award is None else base.held(leaf.or_award, years)
    open_years = [year for year in years if not held.get(year) and not _graded(base.history, year, grade)]
    graded = [year for year in open_years if _graded(best.history, year, grade)]
    deeds = [Deed(year, "grade", "grade", grade) for year in graded]
    if leaf.or_award is not None:
        deeds += _awards(leaf.or_award, (year for year in open_years if year not in graded))
    return deeds


def _grades(leaf: GradesWithin, best: Case, base: Case) -> list[Deed]:
    """The grades on record first, then the nearest to come."""
    grade = cast(str, best.bound.values[leaf.min_grade.name])
    span = best.stretched(leaf.window, leaf.include_proposal_year, leaf.stretch)
    able = sorted(
        (year for year in span.known if _graded(best.history, year, grade)),
        key=lambda year: (not _graded(base.history, year, grade), -year),
    )[: best.number(leaf.times)]
    new = [Deed(year, "grade", "grade", grade) for year in able if not _graded(base.history, year, grade)]
    return [*new, *carried(leaf, best, min(able), base.history)]


def _sum(leaf: SumWithin, best: Case, base: Case) -> list[Deed]:
    """The whole amount in the last year that counts: how it is spread over the years is the person's own plan."""
    last = best.window(leaf.window, leaf.include_proposal_year).stop - 1
    return [Deed(last, "fact", leaf.fact.name, getattr(best.history.years[last], leaf.fact.name))]


def _months(leaf: WeightedMonths, best: Case, base: Case) -> list[Deed]:
    return [Deed(best.year, "fact", "union_months", tuple(sorted((best.record.union_months or {}).items())))]


ASKS: dict[type[Leaf], Callable[[Any, Case, Case], list[Deed]]] = {
    Compare: _compare,
    Is: _compare,
    Share: _shares,
    Registered: lambda leaf, best, base: [Deed(best.year, "registered", leaf.title)],
    HumanFinding: lambda leaf, best, base: [Deed(best.year, "finding", leaf.finding)],
    HeldInYear: _held,
    Consecutive: _run,
    AwardsWithin: _times,
    HeldBefore: _before,
    GradeRun: _grade_run,
    GradesWithin: _grades,
    SumWithin: _sum,
    WeightedMonths: _months,
}
