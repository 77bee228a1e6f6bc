"""The two sides of a merge, and how long it can be undone."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

UNDO_WITHIN = timedelta(days=30)


class Side(models.TextChoices):
    """Whose value or row holds."""

    KEPT = "kept", _("của người được giữ")
    GONE = "gone", _("của người được gộp vào")
