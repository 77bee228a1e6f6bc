"""The chooser against enumeration of every list, with limits read a second way; and what holds for any input."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.rules.selection_samples import (
    UNITS,
    by_order,
    candidates,
    kept,
    limits,
    lists,
    merit,
    source,
    tie_breaks,
)
from thidua.rules.selection.candidates import Candidate, Scope, TieBreak
from thidua.rules.selection.chooser import choose
from thidua.rules.selection.limits import BaseShare, CountCap, Limit
from thidua.rules.selection.proposal import Overtake, Proposal, Status

many = settings(max_examples=150, deadline=None)


def chosen_of(people: list[Candidate], proposal: Proposal) -> list[Candidate]:
    """Return the candidates inside."""
    return [one for one in people if one.id in proposal.inside]


@many
@given(candidates(), limits(), tie_breaks())
def test_equals_enumeration(people: list[Candidate], held: list[Limit], tie_break: TieBreak) -> None:
    """The list and its alternatives are the first of all lists, in number, ranks, women and order."""
    proposal = choose(people, held, tie_break)
    ranked = sorted(
        lists(people, held),
        key=lambda chosen: (merit(chosen, tie_break), by_order(people, chosen, tie_break)),
        reverse=True,
    )
    if not ranked:
        assert proposal.status is Status.IMPOSSIBLE
        assert proposal.inside == ()
        return
    assert proposal.status is Status.PROVEN
    assert set(proposal.inside) == {one.id for one in ranked[0]}
    equal = [{one.id for one in chosen} for chosen in ranked if merit(chosen, tie_break) == merit(ranked[0], tie_break)]
    inside = set(proposal.inside)
    told = [inside - set(other.leaving) | set(other.entering) for other in proposal.alternatives]
    assert told == equal[1:4]


@many
@given(candidates(), limits(), tie_breaks(), st.integers(0, 10**6))
def test_order_of_input_changes_nothing(
    people: list[Candidate], held: list[Limit], tie_break: TieBreak, seed: int
) -> None:
    """People and limits shuffled: the same proposal, word for word."""
    first = choose(people, held, tie_break)
    random.Random(seed).shuffle(people)
    random.Random(seed).shuffle(held)
    assert choose(people, held, tie_break) == first


@many
@given(candidates(most=60), limits(), tie_breaks())
def test_no_limit_is_ever_broken(people: list[Candidate], held: list[Limit], tie_break: TieBreak) -> None:
    """Whatever the input, whoever is inside keeps every limit; and no list is given where none exists."""
    proposal = choose(people, held, tie_break)
    chosen = chosen_of(people, proposal)
    assert proposal.status is Status.IMPOSSIBLE or all(kept(limit, chosen) for limit in held)
    for other in proposal.alternatives:
        codes = set(proposal.inside) - set(other.leaving) | set(other.entering)
        assert all(kept(limit, [one for one in people if one.id in codes]) for limit in held)


@many
@given(candidates(), limits(), tie_breaks())
def test_effects_equal_solving_again(people: list[Candidate], held: list[Limit], tie_break: TieBreak) -> None:
    """What is told of a limit is what happens without it; a limit removed never costs a place."""
    proposal = choose(people, held, tie_break)
    assert [effect.limit_key for effect in proposal.effects] == [limit.key for limit in held]
    for effect in proposal.effects:
        free = choose(people, [limit for limit in held if limit.key != effect.limit_key], tie_break)
        assert set(effect.entering) == set(free.inside) - set(proposal.inside)
        assert set(effect.leaving) == set(proposal.inside) - set(free.inside)
        assert effect.change == len(free.inside) - len(proposal.inside) >= 0


@many
@given(candidates(), limits(), tie_breaks())
def test_the_first_below_the_line_is_kept_out_by_what_is_named(
    people: list[Candidate], held: list[Limit], tie_break: TieBreak
) -> None:
    """Adding that person breaks exactly the limits named, and at least one; where no list exists, the blame tells."""
    proposal = choose(people, held, tie_break)
    assume(proposal.status is Status.PROVEN)
    chosen = chosen_of(people, proposal)
    for line in proposal.units:
        members = [one for one in people if one.unit == line.unit]
        outside = [one for one in members if one.id not in proposal.inside]
        assert line.eligible == len(members) == line.inside + len(outside)
        if not outside:
            assert (line.below, line.because, line.tie_vi) == (None, (), "")
            continue
        below = next(one for one in outside if one.id == line.below)
        assert below.rank == min(one.rank for one in outside)
        broken = {limit.key for limit in held if not kept(limit, [*chosen, below])}
        assert {binding.limit_key for binding in line.because} == broken
        assert broken


@many
@given(candidates(), limits(), tie_breaks())
def test_every_overtake_is_told_and_forced(people: list[Candidate], held: list[Limit], tie_break: TieBreak) -> None:
    """A lower rank stands before a higher one of its unit only where exchanging them breaks a limit, which is named."""
    proposal = choose(people, held, tie_break)
    told = {overtake.outside: overtake for overtake in proposal.overtakes}
    for one in people:
        ahead = {
            other.id for other in chosen_of(people, proposal) if other.unit == one.unit and other.rank > one.rank
        } if one.id not in proposal.inside else set()  # fmt: skip
        assert (set(told[one.id].ahead) if one.id in told else set()) == ahead
        if ahead:
            _assert_forced(people, held, proposal, told[one.id])


def _assert_forced(people: list[Candidate], held: list[Limit], proposal: Proposal, overtake: Overtake) -> None:
    """Try each exchange."""
    named = set()
    for code in overtake.ahead:
        codes = {*proposal.inside, overtake.outside} - {code}
        attempt = [one for one in people if one.id in codes]
        broken = {limit.key for limit in held if not kept(limit, attempt)}
        assert broken
        named |= broken
    assert {binding.limit_key for binding in overtake.because} == named


@many
@given(candidates(most=6), limits(), tie_breaks())
def test_blame_is_a_smallest_set(people: list[Candidate], held: list[Limit], tie_break: TieBreak) -> None:
    """The limits blamed let nobody in by themselves, and no smaller set does."""
    proposal = choose(people, held, tie_break)
    if proposal.inside:
        assert proposal.blame == ()
        return

    def lets_nobody_in(some: Any) -> bool:
        found = lists(people, some)
        return not (any(found) if people else any(True for _ in found))

    sizes = [size for size in range(1, len(held) + 1) if any(lets_nobody_in(some) for some in combinations(held, size))]
    assert len(proposal.blame) == min(sizes, default=0)
    if proposal.blame:
        assert lets_nobody_in([limit for limit in held if limit.key in proposal.blame])
        assert all(f"Giới hạn {key}" in proposal.summary_vi for key in proposal.blame)


def _greedy(people: list[Candidate], held: list[Limit], tie_break: TieBreak) -> set[str]:
    """Take the best in order as long as no limit is broken."""
    place = {code: tie_break.order.index(code) for code in tie_break.order}
    chosen: list[Candidate] = []
    for one in sorted(
        people,
        key=lambda one: (
            one.rank, tie_break.women_first and not one.favoured, place.get(one.id, 99), one.id
        ),
    ):  # fmt: skip
        if all(kept(limit, [*chosen, one]) for limit in held):
            chosen.append(one)
    return {one.id for one in chosen}


@many
@given(candidates(most=40), tie_breaks(), st.integers(0, 20), st.lists(st.integers(0, 40), min_size=3, max_size=3))
def test_equals_greedy_where_caps_are_nested(
    people: list[Candidate], tie_break: TieBreak, overall: int, bases: list[int]
) -> None:
    """A cap for each unit inside one for all: taking the best one by one is as good, and gives the same list."""
    by_unit = BaseShare(
        **source("đơn vị"), scope=Scope.UNIT, share=Fraction(2, 5), base=dict(zip(UNITS, bases, strict=True)),
        base_vi="người Lao động tiên tiến",
    )  # fmt: skip
    held: list[Limit] = [by_unit, CountCap(**source("tất cả"), most=overall)]
    assert set(choose(people, held, tie_break).inside) == _greedy(people, held, tie_break)
