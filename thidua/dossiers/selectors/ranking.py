"""Those of a unit who meet the standards of an award in a run, in the order that the unit itself gave them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from thidua.kernel.errors import NotFound
from thidua.people.models import Person, Unit
from thidua.rules.answers import Answer

from ..models import CandidateRank, Evaluation, EvaluationRun
from .counts import subject_of
from .runs import award_of_run


@dataclass(frozen=True, slots=True)
class Ranked:
    """One who meets the standards. ``rank`` is ``None`` where the unit gave none."""

    person: Person
    rank: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """A unit's ranking for an award of a year: the ranked by rank, then the others by name.

    ``version`` is that of the whole ranking; 0: none saved yet.
    """

    unit: Unit
    rows: tuple[Ranked, ...]
    version: int

    @property
    def begun(self) -> bool:
        """Whether somebody of those who meet the standards has a rank."""
        return any(row.rank is not None for row in self.rows)

    @property
    def unranked(self) -> int:
        """How many have no rank."""
        return sum(row.rank is None for row in self.rows)


def check_ranked_award(run: EvaluationRun, award: str) -> None:
    """Raise NotFound unless the run judged the award and it is for people."""
    award_of_run(run, award)
    if subject_of(award) == "collective":
        raise NotFound(_("Danh hiệu, hình thức này không dành cho cá nhân."), _("Mở lại từ trang “Xét điều kiện”."))


def ranking_of(run: EvaluationRun, unit: Unit, award: str) -> Ranking:
    """Return the ranking of a unit's own people; two queries, however many they are."""
    rows = list(CandidateRank.objects.filter(unit=unit, year=run.year, award=award))
    return _ranking(unit, _meeting(run, [unit.pk], award), rows)


def rankings_of(run: EvaluationRun, units: Sequence[Unit], award: str) -> list[Ranking]:
    """Return the rankings of several units in their order, without those where nobody meets; two queries."""
    met: dict[int, list[Evaluation]] = {}
    for evaluation in _meeting(run, [unit.pk for unit in units], award):
        met.setdefault(evaluation.unit_id, []).append(evaluation)
    ranks: dict[int, list[CandidateRank]] = {}
    for row in CandidateRank.objects.filter(unit__in=list(met), year=run.year, award=award):
        ranks.setdefault(row.unit_id, []).append(row)
    return [_ranking(unit, met[unit.pk], ranks.get(unit.pk, [])) for unit in units if unit.pk in met]


def _meeting(run: EvaluationRun, unit_ids: list[int], award: str) -> list[Evaluation]:
    rows = Evaluation.objects.filter(run=run, unit__in=unit_ids, award=award, answer=Answer.MET, person__isnull=False)
    return list(rows.select_related("person").order_by("person__name_sort", "person_id"))


def _ranking(unit: Unit, met: list[Evaluation], rows: list[CandidateRank]) -> Ranking:
    by_person = {row.person_id: row for row in rows}
    found = []
    for evaluation in met:
        row = by_person.get(evaluation.person_id or 0)
        if evaluation.person is not None:
            found.append(Ranked(evaluation.person, row.rank if row else None, row.note if row else ""))
    ordered = sorted(found, key=lambda one: (one.rank is None, one.rank or 0))
    return Ranking(unit, tuple(ordered), max((row.version for row in rows), default=0))
