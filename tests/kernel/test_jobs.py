"""The life of a background job: progress, stopping, resuming, being taken over."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.factories.kernel import MOMENT, JobFactory, OnceKeyFactory
from tests.factories.people import UserFactory
from thidua.kernel import jobs as ground
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound, WrongState
from thidua.kernel.jobs import LEASE, JobContext, enqueue, job, run_now
from thidua.kernel.models import AuditEvent, Job, OnceKey
from thidua.kernel.services import ask_cancel, clear_old, requeue_stale, resume_job
from thidua.kernel.states import JobState
from thidua.kernel.verdicts import ALLOWED, refused

pytestmark = pytest.mark.django_db
BY = SystemActor("thử")


@job("tests.nothing")
def nothing(ctx: JobContext) -> None:
    """Do nothing."""


@job("tests.steps")
def steps(ctx: JobContext) -> dict[str, Any]:
    """Make ``n`` effects, one per batch; at effect ``break_at`` raise once, at ``cancel_at`` be asked to stop."""
    n = ctx.params["n"]
    ctx.set_total(n)
    while (i := ctx.cursor or 0) < n:
        with ctx.batch() as batch:
            JobFactory(kind="tests.effect", label=str(i), state=JobState.DONE)
            batch.advance(cursor=i + 1, by=1)
            if ctx.job.attempt == 1:
                _disturb(ctx, i)
    return {"made": ctx.cursor}


def _disturb(ctx: JobContext, i: int) -> None:
    if i == ctx.params.get("break_at"):
        raise RuntimeError("hỏng giữa chừng")
    if i == ctx.params.get("refuse_at"):
        raise InvalidInput("Thiếu ngày xét.", "Hãy nhập ngày xét rồi chạy tiếp.")
    if i == ctx.params.get("cancel_at"):
        ask_cancel(job_id=ctx.job.pk, permitted=ALLOWED, by=BY, at=MOMENT)
    if i == ctx.params.get("lost_at"):
        Job.objects.filter(pk=ctx.job.pk).update(attempt=9)


def queued(**params: Any) -> Job:
    """Enqueue the job of steps without running it (its transaction does not end in a test)."""
    return enqueue("tests.steps", label="Việc thử", params=params, by=BY, at=MOMENT)


def effects() -> list[str]:
    """Return the labels of all effects, in order."""
    return list(Job.objects.filter(kind="tests.effect").order_by("pk").values_list("label", flat=True))


def test_a_job_runs_to_its_end_and_keeps_its_progress_and_result() -> None:
    row = run_now(queued(n=3))
    assert (row.state, row.done, row.total, row.result, row.attempt) == (JobState.DONE, 3, 3, {"made": 3}, 1)
    assert row.started_at
    assert row.finished_at
    assert effects() == ["0", "1", "2"]


def test_a_job_starts_when_its_transaction_is_committed_and_not_before(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = queued(n=1)
        row.refresh_from_db()
        assert row.state == JobState.QUEUED
    row.refresh_from_db()
    assert row.state == JobState.DONE


def test_a_job_runs_once_however_often_it_is_told_to() -> None:
    row = run_now(queued(n=2))
    run_now(row)
    ground.run_job.enqueue(row.pk)
    assert effects() == ["0", "1"]


def test_a_task_for_a_job_that_is_gone_does_nothing() -> None:
    ground.run_job.call(999_999)


def test_a_failing_batch_is_undone_and_the_job_goes_on_from_the_batch_before() -> None:
    row = run_now(queued(n=4, break_at=2))
    assert (row.state, row.done, row.cursor) == (JobState.FAILED, 2, 2)
    assert "RuntimeError: hỏng giữa chừng" in row.error
    assert effects() == ["0", "1"]
    resume_job(job_id=row.pk, permitted=ALLOWED, by=BY, at=MOMENT)
    row = run_now(Job.objects.get(pk=row.pk))
    assert (row.state, row.done, row.error, row.result) == (JobState.DONE, 4, "", {"made": 4})
    assert effects() == ["0", "1", "2", "3"]


def test_a_refusal_inside_a_job_is_kept_in_its_own_words() -> None:
    row = run_now(queued(n=2, refuse_at=0))
    assert row.error == "Thiếu ngày xét. Hãy nhập ngày xét rồi chạy tiếp."


def test_a_job_asked_to_stop_stops_after_its_batch_and_can_go_on() -> None:
    row = run_now(queued(n=4, cancel_at=1))
    assert (row.state, row.done) == (JobState.CANCELLED, 2)
    resume_job(job_id=row.pk, permitted=ALLOWED, by=BY, at=MOMENT)
    row = run_now(Job.objects.get(pk=row.pk))
    assert (row.state, row.done, row.cancel_asked) == (JobState.DONE, 4, False)
    assert effects() == ["0", "1", "2", "3"]


def test_a_batch_of_a_worker_thought_dead_does_not_count() -> None:
    row = run_now(queued(n=3, lost_at=1))
    assert effects() == ["0"]
    # The whole batch is undone (here with the take-over itself, which it played), and the late worker wrote no outcome.
    assert (row.state, row.done) == (JobState.RUNNING, 1)


def test_a_worker_being_shut_down_hands_the_job_back(monkeypatch: pytest.MonkeyPatch) -> None:
    row = queued(n=2)
    ground.ask_stop()
    try:
        row = run_now(row)
        assert (row.state, row.done, row.finished_at) == (JobState.QUEUED, 0, None)
    finally:
        ground._stop_asked.clear()
    assert run_now(row).state == JobState.DONE


def test_a_job_knows_who_asked_and_when_also_after_a_resumption() -> None:
    user = UserFactory()
    row = enqueue("tests.nothing", label="v", params={}, by=user, at=MOMENT, unit_id=5)
    context = JobContext(Job.objects.get(pk=row.pk))
    assert (context.by, context.at, row.unit_id) == (user, MOMENT, 5)
    assert JobContext(JobFactory()).by == SystemActor("tests.nothing")


def test_a_job_of_an_unknown_kind_is_refused_at_once_and_failed_in_words_later() -> None:
    with pytest.raises(ValueError, match="no job of kind"):
        enqueue("tests.unheard", label="", params={}, by=BY, at=MOMENT)
    row = run_now(JobFactory(kind="tests.gone"))
    assert row.state == JobState.FAILED
    assert "không biết loại công việc" in row.error


def test_two_jobs_may_not_share_a_kind() -> None:
    with pytest.raises(ValueError, match="two jobs"):
        job("tests.steps")(nothing)
    assert job("tests.nothing")(nothing) is nothing  # a module imported twice is no conflict


# --- asking to stop and to go on --------------------------------------------------------------------------------------


def test_a_waiting_job_is_stopped_at_once_with_one_event() -> None:
    row = queued(n=1)
    for _ in range(2):
        stopped = ask_cancel(job_id=row.pk, permitted=ALLOWED, by=BY, at=MOMENT)
        assert (stopped.state, stopped.finished_at) == (JobState.CANCELLED, MOMENT)
    assert [event.details for event in AuditEvent.objects.all()] == [{"state": ["queued", "cancelled"]}]
    assert run_now(stopped).state == JobState.CANCELLED


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
def test_a_job_that_has_ended_cannot_be_stopped(state: JobState) -> None:
    with pytest.raises(WrongState):
        ask_cancel(job_id=JobFactory(state=state).pk, permitted=ALLOWED, by=BY, at=MOMENT)


@pytest.mark.parametrize("verb", [ask_cancel, resume_job])
def test_stopping_and_resuming_need_permission_and_a_job(verb) -> None:
    row = JobFactory(state=JobState.QUEUED)
    with pytest.raises(NotAllowed, match="không được"):
        verb(job_id=row.pk, permitted=refused("không được"), by=BY, at=MOMENT)
    with pytest.raises(NotFound):
        verb(job_id=row.pk + 1, permitted=ALLOWED, by=BY, at=MOMENT)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("state", "silent_for", "allowed"),
    [
        (JobState.RUNNING, timedelta(0), False),
        (JobState.RUNNING, LEASE + timedelta(seconds=1), True),
        (JobState.DONE, timedelta(0), False),
        (JobState.FAILED, timedelta(0), True),
        (JobState.CANCELLED, timedelta(0), True),
    ],
)
def test_what_may_be_resumed(state: JobState, silent_for: timedelta, allowed: bool) -> None:
    row = JobFactory(state=state, heartbeat_at=MOMENT - silent_for)
    if allowed:
        assert resume_job(job_id=row.pk, permitted=ALLOWED, by=BY, at=MOMENT).state == JobState.QUEUED
    else:
        with pytest.raises(WrongState):
            resume_job(job_id=row.pk, permitted=ALLOWED, by=BY, at=MOMENT)


def test_resuming_twice_is_resuming_once() -> None:
    row = JobFactory(state=JobState.FAILED)
    for _ in range(2):
        resume_job(job_id=row.pk, permitted=ALLOWED, by=BY, at=MOMENT)
    assert AuditEvent.objects.count() == 1


# --- recovery ---------------------------------------------------------------------------------------------------------


def states() -> dict[str, str]:
    """Return each job's state by label."""
    return dict(Job.objects.values_list("label", "state"))


def test_only_running_jobs_without_a_sign_of_life_are_put_back() -> None:
    now = timezone.now()
    late, fresh = now - LEASE - timedelta(seconds=1), now - LEASE + timedelta(seconds=1)
    JobFactory(label="chết", state=JobState.RUNNING, heartbeat_at=late)
    JobFactory(label="chết ngay", state=JobState.RUNNING, heartbeat_at=None)
    JobFactory(label="sống", state=JobState.RUNNING, heartbeat_at=fresh)
    JobFactory(label="xong", state=JobState.DONE, heartbeat_at=late)
    assert requeue_stale(at=now) == 2
    assert states() == {"chết": "queued", "chết ngay": "queued", "sống": "running", "xong": "done"}


def test_a_waiting_job_whose_task_got_lost_is_told_again(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    with django_capture_on_commit_callbacks(execute=True):
        known = queued(n=1)
    lost = JobFactory()
    with django_capture_on_commit_callbacks(execute=True):
        assert requeue_stale(at=MOMENT) == 1
    waiting = [args["args"][0] for args in DBTaskResult.objects.values_list("args_kwargs", flat=True)]
    assert sorted(waiting) == [known.pk, lost.pk]
    assert requeue_stale(at=MOMENT) == 0


def test_old_keys_and_notes_are_cleared_and_young_ones_kept(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    OnceKeyFactory(created_at=MOMENT - timedelta(days=8))
    young = OnceKeyFactory(created_at=MOMENT - timedelta(days=6))
    waiting, ended = (ground.run_job.enqueue(i).db_result for i in range(2))
    DBTaskResult.objects.update(enqueued_at=datetime(2018, 1, 1, tzinfo=MOMENT.tzinfo))
    DBTaskResult.objects.filter(pk=ended.pk).update(status="SUCCESSFUL")
    assert clear_old(at=MOMENT) == 2
    assert list(OnceKey.objects.all()) == [young]
    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [waiting.pk]


def test_the_ground_imports_no_room() -> None:
    folder = Path(ground.__file__).parent
    rooms = re.compile(r"^\s*(?:from|import)\s+thidua\.(?!kernel)", re.MULTILINE)
    assert rooms.search("from thidua.people.models import Unit")  # the control
    assert [path.name for path in folder.rglob("*.py") if rooms.search(path.read_text())] == []
