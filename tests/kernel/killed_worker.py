"""Run by test_jobs_killed.py in a process of its own: kills a worker at every statement and counts the effects.

Prints JSON: for each kill point how many effects are missing and how many doubled after the job was taken up again.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from thidua.kernel.actors import SystemActor  # noqa: E402
from thidua.kernel.jobs import LEASE, JobContext, enqueue, job, run_now  # noqa: E402
from thidua.kernel.models import Job  # noqa: E402
from thidua.kernel.services import requeue_stale  # noqa: E402
from thidua.kernel.states import JobState  # noqa: E402

TOTAL, STEP = 12, 4


def effects(first: int) -> None:
    """Leave one row per number, which nothing keeps from being doubled."""
    Job.objects.bulk_create(
        Job(kind="tests.effect", label=str(i), created_at=timezone.now(), state=JobState.DONE)
        for i in range(first, first + STEP)
    )


@job("tests.careful")
def careful(ctx: JobContext) -> dict[str, Any]:
    """Write effects and cursor in one transaction."""
    ctx.set_total(TOTAL)
    while (first := ctx.cursor or 0) < TOTAL:
        with ctx.batch() as batch:
            effects(first)
            batch.advance(cursor=first + STEP, by=STEP)
    return {"counted": ctx.cursor}


@job("tests.careless")
def careless(ctx: JobContext) -> dict[str, Any]:
    """The control: the effects are written before the batch begins."""
    while (first := ctx.cursor or 0) < TOTAL:
        effects(first)
        with ctx.batch() as batch:
            batch.advance(cursor=first + STEP, by=STEP)
    return {}


def in_child(work: Callable[[], None]) -> bool:
    """Run ``work`` in a forked process; say whether it lived to its end."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:
            print(repr(error), file=sys.stderr)  # noqa: T201 - a script's error output
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("a child failed")
    return not os.WIFSIGNALED(status)


def killed_at(row_id: int, point: int, *, after: bool) -> Callable[[], None]:
    """Return work that runs the job and kills its own process at the ``point``-th statement."""

    def work() -> None:
        seen = 0

        def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
            nonlocal seen
            seen += 1
            if seen == point and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            result = execute(sql, params, many, context)
            if seen == point:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        row = Job.objects.get(pk=row_id)
        with connection.execute_wrapper(watch):
            run_now(row)

    return work


def taken_up_again(row_id: int) -> Callable[[], None]:
    """Return work that does what a new worker does at its start."""

    def work() -> None:
        requeue_stale(at=timezone.now() + 2 * LEASE)
        run_now(Job.objects.get(pk=row_id))

    return work


def main(kind: str) -> list[dict[str, Any]]:
    """Try every kill point, before and after its statement, until a run outlives it."""
    found = []
    for after in (False, True):
        point, lived = 0, False
        while not lived:
            point += 1
            Job.objects.all().delete()
            row = enqueue(kind, label="đếm", params={}, by=SystemActor("thử"), at=timezone.now())
            lived = in_child(killed_at(row.pk, point, after=after))
            in_child(taken_up_again(row.pk))
            row.refresh_from_db()
            labels = Counter(Job.objects.filter(kind="tests.effect").values_list("label", flat=True))
            found.append(
                {
                    "point": point, "after": after, "lived": lived, "state": row.state, "done": row.done,
                    "missing": TOTAL - len(labels), "doubled": sum(n - 1 for n in labels.values()),
                }
            )  # fmt: skip
    return found


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))  # noqa: T201 - the answer to the test
