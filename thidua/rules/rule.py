"""What the catalogue holds: regimes, rules, the findings a rule needs, and a rule bound to one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from thidua.rules.conditions import Condition
from thidua.rules.numbers import Value
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
    """One version of a title's rule: condition as data, the findings it needs, when it holds."""

    id: str
    title: str
    regime_code: str
    period: Period
    condition: Condition
    findings: tuple[Finding, ...]

    @property
    def citation(self) -> Citation:
        """The main text it comes from."""
        return self.condition.clause.citation

    @property
    def confidence(self) -> str:
        """R, Q or M for the rule as a whole; single conditions may be surer or less sure."""
        return self.condition.clause.confidence


@dataclass(frozen=True, slots=True, eq=False)
class BoundRule:
    """A rule with the numbers of one day: values to compute with, words to explain with, marks of confidence."""

    rule: Rule
    values: Mapping[str, Value]
    words: Mapping[str, str]
    confidences: Mapping[str, str]
