"""States of a consultation and of a comment, and what may come of a comment."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsultationState(models.TextChoices):
    """The life of a consultation."""

    OPEN = "open", _("đang lấy ý kiến")
    ENDED = "ended", _("đã kết thúc")
    STOPPED = "stopped", _("đã dừng")


class CommentState(models.TextChoices):
    """The life of a comment."""

    WAITING = "waiting", _("chờ xác nhận qua thư điện tử")
    RECEIVED = "received", _("đã nhận, chưa trả lời")
    ANSWERED = "answered", _("đã trả lời")


class Outcome(models.TextChoices):
    """What an office makes of a comment."""

    ACCEPTED = "accepted", _("tiếp thu")
    PARTLY = "partly", _("tiếp thu một phần")
    REJECTED = "rejected", _("không tiếp thu")
    NOTED = "noted", _("ghi nhận, không liên quan điều kiện xét")
