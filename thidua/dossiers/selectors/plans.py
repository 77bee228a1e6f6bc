"""The way to an award for one person: planned by the law room from the record as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from thidua.kernel.errors import NotFound
from thidua.rules.answers import Answer
from thidua.rules.names import any_name
from thidua.rules.planner.plans import Plan, plan
from thidua.rules.planner.saying import Stage, stages

from .sheets import Question


@dataclass(frozen=True, slots=True)
class Way:
    """A plan, and the awards that the reader may choose among (lower first)."""

    awards: tuple[str, ...]
    plan: Plan

    def stages(self) -> list[tuple[Stage, list[tuple[str, Stage]]]]:
        """Return what is to be done, years of the same needs together; each award with its name."""
        found = sorted(stages(self.plan.steps), key=lambda stage: (stage.years[0], stage.years))
        return [
            (same[0], [(any_name(stage.award), stage) for stage in same])
            for same in (list(group) for _years, group in groupby(found, key=lambda stage: stage.years))
        ]


def way_of(question: Question, award: str = "") -> Way:
    """Return the way from the question's year to an award; without one, to the lowest that is not met. No query.

    Raises NotFound for an award that the law of the day does not hold for such people.
    """
    awards = question.awards()
    chosen = award or _lowest_not_met(question, awards)
    if chosen not in awards:
        raise NotFound(_("Không có danh hiệu, hình thức khen thưởng này."), _("Mở lại từ trang “Xét điều kiện”."))
    return Way(awards, plan(chosen, question.history, question.year, question.book))


def _lowest_not_met(question: Question, awards: tuple[str, ...]) -> str:
    """Return the lowest award that is not met; the highest where all are met, "" where there is none."""
    open_ = (award for award in awards if question.judge(award).answer is not Answer.MET)
    return next(open_, awards[-1] if awards else "")
