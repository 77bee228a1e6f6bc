"""The evaluation as a background job: people in the order of their keys, so that it goes on where it stopped."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from thidua.honours.selectors import register_years
from thidua.kernel.jobs import JobContext, job
from thidua.people.models import Membership
from thidua.people.selectors import units_below

from . import simulation  # noqa: F401 - registers its job
from .models import EvaluationRun
from .services import evaluate_batch, finish_run
from .services.runs import JOB, titles_judged

BATCH = 1000  # people; some seconds of work, far below the lease of a job


@job(JOB)
def evaluate(ctx: JobContext) -> dict[str, Any]:
    """Judge everybody who belongs to a unit below the run's on the day of decision, then count."""
    run = EvaluationRun.objects.get(pk=ctx.params["run"])
    people = _people(run)
    ctx.set_total(people.values("person_id").distinct().count())
    titles = titles_judged(run.decided_on)
    register = register_years(on=run.decided_on)
    while members := _next(people, ctx.cursor):
        with ctx.batch() as batch:
            evaluate_batch(run, members, titles, register)
            batch.advance(cursor=members[-1][0], by=len(members))
    with ctx.batch():
        finish_run(run, at=timezone.now())
    return {"run": run.pk, "people": run.people}


def _people(run: EvaluationRun) -> QuerySet[Membership]:
    units = units_below([run.unit_id], run.decided_on)
    return Membership.objects.at(run.decided_on).filter(unit__in=units)


def _next(people: QuerySet[Membership], cursor: int | None) -> list[tuple[int, int]]:
    """Return the next people as (person, unit), each once; of two places on one day the later begun counts."""
    rows = people.filter(person_id__gt=cursor or 0).order_by("person_id", "valid_from")
    return list(dict(rows.values_list("person_id", "unit_id")[:BATCH]).items())
