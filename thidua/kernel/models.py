"""Tables of the ground: the audit chain, background jobs, one-time form keys, exceptions to the working week."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .states import JobState


class AuditEvent(models.Model):
    """One write, by whom, on what; linked to the event before it by hash. Never updated, never deleted.

    It holds no foreign keys, so that history outlives what it tells of. ``details`` (old → new) may be erased for a
    person's privacy: the chain covers only its salted hash.
    """

    seq = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor_id = models.PositiveBigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40, blank=True)
    object_label = models.CharField(max_length=300, blank=True)
    unit_id = models.PositiveBigIntegerField(null=True)
    details = models.JSONField(null=True)
    salt = models.CharField(max_length=32, blank=True)
    details_hash = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="kernel_audit_object"),
            models.Index(fields=["unit_id", "-seq"], name="kernel_audit_unit"),
            models.Index(fields=["actor_id", "-seq"], name="kernel_audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class AuditHead(models.Model):
    """The last link of the chain, one row; locking it puts writers in line."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="kernel_audit_one_head")]

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


class Job(models.Model):
    """A long piece of work in the background: its progress, where it stopped, and what it gave.

    ``cursor`` is written in the same transaction as each batch, so that a killed job goes on exactly where it was.
    ``attempt`` counts the workers that took the job up: a batch of an earlier one no longer counts. ``unit_id`` is the
    unit whose officers may see the job (a number, for the ground knows no units).
    """

    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    cursor = models.JSONField(null=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    cancel_asked = models.BooleanField(default=False)
    attempt = models.PositiveIntegerField(default=0)
    unit_id = models.PositiveBigIntegerField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=JobState.values), name="kernel_job_known_state")]
        indexes = [
            models.Index(fields=["state", "heartbeat_at"], name="kernel_job_waiting"),
            models.Index(fields=["unit_id", "-created_at"], name="kernel_job_unit"),
        ]

    def __str__(self) -> str:
        return self.label


class OnceKey(models.Model):
    """A form's one-time key and the answer that its first sending got; a second sending gets the same answer.

    ``status`` 0 means that the answer could not be kept (a file, a stream): a second sending is told so.
    """

    key = models.CharField(max_length=64, primary_key=True)
    user_id = models.PositiveBigIntegerField(null=True)
    path = models.CharField(max_length=500)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="kernel_once_created")]

    def __str__(self) -> str:
        return self.key


class CalendarDay(models.Model):
    """An announced exception to the calendar: an extra day off, or a weekend worked in exchange."""

    day = models.DateField(primary_key=True)
    working = models.BooleanField()
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
