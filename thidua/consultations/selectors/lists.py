"""Lists: the consultations of somebody's offices, those open to the public, the comments."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.calendar import working_days_between
from thidua.kernel.errors import NotFound
from thidua.people.permissions import Permission
from thidua.people.selectors import visible_units

from ..models import Comment, Consultation
from ..states import CommentState, ConsultationState


def consultations_visible_to(actor: Actor, day: date) -> QuerySet[Consultation]:
    """Return the consultations of the offices where ``actor`` handles dossiers, with how much is in each."""
    offices = visible_units(actor, day, Permission.HANDLE_DOSSIERS).values("pk")
    received = Q(comments__state__in=[CommentState.RECEIVED, CommentState.ANSWERED])
    return (
        Consultation.objects.filter(office__in=offices)
        .select_related("office", "opened_by")
        .annotate(
            people=Count("listed", distinct=True),
            said=Count("comments", filter=received, distinct=True),
            waiting=Count("comments", filter=Q(comments__state=CommentState.RECEIVED), distinct=True),
        )
        .order_by("-opened_on", "-id")
    )


def consultation_for(actor: Actor, consultation_id: int, day: date) -> Consultation:
    """Return the consultation; raises NotFound where it does not exist or is not of an office of ``actor``."""
    found = consultations_visible_to(actor, day).filter(pk=consultation_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy đợt lấy ý kiến này."), _("Mở lại từ danh sách lấy ý kiến."))
    return found


def open_to_public(day: date) -> QuerySet[Consultation]:
    """Return what anybody may read and comment on: the windows of that day."""
    rows = Consultation.objects.filter(state=ConsultationState.OPEN, opened_on__lte=day, closes_on__gte=day)
    return rows.select_related("office").annotate(people=Count("listed")).order_by("closes_on", "id")


def public_consultation(slug: str, day: date) -> Consultation:
    """Return a list that is open to the public; raises NotFound before, after, and for one that never was."""
    found = open_to_public(day).filter(slug=slug).first()
    if found is None:
        raise NotFound(
            _("Danh sách này không còn công khai."), _("Thời gian lấy ý kiến đã hết, hoặc địa chỉ không đúng.")
        )
    return found


def comments_of(consultation: Consultation) -> QuerySet[Comment]:
    """Return the comments that count: by accounts, or confirmed."""
    rows = consultation.comments.exclude(state=CommentState.WAITING)
    return rows.select_related("about", "account", "answered_by")


def unanswered(consultation: Consultation) -> int:
    """Return how many comments still have no disposition."""
    return consultation.comments.filter(state=CommentState.RECEIVED).count()


def waiting_time(consultation: Consultation, day: date) -> int:
    """Return how many working days of the window are left after ``day``; 0 once it has ended."""
    return max(0, working_days_between(day, consultation.closes_on))
