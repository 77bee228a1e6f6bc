"""Writes of the ground: stopping and resuming jobs, erasing an event's details, clearing what has had its time.

The ground does not know who may do what where: the caller asks the room that knows and passes its ``Verdict``.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from .actors import Actor
from .auditing import audit, service
from .errors import InvalidInput, NotAllowed, NotFound
from .jobs import LEASE, is_stale, run_job, send
from .models import AuditEvent, Job, OnceKey
from .states import JOB_MOVES, JobState
from .verdicts import Verdict

# How long a form's one-time key and a finished task's note are kept.
KEEP = timedelta(days=7)


@service("job.cancel")
def ask_cancel(*, job_id: int, permitted: Verdict, by: Actor, at: datetime) -> Job:
    """Stop a job: at once while it waits, after its current batch while it runs. Again: nothing more happens.

    Raises NotFound, NotAllowed, or WrongState when the job has ended otherwise.
    """
    row = _locked(job_id, permitted)
    if row.state == JobState.CANCELLED or row.cancel_asked:
        return row
    move = JOB_MOVES.check("cancel", row.state)
    old = row.state
    if row.state == JobState.QUEUED:
        row.state, row.finished_at = move.target, at
    row.cancel_asked = True
    row.save(update_fields=["state", "finished_at", "cancel_asked"])
    audit(row, unit_id=row.unit_id, details={"state": [old, move.target]})
    return row


@service("job.resume")
def resume_job(*, job_id: int, permitted: Verdict, by: Actor, at: datetime) -> Job:
    """Put a failed, stopped or abandoned job back in the queue; it goes on after its last finished batch.

    Again: nothing more happens. Raises NotFound, NotAllowed, or WrongState when it is running or done.
    """
    row = _locked(job_id, permitted)
    if row.state == JobState.QUEUED:
        return row
    old = row.state
    if not is_stale(row, at):
        JOB_MOVES.check("resume", row.state)
    row.state, row.cancel_asked, row.error, row.finished_at = JobState.QUEUED, False, "", None
    row.save(update_fields=["state", "cancel_asked", "error", "finished_at"])
    send(row.pk)
    audit(row, unit_id=row.unit_id, details={"state": [old, row.state], "done": row.done})
    return row


def _locked(job_id: int, permitted: Verdict) -> Job:
    row = Job.objects.select_for_update().filter(pk=job_id).first()
    if row is None:
        raise NotFound(_("Không tìm thấy công việc này."))
    if not permitted:
        raise NotAllowed(permitted.reason)
    return row


@service("audit.erase")
def erase_details(*, seq: int, reason: str, permitted: Verdict, by: Actor, at: datetime) -> AuditEvent:
    """Blank what one event tells about values (a person's right); who did what and when stays, and the chain holds.

    The erasure is an event of its own. Again: nothing more happens. Raises NotFound, NotAllowed, InvalidInput.
    """
    event = AuditEvent.objects.select_for_update().filter(seq=seq).first()
    if event is None:
        raise NotFound(_("Không tìm thấy sự kiện này trong nhật ký."))
    if not permitted:
        raise NotAllowed(permitted.reason)
    if not reason.strip():
        raise InvalidInput(_("Cần ghi lý do xóa."), fields={"reason": _("Hãy ghi lý do.")})
    if event.details is None:
        return event
    AuditEvent.objects.filter(seq=seq).update(details=None, salt="")
    audit(AuditEvent, unit_id=event.unit_id, label=str(seq), details={"seq": seq, "reason": reason})
    event.details, event.salt = None, ""
    return event


def requeue_stale(*, at: datetime) -> int:
    """Put abandoned jobs back in the queue and return how many; workers call it at their start and now and then.

    Abandoned: running without a sign of life for the length of the lease, or waiting without a task that would wake a
    worker (the process died between the commit and telling the queue).
    """
    silent = Q(heartbeat_at__lt=at - LEASE) | Q(heartbeat_at__isnull=True)
    with transaction.atomic():
        abandoned = list(
            Job.objects.select_for_update(skip_locked=True)
            .filter(silent, state=JobState.RUNNING)
            .values_list("pk", flat=True)
        )
        Job.objects.filter(pk__in=abandoned).update(state=JobState.QUEUED)
        told = DBTaskResult.objects.filter(task_path=run_job.module_path, status=TaskResultStatus.READY)
        known = {args_kwargs["args"][0] for args_kwargs in told.values_list("args_kwargs", flat=True)}
        waiting = Job.objects.filter(state=JobState.QUEUED).exclude(pk__in=known)
        forgotten = [pk for pk in waiting.values_list("pk", flat=True) if pk not in abandoned]
        for job_id in [*abandoned, *forgotten]:
            send(job_id)
    return len(abandoned) + len(forgotten)


def clear_old(*, at: datetime) -> int:
    """Delete one-time keys and notes of finished tasks that have had their time; return how many."""
    keys, _by_model = OnceKey.objects.filter(created_at__lt=at - KEEP).delete()
    ended = DBTaskResult.objects.exclude(status=TaskResultStatus.READY)
    notes, _by_model = ended.filter(enqueued_at__lt=at - KEEP).delete()
    return keys + notes
