"""What would change the answer: the smallest sets of conditions which, if met, make the award met.

A condition that stands in several places of a rule (and of the lower rules it follows) is one change. ``possible`` says
whether the proposal year still allows it: a grade given is given, while a record can be added, an initiative recognised
and a finding recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, TypeVar

from thidua.rules.answers import Answer
from thidua.rules.book import LawBook
from thidua.rules.case import Case, case_for
from thidua.rules.conditions import (
    AllOf,
    AnyOf,
    AwardsWithin,
    Condition,
    Consecutive,
    HeldInYear,
    Leaf,
    MeetsRule,
    Param,
    RecognisedInitiatives,
    Registered,
    Share,
    Unread,
    params_of,
)
from thidua.rules.engine import award_code
from thidua.rules.explain import explain
from thidua.rules.facts import History
from thidua.rules.library import shipped
from thidua.rules.looks import look
from thidua.rules.reasons import Reason

LARGEST_SET = 3
MOST_SETS = 10
_SETTLED_VI = (
    "Việc này đã qua, không thay đổi được trong năm {year}. Nếu ghi sai thì sửa theo giấy tờ; nếu không, chờ kỳ sau."
)
_READ_VI = "Người có thẩm quyền đối chiếu văn bản và kết luận; không việc nào của đối tượng thay được."
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Change:
    """One condition that would have to become met: its words now, what to do, and whether the year still allows it.

    ``key`` tells it from every other condition of the rule; ``code`` is as in the tree of reasons.
    """

    code: str
    answer: Answer
    text_vi: str = field(compare=False)
    todo_vi: str = field(compare=False)
    possible: bool = field(compare=False)
    key: tuple[Hashable, ...] = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return a JSON-able dict."""
        return {
            "code": self.code,
            "answer": self.answer.value,
            "text": self.text_vi,
            "todo": self.todo_vi,
            "possible": self.possible,
        }


ChangeSet = frozenset[Change]
_NOTHING_NEEDED: frozenset[ChangeSet] = frozenset({frozenset()})


def smallest_changes(
    award: str, history: History, year: int, decided_on: date, book: LawBook | None = None
) -> tuple[ChangeSet, ...]:
    """Return the minimal sets, none inside another, of at most three changes; smallest first, possible ones before.

    At most ten sets. One empty set: the award is met already. No set: more than three conditions fail on every way,
    or no rule is encoded for the day. Raises ``UnknownAwardError``.
    """
    case = case_for(book or shipped(), award_code(award), history, year, decided_on)
    if case is None:
        return ()
    return tuple(sorted(_sets(case.bound.condition, case), key=_order)[:MOST_SETS])


def one_missing(
    histories: Mapping[Key, History], award: str, year: int, decided_on: date, book: LawBook | None = None
) -> dict[Key, tuple[Change, ...]]:
    """Of many subjects, return those whom a single change would make meet the award, each with all such changes."""
    found: dict[Key, tuple[Change, ...]] = {}
    for key, history in histories.items():
        sets = smallest_changes(award, history, year, decided_on, book)
        single = tuple(change for changes in sets if len(changes) == 1 for change in changes)
        if single:
            found[key] = single
    return found


def _order(changes: ChangeSet) -> tuple[int, int, list[tuple[str, str]]]:
    """Order sets: fewest changes, then fewest that cannot be had, then by name so that the order is the same always."""
    names = sorted((change.code, repr(change.key)) for change in changes)
    return len(changes), sum(not change.possible for change in changes), names


def _sets(condition: Condition, case: Case) -> frozenset[ChangeSet]:
    """Return the minimal sets that make a condition met."""
    if isinstance(condition, AnyOf):
        return _minimal(chain.from_iterable(_sets(part, case) for part in condition.parts))
    if isinstance(condition, AllOf):
        found = _NOTHING_NEEDED
        for part in condition.parts:
            joined = (one | other for one in found for other in _sets(part, case))
            found = _minimal(both for both in joined if len(both) <= LARGEST_SET)
        return found
    if isinstance(condition, MeetsRule):
        lower = case.lower(condition.award)
        if lower is not None:
            return _sets(lower.bound.condition, lower)
        answer = Answer.NEEDS_PERSON
    else:
        answer = look(condition, case)[0]
    return _NOTHING_NEEDED if answer is Answer.MET else frozenset({frozenset({_change(condition, case)})})


def _minimal(sets: Iterable[ChangeSet]) -> frozenset[ChangeSet]:
    """Leave out each set that holds another one."""
    kept: list[ChangeSet] = []
    for candidate in sorted(set(sets), key=len):
        if not any(smaller <= candidate for smaller in kept):
            kept.append(candidate)
    return frozenset(kept)


def _change(leaf: Leaf, case: Case) -> Change:
    """Put one change into words."""
    reason = explain(leaf, case)
    possible = _possible(leaf, case, reason.answer)
    return Change(
        reason.condition_code,
        reason.answer,
        reason.text_vi,
        _todo(leaf, case, reason, possible),
        possible,
        _key(leaf, case),
    )


def _key(leaf: Leaf, case: Case) -> tuple[Hashable, ...]:
    """Tell conditions apart by what they look at, not by their words: kind, fields, values of their numbers.

    Initiatives also by the award they are for: one that served another award is not free here.
    """
    names = [name for name in type(leaf).__dataclass_fields__ if name != "clause"]
    numbers = tuple(case.bound.values[name] for name in params_of(leaf))
    values = (getattr(leaf, name) for name in names)
    looked_at = tuple(str(value) for value in values if not isinstance(value, Param))
    own = (case.bound.award,) if isinstance(leaf, RecognisedInitiatives) else ()
    return (type(leaf).__name__, looked_at, numbers, own)


def _todo(leaf: Leaf, case: Case, reason: Reason, possible: bool) -> str:
    """Say what is to be done, or that nothing can be."""
    if isinstance(leaf, Unread | MeetsRule):
        return _READ_VI
    if possible and reason.next_step_vi is not None:
        return reason.next_step_vi
    return _SETTLED_VI.format(year=case.year)


def _possible(leaf: Leaf, case: Case, answer: Answer) -> bool:
    """Say whether the year allows it: what is open can be closed; what is known, only where the law leaves time."""
    if isinstance(leaf, Unread | MeetsRule):
        return False
    if answer is not Answer.NOT_MET:
        return True
    still_open = _STILL_OPEN.get(type(leaf))
    return still_open is not None and still_open(leaf, case)


def _may_recognise(leaf: RecognisedInitiatives, case: Case) -> bool:
    """An initiative may be recognised as long as its window lasts."""
    return case.day.year < case.window(leaf.window, leaf.include_proposal_year).stop


def _only_proposal_year_lacks(leaf: Consecutive, case: Case) -> bool:
    """Only the proposal year's own decision can still come."""
    held = case.held(leaf.award, case.window(leaf.years, leaf.include_proposal_year))
    return {year for year, known in held.items() if known is False} == {case.year}


def _proposal_year_completes(leaf: AwardsWithin, case: Case) -> bool:
    """The proposal year's own decision would complete the number."""
    span = case.stretched(leaf.window, leaf.include_proposal_year, leaf.stretch)
    held = case.held(leaf.award, span.possible)
    reachable = sum(known is not False or year == case.year for year, known in held.items())
    return case.year in held and reachable >= case.number(leaf.times)


# Conditions known to fail which the proposal year may still turn: everything else known to fail is settled.
_STILL_OPEN: dict[type, Callable[[Any, Case], bool]] = {
    RecognisedInitiatives: _may_recognise,
    Registered: lambda leaf, case: True,  # the law lets in late those who were away for a good reason
    HeldInYear: lambda leaf, case: leaf.years_before is None,
    Share: lambda leaf, case: True,  # members' own titles may be decided later
    Consecutive: _only_proposal_year_lacks,
    AwardsWithin: _proposal_year_completes,
}
