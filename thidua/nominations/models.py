"""Tables of nominations: offices, dossiers, who is put up for what, and every step of each."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.honours.models import CommendationForm, Distinction, OfRecipient, Title
from thidua.honours.states import Basis, IssuerLevel, Subject
from thidua.kernel.versions import Versioned
from thidua.movements.models import Movement
from thidua.people.models import Person, Unit

from .states import DossierKind, NominationState

MOST_DAYS = 90  # working days of any deadline or window
WORKING_DAYS = 10  # to handle what was received, where an office sets no number of its own


class Office(Versioned):
    """How a unit handles what units below put up. A unit without a row works by the defaults of its kind.

    ``decides``: the levels (IssuerLevel) whose decisions are recorded here; the others are proposed upwards.
    ``by_officer``: each sending unit has its officer here, who alone handles what it sends. ``consult_days``: working
    days of public consultation before the council also where the law asks for none; 0 for none.
    """

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="office")
    decides = models.JSONField(_("cấp quyết định tại đây"), default=list)
    by_officer = models.BooleanField(_("chia hồ sơ theo cán bộ phụ trách"), default=False)
    working_days = models.PositiveSmallIntegerField(_("hạn xử lý (ngày làm việc)"), default=WORKING_DAYS)
    consult_days = models.PositiveSmallIntegerField(_("số ngày làm việc lấy ý kiến"), default=0)

    class Meta:
        verbose_name = _("nơi xét hồ sơ")
        constraints = [
            models.CheckConstraint(condition=Q(working_days__gte=1), name="nominations_office_some_days"),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class OfficeRoute(models.Model):
    """Which officer of an office handles what a unit below sends."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="routes")
    sender = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "sender"], name="nominations_route_once")]

    def __str__(self) -> str:
        return f"{self.sender} → {self.officer}"


class Dossier(Versioned):
    """A submission letter (tờ trình) of a unit with what it puts up. Its state is that of its nominations."""

    code = models.CharField(_("mã hồ sơ"), max_length=40, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="dossiers")
    year = models.PositiveSmallIntegerField(_("năm"))
    kind = models.CharField(_("loại khen thưởng"), max_length=10, choices=DossierKind.choices)
    movement = models.ForeignKey(
        Movement, on_delete=models.PROTECT, related_name="dossiers", null=True, blank=True, verbose_name=_("phong trào")
    )
    simplified = models.BooleanField(_("thủ tục đơn giản"), default=False)
    title = models.CharField(_("trích yếu"), max_length=300)
    letter_number = models.CharField(_("số tờ trình"), max_length=60, blank=True)
    letter_date = models.DateField(_("ngày tờ trình"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("hồ sơ đề nghị")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DossierKind.values), name="nominations_dossier_known_kind"),
            models.CheckConstraint(
                condition=~Q(kind=DossierKind.THEMATIC) | Q(movement__isnull=False),
                name="nominations_dossier_theme_named",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-year"], name="nominations_dossier_unit")]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"

    @property
    def basis(self) -> str:
        """What its honours are given for, as the register keeps it."""
        return {DossierKind.THEMATIC: Basis.MOVEMENT, DossierKind.SUDDEN: Basis.SUDDEN}.get(
            DossierKind(self.kind), Basis.MERIT
        )


class Nomination(OfRecipient, Versioned):
    """One person, collective or household put up for one title or form.

    ``unit`` is whose they are. ``holder``: the office where it lies (empty while it is a draft of a group);
    ``sender``: the unit that sent it there, to which a return leads back. ``open_fields``: what a return named; only
    that opens. ``lowered_from``: the code of what was asked for first, where an office lowered it.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="nominations")
    order = models.PositiveIntegerField(default=0)
    subject = models.CharField(_("đối tượng"), max_length=12, choices=Subject.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="nominations", null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="nominations")
    household = models.CharField(_("hộ gia đình"), max_length=200, blank=True)
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="nominations", null=True, blank=True)
    form = models.ForeignKey(
        CommendationForm, on_delete=models.PROTECT, related_name="nominations", null=True, blank=True
    )
    achievement = models.TextField(_("tóm tắt thành tích"), max_length=4000, blank=True)
    state = models.CharField(max_length=14, choices=NominationState.choices, default=NominationState.DRAFT)
    holder = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="held_nominations", null=True, blank=True)
    sender = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sent_nominations", null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    received_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(_("hạn xử lý"), null=True, blank=True)
    open_fields = models.JSONField(default=list, blank=True)
    lowered_from = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["dossier_id", "order", "id"]
        verbose_name = _("đề nghị khen thưởng")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NominationState.values), name="nominations_known_state"),
            models.CheckConstraint(
                condition=Q(title__isnull=False, form__isnull=True) | Q(title__isnull=True, form__isnull=False),
                name="nominations_title_or_form",
            ),
            models.CheckConstraint(
                condition=Q(subject=Subject.PERSON, person__isnull=False)
                | Q(subject=Subject.COLLECTIVE, person__isnull=True)
                | (Q(subject=Subject.HOUSEHOLD, person__isnull=True) & ~Q(household="")),
                name="nominations_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(state=NominationState.DRAFT) | Q(holder__isnull=False) | Q(state=NominationState.WITHDRAWN),
                name="nominations_sent_is_held",
            ),
            models.UniqueConstraint(
                fields=["dossier", "person", "title"],
                condition=Q(person__isnull=False, title__isnull=False),
                name="nominations_person_title_once",
            ),
            models.UniqueConstraint(
                fields=["dossier", "person", "form"],
                condition=Q(person__isnull=False, form__isnull=False),
                name="nominations_person_form_once",
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "state"], name="nominations_inbox"),
            models.Index(fields=["unit", "state"], name="nominations_of_unit"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.recipient}: {self.distinction}"

    @property
    def distinction(self) -> Distinction:
        """The title or form asked for."""
        return cast(Distinction, self.title or self.form)

    @property
    def level(self) -> str:
        """The level (IssuerLevel) that decides it."""
        return str(IssuerLevel(self.distinction.issuer_level))


class Step(models.Model):
    """One step of a nomination, never changed: what was done, from where to where, by whom, why."""

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=20)
    from_state = models.CharField(max_length=14, choices=NominationState.choices)
    to_state = models.CharField(max_length=14, choices=NominationState.choices)
    from_holder = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    to_holder = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=1000, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["nomination", "id"], name="nominations_step_order")]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.move}"


class LineVerdict(models.Model):
    """An office's word on one condition of a nomination: the machine's verdict confirmed, or contested with a reason.

    ``condition`` is the code in the tree of reasons (``rules.reasons``), ``machine`` what the law as code said then.
    """

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="verdicts")
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    condition = models.CharField(max_length=100)
    machine = models.CharField(max_length=12)
    verdict = models.CharField(max_length=12)
    reason = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nomination", "office", "condition"], name="nominations_verdict_once"),
            models.CheckConstraint(
                condition=Q(verdict=models.F("machine")) | ~Q(reason=""), name="nominations_contested_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id} {self.condition}: {self.verdict}"
