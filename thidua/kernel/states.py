"""States of the ground's own things, and how a background job moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .moves import Move, MoveTable


class JobState(models.TextChoices):
    """The life of a background job."""

    QUEUED = "queued", _("đang chờ")
    RUNNING = "running", _("đang chạy")
    DONE = "done", _("đã xong")
    FAILED = "failed", _("bị lỗi")
    CANCELLED = "cancelled", _("đã dừng")


JOB_ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})

# What a person may do to a job; the worker's own moves (take up, finish, fail) are in jobs.py.
JOB_MOVES = MoveTable(
    [
        Move(
            code="cancel",
            label=_("Dừng"),
            sources=frozenset({JobState.QUEUED, JobState.RUNNING}),
            target=JobState.CANCELLED,
            permission="manage_jobs",
        ),
        Move(
            code="resume",
            label=_("Chạy tiếp"),
            sources=frozenset({JobState.FAILED, JobState.CANCELLED}),
            target=JobState.QUEUED,
            permission="manage_jobs",
        ),
    ]
)
