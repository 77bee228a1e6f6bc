"""Tables of evaluations: each run, and each verdict with the reasons it was given for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from thidua.honours.models import Title
from thidua.kernel.models import Job
from thidua.people.models import Person, Unit

from .states import AnswerChoice


class EvaluationRun(models.Model):
    """One evaluation of a year below a unit; the newest run of a year is the one shown."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evaluation_runs")
    year = models.PositiveSmallIntegerField(_("năm"))
    decided_on = models.DateField(_("ngày xét"))
    regime = models.CharField(max_length=10)
    job = models.OneToOneField(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="evaluation_run")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]


class Evaluation(models.Model):
    """The verdict for one person and title of a year, with its tree of reasons as it was found then."""

    run = models.ForeignKey(EvaluationRun, on_delete=models.CASCADE, related_name="evaluations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evaluations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evaluations")
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="evaluations")
    answer = models.CharField(max_length=12, choices=AnswerChoice.choices)
    reasons = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "person", "title"], name="dossiers_evaluation_once")]
        indexes = [models.Index(fields=["run", "unit", "title", "answer"], name="dossiers_evaluation_counts")]
