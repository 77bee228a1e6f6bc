"""What an award can rest on: its conditions, those of the rules it follows, and the awards that must come before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from thidua.rules.book import LawBook, bound_rule, lower_rule
from thidua.rules.conditions import (
    AllOf,
    AnyOf,
    AwardsWithin,
    Consecutive,
    GradeRun,
    HeldBefore,
    HeldInYear,
    Leaf,
    MeetsRule,
    NotHeldWithin,
    walk,
)
from thidua.rules.names import AWARDS
from thidua.rules.rule import BoundRule

DECISION_MONTH, DECISION_DAY = 12, 31


def decision_day(year: int) -> date:
    """Return the day on which a year's awards are taken to be decided: its last."""
    return date(year, DECISION_MONTH, DECISION_DAY)


@lru_cache(maxsize=4096)
def leaves_of(book: LawBook, award: str, day: date) -> tuple[tuple[BoundRule, Leaf], ...]:
    """Return each single condition of an award on the day with the rule it stands in; followed rules included."""
    bound = bound_rule(book, award, day)
    return () if bound is None else tuple(_leaves(book, bound, day))


def _leaves(book: LawBook, bound: BoundRule, day: date) -> Iterator[tuple[BoundRule, Leaf]]:
    for part in walk(bound.condition):
        if isinstance(part, AllOf | AnyOf):
            continue
        lower = lower_rule(book, part.award, day, bound) if isinstance(part, MeetsRule) else None
        if lower is None:
            yield bound, part
        else:
            yield from _leaves(book, lower, day)


@lru_cache(maxsize=4096)
def below(book: LawBook, award: str, day: date) -> tuple[str, ...]:
    """Return the awards that must be held on the way to this one, lower first."""
    found: set[str] = set()
    waiting = [award]
    while waiting:
        for _, leaf in leaves_of(book, waiting.pop(), day):
            for needed in rests_on(leaf):
                if needed not in found | {award}:
                    found.add(needed)
                    waiting.append(needed)
    return tuple(code for code in AWARDS if code in found)


def rests_on(leaf: Leaf) -> tuple[str, ...]:
    """Return the awards that a condition wants to be held."""
    if isinstance(leaf, Consecutive | AwardsWithin | HeldInYear | HeldBefore):
        return (leaf.award,)
    if isinstance(leaf, GradeRun) and leaf.or_award is not None:
        return (leaf.or_award,)
    return ()


def spaced(book: LawBook, award: str, day: date) -> frozenset[str]:
    """Return the awards on the way whose grant may stand in the way of a later one, so that waiting can be better."""
    on_the_way = below(book, award, day)
    leaves = [leaf for code in (award, *on_the_way) for _, leaf in leaves_of(book, code, day)]
    return frozenset(leaf.award for leaf in leaves if isinstance(leaf, NotHeldWithin)) & frozenset(on_the_way)
