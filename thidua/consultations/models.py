"""Tables of public consultation: the window, what the public sees of each nominee, the comments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.kernel.versions import Versioned
from thidua.nominations.models import Nomination
from thidua.people.models import Unit

from .states import CommentState, ConsultationState, Outcome

LONGEST_COMMENT = 4000


class Consultation(Versioned):
    """One list shown to the public by an office. ``days``: working days; ``closes_on``: the last day of the window.

    ``source``: who asks for so many days, the law by article or the office; ``slug``: its part of the public address.
    """

    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="consultations")
    slug = models.SlugField(max_length=20, unique=True)
    title = models.CharField(_("tên"), max_length=300)
    days = models.PositiveSmallIntegerField(_("số ngày làm việc"))
    source = models.CharField(_("căn cứ"), max_length=300)
    opened_on = models.DateField(_("ngày công khai"))
    closes_on = models.DateField(_("ngày cuối nhận ý kiến"))
    state = models.CharField(max_length=8, choices=ConsultationState.choices, default=ConsultationState.OPEN)
    reason = models.CharField(_("lý do dừng"), max_length=1000, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_on", "-id"]
        verbose_name = _("đợt lấy ý kiến công khai")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ConsultationState.values), name="consultations_known_state"),
            models.CheckConstraint(condition=Q(days__gte=1), name="consultations_some_days"),
            models.CheckConstraint(
                condition=Q(closes_on__gt=models.F("opened_on")), name="consultations_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=~Q(state=ConsultationState.STOPPED) | ~Q(reason=""), name="consultations_stopped_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Listed(models.Model):
    """What the public sees of one nominee, as it was when it was published: the name, the unit, what for."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="listed")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="listings")
    recipient = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=200)
    distinction = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["consultation", "nomination"], name="consultations_listed_once")]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.distinction}"


class Comment(Versioned):
    """One comment on a list or on one of it, by an account or by somebody who confirmed an e-mail address.

    The author's name, account and address are read by the officers of the office alone.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="comments")
    about = models.ForeignKey(Listed, on_delete=models.PROTECT, related_name="comments", null=True, blank=True)
    text = models.TextField(_("ý kiến"), max_length=LONGEST_COMMENT)
    name = models.CharField(_("họ và tên"), max_length=150)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    email = models.EmailField(blank=True)
    state = models.CharField(max_length=8, choices=CommentState.choices)
    written_at = models.DateTimeField()
    outcome = models.CharField(_("xử lý"), max_length=8, choices=Outcome.choices, blank=True)
    answer = models.TextField(_("trả lời"), max_length=LONGEST_COMMENT, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("ý kiến")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CommentState.values), name="consultations_comment_state"),
            models.CheckConstraint(
                condition=~Q(state=CommentState.ANSWERED) | (~Q(outcome="") & ~Q(answer="")),
                name="consultations_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | ~Q(email=""), name="consultations_comment_of_somebody"
            ),
        ]

    def __str__(self) -> str:
        return str(_("ý kiến về %(what)s")) % {"what": self.about or self.consultation}
