"""Conditions of the law as data. Nothing here computes: ``evaluate`` reads it for one person, a compiler for millions.

Every number is a ``Param``: a name looked up in the title's ``*.params.yaml`` for the day of decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from thidua.rules.sources import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The words and the source of one condition. Texts may use ``{year}`` and ``{parameter_name}``.

    ``text_vi`` says it is fulfilled, ``why_not_vi`` completes “chưa đủ điều kiện vì …”, ``about_vi``
    completes “chưa có dữ liệu về …”, ``next_vi`` says what to do when it is not met.
    """

    code: str
    text_vi: str
    why_not_vi: str
    about_vi: str
    citation: Citation
    confidence: str
    next_vi: str | None = None


@dataclass(frozen=True, slots=True)
class Param:
    """A number of the law, by name."""

    name: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A single value of the year's record: ``grade`` or ``months_worked``."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Every part must be met."""

    clause: Clause
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """One part is enough."""

    clause: Clause
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """The fact of the proposal year stands in relation ``op`` (``>=`` or ``>``) to the number."""

    clause: Clause
    fact: Fact
    op: str
    needed: Param


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """The title was registered for the proposal year, itself or through a title that includes it."""

    clause: Clause
    title: str
    included_in: Param


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleInYear:
    """The title is already granted for the proposal year."""

    clause: Clause
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consecutive:
    """The title is held in each of ``years`` years in a row, ending with or just before the proposal year.

    A title still being judged is not held: the proposal year counts only once its decision exists. While decisions
    of a year are not entered, whether it is held is not known.
    """

    clause: Clause
    title: str
    years: Param
    include_proposal_year: Param


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardsWithin:
    """The title is held at least ``times`` times among the last ``window`` years."""

    clause: Clause
    title: str
    times: Param
    window: Param
    include_proposal_year: Param


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeldWithin:
    """The title was not granted in the ``window`` years before the proposal year."""

    clause: Clause
    title: str
    window: Param


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedInitiatives:
    """At least ``at_least`` initiatives or topics of this scope or wider, recognised in the last ``window`` years.

    Those which already served another award count only with the finding ``reuse_finding``.
    """

    clause: Clause
    scope: str
    at_least: Param
    window: Param
    include_proposal_year: Param
    reuse_finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanFinding:
    """A standard no computer can measure: a person finds that it holds, or that it does not.

    ``bulk``: a unit may record it for all its members at once in the annual review.
    """

    clause: Clause
    finding: str
    bulk: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetsRule:
    """The standards of another title are met, by the rule in force on the same day."""

    clause: Clause
    title: str


Leaf = (
    Compare
    | Registered
    | TitleInYear
    | Consecutive
    | AwardsWithin
    | NotHeldWithin
    | RecognisedInitiatives
    | HumanFinding
    | MeetsRule
)
Condition = AllOf | AnyOf | Leaf


def walk(condition: Condition) -> Iterator[Condition]:
    """Yield the condition and all its parts, outermost first; ``MeetsRule`` is not followed."""
    yield condition
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from walk(part)


def params_of(condition: Condition) -> tuple[str, ...]:
    """Return the names of the numbers this one condition uses, in order of its fields."""
    fields = (getattr(condition, name) for name in type(condition).__dataclass_fields__)
    return tuple(value.name for value in fields if isinstance(value, Param))
