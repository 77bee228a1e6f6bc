"""Two laws, the same people: who gains, who loses, whose answer changes otherwise, and by which provision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from thidua.rules.answers import Answer
from thidua.rules.book import LawBook
from thidua.rules.engine import answer_only, judge
from thidua.rules.facts import History
from thidua.rules.reasons import Judgement, Reason


class Direction(StrEnum):
    """What a change of law does to one subject and award."""

    GAIN = "gain"  # met now, and not before
    LOSS = "loss"  # met before, and not now
    OTHER = "other"  # another answer, met on neither side


DIRECTION_VI = {Direction.GAIN: "được thêm", Direction.LOSS: "mất đi", Direction.OTHER: "đổi kết luận khác"}


@dataclass(frozen=True, slots=True)
class Side:
    """One of two laws: its book, and the day of decision it is asked for."""

    book: LawBook
    decided_on: date


@dataclass(frozen=True, slots=True)
class Subject:
    """Whoever is judged; ``groups``: by which attributes results are told apart (unit, sex, …), each with its value."""

    id: int
    history: History
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one law says: the answer, its rule, and the conditions that decide it (none where all is met)."""

    answer: Answer
    rule_id: str | None
    regime_code: str | None
    deciding: tuple[Reason, ...]

    @property
    def provision(self) -> str:
        """Rule and deciding conditions as one word: the same word, the same cause."""
        codes = "+".join(sorted({reason.condition_code for reason in self.deciding}))
        return f"{self.rule_id or '–'}/{codes}" if codes else (self.rule_id or "–")

    def as_json(self) -> dict[str, Any]:
        """Return a JSON-able dict."""
        return {
            "answer": self.answer.value,
            "rule": self.rule_id,
            "regime": self.regime_code,
            "deciding": [reason.as_json() for reason in self.deciding],
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One subject whose answer for an award differs between the two laws."""

    subject_id: int
    groups: Mapping[str, str]
    award: str
    before: Ruling
    after: Ruling

    @property
    def direction(self) -> Direction:
        """Gain, loss or another change."""
        return direction(self.before.answer, self.after.answer)

    @property
    def provision(self) -> str:
        """The provision that makes the difference: what refuses on the side that does not say yes.

        Of an answer that changes otherwise: what the new law asks.
        """
        return (self.before if self.direction is Direction.GAIN else self.after).provision


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes, in the order of subjects and awards, and of how many subjects and questions they are."""

    subjects: int
    questions: int
    changes: tuple[Change, ...]

    def tables(self) -> dict[str, dict[str, dict[str, int]]]:
        """Return the counts by each dimension; see ``tables_of``."""
        return tables_of(
            ({**change.groups, "award": change.award, "provision": change.provision}, change.direction)
            for change in self.changes
        )


def direction(before: Answer, after: Answer) -> Direction:
    """Return what a change from one answer to another is."""
    if after is Answer.MET:
        return Direction.GAIN
    return Direction.LOSS if before is Answer.MET else Direction.OTHER


def compare(before: Side, after: Side, subjects: Iterable[Subject], awards: Iterable[str], year: int) -> Comparison:
    """Judge every subject for every award under both laws and return what differs. Neither book is touched.

    A law compared with itself changes nothing; the order of subjects changes nothing.
    """
    codes = tuple(awards)
    people = sorted(subjects, key=lambda subject: subject.id)
    changes = tuple(change for subject in people for change in changes_of(before, after, subject, codes, year))
    return Comparison(len(people), len(people) * len(codes), changes)


def changes_of(before: Side, after: Side, subject: Subject, awards: Iterable[str], year: int) -> Iterator[Change]:
    """Yield what differs for one subject; reasons are made only where the answers differ."""
    for award in awards:
        was, becomes = (
            answer_only(award=award, history=subject.history, year=year, decided_on=side.decided_on, book=side.book)
            for side in (before, after)
        )
        if was is not becomes:
            old, new = (_ruling(side, subject, award, year) for side in (before, after))
            yield Change(subject.id, subject.groups, award, old, new)


def _ruling(side: Side, subject: Subject, award: str, year: int) -> Ruling:
    found = judge(award=award, history=subject.history, year=year, decided_on=side.decided_on, book=side.book)
    return ruling_of(found)


def ruling_of(judgement: Judgement) -> Ruling:
    """Return what decides a judgement."""
    deciding = () if judgement.answer is Answer.MET else tuple(_deciding(judgement.tree))
    return Ruling(judgement.answer, judgement.rule_id, judgement.regime_code, deciding)


def _deciding(reason: Reason) -> Iterator[Reason]:
    """Yield the innermost reasons that carry the answer of the whole."""
    below = [child for child in reason.children if child.answer is reason.answer]
    if not below:
        yield reason
    for child in below:
        yield from _deciding(child)


def tables_of(changes: Iterable[tuple[Mapping[str, str], Direction]]) -> dict[str, dict[str, dict[str, int]]]:
    """Count changes: dimension → value → gains, losses, others. Each dimension's counts add up to all changes.

    A change decided by several conditions together stands under their joint name, so nothing is counted twice.
    """
    counts: dict[str, Counter[tuple[str, Direction]]] = {}
    for groups, way in changes:
        for dimension, value in groups.items():
            counts.setdefault(dimension, Counter())[value, way] += 1
    return {
        dimension: {
            value: {way.value: found[value, way] for way in Direction} for value in sorted({key for key, _way in found})
        }
        for dimension, found in sorted(counts.items())
    }
