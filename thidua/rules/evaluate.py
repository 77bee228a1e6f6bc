"""The one interpreter: conditions and one person's facts in, an answer out.

``look`` judges a single condition and also returns the raw thing it saw, from which ``explain``
makes words; so an answer and its explanation cannot disagree.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from thidua.rules.answers import Answer, all_of, any_of
from thidua.rules.catalogue import bound_rule
from thidua.rules.conditions import (
    AllOf,
    AnyOf,
    AwardsWithin,
    Compare,
    Condition,
    Consecutive,
    HumanFinding,
    Leaf,
    MeetsRule,
    NotHeldWithin,
    Param,
    RecognisedInitiatives,
    Registered,
    TitleInYear,
)
from thidua.rules.facts import GRADE_RANK, SCOPE_RANK, History, YearRecord
from thidua.rules.rule import BoundRule

Look = tuple[Answer, Any]
UNKNOWN_YEAR = YearRecord(0)
OPERATORS: dict[str, Callable[[int, int], bool]] = {">=": operator.ge, ">": operator.gt}


@dataclass(slots=True)
class Case:
    """One person, one proposal year, one day of decision, the rule bound to that day."""

    history: History
    year: int
    day: date
    bound: BoundRule

    @property
    def record(self) -> YearRecord:
        """The proposal year's record; an unknown year is a record of which nothing is known."""
        return self.history.years.get(self.year, UNKNOWN_YEAR)

    def number(self, param: Param) -> int:
        """The value of a whole number of the law."""
        return cast(int, self.bound.values[param.name])

    def window(self, length: Param, include: Param) -> range:
        """The last ``length`` years, ending with the proposal year or, by ``include``, the year before."""
        end = self.year + 1 if self.bound.values[include.name] else self.year
        return range(end - self.number(length), end)

    def held(self, title: str, years: range) -> dict[int, bool | None]:
        """For each year whether the title is held; ``None`` = not known, also while the year's decisions are open."""
        history = self.history
        if history.titles is None:
            return dict.fromkeys(years)
        having = {item.year for item in history.titles if item.code == title}
        unknown = {year for year in years if history.list_unknown_in(year) or history.titles_open_in(year)}
        return {year: True if year in having else (None if year in unknown else False) for year in years}


def evaluate(condition: Condition, case: Case) -> Answer:
    """Answer a condition, and nothing but the answer; stops as soon as one part decides."""
    if isinstance(condition, AllOf):
        return all_of(_until(Answer.NOT_MET, condition.parts, case))
    if isinstance(condition, AnyOf):
        return any_of(_until(Answer.MET, condition.parts, case))
    return look(condition, case)[0]


def _until(decisive: Answer, parts: tuple[Condition, ...], case: Case) -> Iterator[Answer]:
    """Yield the parts' answers up to the first one that decides."""
    for part in parts:
        answer = evaluate(part, case)
        yield answer
        if answer is decisive:
            return


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


def _compare(leaf: Compare, case: Case) -> Look:
    """See a value of the year's record."""
    value = getattr(case.record, leaf.fact.name)
    if value is None:
        return Answer.MISSING_DATA, None
    needed: Any = case.bound.values[leaf.needed.name]
    compare = OPERATORS[leaf.op]
    if leaf.fact.name == "grade":
        return _yes_no(compare(GRADE_RANK[value], GRADE_RANK[needed])), value
    return _yes_no(compare(value, needed)), value


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


def _title_in_year(leaf: TitleInYear, case: Case) -> Look:
    """See whether the title is held for the proposal year: a decision still to come is not there yet."""
    known = case.held(leaf.title, range(case.year, case.year + 1))[case.year]
    if known is None and case.history.titles is not None and not case.history.list_unknown_in(case.year):
        known = False
    return _yes_no(known), known


def _consecutive(leaf: Consecutive, case: Case) -> Look:
    """See each year of the run."""
    held = case.held(leaf.title, case.window(leaf.years, leaf.include_proposal_year))
    return all_of(map(_yes_no, held.values())), held


def _awards_within(leaf: AwardsWithin, case: Case) -> Look:
    """Count the grants in the window; years which may hide a grant keep the answer open."""
    held = case.held(leaf.title, case.window(leaf.window, leaf.include_proposal_year))
    states = list(held.values())
    needed = case.number(leaf.times)
    if states.count(True) >= needed:
        return Answer.MET, held
    possible = states.count(True) + states.count(None)
    return (Answer.MISSING_DATA if possible >= needed else Answer.NOT_MET), held


def _not_held_within(leaf: NotHeldWithin, case: Case) -> Look:
    """See the years before the proposal year."""
    held = case.held(leaf.title, range(case.year - case.number(leaf.window), case.year))
    return all_of(_yes_no(None if known is None else not known) for known in held.values()), held


def _initiatives(leaf: RecognisedInitiatives, case: Case) -> Look:
    """Count initiatives: those free to use decide alone, used ones only together with a person's consent.

    An initiative already used for the very title being judged is free: it is the same proposal.
    """
    history = case.history
    if history.initiatives is None:
        return Answer.MISSING_DATA, None
    years = case.window(leaf.window, leaf.include_proposal_year)
    rank, own = SCOPE_RANK[leaf.scope], case.bound.rule.title
    counted = [item for item in history.initiatives if item.year in years and SCOPE_RANK[item.scope] >= rank]
    free = sum(item.used_for is None or item.used_for == own for item in counted)
    needed = case.number(leaf.at_least)
    short = Answer.MISSING_DATA if any(map(history.list_unknown_in, years)) else Answer.NOT_MET
    enough_free = Answer.MET if free >= needed else short
    enough_in_all = Answer.MET if len(counted) >= needed else short
    answer = any_of((enough_free, all_of((enough_in_all, _finding(leaf.reuse_finding, case)))))
    return answer, (free, len(counted) - free)


def _human_finding(leaf: HumanFinding, case: Case) -> Look:
    """See what a person found."""
    return _finding(leaf.finding, case), None


def lower_case(leaf: MeetsRule, case: Case) -> Case | None:
    """Return the same person's case under the other title's rule; ``None`` when none is encoded for the day."""
    bound = bound_rule(leaf.title, case.day)
    return None if bound is None else Case(case.history, case.year, case.day, bound)


def _meets_rule(leaf: MeetsRule, case: Case) -> Look:
    """Ask the other title's rule."""
    lower = lower_case(leaf, case)
    if lower is None:
        return Answer.NEEDS_PERSON, None
    return evaluate(lower.bound.rule.condition, lower), None


LOOKS: dict[type, Callable[[Any, Case], Look]] = {
    Compare: _compare,
    Registered: _registered,
    TitleInYear: _title_in_year,
    Consecutive: _consecutive,
    AwardsWithin: _awards_within,
    NotHeldWithin: _not_held_within,
    RecognisedInitiatives: _initiatives,
    HumanFinding: _human_finding,
    MeetsRule: _meets_rule,
}
