"""Tables of imports: each file sent, what people answered about it, and the traces by which it can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.kernel.models import Job
from thidua.kernel.versions import Versioned
from thidua.people.models import Unit

from .states import UNDO_WITHIN, ImportState, ListKind


class Import(Versioned):
    """A file sent to be imported.

    ``layout``: the table that was found, as plain values for the pages. ``mapping``: a person's own choice of sheet,
    header and columns. ``answers``: field → text of a cell → the meaning chosen. ``settled``: “row:field” → whose value
    of a conflict holds. ``digest`` is that of the plan shown: only that plan may be applied.
    ``purged``: file and details are gone.
    """

    kind = models.CharField(_("loại danh sách"), max_length=14, choices=ListKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="imports")
    year = models.PositiveSmallIntegerField(_("năm"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READING)
    file_name = models.CharField(_("tên tệp"), max_length=200)
    file_hash = models.CharField(max_length=64)
    file_size = models.PositiveBigIntegerField()
    layout = models.JSONField(default=dict, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    settled = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    partial = models.BooleanField(_("chỉ ghi các dòng đúng"), default=False)
    purged = models.BooleanField(default=False)
    problem = models.CharField(max_length=500, blank=True)
    next_step = models.CharField(max_length=500, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("lượt nhập tệp")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ListKind.values), name="workbooks_import_known_kind"),
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="workbooks_import_known_state"),
            models.CheckConstraint(
                condition=~Q(state__in=[ImportState.APPLIED, ImportState.UNDONE]) | Q(applied_at__isnull=False),
                name="workbooks_import_applied_when",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-created_at"], name="workbooks_import_newest")]

    def __str__(self) -> str:
        return self.file_name

    def undo_until(self) -> datetime | None:
        """Return the moment until which it can be undone, or None where nothing was written."""
        return self.applied_at + UNDO_WITHIN if self.applied_at and self.state == ImportState.APPLIED else None


class ImportTrace(models.Model):
    """One write of an applied import, as ``kernel.rowsets.Trace`` keeps it, in the order in which they were made."""

    owner = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="traces")
    number = models.PositiveSmallIntegerField()
    trace: Any = models.JSONField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["owner", "number"], name="workbooks_importtrace_once")]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.number}"


class RememberedMapping(models.Model):
    """What somebody chose for the columns of a template, by the signature of its heads: asked once, not each year."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=ListKind.choices)
    signature = models.CharField(max_length=64)
    columns = models.JSONField()
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "signature"], name="workbooks_rememberedmapping_once")
        ]

    def __str__(self) -> str:
        return self.signature[:12]
