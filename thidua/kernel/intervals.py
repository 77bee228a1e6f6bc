"""Half-open validity: a dated row holds from its first day up to, not including, its last."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db import models
from django.db.models import F, Q

M = TypeVar("M", bound=models.Model)


def holds_on(day: date, prefix: str = "") -> Q:
    """Return the filter for rows that hold on ``day``; ``prefix`` is a look-up path such as ``"unit__"``."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    )


class DatedQuerySet(models.QuerySet[M]):
    """A queryset that can be asked “as of” a day."""

    def at(self, day: date) -> DatedQuerySet[M]:
        """Keep the rows that hold on ``day``."""
        return self.filter(holds_on(day))


class Dated(models.Model):
    """A row that holds during ``[valid_from, valid_to)``; an empty end means “until further notice”."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_interval_forward",
            )
        ]

    def holds_on(self, day: date) -> bool:
        """Say whether this row holds on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
