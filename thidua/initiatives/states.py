"""Closed lists of this room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """The scope at which an initiative's effect is recognised."""

    GRASSROOTS = "grassroots", _("cơ sở")
    PROVINCIAL = "provincial", _("bộ, ban, ngành, tỉnh")
    NATIONAL = "national", _("toàn quốc")


class InitiativeKind(models.TextChoices):
    """What counts alike for the titles: an initiative, or an accepted research topic."""

    INITIATIVE = "initiative", _("sáng kiến")
    RESEARCH = "research", _("đề tài, đề án, công trình đã nghiệm thu")
