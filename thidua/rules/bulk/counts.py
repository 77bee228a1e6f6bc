"""Compile conditions that count over years: awards, grades, amounts and initiatives within a window."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from functools import reduce

import narwhals as nw

from thidua.rules.bulk import columns
from thidua.rules.bulk.planes import Planes, all_planes, any_planes, both, constant, either, from_found
from thidua.rules.bulk.scope import Scope
from thidua.rules.case import MOST_YEARS_BACK
from thidua.rules.conditions import AwardsWithin, Fact, GradesWithin, Param, RecognisedInitiatives, Stretch, SumWithin
from thidua.rules.errors import RuleDataError
from thidua.rules.facts import GRADE_RANK
from thidua.rules.names import is_form

# The largest sum that one signed byte holds.
_BYTE = 127
# Years counted, as distances before the proposal year; with each whether the window grows over it: null where that is
# not known, ``None`` for the window's own years.
Years = list[tuple[int, nw.Expr | None]]


def awards_within(leaf: AwardsWithin, scope: Scope) -> Planes:
    """Compile “held so many times within”."""
    years = _span(leaf, scope)
    return _at_least(_counted(scope.held(leaf.award, (k for k, _ in years)), years), scope.value(leaf.times), scope)


def grades_within(leaf: GradesWithin, scope: Scope) -> Planes:
    """Compile “graded so in so many of the years”."""
    years = _span(leaf, scope)
    return _at_least(
        _counted(grades_of(scope, (k for k, _ in years), leaf.min_grade), years), scope.value(leaf.times), scope
    )


def sum_within(leaf: SumWithin, scope: Scope) -> Planes:
    """Compile a sum over years; a year not known adds nothing but keeps the answer open."""
    years = scope.window(leaf.window, leaf.include_proposal_year)
    needed = scope.value(leaf.at_least)
    if not years:
        return constant(needed <= 0)
    values = [scope.col(columns.yearly(Fact(leaf.fact.name), k)) for k in years]
    enough = reduce(operator.add, (value.fill_null(0) for value in values)) >= needed
    gaps = reduce(operator.or_, (value.is_null() for value in values))
    return Planes(enough | gaps, enough, enough)


def initiatives(leaf: RecognisedInitiatives, scope: Scope) -> Planes:
    """Compile a count of initiatives: free ones decide alone, used ones only with the consent to reuse them.

    Raises ``RuleDataError`` where a rule needs more than the columns count.
    """
    years, needed = _span(leaf, scope), scope.value(leaf.at_least)
    if needed > columns.MOST_INITIATIVES:
        raise RuleDataError(
            f"Cột đếm sáng kiến chỉ tới {columns.MOST_INITIATIVES}; quy tắc đòi {needed}.",
            "Nâng MOST_INITIATIVES trong thidua/rules/bulk/columns.py.",
        )
    if needed <= 0 or not years:
        return _known_list(constant(needed <= 0), scope)
    unused = [scope.col(columns.free(leaf.scope, k)) for k, _ in years]
    own = [scope.col(columns.used_for(scope.bound.award, leaf.scope, k)) for k, _ in years]
    enough_free = _enough(unused, own, years, needed, scope)
    if leaf.reuse_finding is None:
        return _known_list(enough_free, scope)
    spent = [scope.col(columns.used(leaf.scope, k)) for k, _ in years]
    consent = from_found(scope.col(columns.finding(leaf.reuse_finding)))
    with_spent = all_planes((_enough(unused, spent, years, needed, scope), consent))
    return _known_list(any_planes((enough_free, with_spent)), scope)


def _known_list(planes: Planes, scope: Scope) -> Planes:
    """Say missing data for everybody whose list of initiatives is not given."""
    known = scope.col(columns.list_known("initiatives"))
    askable, met = both(known, planes.askable), both(known, planes.met)
    return Planes(either(~known, planes.possible), met if planes.askable is planes.met else askable, met)


def _enough(some: list[nw.Expr], others: list[nw.Expr], years: Years, needed: int, scope: Scope) -> Planes:
    """Answer by two counts a year: a short sum is open while the lists may lack rows, or the span may be longer."""
    wide = len(years) * 2 * columns.MOST_INITIATIVES > _BYTE
    sums = [one + other for one, other in zip(some, others, strict=True)]
    surely = _total([_where(grown, count) for (_, grown), count in zip(years, sums, strict=True)], wide)
    met = scope.work.kept(0, surely >= needed)
    known_years = [k for k, grown in years if grown is None]
    possible = met | _lacking(known_years[-1], scope) if known_years else met
    longer = [
        (k, grown.fill_null(True), count) for (k, grown), count in zip(years, sums, strict=True) if grown is not None
    ]
    for k, perhaps, _ in longer:
        possible = possible | (perhaps & _lacking(k, scope))
    if longer:
        most = [count for (_, grown), count in zip(years, sums, strict=True) if grown is None]
        most += [_where(perhaps, count) for _, perhaps, count in longer]
        possible = possible | (_total(most, wide) >= needed)
    return Planes(possible, met, met)


def _where(grown: nw.Expr | None, count: nw.Expr) -> nw.Expr:
    """Count a year only where it belongs to the span."""
    return count if grown is None else nw.when(grown).then(count).otherwise(nw.lit(0, nw.Int8))


def _lacking(k: int, scope: Scope) -> nw.Expr:
    """Say whether the lists may lack rows of year −k."""
    return scope.col(columns.LISTS_FROM) > scope.year - k


def _at_least(known: list[nw.Expr], needed: int, scope: Scope) -> Planes:
    """Count the facts that hold; unknown ones keep the answer open while they could still reach the number."""
    if not known:
        return constant(needed <= 0)
    surely = _total([_one(fact) for fact in known], len(known) > _BYTE)
    perhaps = _total([_one(fact.fill_null(True)) for fact in known], len(known) > _BYTE)
    met = scope.work.kept(0, surely >= needed)
    return Planes(perhaps >= needed, met, met)


def _one(fact: nw.Expr) -> nw.Expr:
    """Count a fact as one, and what is false or not known as zero."""
    return nw.when(fact).then(nw.lit(1, nw.Int8)).otherwise(nw.lit(0, nw.Int8))


def _total(counts: list[nw.Expr], wide: bool) -> nw.Expr:
    """Add columns up; in two bytes where one might not hold the sum."""
    return reduce(operator.add, (count.cast(nw.Int16) for count in counts) if wide else counts)


def _span(leaf: AwardsWithin | GradesWithin | RecognisedInitiatives, scope: Scope) -> Years:
    """Return the years of the window, then those it may grow over."""
    window = scope.window(leaf.window, leaf.include_proposal_year)
    years: Years = [(k, None) for k in window]
    if leaf.stretch is not None:
        more = range(window.stop, MOST_YEARS_BACK + 1)
        years += [(k, _grown_over(k, window.stop, leaf.stretch, scope)) for k in more]
    return years


def _grown_over(k: int, start: int, stretch: Stretch, scope: Scope) -> nw.Expr:
    """Say whether the window grows back over year −k: the run of grades reaches it, after the first grant if asked."""
    grade = scope.value(stretch.min_grade)
    surely = scope.col(columns.graded_run(grade, start, over_unknown=False)) > k - start
    perhaps = scope.col(columns.graded_run(grade, start, over_unknown=True)) > k - start
    grown = _open_where(perhaps, surely)
    if stretch.after is None:
        return grown
    after = (scope.col(columns.first(stretch.after, scope.merit_only)) < scope.year - k).fill_null(False)
    of_forms = is_form(stretch.after)
    lacking = ~scope.col(columns.list_known("forms" if of_forms else "titles")) | (scope.col(columns.LISTS_FROM) > 0)
    if not of_forms:
        lacking = lacking | (scope.col(columns.TITLES_UNTIL) < scope.year - start)
    return grown & _open_where(lacking, after)


def _open_where(perhaps: nw.Expr, surely: nw.Expr) -> nw.Expr:
    """Join what holds for sure with where it may: true, false, or null for what may."""
    return surely | nw.when(~perhaps).then(nw.lit(False))


def _counted(facts: list[nw.Expr], years: Years) -> list[nw.Expr]:
    """Keep the facts of years that belong to the span."""
    return [fact if grown is None else fact & grown for fact, (_, grown) in zip(facts, years, strict=True)]


def grades_of(scope: Scope, years: Iterable[int], min_grade: Param) -> list[nw.Expr]:
    """Ask in each of the years whether the grade was at least this; null = not known."""
    least = GRADE_RANK[scope.value(min_grade)]
    return [scope.col(columns.yearly(Fact("grade"), k)) >= least for k in years]
