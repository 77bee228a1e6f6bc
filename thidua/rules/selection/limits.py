"""Quotas and floors as data: each says where it is written, how sure that is, and gives exact whole-number rows.

A row is ``sum(weight × chosen) ≤ at_most``; a floor is a row with negative weights. No limit decides anything:
the solver reads the rows, the explanations read ``figures_vi``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from thidua.rules.errors import BadFactError
from thidua.rules.selection.candidates import Candidate, Scope, Trait
from thidua.rules.selection.floors import ceil_share, floor_share
from thidua.rules.selection.words import count_vi, rounded_down_vi, rounded_up_vi, share_vi

SCOPE_VI = {Scope.ALL: "trong cả danh sách", Scope.UNIT: "trong mỗi đơn vị", Scope.GROUP: "trong mỗi nhóm"}


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One limit at one place. ``weights`` are by position in the ordered candidates."""

    limit: Limit
    place: str
    weights: Mapping[int, int]
    at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(ABC):
    """What every limit carries: its own key, a name for people, the source and the mark of confidence (R, Q, M)."""

    key: str
    label_vi: str
    citation: str
    confidence: str

    @abstractmethod
    def rows(self, candidates: Sequence[Candidate], number: int | None) -> Iterator[Row]:
        """Yield the rows; ``number`` = exactly so many will be chosen in all, ``None`` = not yet known."""

    @abstractmethod
    def figures_vi(self, place: str, chosen: Sequence[Candidate]) -> str:
        """Say in one sentence what the limit demands at the place when ``chosen`` is the whole list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopedLimit(Limit):
    """A limit that counts over the list, or in each unit or group by itself."""

    scope: Scope = Scope.ALL

    def inside(self, place: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return those who count at the place."""
        return [one for one in candidates if self.scope.place(one) == place]

    def members(self, candidates: Sequence[Candidate]) -> dict[str, list[int]]:
        """Return the positions of those who count, by place."""
        found: dict[str, list[int]] = {}
        for index, one in enumerate(candidates):
            place = self.scope.place(one)
            if place is not None:
                found.setdefault(place, []).append(index)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseShare(ScopedLimit):
    """“Không quá p % của …”: at most ``floor(share × base)`` at each place (I-CSCS-03, C-COCP-03).

    ``base`` counts, by place, the people that ``base_vi`` names (“người Lao động tiên tiến”); ``special`` holds the
    share of places with one of their own. Raises ``BadFactError`` where candidates stand without a base.
    """

    share: Fraction
    base: Mapping[str, int]
    base_vi: str
    special: Mapping[str, Fraction] = field(default_factory=dict)

    def share_at(self, place: str) -> Fraction:
        """Return the share that holds at the place."""
        return self.special.get(place, self.share)

    def base_at(self, place: str) -> int:
        """Return the base of the place; not knowing it must become neither zero nor “no limit”."""
        if place not in self.base:
            raise BadFactError(f"Chưa có số {self.base_vi} của “{place}”.", "Nhập số này rồi tính lại.")
        return self.base[place]

    def most(self, place: str) -> int:
        """Return how many may be chosen at the place."""
        return floor_share(self.share_at(place), self.base_at(place))

    def rows(self, candidates: Sequence[Candidate], number: int | None) -> Iterator[Row]:
        """Yield one row for each place."""
        for place, members in self.members(candidates).items():
            yield Row(self, place, dict.fromkeys(members, 1), self.most(place))

    def figures_vi(self, place: str, chosen: Sequence[Candidate]) -> str:
        """Say share, base and rounding."""
        share, base = self.share_at(place), self.base_at(place)
        return f"Mức {share_vi(share)} của {count_vi(base)} {self.base_vi} là {rounded_down_vi(share * base)}."


class GradeBase(StrEnum):
    """Whom the 20 % of E-20 is taken of; the law leaves it open, so the profile must say (``hx_base``)."""

    GOOD_ONLY = "good_only"
    GOOD_AND_EXCELLENT = "good_and_excellent"


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeShare(BaseShare):
    """E-20: at most a share of those graded “Hoàn thành tốt nhiệm vụ” may be graded “Hoàn thành xuất sắc”.

    ``base`` counts, by place, all of whom the work is good or better, the candidates among them. Under ``GOOD_ONLY``
    those chosen leave the base: x ≤ p·(base − x), which is x ≤ p/(1 + p)·base, still exact.
    """

    grade_base: GradeBase

    def most(self, place: str) -> int:
        """Return how many may be graded excellent at the place."""
        share = self.share_at(place)
        if self.grade_base is GradeBase.GOOD_ONLY:
            share = share / (1 + share)
        return floor_share(share, self.base_at(place))

    def figures_vi(self, place: str, chosen: Sequence[Candidate]) -> str:
        """Say share, base and rounding; where the base shrinks, for the list as it would be."""
        if self.grade_base is GradeBase.GOOD_AND_EXCELLENT:
            return BaseShare.figures_vi(self, place, chosen)
        share, taken = self.share_at(place), len(self.inside(place, chosen))
        left = max(self.base_at(place) - taken, 0)
        return (
            f"Nếu xếp {count_vi(taken)} người hoàn thành xuất sắc thì còn {count_vi(left)} {self.base_vi}; "
            f"mức {share_vi(share)} là {rounded_down_vi(share * left)}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CountCap(ScopedLimit):
    """At most a fixed number at each place (U-THEME: 300 in all, 4 from each federation, with exceptions)."""

    most: int
    special: Mapping[str, int] = field(default_factory=dict)
    trait: Trait | None = None

    def rows(self, candidates: Sequence[Candidate], number: int | None) -> Iterator[Row]:
        """Yield one row for each place; with a trait only those who have it count."""
        for place, members in self.members(candidates).items():
            counted = [index for index in members if self.trait is None or self.trait.of(candidates[index])]
            yield Row(self, place, dict.fromkeys(counted, 1), self.special.get(place, self.most))

    def figures_vi(self, place: str, chosen: Sequence[Candidate]) -> str:
        """Say the number."""
        who = "người" if self.trait is None else self.trait.word_vi
        return f"Nhiều nhất {count_vi(self.special.get(place, self.most))} {who} {SCOPE_VI[self.scope]}."


class Side(StrEnum):
    """On which side of the share the list must stay."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenShare(ScopedLimit):
    """A share of those chosen: “từ 75 % trở lên là lao động trực tiếp” (H-75), or “không quá” with ``AT_MOST``."""

    share: Fraction
    trait: Trait
    side: Side = Side.AT_LEAST

    def rows(self, candidates: Sequence[Candidate], number: int | None) -> Iterator[Row]:
        """Yield one row for each place: a plain count once the number chosen is known, a proportion before."""
        sign = 1 if self.side is Side.AT_MOST else -1
        for place, members in self.members(candidates).items():
            counts = {index: self.trait.of(candidates[index]) for index in members}
            if number is not None and self.scope is Scope.ALL:
                weights = {index: sign for index, counted in counts.items() if counted}
                yield Row(self, place, weights, sign * self._bound(number))
            else:
                over, under = self.share.denominator, self.share.numerator
                yield Row(self, place, {i: sign * (over * counted - under) for i, counted in counts.items()}, 0)

    def _bound(self, number: int) -> int:
        """Return how many with the trait are needed, or allowed, among so many."""
        return floor_share(self.share, number) if self.side is Side.AT_MOST else ceil_share(self.share, number)

    def figures_vi(self, place: str, chosen: Sequence[Candidate]) -> str:
        """Say what the share makes of so many people, and how many there would be."""
        there = self.inside(place, chosen)
        having = sum(self.trait.of(one) for one in there)
        amount = self.share * len(there)
        if self.side is Side.AT_MOST:
            demand = f"không quá {share_vi(self.share)} là {rounded_down_vi(amount)}"
        else:
            demand = f"từ {share_vi(self.share)} trở lên là {rounded_up_vi(amount)}"
        return (
            f"Nếu chọn {count_vi(len(there))} người {SCOPE_VI[self.scope]} thì {demand} {self.trait.word_vi}; "
            f"danh sách đó có {count_vi(having)}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseFloor(ScopedLimit):
    """“Từ p % trở lên của …” all members: at least ``ceil(share × base)`` chosen at each place, with a trait if given.

    A place without candidates still demands its floor: then no list can meet it.
    """

    share: Fraction
    base: Mapping[str, int]
    base_vi: str
    trait: Trait | None = None

    def rows(self, candidates: Sequence[Candidate], number: int | None) -> Iterator[Row]:
        """Yield one row for each place of the base."""
        members = self.members(candidates)
        for place, base in self.base.items():
            counted = [i for i in members.get(place, ()) if self.trait is None or self.trait.of(candidates[i])]
            yield Row(self, place, dict.fromkeys(counted, -1), -ceil_share(self.share, base))

    def figures_vi(self, place: str, chosen: Sequence[Candidate]) -> str:
        """Say share, base, rounding and how many there would be."""
        base, there = self.base[place], self.inside(place, chosen)
        having = sum(self.trait is None or self.trait.of(one) for one in there)
        who = "người" if self.trait is None else self.trait.word_vi
        return (
            f"Từ {share_vi(self.share)} trở lên của {count_vi(base)} {self.base_vi} là "
            f"{rounded_up_vi(self.share * base)} {who}; danh sách đó có {count_vi(having)}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PerSubject(Limit):
    """At most so many commendations for one subject in a year, those already held counted (H-2).

    ``what_vi`` names them: “khen thưởng của Thành phố trong năm”.
    """

    most: int
    what_vi: str

    def rows(self, candidates: Sequence[Candidate], number: int | None) -> Iterator[Row]:
        """Yield one row for each subject who could come over the number, others none."""
        for subject, members in _by_subject(candidates).items():
            left = self.most - candidates[members[0]].also_city_awards
            if len(members) > left:
                # Whoever already holds more than allowed gets no further one; the list itself stays possible.
                yield Row(self, subject, dict.fromkeys(members, 1), max(left, 0))

    def figures_vi(self, place: str, chosen: Sequence[Candidate]) -> str:
        """Say the number, those held and those that this list would add."""
        here = [one for one in chosen if one.subject_id == place]
        return (
            f"Mỗi đối tượng nhiều nhất {count_vi(self.most)} {self.what_vi}; đối tượng này đã có "
            f"{count_vi(here[0].also_city_awards)}, danh sách này thêm {count_vi(len(here))}."
        )


def _by_subject(candidates: Sequence[Candidate]) -> dict[str, list[int]]:
    """Return the positions of each subject's candidacies."""
    found: dict[str, list[int]] = {}
    for index, one in enumerate(candidates):
        found.setdefault(one.subject_id, []).append(index)
    return found
