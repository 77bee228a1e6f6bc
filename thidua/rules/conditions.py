"""Conditions of the law as data. Nothing here computes: ``looks`` reads it for one person, a compiler for millions.

Every number is a ``Param``: a name looked up in the award's ``*.params.yaml`` for the day of decision.
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
    """A number of the law, by name. Raises TypeError for what is no name, such as a place left empty in a rule file."""

    name: str

    def __post_init__(self) -> None:
        if not isinstance(self.name, str):
            raise TypeError


@dataclass(frozen=True, slots=True)
class Fact:
    """A single value of the year's record: ``grade``, ``rank``, …; ``key`` for one entry of a table of counts."""

    name: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """“From n years in a row on”: the window grows backwards over each earlier year whose grade is at least this.

    ``after``: only over years after the first grant of this award.
    """

    min_grade: Param
    after: str | None = None


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
    """The fact of the proposal year stands in relation ``op`` (``>=``, ``>``, ``<=``, ``<``) to the number."""

    clause: Clause
    fact: Fact
    op: str
    needed: Param


@dataclass(frozen=True, slots=True, kw_only=True)
class Is:
    """The fact of the proposal year has this very value."""

    clause: Clause
    fact: Fact
    value: str | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """``of`` divided by ``base`` stands in relation ``op`` to the ratio, exactly; a base of zero is not met."""

    clause: Clause
    of: Fact
    base: Fact
    op: str
    needed: Param


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """The title was registered for the proposal year, itself or through a title that includes it."""

    clause: Clause
    title: str
    included_in: Param


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldInYear:
    """The award is already granted for the proposal year, or for the year ``years_before`` it."""

    clause: Clause
    award: str
    years_before: Param | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consecutive:
    """The award is held in each of ``years`` years in a row, ending with or just before the proposal year.

    A title still being judged is not held: the proposal year counts only once its decision exists. While decisions
    of a year are not entered, whether it is held is not known.
    """

    clause: Clause
    award: str
    years: Param
    include_proposal_year: Param


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardsWithin:
    """The award is held at least ``times`` times among the last ``window`` years, or the longer stretch."""

    clause: Clause
    award: str
    times: Param
    window: Param
    include_proposal_year: Param
    stretch: Stretch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeldWithin:
    """The award was not granted in the ``window`` years before the proposal year; without a window, never."""

    clause: Clause
    award: str
    window: Param | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBefore:
    """The award was granted at least once, for a year before the last ``window`` years (before the proposal year)."""

    clause: Clause
    award: str
    window: Param | None = None
    include_proposal_year: Param | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRun:
    """In each of the last ``years`` years the grade was at least ``min_grade``, or ``or_award`` was held."""

    clause: Clause
    min_grade: Param
    years: Param
    include_proposal_year: Param
    or_award: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradesWithin:
    """The grade was at least ``min_grade`` in ``times`` of the last ``window`` years, or of the longer stretch."""

    clause: Clause
    min_grade: Param
    times: Param
    window: Param
    include_proposal_year: Param
    stretch: Stretch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedInitiatives:
    """At least ``at_least`` initiatives or topics of this scope or wider, recognised in the last ``window`` years.

    With a ``stretch``, in the longer one. Those which already served another award count only with the finding
    ``reuse_finding``; without one, never.
    """

    clause: Clause
    scope: str
    at_least: Param
    window: Param
    include_proposal_year: Param
    reuse_finding: str | None = None
    stretch: Stretch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SumWithin:
    """The sum of a yearly fact over the last ``window`` years is at least ``at_least``."""

    clause: Clause
    fact: Fact
    at_least: Param
    window: Param
    include_proposal_year: Param


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedMonths:
    """Months of work, each kind times its weight (``weights``: kind, weight), less ``minus``, reach ``years`` years."""

    clause: Clause
    weights: tuple[tuple[str, Param], ...]
    minus: str | None
    years: Param


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDisciplinedInYear:
    """No disciplinary decision in the proposal year."""

    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class DisciplineServed:
    """No term of discipline runs on the day of decision; one that ended inside the proposal year asks a person."""

    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class NoOpenCase:
    """No case is being looked into on the day of decision; an open one holds the proposal, it does not refuse it."""

    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanFinding:
    """A standard no computer can measure: a person finds that it holds, or that it does not.

    ``bulk``: a unit may record it for all its members at once in the annual review.
    """

    clause: Clause
    finding: str
    bulk: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A condition of the law whose wording nobody here has read: only a person with the gazette can answer."""

    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyMerit:
    """Awards for sudden or thematic achievements do not count wherever the rule counts awards held; always met."""

    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetsRule:
    """The standards of another award are met, by the rule in force on the same day."""

    clause: Clause
    award: str


Leaf = (
    Compare
    | Is
    | Share
    | Registered
    | HeldInYear
    | Consecutive
    | AwardsWithin
    | NotHeldWithin
    | HeldBefore
    | GradeRun
    | GradesWithin
    | RecognisedInitiatives
    | SumWithin
    | WeightedMonths
    | NotDisciplinedInYear
    | DisciplineServed
    | NoOpenCase
    | HumanFinding
    | Unread
    | OnlyMerit
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
    return tuple(
        param.name for name in type(condition).__dataclass_fields__ for param in _params(getattr(condition, name))
    )


def _params(value: object) -> Iterator[Param]:
    """Yield the numbers in one field: itself, or those of its weights."""
    if isinstance(value, Param):
        yield value
    elif isinstance(value, Stretch):
        yield value.min_grade
    elif isinstance(value, tuple):
        for item in value:
            if isinstance(item, tuple):
                yield from _params(item)
            elif isinstance(item, Param):
                yield item
