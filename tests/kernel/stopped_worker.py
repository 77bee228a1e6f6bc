"""Run by test_jobs_killed.py: a real ``worker`` command with one slow job.

``slow`` enqueues the job and says each batch it begins; ``rest`` runs what is left and ends.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from thidua.kernel.actors import SystemActor  # noqa: E402
from thidua.kernel.jobs import JobContext, enqueue, job  # noqa: E402
from thidua.kernel.models import Job  # noqa: E402
from thidua.kernel.states import JobState  # noqa: E402

TOTAL = 200


@job("tests.slow")
def slow(ctx: JobContext) -> dict[str, Any]:
    """Leave one effect per batch."""
    ctx.set_total(TOTAL)
    while (n := ctx.cursor or 0) < TOTAL:
        with ctx.batch() as batch:
            Job.objects.create(kind="tests.effect", label=str(n), created_at=timezone.now(), state=JobState.DONE)
            batch.advance(cursor=n + 1, by=1)
        if sys.argv[1] == "slow":
            print("batch", n, flush=True)  # noqa: T201 - what the test waits for
            time.sleep(0.02)
    return {"counted": TOTAL}


if __name__ == "__main__":
    if sys.argv[1] == "slow":
        enqueue("tests.slow", label="chậm", params={}, by=SystemActor("thử"), at=timezone.now())
        call_command("worker")
    else:
        call_command("worker", "--once")
