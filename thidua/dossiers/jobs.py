"""The evaluation as a background job: people, then collectives, in the order of their keys, so that it goes on where
it stopped.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from thidua.honours.selectors import register_years
from thidua.kernel.jobs import JobContext, job
from thidua.lawbooks.selectors import live_book
from thidua.people.models import Membership, Unit, UnitAncestry
from thidua.people.selectors import units_below
from thidua.people.states import Tree

from . import simulation  # noqa: F401 - registers its job: only modules named “jobs” are discovered
from .models import EvaluationRun, QuotaProposal
from .services import evaluate_batch, evaluate_collectives, finish_run
from .services.proposing import JOB as PROPOSE
from .services.proposing import keep_proposal
from .services.runs import JOB

BATCH = 1000  # people or units; some seconds of work, far below the lease of a job
BULK_BATCH = 5000  # people judged by columns; below the parameter limit of SQLite
BULK_FROM = 10_000  # people from which on a run goes in bulk without being told so


@job(JOB)
def evaluate(ctx: JobContext) -> dict[str, Any]:
    """Judge everybody who belongs to a unit below the run's on the day of decision, and those units, then count.

    One book of law serves all batches, so that nobody is judged by a provision that came into force in between.
    """
    from .services import bulk  # noqa: PLC0415  # the column engine is heavy, and only this job needs it

    run = EvaluationRun.objects.get(pk=ctx.params["run"])
    people = _people(run)
    total = people.values("person_id").distinct().count()
    ctx.set_total(total)
    by_columns = ctx.params.get("bulk", False) or total >= BULK_FROM
    judge_some, size = (bulk.evaluate_columns, BULK_BATCH) if by_columns else (evaluate_batch, BATCH)
    register, book = register_years(on=run.decided_on), live_book()
    while members := _next(people, ctx.cursor, size):
        with ctx.batch() as batch:
            judge_some(run, members, register, book)
            batch.advance(cursor=members[-1][0], by=len(members))
    if book.awards_on(run.decided_on, "collective"):
        while units := _next_collectives(run):
            with ctx.batch():
                evaluate_collectives(run, units, register, book)
    with ctx.batch():
        bulk.count_reasons(run)
        finish_run(run, at=timezone.now())
    return {"run": run.pk, "people": run.people}


def _people(run: EvaluationRun) -> QuerySet[Membership]:
    units = units_below([run.unit_id], run.decided_on)
    return Membership.objects.at(run.decided_on).filter(unit__in=units)


def _next(people: QuerySet[Membership], cursor: int | None, size: int) -> list[tuple[int, int]]:
    """Return the next people as (person, unit), each once; of two places on one day the later begun counts."""
    rows = people.filter(person_id__gt=cursor or 0).order_by("person_id", "valid_from")
    return list(dict(rows.values_list("person_id", "unit_id")[:size]).items())


def _next_collectives(run: EvaluationRun) -> list[int]:
    """Return the next union units that have members and were not judged yet; the verdicts kept say how far it is."""
    last = run.evaluations.filter(person__isnull=True).aggregate(last=Max("unit_id"))["last"] or 0
    day = run.decided_on
    below = UnitAncestry.objects.at(day).filter(ancestor=OuterRef("pk"))
    members = below.filter(descendant__memberships__in=Membership.objects.at(day))
    units: QuerySet[Unit] = units_below([run.unit_id], day).filter(Exists(members), kind__tree=Tree.UNION, pk__gt=last)
    return list(units.order_by("pk").values_list("pk", flat=True)[:BATCH])


@job(PROPOSE)
def propose(ctx: JobContext) -> dict[str, Any]:
    """Reckon who could stand inside the quota in all units of a run, in one step."""
    row = QuotaProposal.objects.select_related("run").get(pk=ctx.params["proposal"])
    with ctx.batch():
        keep_proposal(row)
    return {"proposal": row.pk}
