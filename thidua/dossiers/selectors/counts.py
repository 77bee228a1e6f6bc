"""The figures of a run: by award, by unit, and a unit's ceiling as information for the council."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet, Sum

from thidua.lawbooks.selectors import live_book
from thidua.people.models import Unit
from thidua.rules.answers import Answer
from thidua.rules.names import AWARDS, any_name
from thidua.rules.quotas import Cap, cap

from ..models import EvaluationRun

# The title whose number a unit's ceiling is counted on, and the one that has the ceiling (NĐ 91/2017 Đ9 k3).
CAP_BASE, CAPPED = "advanced_worker", "grassroots_fighter"
ORDER = {code: place for place, code in enumerate(AWARDS)}


@dataclass(slots=True)
class AwardCount:
    """One line of figures: how many people or collectives got which answer for an award."""

    award: str
    unit: Unit | None = None
    met: int = 0
    not_met: int = 0
    missing_data: int = 0
    needs_person: int = 0

    @property
    def name(self) -> str:
        """The award in words."""
        return any_name(self.award)

    @property
    def of_collectives(self) -> bool:
        """Whether it is an award for collectives."""
        return subject_of(self.award) == "collective"

    @property
    def total(self) -> int:
        """All who were judged."""
        return self.met + self.not_met + self.missing_data + self.needs_person

    def as_dict(self) -> dict[str, int]:
        """Return the four figures by answer."""
        return {answer.value: getattr(self, answer.value) for answer in Answer}


def subject_of(award: str) -> str:
    """Return whom an award is for; a person for a code that the catalogue no longer holds."""
    return AWARDS[award].subject if award in AWARDS else "person"


def in_order(awards: set[str]) -> list[str]:
    """Return codes in the order of the catalogue: people before collectives, lower before higher."""
    return sorted(awards, key=lambda code: (ORDER.get(code, len(ORDER)), code))


def counts_by_award(run: EvaluationRun, units: QuerySet[Unit] | None = None) -> list[AwardCount]:
    """Return the figures of a run, lowest award first, of all its units or of ``units``. One query."""
    tallies = run.tallies.all() if units is None else run.tallies.filter(unit__in=units.values("id"))
    lines: dict[str, AwardCount] = {}
    for award, answer, count in tallies.values_list("award", "answer").annotate(sum=Sum("count")).order_by():
        setattr(lines.setdefault(award, AwardCount(award)), answer, count)
    return [lines[award] for award in in_order(set(lines))]


@dataclass(slots=True)
class UnitCount:
    """One unit's figures for one award, with its ceiling where the law sets one (information for the council)."""

    unit: Unit
    count: AwardCount
    cap: Cap | None = None

    @property
    def over(self) -> int:
        """By how many the eligible exceed the ceiling; 0 when they fit or there is none."""
        return max(0, self.count.met - self.cap.limit) if self.cap else 0


@dataclass(slots=True)
class _UnitSheet:
    unit: Unit
    counts: dict[str, AwardCount] = field(default_factory=dict)


def counts_by_unit(run: EvaluationRun, award: str, units: QuerySet[Unit] | None = None) -> list[UnitCount]:
    """Return each unit's figures for an award, by unit name; with the ceiling for the title that has one."""
    base = {CAP_BASE} if award == CAPPED else set()
    tallies = run.tallies.filter(award__in={award} | base).select_related("unit")
    if units is not None:
        tallies = tallies.filter(unit__in=units.values("id"))
    sheets: dict[int, _UnitSheet] = {}
    for tally in tallies.order_by("unit__name_folded", "unit_id"):
        sheet = sheets.setdefault(tally.unit_id, _UnitSheet(tally.unit))
        line = sheet.counts.setdefault(tally.award, AwardCount(tally.award, tally.unit))
        setattr(line, tally.answer, tally.count)
    return [
        UnitCount(sheet.unit, sheet.counts.get(award, AwardCount(award, sheet.unit)), _cap(run, award, sheet))
        for sheet in sheets.values()
    ]


def _cap(run: EvaluationRun, award: str, sheet: _UnitSheet) -> Cap | None:
    """Return the ceiling counted on those who meet the base title's standards, until its decisions exist."""
    base = sheet.counts.get(CAP_BASE)
    if award != CAPPED or base is None:
        return None
    return cap(CAPPED, run.decided_on, base.met, book=live_book())
