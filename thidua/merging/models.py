"""Tables of merging: each merge with what it takes to undo it, and the pairs found to be two people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.kernel.versions import Versioned
from thidua.people.models import Person, Unit

from .states import UNDO_WITHIN


class Merge(Versioned):
    """``gone`` was found to be ``kept`` and is hidden since. Both stay in the table of people.

    ``unit`` and ``gone_unit``: who answered for each then. ``counts``: model → how many rows moved. ``written``: each
    write in order, as ``writing.Written`` keeps it; empty once undone.
    """

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    gone_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    counts = models.JSONField(default=dict, blank=True)
    written: Any = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("lần gộp người")
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merging_merge_of_two"),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="merging_merge_gone_once"
            ),
        ]
        indexes = [models.Index(fields=["unit", "-at"], name="merging_merge_newest")]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"

    def undo_until(self) -> datetime | None:
        """Return the moment until which it can be undone; None where it was."""
        return None if self.undone_at else self.at + UNDO_WITHIN


class Apart(models.Model):
    """Two who look alike and are two people, as somebody found; ``first`` has the lower key."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="merging_apart_in_order"),
            models.UniqueConstraint(fields=["first", "second"], name="merging_apart_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
