"""Compile an award's bound rule to one column: the outcome, a verdict together with what decided it.

An outcome is ``place × 4 + rank``: the place in ``deciding.reasons_of`` and the rank in the chain of answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

import narwhals as nw

from thidua.rules.answers import CHAIN, RANK, Answer
from thidua.rules.book import LawBook, bound_rule, lower_rule
from thidua.rules.bulk.leaves import compile_leaf
from thidua.rules.bulk.planes import PERSON, Plane, Planes, all_planes, any_planes, both, neither
from thidua.rules.bulk.scope import Scope, Work
from thidua.rules.case import counts_merit_only
from thidua.rules.conditions import AllOf, AnyOf, Condition, MeetsRule
from thidua.rules.deciding import reasons_of, required_parts, ways_of
from thidua.rules.errors import RuleDataError

# A verdict and its reason are one signed byte.
MOST_REASONS = 32
_MET = RANK[Answer.MET]
# When a mask is true for a subject, and no earlier one was, this is the outcome.
Choice = tuple[Plane, int]


def outcome_of(place: int, answer: Answer) -> int:
    """Pack what decided and the verdict."""
    return place * len(CHAIN) + RANK[answer]


@dataclass(frozen=True, slots=True)
class Compiled:
    """One award's rule as a column of outcomes, with the words for them."""

    award: str
    reasons: tuple[str, ...]
    outcome: nw.Expr
    possible: tuple[int, ...]

    def verdict(self, outcome: int) -> Answer:
        """Return the verdict in an outcome."""
        return CHAIN[outcome % len(CHAIN)]

    def reason(self, outcome: int) -> str:
        """Return what decided an outcome."""
        return self.reasons[outcome // len(CHAIN)]


@dataclass(frozen=True, slots=True)
class Program:
    """A question compiled: the awards, and the columns to read and to compute for them, step by step."""

    awards: tuple[Compiled, ...]
    work: Work

    def run(self, frame: Any, keys: Sequence[str]) -> Any:
        """Return a lazy native frame with the keys and one outcome column an award; ``frame`` is of any engine."""
        lazy = nw.from_native(frame).select(*keys, *self.work.asked)
        for step in self.work.steps:
            if step:
                lazy = lazy.with_columns(**step)
        return lazy.select(*keys, **{item.award: item.outcome for item in self.awards}).to_native()


def compile_awards(book: LawBook, awards: Iterable[str], year: int, day: date) -> Program:
    """Compile the rules of a day; raises ``UnknownAwardError``, ``RuleDataError`` for what has no columns."""
    work = Work()
    return Program(tuple(_compile_award(book, award, year, day, work) for award in awards), work)


def _compile_award(book: LawBook, award: str, year: int, day: date, work: Work) -> Compiled:
    """Compile one award's rule of the day."""
    bound = bound_rule(book, award, day)
    reasons = reasons_of(bound)
    if bound is None:
        outcome = outcome_of(0, Answer.NEEDS_PERSON)
        return Compiled(award, reasons, nw.lit(outcome, nw.Int8), (outcome,))
    if len(reasons) > MOST_REASONS:
        raise RuleDataError(
            f"Quy tắc của {award} có {len(reasons)} điều kiện ở tầng trên; cột kết quả chỉ chứa {MOST_REASONS}.",
            "Gộp các điều kiện trong tệp quy tắc.",
        )
    scope = Scope(book, bound, year, day, counts_merit_only(bound), work)
    ways = [compile_condition(way, scope) for way in ways_of(bound)]
    parts = [compile_condition(part, scope) for part in required_parts(bound)]
    choices = _reachable(_choices(ways, parts))
    return Compiled(award, reasons, _first_true(choices), tuple(sorted({code for _, code in choices})))


def compile_condition(condition: Condition, scope: Scope) -> Planes:
    """Compile a condition with all its parts."""
    if isinstance(condition, AllOf):
        return all_planes(compile_condition(part, scope) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any_planes(compile_condition(part, scope) for part in condition.parts)
    if isinstance(condition, MeetsRule):
        return _compile_lower(condition, scope)
    return compile_leaf(condition, scope)


def _compile_lower(leaf: MeetsRule, scope: Scope) -> Planes:
    """Compile another award's rule as a part of this one."""
    bound = lower_rule(scope.book, leaf.award, scope.day, scope.bound)
    if bound is None:
        return PERSON
    below = replace(scope, bound=bound, merit_only=scope.merit_only or counts_merit_only(bound))
    return compile_condition(bound.condition, below)


def _choices(ways: list[Planes], parts: list[Planes]) -> Iterator[Choice]:
    """Yield what decides, worst verdict first and within it in the law's order (see ``deciding``)."""
    choice, others = any_planes(ways), list(enumerate(parts, max(1, len(ways))))
    for rank in range(_MET):
        if ways:
            yield from _decided_by_a_way(rank, ways, _stopped(rank, choice))
        yield from ((_stopped(rank, part), place * len(CHAIN) + rank) for place, part in others)
    yield from _decided_by_a_way(_MET, ways, True)
    yield True, _MET


def _reached(rank: int, planes: Planes) -> Plane:
    """Return who comes at least this far in the chain of answers."""
    return (True, planes.possible, planes.askable, planes.met)[rank]


def _stopped(rank: int, planes: Planes) -> Plane:
    """Return who comes no further than this rank; nobody is left where the next plane is the same as this one."""
    further = _reached(rank + 1, planes)
    return False if further is _reached(rank, planes) else neither(further)


def _decided_by_a_way(rank: int, ways: list[Planes], stopped: Plane) -> Iterator[Choice]:
    """Yield each way as the decider where the choice of ways stops at this rank: the first one that comes so far."""
    for place, way in enumerate(ways):
        yield both(stopped, _reached(rank, way)), place * len(CHAIN) + rank


def _reachable(choices: Iterator[Choice]) -> list[Choice]:
    """Leave out choices that are true for nobody, repeat an earlier one, or stand behind one true for everybody."""
    different: dict[int, Choice] = {}
    for mask, code in choices:
        if mask is not False:
            different.setdefault(id(mask), (mask, code))
    kept = list(different.values())
    return kept[: [mask is True for mask, _code in kept].index(True) + 1]


def _first_true(choices: list[Choice]) -> nw.Expr:
    """Return the outcome of the first mask that holds; the last choice holds for everybody."""
    outcome = nw.lit(choices[-1][1], nw.Int8)
    for mask, code in reversed(choices[:-1]):
        outcome = nw.when(cast(nw.Expr, mask)).then(nw.lit(code, nw.Int8)).otherwise(outcome)
    return outcome
