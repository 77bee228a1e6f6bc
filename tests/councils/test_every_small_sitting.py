"""Every sitting of up to four members under every rule: a third count, by comparing fractions and rounding nothing.

The made-up sittings of the command are drawn by chance and seldom stand exactly on a boundary; here none is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest

from thidua.councils.counting import HALF, TWO_THIRDS, Ballots, Vote, VoteResult, VoteRule, count
from thidua.councils.states import Base

HERE = ("yes", "yes on paper", "no", "void", "unused", "no ballot", "conflict")
AWAY = ("away: yes", "away: no", "away")
RULES = [
    VoteRule(share, base, strict, quorum, written)
    for share, base, strict, quorum, written in product(
        (HALF, TWO_THIRDS, Fraction(4, 5), Fraction(1)),
        Base,
        (False, True),
        (Fraction(0), TWO_THIRDS),
        (True, False, None),
    )
]


def _sittings(most: int) -> Iterator[Counter[str]]:
    for members in range(1, most + 1):
        yield from map(Counter, combinations_with_replacement(HERE + AWAY, members))


def _vote(people: Counter[str]) -> Vote:
    electronic = Ballots(
        people["yes"] + people["no"] + people["void"] + people["unused"],
        people["yes"], people["no"], people["void"], people["unused"],
    )  # fmt: skip
    return Vote(
        people.total(), sum(people[kind] for kind in HERE), people["conflict"], electronic,
        Ballots(people["yes on paper"], people["yes on paper"]), people["away: yes"], people["away: no"],
    )  # fmt: skip


def _expected(people: Counter[str], rule: VoteRule) -> str:
    if Fraction(sum(people[kind] for kind in HERE), people.total()) < rule.quorum:
        return "no_quorum"
    ways = (True, False) if rule.written_counts is None else (rule.written_counts,)
    found = {_passes(people, rule, heard=AWAY[:2] if written else ()) for written in ways}
    return "uncertain" if len(found) == 2 else "passed" if found == {True} else "failed"


def _passes(people: Counter[str], rule: VoteRule, *, heard: tuple[str, ...]) -> bool:
    counted = {
        Base.MEMBERS: HERE + AWAY,
        Base.PRESENT: HERE + heard,
        Base.VALID: ("yes", "yes on paper", "no", *heard),
    }[rule.base]
    in_favour = sum(people[kind] for kind in ("yes", "yes on paper", *heard) if kind.endswith(("yes", "paper")))
    if not in_favour:
        return False
    share = Fraction(in_favour, sum(people[kind] for kind in counted))
    return share > rule.share or (share == rule.share and not rule.strict)


def _differing(counter: Callable[[Vote, VoteRule], VoteResult], most: int) -> tuple[Counter[str], VoteRule] | None:
    """Return the first sitting and rule in which the two counts differ."""
    every = product(_sittings(most), RULES)
    return next((one for one in every if str(counter(_vote(one[0]), one[1]).outcome) != _expected(*one)), None)


def test_every_small_sitting_comes_to_what_plain_fractions_say() -> None:
    assert _differing(count, 4) is None


@pytest.mark.parametrize(
    "broken",
    [
        lambda vote, rule: count(vote, replace(rule, strict=not rule.strict)),
        lambda vote, rule: count(vote, replace(rule, share=rule.share - Fraction(1, 10))),
        lambda vote, rule: count(vote, replace(rule, written_counts=bool(rule.written_counts))),
        lambda vote, rule: count(replace(vote, paper=Ballots()), rule),
        lambda vote, rule: count(replace(vote, members=vote.members + 1), rule),
        lambda vote, rule: count(replace(vote, written_no=0), rule),
    ],
    ids=[
        "more than, not at least",
        "a lower share",
        "unread is no",
        "paper is lost",
        "one member more",
        "a no unheard",
    ],
)
def test_a_broken_count_is_noticed_among_small_sittings(broken) -> None:
    assert _differing(broken, 3) is not None
