"""Background jobs: exactly once in effect, whatever kills the worker.

A job is a function registered with ``@job`` that does its work in batches. Each batch and the cursor that says where to
go on are written in one transaction, so that a batch either happened and is counted, or did neither. ``attempt`` fences
off a worker that was thought dead: its late batch finds another attempt and is undone.

Jobs live in ``<room>/jobs.py`` and are found when Django starts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from threading import Event
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from .actors import Actor, SystemActor
from .errors import Refusal
from .models import Job
from .states import JobState

logger = logging.getLogger(__name__)

# After this long without a sign of life a running job is taken for dead. A batch must be much shorter.
LEASE = timedelta(minutes=2)

_JOBS: dict[str, Callable[[JobContext], dict[str, Any] | None]] = {}
_stop_asked = Event()


class _Interrupted(BaseException):
    """Leaves a job between two batches. Not an Exception, so that a job's own ``except`` cannot swallow it."""

    def __init__(self, state: JobState | None) -> None:
        super().__init__(state)
        self.state = state


class Batch:
    """One step of a job: call ``advance`` with where the next one begins."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor
        self.by = 0

    def advance(self, *, cursor: Any, by: int) -> None:
        """Set the cursor (plain JSON) with which the job would go on, and count ``by`` more as done."""
        self.cursor = cursor
        self.by += by


class JobContext:
    """What a job's function works with.

    ``params`` as given to ``enqueue``; ``cursor`` as the last batch left it (None at the beginning); ``by`` and ``at``
    for the services it calls: who asked for the job, and when: the same after each resumption.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.params: dict[str, Any] = job.params
        self.cursor: Any = job.cursor
        self.by: Actor = job.created_by or SystemActor(job.kind)
        self.at: datetime = job.created_at

    def set_total(self, n: int) -> None:
        """Say of how many the progress counts."""
        self._record(total=n)
        self.job.total = n

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """Run one batch in a transaction together with its cursor.

        Before it begins the job stops here if somebody asked so, or if the worker is being shut down. What the batch
        wrote is undone when it raises, and when another worker has taken the job over in the meantime.
        """
        self._check_still_wanted()
        with transaction.atomic():
            batch = Batch(self.cursor)
            yield batch
            self._record(cursor=batch.cursor, done=F("done") + batch.by)
        self.cursor = self.job.cursor = batch.cursor
        self.job.done += batch.by

    def _check_still_wanted(self) -> None:
        if _stop_asked.is_set():
            raise _Interrupted(JobState.QUEUED)
        if _own(self.job).filter(cancel_asked=True).exists():
            raise _Interrupted(JobState.CANCELLED)

    def _record(self, **values: Any) -> None:
        if not _own(self.job).update(**values, heartbeat_at=timezone.now()):
            raise _Interrupted(None)


def job(kind: str) -> Callable[[Callable[[JobContext], dict[str, Any] | None]], Callable[..., Any]]:
    """Register a function as the work of jobs of ``kind`` (``room.verb``). Raises ValueError when ``kind`` is taken.

    What it returns becomes the job's result. A resumed job must be able to give it too, so draw it from the database or
    keep running totals in the cursor, never in local variables alone.
    """

    def register(function: Callable[[JobContext], dict[str, Any] | None]) -> Callable[..., Any]:
        if _JOBS.get(kind, function).__qualname__ != function.__qualname__:
            raise ValueError(f"two jobs of kind {kind}")
        _JOBS[kind] = function
        return function

    return register


def enqueue(
    kind: str, *, label: str, params: dict[str, Any], by: Actor, at: datetime, unit_id: int | None = None
) -> Job:
    """Put a job in the queue; a worker takes it up once the caller's transaction is committed.

    ``label`` is what people read; ``unit_id`` is the unit whose officers may see the job (None: whoever asked for it,
    and officers of the whole installation). The calling service audits. Raises ValueError for an unknown kind.
    """
    if kind not in _JOBS:
        raise ValueError(f"no job of kind {kind}")
    row = Job.objects.create(
        kind=kind, label=label[:200], params=params, created_by_id=by.pk, created_at=at, unit_id=unit_id
    )
    send(row.pk)
    return row


def send(job_id: int) -> None:
    """Tell the workers about a queued job after commit. Telling twice is harmless: only one takes it up."""
    transaction.on_commit(partial(run_job.enqueue, job_id))


@task
def run_job(job_id: int) -> None:
    """Run a job in a worker; does nothing when the job is not waiting."""
    found = Job.objects.filter(pk=job_id).first()
    if found is not None:
        run_now(found)


def run_now(row: Job) -> Job:
    """Run a waiting job in this process and return its row as it is afterwards.

    A job that is not waiting (running elsewhere, ended) is left alone. Errors of the job are recorded on the row.
    """
    taken = _take_up(row.pk)
    if taken is not None:
        _finish(taken, _outcome(taken))
    row.refresh_from_db()
    return row


def _take_up(job_id: int) -> Job | None:
    """Claim a waiting job in one statement, so that of several workers exactly one gets it."""
    now = timezone.now()
    with transaction.atomic():
        claimed = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
            state=JobState.RUNNING,
            attempt=F("attempt") + 1,
            started_at=Coalesce("started_at", now),
            heartbeat_at=now,
            finished_at=None,
            error="",
        )
        return Job.objects.select_related("created_by").get(pk=job_id) if claimed else None


def _outcome(taken: Job) -> dict[str, Any]:
    """Run the job's function; return the columns to write."""
    try:
        if taken.kind not in _JOBS:
            return _failed(_("Phiên bản đang chạy không biết loại công việc này."))
        return {"state": JobState.DONE, "result": _JOBS[taken.kind](JobContext(taken))}
    except _Interrupted as interruption:
        return {"state": interruption.state} if interruption.state else {}
    except Refusal as refusal:
        return _failed(f"{refusal.message} {refusal.next_step}".strip())
    except Exception as error:
        logger.exception("job %s (%s) failed", taken.pk, taken.kind)
        return _failed(_("Lỗi bất ngờ: %(error)s") % {"error": f"{type(error).__name__}: {error}"})


def _failed(error: str) -> dict[str, Any]:
    return {"state": JobState.FAILED, "error": error}


def _finish(taken: Job, values: dict[str, Any]) -> None:
    """Write the outcome, unless another worker has the job by now."""
    if not values:
        return
    handed_back = values["state"] == JobState.QUEUED
    finished_at = None if handed_back else timezone.now()
    with transaction.atomic():
        if _own(taken).update(**values, finished_at=finished_at) and handed_back:
            send(taken.pk)


def _own(taken: Job) -> Any:
    """Return the row as long as it is this attempt's."""
    return Job.objects.filter(pk=taken.pk, attempt=taken.attempt, state=JobState.RUNNING)


def ask_stop() -> None:
    """Make the jobs of this process stop after their current batch and go back to the queue."""
    _stop_asked.set()


def is_stale(row: Job, now: datetime) -> bool:
    """Say whether a running job has shown no sign of life for the length of the lease."""
    return row.state == JobState.RUNNING and (row.heartbeat_at is None or row.heartbeat_at < now - LEASE)
