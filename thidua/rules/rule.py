"""What a book of law holds: regimes, rules, gates, profiles, the findings they need, and a rule bound to one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from thidua.rules.conditions import AllOf, Condition
from thidua.rules.numbers import Sheet, Value
from thidua.rules.sources import Citation, Period


@dataclass(frozen=True, slots=True)
class Regime:
    """A span of time with one set of laws. ``note_vi`` warns when its texts were not read."""

    code: str
    name_vi: str
    period: Period
    documents: tuple[str, ...]
    source: str
    confidence: str
    checked_by: str | None
    note_vi: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A judgement only a person can make. ``bulk``: a unit may record it for all members at once.

    ``only_if_asked``: needed only in a special case, so not part of the yearly review form.
    """

    code: str
    text_vi: str
    about_vi: str
    citation: Citation
    confidence: str
    bulk: bool
    only_if_asked: bool


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One row of the law's rule table: one way to an award, as a condition, and when it holds.

    Where several rules of an award hold on a day, one is enough. ``disabled_vi`` says why a row answers nothing by
    itself: its text was not read. ``numbers_on``: a rule carried forward into a regime whose text was not read takes
    its numbers of that last day; then ``carried`` is true and every answer warns until a person records the check.
    """

    id: str
    award: str
    name_vi: str
    period: Period
    condition: AllOf
    citation: Citation
    confidence: str
    disabled_vi: str | None = None
    carried: bool = False
    numbers_on: date | None = None
    note_vi: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """A condition which many awards share (suspension, discipline, …), with its own dates and source."""

    id: str
    name_vi: str
    awards: frozenset[str]
    period: Period
    condition: Condition
    citation: Citation
    confidence: str
    sheet: str
    carried: bool = False
    numbers_on: date | None = None
    note_vi: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Provision:
    """A rule of law that is no condition of an award: a principle, a vote, a step, a sum, a ceiling, a way of grading.

    ``numbers``: sheet and name of each number it lays down. ``awards``: those it speaks of, lower first; empty = it
    speaks of no award. ``applied_by_vi`` says where the product applies it, or that people do.
    """

    id: str
    name_vi: str
    kind: str
    text_vi: str
    awards: tuple[str, ...]
    period: Period
    citation: Citation
    confidence: str
    numbers: tuple[tuple[str, str], ...]
    applied_by_vi: str
    carried: bool = False
    numbers_on: date | None = None
    note_vi: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What a city or federation laid down over national law: choices among what the law leaves open, and additions.

    ``choices``: sheet → number → value, in force during ``period``; only numbers marked ``open`` may be chosen.
    ``gates`` add conditions. A profile can never remove one. ``sheet``: the numbers of its own gates and provisions.
    """

    code: str
    name_vi: str
    source: str
    choices: Mapping[str, Mapping[str, Value]]
    gates: tuple[Gate, ...]
    period: Period
    provisions: tuple[Provision, ...] = ()
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True, eq=False)
class BoundRule:
    """All that decides an award on one day: rules and gates in force, their numbers, words to explain them with."""

    award: str
    rules: tuple[Rule, ...]
    gates: tuple[Gate, ...]
    condition: AllOf
    values: Mapping[str, Value]
    words: Mapping[str, str]
    confidences: Mapping[str, str]
    warnings: tuple[str, ...] = field(default=())

    @property
    def carried(self) -> bool:
        """Whether any rule is only carried forward from an earlier regime, its text unread."""
        return any(rule.carried for rule in self.rules)
