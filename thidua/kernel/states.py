"""States of the ground's own things."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """The life of a background job."""

    QUEUED = "queued", _("đang chờ")
    RUNNING = "running", _("đang chạy")
    DONE = "done", _("đã xong")
    FAILED = "failed", _("bị lỗi")
    CANCELLED = "cancelled", _("đã dừng")


JOB_ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})
