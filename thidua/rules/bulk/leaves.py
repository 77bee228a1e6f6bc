"""Compile single conditions: the same looks as ``rules.looks``, over columns instead of one person's facts."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from math import lcm
from typing import Any, cast

import narwhals as nw

from thidua.rules.bulk import columns, counts
from thidua.rules.bulk.planes import (
    ALWAYS,
    PERSON,
    Plane,
    Planes,
    both,
    either,
    from_found,
    from_known,
    negated,
    neither,
)
from thidua.rules.bulk.scope import Scope
from thidua.rules.conditions import (
    AwardsWithin,
    Compare,
    Consecutive,
    DisciplineServed,
    GradeRun,
    GradesWithin,
    HeldBefore,
    HeldInYear,
    HumanFinding,
    Is,
    NoOpenCase,
    NotDisciplinedInYear,
    NotHeldWithin,
    OnlyMerit,
    RecognisedInitiatives,
    Registered,
    Share,
    SumWithin,
    Unread,
    WeightedMonths,
)
from thidua.rules.errors import RuleDataError
from thidua.rules.looks import MONTHS_A_YEAR, OPERATORS
from thidua.rules.names import is_form


def compile_leaf(leaf: Any, scope: Scope) -> Planes:
    """Compile one condition; raises ``RuleDataError`` naming a kind that has no columns."""
    meaning = scope.meaning(leaf)
    if meaning not in scope.work.leaves:
        scope.work.leaves[meaning] = _kept(_compiled(leaf, scope), scope)
    return scope.work.leaves[meaning]


def _kept(planes: Planes, scope: Scope) -> Planes:
    """Compute each plane of a leaf once; planes that are the same stay the same."""
    kept: dict[int, Plane] = {}
    for plane in (planes.possible, planes.askable, planes.met):
        if id(plane) not in kept:
            kept[id(plane)] = plane if isinstance(plane, bool) else scope.work.kept(1, plane)
    return Planes(kept[id(planes.possible)], kept[id(planes.askable)], kept[id(planes.met)])


def _compiled(leaf: Any, scope: Scope) -> Planes:
    compiled = LEAVES.get(type(leaf))
    if compiled is None:
        raise RuleDataError(
            f"Điều kiện loại “{type(leaf).__name__}” chưa dịch được sang phép tính theo cột.",
            "Bổ sung vào thidua/rules/bulk/leaves.py.",
        )
    return compiled(leaf, scope)


def _related(value: nw.Expr, op: str, needed: Any) -> nw.Expr:
    """Compare whole numbers with a number of the law, exactly."""
    if isinstance(needed, Fraction):
        value, needed = value * needed.denominator, needed.numerator
    return cast(nw.Expr, OPERATORS[op](value, needed))


def _compare(leaf: Compare, scope: Scope) -> Planes:
    codes, needed = columns.CODES.get(leaf.fact.name), scope.value(leaf.needed)
    value = scope.col(columns.yearly(leaf.fact, 0))
    return from_known(_related(value, leaf.op, needed if codes is None else codes[needed]))


def _is(leaf: Is, scope: Scope) -> Planes:
    value, codes = scope.col(columns.yearly(leaf.fact, 0)), columns.CODES.get(leaf.fact.name)
    if isinstance(leaf.value, bool):
        return from_known(value if leaf.value else ~value)
    if codes is None:
        raise RuleDataError(
            f"Dữ kiện “{leaf.fact.name}” không có danh mục giá trị.", "Thêm danh mục vào thidua/rules/bulk/columns.py."
        )
    return from_known(value == codes.get(leaf.value, -1))


def _share(leaf: Share, scope: Scope) -> Planes:
    part, whole = (scope.col(columns.yearly(fact, 0)) for fact in (leaf.of, leaf.base))
    needed = Fraction(scope.value(leaf.needed))
    reached = OPERATORS[leaf.op](part * needed.denominator, whole * needed.numerator)
    # An unknown part is unknown even when the whole is zero.
    return from_known(nw.when(~part.is_null()).then((whole > 0) & reached))


def _registered(leaf: Registered, scope: Scope) -> Planes:
    titles = dict.fromkeys((leaf.title, *scope.value(leaf.included_in)))
    return from_known(reduce(operator.or_, (scope.col(columns.registered(title)) for title in titles)))


def _held_in_year(leaf: HeldInYear, scope: Scope) -> Planes:
    before = 0 if leaf.years_before is None else scope.value(leaf.years_before)
    if before == 0:
        return from_known(scope.col(columns.granted(leaf.award, scope.merit_only)))
    return from_known(*scope.held(leaf.award, (before,)))


def _every(known: list[nw.Expr]) -> Planes:
    """Join facts that must all hold; unknown ones stay unknown (three-valued AND of the engine)."""
    return from_known(reduce(operator.and_, known)) if known else ALWAYS


def _consecutive(leaf: Consecutive, scope: Scope) -> Planes:
    return _every(scope.held(leaf.award, scope.window(leaf.years, leaf.include_proposal_year)))


def _ever_before(award: str, scope: Scope, until: int) -> Planes:
    """Ask whether an award is on record for a year before ``until``; a list with gaps leaves it unknown."""
    known = scope.col(columns.list_known("forms" if is_form(award) else "titles"))
    lacking = ~known | (scope.col(columns.LISTS_FROM) > 0)
    if not is_form(award):
        lacking = lacking | (scope.col(columns.TITLES_UNTIL) < until - 1)
    found = (scope.col(columns.first(award, scope.merit_only)) < until).fill_null(False)
    return Planes(either(found, lacking), found, found)


def _not_held_within(leaf: NotHeldWithin, scope: Scope) -> Planes:
    if leaf.window is None:
        return negated(_ever_before(leaf.award, scope, scope.year))
    return _every([~held for held in scope.held(leaf.award, range(1, 1 + scope.value(leaf.window)))])


def _held_before(leaf: HeldBefore, scope: Scope) -> Planes:
    until = scope.year
    if leaf.window is not None and leaf.include_proposal_year is not None:
        until += 1 - scope.window(leaf.window, leaf.include_proposal_year).stop
    return _ever_before(leaf.award, scope, until)


def _grade_run(leaf: GradeRun, scope: Scope) -> Planes:
    years = scope.window(leaf.years, leaf.include_proposal_year)
    seen = counts.grades_of(scope, years, leaf.min_grade)
    if leaf.or_award is not None:
        seen = [grade | held for grade, held in zip(seen, scope.held(leaf.or_award, years), strict=True)]
    return _every(seen)


def _weighted_months(leaf: WeightedMonths, scope: Scope) -> Planes:
    weights = [(kind, Fraction(scope.value(weight))) for kind, weight in leaf.weights]
    unit = lcm(*(weight.denominator for _, weight in weights))
    needed = scope.value(leaf.years) * MONTHS_A_YEAR * unit
    values = [scope.col(columns.months(kind)) for kind, _ in weights]
    total = nw.lit(0, nw.Int64)
    for value, (_, weight) in zip(values, weights, strict=True):
        total = total + value.fill_null(0) * int(weight * unit)
    gaps = reduce(operator.or_, (value.is_null() for value in values), nw.lit(False))
    if leaf.minus is None:
        enough = total >= needed
        return Planes(enough | gaps, enough, enough)
    less = scope.col(columns.months(leaf.minus))
    enough = (total - less * unit >= needed).fill_null(False)
    return Planes(enough | gaps | less.is_null(), enough, enough)


def _not_disciplined(leaf: NotDisciplinedInYear, scope: Scope) -> Planes:
    return from_known(~scope.col(columns.DISCIPLINED))


def _discipline_served(leaf: DisciplineServed, scope: Scope) -> Planes:
    free = from_known(~scope.col(columns.DISCIPLINE_RUNS))
    return Planes(free.possible, free.met, both(free.met, ~scope.col(columns.DISCIPLINE_ENDED)))


def _no_open_case(leaf: NoOpenCase, scope: Scope) -> Planes:
    known = scope.col(columns.OPEN_CASE)
    return Planes(True, neither(known.is_null()), (~known).fill_null(False))


def _human_finding(leaf: HumanFinding, scope: Scope) -> Planes:
    return from_found(scope.col(columns.finding(leaf.finding)))


LEAVES: dict[type, Callable[[Any, Scope], Planes]] = {
    Compare: _compare,
    Is: _is,
    Share: _share,
    Registered: _registered,
    HeldInYear: _held_in_year,
    Consecutive: _consecutive,
    AwardsWithin: counts.awards_within,
    NotHeldWithin: _not_held_within,
    HeldBefore: _held_before,
    GradeRun: _grade_run,
    GradesWithin: counts.grades_within,
    RecognisedInitiatives: counts.initiatives,
    SumWithin: counts.sum_within,
    WeightedMonths: _weighted_months,
    NotDisciplinedInYear: _not_disciplined,
    DisciplineServed: _discipline_served,
    NoOpenCase: _no_open_case,
    HumanFinding: _human_finding,
    Unread: lambda leaf, scope: PERSON,
    OnlyMerit: lambda leaf, scope: ALWAYS,
}
