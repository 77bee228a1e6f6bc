"""What a plan asks for, each as one fact of one year, and the history that these facts make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from thidua.rules.facts import GRADE_RANK, History, InitiativeRecord, YearRecord
from thidua.rules.planner.search import granted

Kind = Literal["award", "grade", "registered", "finding", "initiative", "fact", "count"]
# What each kind costs, so that of several ways the plan takes the easiest: work done well before paper and decisions.
_COST: dict[Kind, int] = {"award": 8, "initiative": 4, "finding": 2}


@dataclass(frozen=True, slots=True)
class Deed:
    """One fact to come about in a year: an award, a grade, a registration, a finding, an initiative, a value.

    ``name``: the award, finding, scope or field; ``value``: the grade or number; ``serves``: the award it is for.
    """

    year: int
    kind: Kind
    name: str
    value: Any = None
    serves: str | None = None

    @property
    def cost(self) -> int:
        """How hard it is, to choose among ways."""
        return _COST.get(self.kind, 1)


def with_deeds(history: History, deeds: Iterable[Deed], spent: Sequence[tuple[InitiativeRecord, str]]) -> History:
    """Return the history once all deeds came about; ``spent``: initiatives on record and the award each goes to."""
    records = dict(history.years)
    initiatives = list(history.initiatives or ())
    for record, award in spent:
        initiatives[initiatives.index(record)] = replace(record, used_for=award)
    done = history
    for deed in deeds:
        if deed.kind == "award":
            done = granted(done, deed.name, deed.year)
        elif deed.kind == "initiative":
            initiatives += [InitiativeRecord(deed.year, deed.name, deed.serves)] * deed.value
        else:
            records[deed.year] = _with_fact(records.get(deed.year, YearRecord(deed.year)), deed)
    return replace(done, years=records, initiatives=tuple(initiatives))


def _with_fact(record: YearRecord, deed: Deed) -> YearRecord:
    """Add one fact to a year; of two grades the better stays."""
    if deed.kind == "grade":
        enough = record.grade is not None and GRADE_RANK[record.grade] >= GRADE_RANK[deed.value]
        return record if enough else replace(record, grade=deed.value)
    if deed.kind == "registered":
        return replace(record, registered_titles=(record.registered_titles or frozenset()) | {deed.name})
    if deed.kind == "finding":
        return replace(record, findings={**record.findings, deed.name: True})
    if deed.kind == "count":
        return replace(record, members_with={**(record.members_with or {}), deed.name: deed.value})
    value = dict(deed.value) if isinstance(deed.value, tuple) else deed.value
    changes: dict[str, Any] = {deed.name: value}
    return replace(record, **changes)
