"""The table of a unit: its people by the awards of a run, and its own verdicts as a collective."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from thidua.kernel.actors import Actor
from thidua.people.models import Unit
from thidua.people.selectors import search_people, units_below

from ..models import Evaluation, EvaluationRun
from .counts import subject_of
from .runs import awards_of_run
from .verdicts import VerdictFilter, evaluations_visible_to


@dataclass(slots=True)
class TableRow:
    """One person, with the answer for each award of the run that judged them (award → answer)."""

    evaluation: Evaluation
    answers: dict[str, str] = field(default_factory=dict)


def personal_awards(run: EvaluationRun) -> list[str]:
    """Return the awards for people that a run judged, lowest first."""
    return [code for code in awards_of_run(run) if subject_of(code) != "collective"]


def people_of_table(
    run: EvaluationRun, unit: Unit, awards: list[str], asked: VerdictFilter, actor: Actor, day: date
) -> QuerySet[Evaluation]:
    """Return one verdict for each person of the unit and below whom ``asked`` leaves, in order of names.

    ``asked`` with an answer and an award keeps who got it for that award; with an answer alone, who got it for any.
    """
    rows = _of(run, unit, actor, day).filter(person__isnull=False)
    first = rows.filter(award=awards[0]) if awards else rows.none()
    parts = (("award", asked.award), ("answer", asked.answer), ("reason", asked.reason))
    wanted = {name: value for name, value in parts if value}
    if wanted:
        first = first.filter(person__in=rows.filter(**wanted).order_by().values("person_id"))
    if asked.query:
        first = first.filter(person__in=search_people(actor, asked.query, day).order_by().values("id"))
    return first.order_by("person__name_sort", "person_id")


def table_rows(run: EvaluationRun, shown: list[Evaluation]) -> list[TableRow]:
    """Return the rows of a page of ``people_of_table``, with all answers: one query."""
    rows = {evaluation.person_id: TableRow(evaluation) for evaluation in shown}
    answers = Evaluation.objects.filter(run=run, person__in=list(rows)).values_list("person_id", "award", "answer")
    for person_id, award, answer in answers:
        rows[person_id].answers[award] = answer
    return list(rows.values())


def collective_verdicts(run: EvaluationRun, unit: Unit, actor: Actor, day: date) -> list[Evaluation]:
    """Return the verdicts on the unit itself as a collective."""
    return list(evaluations_visible_to(actor, day).filter(run=run, unit=unit, person__isnull=True))


def _of(run: EvaluationRun, unit: Unit, actor: Actor, day: date) -> QuerySet[Evaluation]:
    below = units_below([unit.pk], run.decided_on)
    return evaluations_visible_to(actor, day).filter(run=run, unit__in=below.values("id"))
