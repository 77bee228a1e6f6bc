"""The four answers of the law, as stored and shown."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from thidua.rules.answers import Answer


class AnswerChoice(models.TextChoices):
    """Unknown never becomes no: a missing fact has an answer of its own."""

    MET = Answer.MET.value, _("đủ điều kiện")
    NOT_MET = Answer.NOT_MET.value, _("chưa đủ điều kiện")
    MISSING_DATA = Answer.MISSING_DATA.value, _("chưa đủ dữ liệu")
    NEEDS_PERSON = Answer.NEEDS_PERSON.value, _("cần người xét")
