"""Tables of provisions, of the edition of the law they make, and of simulations."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.kernel.models import Job
from thidua.kernel.states import JobState
from thidua.kernel.versions import Versioned
from thidua.people.models import Person, Unit
from thidua.rules.library import shipped
from thidua.rules.names import AWARDS, any_name

from .states import Confidence, ProvisionKind, ProvisionState


class Provision(Versioned):
    """A newly read provision of the law: a rule, the value of a number, or the check of a carried rule.

    ``target`` names what it is about: the ids of the rule's rows; ``sheet/number``; the id of the rule checked.
    ``entered_by`` is whoever last wrote its content; ``seconded_by`` must be somebody else.
    """

    kind = models.CharField(_("loại"), max_length=8, choices=ProvisionKind.choices)
    state = models.CharField(max_length=10, choices=ProvisionState.choices, default=ProvisionState.DRAFT)
    award = models.CharField(_("danh hiệu, hình thức"), max_length=80, blank=True)
    target = models.CharField(_("về"), max_length=200, blank=True)
    rule_yaml = models.TextField(_("quy tắc"), blank=True)
    params_yaml = models.TextField(_("số liệu của quy tắc"), blank=True)
    stories_yaml = models.TextField(_("chuyện mẫu"), blank=True)
    value = models.CharField(_("giá trị"), max_length=200, blank=True)
    first_day = models.DateField(_("áp dụng từ ngày"))
    last_day = models.DateField(_("đến hết ngày"), null=True, blank=True)
    document = models.CharField(_("văn bản"), max_length=200)
    article = models.CharField(_("điều, khoản, điểm"), max_length=200, blank=True)
    link = models.URLField(_("địa chỉ văn bản"), max_length=500, blank=True)
    confidence = models.CharField(_("độ tin cậy"), max_length=1, choices=Confidence.choices, default=Confidence.READ)
    note = models.TextField(_("ghi chú"), blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    entered_at = models.DateTimeField()
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    seconded_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=500, blank=True)

    class Meta:
        ordering = ["-entered_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ProvisionKind.values), name="lawbooks_provision_known_kind"),
            models.CheckConstraint(condition=Q(state__in=ProvisionState.values), name="lawbooks_provision_known_state"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="lawbooks_provision_forward"
            ),
            models.CheckConstraint(
                condition=~Q(state=ProvisionState.IN_FORCE) | Q(entered_by__isnull=False, seconded_at__isnull=False),
                name="lawbooks_provision_in_force_when",
            ),
            models.CheckConstraint(
                condition=(Q(seconded_by__isnull=True) & ~Q(state=ProvisionState.IN_FORCE))
                | (Q(seconded_by__isnull=False) & ~Q(seconded_by=F("entered_by"))),
                name="lawbooks_provision_two_persons",
            ),
            models.UniqueConstraint(
                fields=["target"],
                condition=Q(
                    kind=ProvisionKind.CHECK,
                    state__in=[ProvisionState.DRAFT, ProvisionState.PROPOSED, ProvisionState.IN_FORCE],
                ),
                name="lawbooks_provision_one_check",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def subject(self) -> str:
        """What it is about, in words: the award and the number's label, or the rule and whose it is."""
        if self.kind == ProvisionKind.NUMBER:
            sheet, _dot, name = self.target.rpartition(".")
            known = shipped().sheets.get(sheet)
            label = known.numbers[name].label_vi if known and name in known.numbers else name
            return f"{any_name(sheet)}: {label}" if sheet in AWARDS else label
        return f"{self.target} ({any_name(self.award)})" if self.award else self.target

    @property
    def source(self) -> str:
        """Document and article in one line, as a citation is written."""
        return ", ".join(part for part in (self.document, self.article) if part)


def fresh_token() -> str:
    """Return a word that no edition had before, so that a rolled-back change can never be mistaken for another."""
    return secrets.token_hex(12)


class Edition(models.Model):
    """Which edition of the law is in force: one row, whose token changes with each change of what is in force."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.CharField(max_length=32, default=fresh_token)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="lawbooks_edition_one")]

    def __str__(self) -> str:
        return self.token


class Simulation(models.Model):
    """Two laws compared on a unit's people for a year. It says what would be; nothing else reads it.

    ``before`` and ``after`` tell each side: day of the law, profile, and the text of a draft as it was then;
    ``edition`` which edition of the law in force both are built on.
    ``summary`` holds the counts once it is finished.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="simulations")
    year = models.PositiveSmallIntegerField(_("năm"))
    decided_on = models.DateField(_("dữ liệu đến ngày"))
    before = models.JSONField()
    after = models.JSONField()
    edition = models.CharField(max_length=32, blank=True)
    people = models.PositiveIntegerField(default=0)
    summary = models.JSONField(null=True)
    job = models.OneToOneField(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="simulation")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["unit", "-started_at"], name="lawbooks_simulation_newest")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"

    @property
    def state(self) -> JobState:
        """How far it is; one whose job is gone before its end counts as stopped."""
        if self.finished_at is not None:
            return JobState.DONE
        return JobState(self.job.state) if self.job else JobState.CANCELLED


class SimulatedChange(models.Model):
    """One person whose answer for an award would differ, with what decides on each side."""

    simulation = models.ForeignKey(Simulation, on_delete=models.CASCADE, related_name="changes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    award = models.CharField(max_length=80)
    direction = models.CharField(max_length=5)
    provision = models.CharField(max_length=400)
    groups = models.JSONField()
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["simulation", "person", "award"], name="lawbooks_change_once"),
        ]
        indexes = [models.Index(fields=["simulation", "direction", "award"], name="lawbooks_change_shown")]

    def __str__(self) -> str:
        return f"{self.award}: {self.direction}"

    def said(self, side: str) -> dict[str, Any]:
        """Return what the law of one side (“before” or “after”) says."""
        found: dict[str, Any] = getattr(self, side)
        return found
