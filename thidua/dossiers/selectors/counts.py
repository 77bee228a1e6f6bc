"""The figures of a run: by title, by unit, and a unit's ceiling as information for the council."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet, Sum

from thidua.honours.models import Title
from thidua.people.models import Unit
from thidua.rules.answers import Answer
from thidua.rules.quotas import Cap, cap

from ..models import EvaluationRun

# The title whose number a unit's ceiling is counted on, and the one that has the ceiling (NĐ 91/2017 Đ9 k3).
CAP_BASE, CAPPED = "advanced_worker", "grassroots_fighter"


@dataclass(slots=True)
class TitleCount:
    """One line of figures: how many people got which answer for a title."""

    title: Title
    unit: Unit | None = None
    met: int = 0
    not_met: int = 0
    missing_data: int = 0
    needs_person: int = 0

    @property
    def total(self) -> int:
        """Everybody who was judged."""
        return self.met + self.not_met + self.missing_data + self.needs_person

    def as_dict(self) -> dict[str, int]:
        """Return the four figures by answer."""
        return {answer.value: getattr(self, answer.value) for answer in Answer}


def counts_by_title(run: EvaluationRun, units: QuerySet[Unit] | None = None) -> list[TitleCount]:
    """Return the figures of a run, lowest title first, of all its units or of ``units``. One query."""
    tallies = run.tallies.all() if units is None else run.tallies.filter(unit__in=units.values("id"))
    rows = tallies.values("title_id", "answer").annotate(sum=Sum("people")).order_by()
    titles = {title.pk: title for title in Title.objects.filter(tallies__run=run).distinct()}
    lines = {pk: TitleCount(title) for pk, title in titles.items()}
    for row in rows:
        setattr(lines[row["title_id"]], row["answer"], row["sum"])
    return sorted(lines.values(), key=lambda line: line.title.order)


@dataclass(slots=True)
class UnitCount:
    """One unit's figures for one title, with its ceiling where the law sets one (information for the council)."""

    unit: Unit
    count: TitleCount
    cap: Cap | None = None

    @property
    def over(self) -> int:
        """By how many the eligible exceed the ceiling; 0 when they fit or there is none."""
        return max(0, self.count.met - self.cap.limit) if self.cap else 0


@dataclass(slots=True)
class _UnitSheet:
    unit: Unit
    counts: dict[str, TitleCount] = field(default_factory=dict)


def counts_by_unit(run: EvaluationRun, title: Title, units: QuerySet[Unit] | None = None) -> list[UnitCount]:
    """Return each unit's figures for a title, by unit name; with the ceiling for the title that has one. One query."""
    tallies = run.tallies.filter(title__code__in={title.code, CAP_BASE}).select_related("unit", "title")
    if units is not None:
        tallies = tallies.filter(unit__in=units.values("id"))
    sheets: dict[int, _UnitSheet] = {}
    for tally in tallies.order_by("unit__name_folded", "unit_id"):
        sheet = sheets.setdefault(tally.unit_id, _UnitSheet(tally.unit))
        line = sheet.counts.setdefault(tally.title.code, TitleCount(tally.title, tally.unit))
        setattr(line, tally.answer, tally.people)
    return [
        UnitCount(sheet.unit, sheet.counts.get(title.code, TitleCount(title, sheet.unit)), _cap(run, title, sheet))
        for sheet in sheets.values()
    ]


def _cap(run: EvaluationRun, title: Title, sheet: _UnitSheet) -> Cap | None:
    """Return the ceiling counted on those who meet the base title's standards, until its decisions exist."""
    base = sheet.counts.get(CAP_BASE)
    if title.code != CAPPED or base is None:
        return None
    return cap(CAPPED, run.decided_on, base.met)
