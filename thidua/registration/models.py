"""Tables of registrations and of the yearly record."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.honours.models import Title
from thidua.kernel.versions import Versioned
from thidua.people.models import Person, Unit

from .states import CaseKind, DisciplineLevel, Grade, LeaveKind, RegistrationState, RoundPhase


class RegistrationRound(Versioned):
    """A year's call for registrations by an upper unit. After the soft deadline a submission counts as late; after
    the hard one only the upper unit can still receive it.
    """

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="registration_rounds")
    year = models.PositiveSmallIntegerField(_("năm"))
    opens_on = models.DateField(_("mở từ ngày"))
    soft_deadline = models.DateField(_("hạn nộp"))
    hard_deadline = models.DateField(_("hạn chót"))
    titles = models.ManyToManyField(Title, related_name="registration_rounds")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "year"], name="registration_round_one_a_year"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("soft_deadline"), soft_deadline__lte=F("hard_deadline")),
                name="registration_round_deadlines_in_order",
            ),
        ]

    def __str__(self) -> str:
        return _("Đợt đăng ký thi đua năm %(year)s") % {"year": self.year}

    def phase_on(self, day: date) -> RoundPhase:
        """Say where ``day`` stands; both deadlines last to the end of their own day (Asia/Ho_Chi_Minh)."""
        if day < self.opens_on:
            return RoundPhase.NOT_OPEN
        if day <= self.soft_deadline:
            return RoundPhase.OPEN
        return RoundPhase.LATE if day <= self.hard_deadline else RoundPhase.CLOSED

    def roll_day(self, today: date) -> date:
        """Return the day whose members are listed: today while the round runs, its nearest end otherwise."""
        return max(self.opens_on, min(today, self.hard_deadline))


class Registration(Versioned):
    """What one unit registers for one year: a draft until submitted, saved as it is typed."""

    round = models.ForeignKey(RegistrationRound, on_delete=models.PROTECT, related_name="registrations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="registrations")
    year = models.PositiveSmallIntegerField(_("năm"))
    state = models.CharField(max_length=10, choices=RegistrationState.choices, default=RegistrationState.DRAFT)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    reason = models.CharField(_("lý do trả lại"), max_length=500, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["-year", "unit__name_folded"]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="registration_registration_one_a_round"),
            models.CheckConstraint(
                condition=Q(state__in=RegistrationState.values), name="registration_registration_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RegistrationState.DRAFT, RegistrationState.RETURNED])
                | Q(submitted_at__isnull=False),
                name="registration_registration_submitted_when",
            ),
        ]

    def __str__(self) -> str:
        return _("Đăng ký thi đua năm %(year)s của %(unit)s") % {"year": self.year, "unit": self.unit}


class RegistrationLine(models.Model):
    """One title registered for a person, or (person empty) for the unit itself."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registration_lines", null=True)
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="registration_lines")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "person", "title"],
                condition=Q(person__isnull=False),
                name="registration_line_once",
            ),
            models.UniqueConstraint(
                fields=["registration", "title"], condition=Q(person__isnull=True), name="registration_line_unit_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.person_id or 0}:{self.title_id}"


class PerformanceGrade(Versioned):
    """A person's grade for a year, given by the unit they worked in then."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grades")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grades")
    year = models.PositiveSmallIntegerField(_("năm"))
    grade = models.CharField(_("xếp loại"), max_length=14, choices=Grade.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "year"], name="registration_grade_one_a_year"),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="registration_grade_known"),
        ]
        indexes = [models.Index(fields=["unit", "year"], name="registration_grade_unit_year")]


class UnitResult(Versioned):
    """A year of the unit itself, as a collective: grade, rank in bloc or cluster, whether it exceeded all targets.

    Empty is not known. Given by the level above, never by the unit.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="results")
    year = models.PositiveSmallIntegerField(_("năm"))
    grade = models.CharField(_("xếp loại"), max_length=14, choices=Grade.choices, blank=True)
    rank = models.PositiveSmallIntegerField(_("thứ hạng trong khối, cụm"), null=True, blank=True)
    targets_exceeded = models.BooleanField(_("vượt mọi chỉ tiêu"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="registration_unit_result_one_a_year"),
            models.CheckConstraint(
                condition=Q(grade__in=["", *Grade.values]), name="registration_unit_result_grade_known"
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=True) | Q(rank__gte=1), name="registration_unit_result_rank"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"


class Finding(Versioned):
    """What only people can judge, found about a person for a year, with who and when; person empty: about the unit.

    ``code`` names a finding that a rule of law asks for (e.g. united, active in movements).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="findings", null=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="findings")
    year = models.PositiveSmallIntegerField(_("năm"))
    code = models.SlugField(max_length=60)
    holds = models.BooleanField()
    reason = models.CharField(_("lý do"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "year", "code"], name="registration_finding_once"),
            models.UniqueConstraint(
                fields=["unit", "year", "code"],
                condition=Q(person__isnull=True),
                name="registration_finding_unit_once",
            ),
            models.CheckConstraint(
                condition=Q(holds=True) | ~Q(reason=""), name="registration_finding_refusal_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["unit", "year"], name="registration_finding_unit_year")]


class Discipline(Versioned):
    """A disciplinary measure: its level, when decided, and when its term ends."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="disciplines")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="disciplines")
    level = models.CharField(_("hình thức kỷ luật"), max_length=16, choices=DisciplineLevel.choices)
    decision_number = models.CharField(_("số quyết định"), max_length=60)
    decided_on = models.DateField(_("ngày quyết định"))
    ends_on = models.DateField(_("hết hiệu lực"), null=True, blank=True)

    class Meta:
        ordering = ["-decided_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("decided_on")),
                name="registration_discipline_forward",
            ),
            models.UniqueConstraint(fields=["person", "decision_number"], name="registration_discipline_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} – {self.decision_number}"


class OpenCase(Versioned):
    """A case being looked into about a person or, person empty, about the unit; it holds proposals until it is closed.

    ``closed_on`` is the day on which a written conclusion cleared it, ``outcome`` what that conclusion says.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="open_cases", null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="open_cases")
    kind = models.CharField(_("loại vụ việc"), max_length=13, choices=CaseKind.choices)
    opened_on = models.DateField(_("bắt đầu từ ngày"))
    closed_on = models.DateField(_("ngày có kết luận"), null=True, blank=True)
    note = models.CharField(_("nội dung"), max_length=500, blank=True)
    outcome = models.CharField(_("kết luận"), max_length=500, blank=True)

    class Meta:
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CaseKind.values), name="registration_case_known_kind"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="registration_case_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.opened_on:%d/%m/%Y}"

    @property
    def about(self) -> str:
        """Whom it is about: the person, else the unit."""
        return str(self.person or self.unit)


class Leave(Versioned):
    """A long absence from work."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leaves")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="leaves")
    kind = models.CharField(_("loại nghỉ"), max_length=10, choices=LeaveKind.choices)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"))

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="registration_leave_forward")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on:%d/%m/%Y}–{self.ends_on:%d/%m/%Y}"
