"""Small quota problems, and a second, slow reading of every limit to hold the chooser against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from thidua.rules.selection.candidates import Candidate, Scope, Sex, TieBreak, Trait
from thidua.rules.selection.limits import (
    BaseFloor,
    BaseShare,
    ChosenShare,
    CountCap,
    GradeBase,
    GradeShare,
    Limit,
    PerSubject,
    Side,
)

UNITS = ("CĐCS Giấy Bãi Bằng", "CĐCS May Hai", "CĐCS Xe buýt")
GROUPS = ("", "chuyên viên", "nhân viên")
PLACES = {Scope.ALL: ("",), Scope.UNIT: UNITS, Scope.GROUP: GROUPS[1:]}
SHARES = st.sampled_from([Fraction(1, 100), Fraction(15, 100), Fraction(1, 5), Fraction(1, 3), Fraction(1, 2),
                          Fraction(7, 10), Fraction(3, 4), Fraction(1)])  # fmt: skip


def source(key: str) -> dict[str, str]:
    """Give what every limit carries."""
    return {"key": key, "label_vi": f"Giới hạn {key}", "citation": "QĐ 16/2017/QĐ-UBND", "confidence": "R"}


@st.composite
def candidates(draw: Any, most: int = 8) -> list[Candidate]:
    """Draw people of a few units, ranked with ties, some proposed twice."""
    held = {"Nguyễn Thị Lụa": draw(st.integers(0, 2)), "Trần Văn Bình": draw(st.integers(0, 2))}
    people = []
    for number in range(draw(st.integers(0, most))):
        subject = draw(st.sampled_from(["", "", "", *held]))
        people.append(
            Candidate(
                id=f"dn{number:02}",
                unit=draw(st.sampled_from(UNITS)),
                rank=draw(st.integers(1, 4)),
                sex=draw(st.sampled_from(list(Sex))),
                direct_worker=draw(st.booleans()),
                leader=draw(st.booleans()),
                group=draw(st.sampled_from(GROUPS)),
                subject=subject,
                also_city_awards=held[subject] if subject else draw(st.sampled_from([0, 0, 0, 1, 2, 3])),
                women_share=draw(st.sampled_from([None, None, Fraction(69, 100), Fraction(7, 10)])),
            )
        )
    return people


@st.composite
def limit(draw: Any, key: str) -> Limit:
    """Draw one limit of any kind."""
    scope = draw(st.sampled_from(list(Scope)))
    base = {place: draw(st.integers(0, 20)) for place in PLACES[scope]}
    shared = {**source(key), "scope": scope}
    trait = draw(st.sampled_from(list(Trait)))
    share = draw(SHARES)
    special = {draw(st.sampled_from(PLACES[scope])): draw(SHARES)}
    kind = draw(st.sampled_from([BaseShare, GradeShare, CountCap, ChosenShare, BaseFloor, PerSubject]))
    if kind is BaseShare:
        return BaseShare(**shared, share=share, base=base, base_vi="người Lao động tiên tiến", special=special)
    if kind is GradeShare:
        grade_base = draw(st.sampled_from(list(GradeBase)))
        return GradeShare(**shared, share=share, base=base, base_vi="người", special=special, grade_base=grade_base)
    if kind is CountCap:
        most = {draw(st.sampled_from(PLACES[scope])): draw(st.integers(0, 4))}
        return CountCap(**shared, most=draw(st.integers(0, 4)), special=most, trait=draw(st.none() | st.just(trait)))
    if kind is ChosenShare:
        return ChosenShare(**shared, share=share, trait=trait, side=draw(st.sampled_from(list(Side))))
    if kind is BaseFloor:
        small = {place: draw(st.integers(0, 4)) for place in PLACES[scope][:2]}
        return BaseFloor(**shared, share=share, base=small, base_vi="đoàn viên", trait=draw(st.none() | st.just(trait)))
    return PerSubject(**source(key), most=draw(st.integers(1, 3)), what_vi="khen thưởng của Thành phố trong năm")


@st.composite
def limits(draw: Any) -> list[Limit]:
    """Draw up to four limits."""
    return [draw(limit(f"G{number}")) for number in range(draw(st.integers(0, 4)))]


@st.composite
def tie_breaks(draw: Any) -> TieBreak:
    """Draw a tie break with some stated order, unknown codes too."""
    order = draw(st.lists(st.sampled_from([f"dn{number:02}" for number in range(10)]), max_size=4))
    return TieBreak(women_first=draw(st.booleans()), order=tuple(order), citation="NĐ 152/2025/NĐ-CP")


def kept(limit: Limit, chosen: Sequence[Candidate]) -> bool:
    """Say whether the list keeps the limit: the words of the law, read straight."""
    if isinstance(limit, PerSubject):
        return all(_subject_kept(limit, name, chosen) for name in {one.subject_id for one in chosen})
    places = {limit.scope.place(one) for one in chosen} - {None}
    if isinstance(limit, BaseFloor):
        places = set(limit.base)
    return all(
        _place_kept(limit, place, [one for one in chosen if limit.scope.place(one) == place]) for place in places
    )


def _subject_kept(limit: PerSubject, name: str, chosen: Sequence[Candidate]) -> bool:
    """Count what one subject would have."""
    own = [one for one in chosen if (one.subject_id) == name]
    return max(one.also_city_awards for one in own) + len(own) <= limit.most


def _place_kept(limit: Limit, place: str, here: list[Candidate]) -> bool:
    """Compare exact numbers at one place."""
    if isinstance(limit, GradeShare) and limit.grade_base is GradeBase.GOOD_ONLY:
        return len(here) <= limit.special.get(place, limit.share) * (limit.base[place] - len(here))
    if isinstance(limit, BaseShare):
        return len(here) <= limit.special.get(place, limit.share) * limit.base[place]
    having = sum(limit.trait is None or limit.trait.of(one) for one in here)
    if isinstance(limit, CountCap):
        return having <= limit.special.get(place, limit.most)
    if isinstance(limit, BaseFloor):
        return having >= limit.share * limit.base[place]
    return having >= limit.share * len(here) if limit.side is Side.AT_LEAST else having <= limit.share * len(here)


def lists(people: Sequence[Candidate], limits: Sequence[Limit]) -> Iterator[list[Candidate]]:
    """Yield every list that keeps all limits."""
    for size in range(len(people) + 1):
        for chosen in combinations(people, size):
            if all(kept(limit, chosen) for limit in limits):
                yield list(chosen)


def merit(chosen: Sequence[Candidate], tie_break: TieBreak) -> tuple[Any, ...]:
    """Return number, people by rank, and women by rank where they go first: greater is better."""
    by_rank = tuple(sum(one.rank == rank for one in chosen) for rank in range(1, 5))
    women = tuple(sum(one.rank == rank and one.favoured for one in chosen) for rank in range(1, 5))
    return len(chosen), by_rank, women if tie_break.women_first else ()


def by_order(people: Sequence[Candidate], chosen: Sequence[Candidate], tie_break: TieBreak) -> tuple[bool, ...]:
    """Say for everyone in order, first to last, whether they are in the list: greater is better."""
    place = {code: tie_break.order.index(code) for code in tie_break.order}

    def key(one: Candidate) -> tuple[Any, ...]:
        return one.rank, tie_break.women_first and not one.favoured, place.get(one.id, 99), one.id

    return tuple(one in chosen for one in sorted(people, key=key))
