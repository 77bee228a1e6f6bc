"""Judge a single condition: the answer, and the raw thing seen, from which ``explain`` makes words."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, cast

from thidua.rules.answers import Answer, all_of, any_of
from thidua.rules.case import UNKNOWN_YEAR, Case, Span, granted_in, granted_years, may_lack_before
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
    Leaf,
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
from thidua.rules.facts import GRADE_RANK, LEVEL_RANK, SCOPE_RANK, InitiativeRecord

Look = tuple[Answer, Any]
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
# Facts that are words with an order of their own.
RANKED: dict[str, Mapping[str, int]] = {"grade": GRADE_RANK, "member_discipline": LEVEL_RANK}
MONTHS_A_YEAR = 12


def look(leaf: Leaf, case: Case) -> Look:
    """Judge one condition: the answer and the raw thing seen (its form depends on the kind of condition)."""
    return LOOKS[type(leaf)](leaf, case)


def _yes_no(known: bool | None) -> Answer:
    """Turn a fact that may be unknown into an answer."""
    if known is None:
        return Answer.MISSING_DATA
    return Answer.MET if known else Answer.NOT_MET


def _finding(code: str, case: Case) -> Answer:
    """Answer by a person's finding; nobody's finding is a question to a person, not missing data."""
    found = case.record.findings.get(code)
    return Answer.NEEDS_PERSON if found is None else _yes_no(found)


def _at_least(seen: dict[int, bool | None], span: Span, needed: int) -> Answer:
    """Count the years that hold; what is not known keeps the answer open while it could still reach the number.

    ``seen`` covers all years of ``span``: those that may belong to it count only as possible.
    """
    if sum(seen[year] is True for year in span.known) >= needed:
        return Answer.MET
    return Answer.MISSING_DATA if sum(known is not False for known in seen.values()) >= needed else Answer.NOT_MET


def _compare(leaf: Compare, case: Case) -> Look:
    """See a value of the year's record."""
    value = case.fact(leaf.fact)
    if value is None:
        return Answer.MISSING_DATA, None
    needed: Any = case.bound.values[leaf.needed.name]
    ranks = RANKED.get(leaf.fact.name)
    pair = (value, needed) if ranks is None else (ranks[value], ranks[needed])
    return _yes_no(OPERATORS[leaf.op](*pair)), value


def _is(leaf: Is, case: Case) -> Look:
    """See whether a fact has the value asked for."""
    value = case.fact(leaf.fact)
    return _yes_no(None if value is None else value == leaf.value), value


def _share(leaf: Share, case: Case) -> Look:
    """See the part and the whole; nobody at all has no share."""
    part, whole = case.fact(leaf.of), case.fact(leaf.base)
    if part is None or whole is None:
        return Answer.MISSING_DATA, (part, whole)
    needed = cast(Fraction, case.bound.values[leaf.needed.name])
    return _yes_no(whole > 0 and OPERATORS[leaf.op](Fraction(part, whole or 1), needed)), (part, whole)


def _registered(leaf: Registered, case: Case) -> Look:
    """See the registered title which counts: the title itself, else one that includes it."""
    titles = case.record.registered_titles
    if titles is None:
        return Answer.MISSING_DATA, None
    if leaf.title in titles:
        return Answer.MET, leaf.title
    including = cast(tuple[str, ...], case.bound.values[leaf.included_in.name])
    found = next((title for title in including if title in titles), None)
    return _yes_no(found is not None), found


def _held_in_year(leaf: HeldInYear, case: Case) -> Look:
    """See whether the award is held for the year: of the proposal year, a decision still to come is not there yet."""
    year = case.year - (case.number(leaf.years_before) if leaf.years_before is not None else 0)
    if year == case.year:
        known = granted_in(case.history, leaf.award, year, case.merit_only)
    else:
        known = case.held(leaf.award, (year,))[year]
    return _yes_no(known), {year: known}


def _consecutive(leaf: Consecutive, case: Case) -> Look:
    """See each year of the run."""
    held = case.held(leaf.award, case.window(leaf.years, leaf.include_proposal_year))
    return all_of(map(_yes_no, held.values())), held


def _awards_within(leaf: AwardsWithin, case: Case) -> Look:
    """Count the grants in the window; years which may hide a grant keep the answer open."""
    span = case.stretched(leaf.window, leaf.include_proposal_year, leaf.stretch)
    held = case.held(leaf.award, span.possible)
    return _at_least(held, span, case.number(leaf.times)), _shown(held, span)


def _shown(seen: dict[int, bool | None], span: Span) -> dict[int, bool | None]:
    """Of years that may belong to the span keep those that could count, as not known."""
    return {year: known if year in span.known else None for year, known in seen.items() if year in span.known or known}


def _ever_before(award: str, case: Case, until: int) -> tuple[bool | None, tuple[int, ...]]:
    """Say whether an award was ever granted for a year before ``until``, and for which; ``None`` = not known."""
    granted = granted_years(case.history, award, case.merit_only)
    having = tuple(sorted(year for year in granted or () if year < until))
    if having:
        return True, having
    return (None if granted is None or may_lack_before(case.history, award, until) else False), ()


def _not_held_within(leaf: NotHeldWithin, case: Case) -> Look:
    """See the years before the proposal year, or all of them."""
    if leaf.window is None:
        known, years = _ever_before(leaf.award, case, case.year)
        return _yes_no(None if known is None else not known), dict.fromkeys(years, True)
    held = case.held(leaf.award, range(case.year - case.number(leaf.window), case.year))
    return all_of(_yes_no(None if known is None else not known) for known in held.values()), held


def _held_before(leaf: HeldBefore, case: Case) -> Look:
    """See the years before the window in which the award was granted."""
    until = case.year
    if leaf.window is not None and leaf.include_proposal_year is not None:
        until = case.window(leaf.window, leaf.include_proposal_year).start
    known, years = _ever_before(leaf.award, case, until)
    return _yes_no(known), dict.fromkeys(years, True)


def _grades(case: Case, years: range, min_grade: str) -> dict[int, bool | None]:
    """For each year whether the grade is at least this; ``None`` = not known."""
    least = GRADE_RANK[min_grade]
    grades = {year: case.history.years.get(year, UNKNOWN_YEAR).grade for year in years}
    return {year: None if grade is None else GRADE_RANK[grade] >= least for year, grade in grades.items()}


def _grade_run(leaf: GradeRun, case: Case) -> Look:
    """See each year's grade, or the award that stands in for it."""
    years = case.window(leaf.years, leaf.include_proposal_year)
    seen = _grades(case, years, cast(str, case.bound.values[leaf.min_grade.name]))
    if leaf.or_award is not None:
        held = case.held(leaf.or_award, years)
        seen = {year: _either(seen[year], held[year]) for year in years}
    return all_of(map(_yes_no, seen.values())), seen


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Join two facts of which one is enough; unknown stays unknown unless the other holds."""
    if one or other:
        return True
    return None if one is None or other is None else False


def _grades_within(leaf: GradesWithin, case: Case) -> Look:
    """Count the years of that grade."""
    span = case.stretched(leaf.window, leaf.include_proposal_year, leaf.stretch)
    seen = _grades(case, span.possible, cast(str, case.bound.values[leaf.min_grade.name]))
    return _at_least(seen, span, case.number(leaf.times)), _shown(seen, span)


def _initiatives(leaf: RecognisedInitiatives, case: Case) -> Look:
    """Count initiatives: those free to use decide alone, used ones only together with a person's consent.

    An initiative already used for the very award being judged is free: it is the same proposal.
    """
    history = case.history
    if history.initiatives is None:
        return Answer.MISSING_DATA, None
    span = case.stretched(leaf.window, leaf.include_proposal_year, leaf.stretch)
    rank, own, needed = SCOPE_RANK[leaf.scope], case.bound.award, case.number(leaf.at_least)
    scoped = [item for item in history.initiatives if SCOPE_RANK[item.scope] >= rank]
    free = [item for item in scoped if item.used_for is None or item.used_for == own]
    gaps = any(map(history.list_unknown_in, span.possible))
    answer = _enough(free, span, needed, gaps=gaps)
    if leaf.reuse_finding is not None:
        in_all = _enough(scoped, span, needed, gaps=gaps)
        answer = any_of((answer, all_of((in_all, _finding(leaf.reuse_finding, case)))))
    counted = sum(item.year in span.known for item in scoped)
    fresh = sum(item.year in span.known for item in free)
    return answer, (fresh, counted - fresh)


def _enough(items: list[InitiativeRecord], span: Span, needed: int, *, gaps: bool) -> Answer:
    """Count initiatives of the span; a register with gaps there may hide more."""
    if sum(item.year in span.known for item in items) >= needed:
        return Answer.MET
    return (
        Answer.MISSING_DATA if gaps or sum(item.year in span.possible for item in items) >= needed else Answer.NOT_MET
    )


def _sum_within(leaf: SumWithin, case: Case) -> Look:
    """Add up a yearly amount; a year not known adds nothing but keeps the answer open."""
    years = case.window(leaf.window, leaf.include_proposal_year)
    values = [getattr(case.history.years.get(year, UNKNOWN_YEAR), leaf.fact.name) for year in years]
    total = sum(value for value in values if value is not None)
    if total >= case.number(leaf.at_least):
        return Answer.MET, total
    return (Answer.MISSING_DATA if None in values else Answer.NOT_MET), total


def _weighted_months(leaf: WeightedMonths, case: Case) -> Look:
    """Weigh the months of each kind, less those that do not count, in exact fractions; a kind not given is unknown."""
    months = case.record.union_months or {}
    kinds = [(months.get(kind), cast(Any, case.bound.values[weight.name])) for kind, weight in leaf.weights]
    less = 0 if leaf.minus is None else months.get(leaf.minus)
    total = sum((Fraction(weight) * known for known, weight in kinds if known is not None), Fraction(0)) - (less or 0)
    enough = total >= case.number(leaf.years) * MONTHS_A_YEAR
    if less is None or (not enough and any(known is None for known, _ in kinds)):
        return Answer.MISSING_DATA, total
    return _yes_no(enough), total


def _not_disciplined(leaf: NotDisciplinedInYear, case: Case) -> Look:
    """See the disciplinary decisions of the proposal year."""
    known = case.history.disciplines
    if known is None or case.history.list_unknown_in(case.year):
        return Answer.MISSING_DATA, None
    found = [item for item in known if item.decided_on.year == case.year]
    return _yes_no(not found), found


def _discipline_served(leaf: DisciplineServed, case: Case) -> Look:
    """See the terms that run on the day of decision, or ended inside the proposal year.

    Without its end a term may still run: not known. One that ended inside the year leaves a part of the year, and
    whether that part is enough is for a person.
    """
    known = case.history.disciplines
    if known is None:
        return Answer.MISSING_DATA, None
    past = [item for item in known if item.decided_on <= case.day]
    running = [item for item in past if item.ends_on is not None and item.ends_on > case.day]
    if running:
        return Answer.NOT_MET, running
    unclear = [item for item in past if item.ends_on is None]
    if unclear:
        return Answer.MISSING_DATA, unclear
    if case.history.list_unknown_in(case.year - 1):
        return Answer.MISSING_DATA, None  # a term that began the year before may still run
    ended = [item for item in past if item.ends_on is not None and item.ends_on > date(case.year, 1, 1)]
    return (Answer.NEEDS_PERSON if ended else Answer.MET), ended


def _no_open_case(leaf: NoOpenCase, case: Case) -> Look:
    """See the cases open on the day of decision: they hold the proposal, so a person must follow them up."""
    known = case.history.open_cases
    if known is None:
        return Answer.MISSING_DATA, None
    still = case.day + timedelta(days=1)
    found = [item for item in known if item.opened_on <= case.day and (item.closed_on or still) > case.day]
    return (Answer.NEEDS_PERSON if found else Answer.MET), found


def _human_finding(leaf: HumanFinding, case: Case) -> Look:
    """See what a person found."""
    return _finding(leaf.finding, case), None


def _unread(leaf: Unread, case: Case) -> Look:
    """Nobody here has read the text."""
    return Answer.NEEDS_PERSON, None


def _only_merit(leaf: OnlyMerit, case: Case) -> Look:
    """See which awards are left out (``Case.held`` does it)."""
    held = (*(case.history.titles or ()), *(case.history.forms or ()))
    return Answer.MET, [item for item in held if item.basis != "merit"]


LOOKS: dict[type, Callable[[Any, Case], Look]] = {
    Compare: _compare,
    Is: _is,
    Share: _share,
    Registered: _registered,
    HeldInYear: _held_in_year,
    Consecutive: _consecutive,
    AwardsWithin: _awards_within,
    NotHeldWithin: _not_held_within,
    HeldBefore: _held_before,
    GradeRun: _grade_run,
    GradesWithin: _grades_within,
    RecognisedInitiatives: _initiatives,
    SumWithin: _sum_within,
    WeightedMonths: _weighted_months,
    NotDisciplinedInYear: _not_disciplined,
    DisciplineServed: _discipline_served,
    NoOpenCase: _no_open_case,
    HumanFinding: _human_finding,
    Unread: _unread,
    OnlyMerit: _only_merit,
}
