"""Closed lists of councils: on what a share is taken, and what a vote comes to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Base(models.TextChoices):
    """What a share of votes is a share of."""

    MEMBERS = "members", _("tổng số thành viên hội đồng")
    PRESENT = "present", _("số thành viên có mặt")
    VALID = "valid", _("số phiếu hợp lệ")


class VoteOutcome(models.TextChoices):
    """What a vote comes to."""

    PASSED = "passed", _("thông qua")
    FAILED = "failed", _("không thông qua")
    NO_QUORUM = "no_quorum", _("không đủ số thành viên dự họp")
    UNCERTAIN = "uncertain", _("cần người xét: tùy ý kiến bằng văn bản có được tính không")
