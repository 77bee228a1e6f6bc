"""Views of an office's consultations: opened, answered, ended, stopped, and the minutes to print."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.consultations.selectors import (
    comments_of,
    consultation_for,
    consultations_visible_to,
    unanswered,
    window_for,
)
from thidua.consultations.services import answer_comment, end_consultation, publish, stop_consultation
from thidua.consultations.states import CommentState, ConsultationState
from thidua.kernel.errors import InvalidInput, NotFound
from thidua.nominations.selectors import prospect
from thidua.people.permissions import Permission
from thidua.web.listing import download_of
from thidua.web.nominations.pages import asked_nominations, form_context, tabs
from thidua.web.paging import BoundedPaginator
from thidua.web.saving import SignedIn, form_page, need, refused_by

from .forms import AnswerForm, PublishForm, StopForm
from .lists import consultation_list

PER_PAGE = 50
USUAL_DAYS = 5  # offered where neither the law nor the office asks for a number
TONES = {ConsultationState.OPEN: "info", ConsultationState.ENDED: "ok", ConsultationState.STOPPED: "muted"}
read_or_write = require_http_methods(["GET", "POST"])


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show the consultations of the reader's offices."""
    today = timezone.localdate()
    rows = consultations_visible_to(request.user, today)
    listing = consultation_list(rows, today)
    if (file := download_of(request, listing)) is not None:
        return file
    page = BoundedPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [{"row": row, "tone": TONES[ConsultationState(row.state)]} for row in page.object_list]
    context = {"tabs": tabs(request, today, "consultations:list"), "listing": listing, "page": page, "lines": lines}
    return render(request, "consultations/list.html", context)


@read_or_write
def publish_page(request: SignedIn) -> HttpResponse:
    """Show what would be public and for how long the law asks, and publish it."""
    today = timezone.localdate()
    rows = asked_nominations(request, today)
    if not rows:
        raise InvalidInput(_("Chưa chọn đề nghị nào."), _("Đánh dấu các dòng rồi bấm lại."))
    window = window_for(rows, today)
    title = _("Danh sách đề nghị khen thưởng năm %(year)s") % {"year": rows[0].dossier.year}
    initial = {"title": title, "days": window.days or USUAL_DAYS}
    form = PublishForm(request.POST or None, initial=initial)

    def save(values: dict[str, Any]) -> HttpResponse:
        keys = [row.pk for row in rows]
        said = {"title": values["title"], "days": values["days"]}
        found = publish(nomination_ids=keys, by=request.user, at=timezone.now(), **said)
        messages.success(request, _("Đã công khai danh sách."))
        return redirect("consultations:detail", found.pk)

    context = {"window": window, "prospect": prospect(request.user, rows, "publish", today)}
    return form_page(request, form, "consultations/publish.html", context, save)


@require_GET
def detail(request: SignedIn, consultation_id: int) -> HttpResponse:
    """Show a consultation: whom it shows, how long still, the comments with their authors and answers."""
    today = timezone.localdate()
    found = consultation_for(request.user, consultation_id, today)
    going_on = found.state == ConsultationState.OPEN
    context = {
        "found": found,
        "tone": TONES[ConsultationState(found.state)],
        "listed": found.listed.all(),
        "comments": comments_of(found),
        "address": request.build_absolute_uri(reverse("public:detail", args=[found.slug])),
        "going_on": going_on,
        "may_end": going_on and today > found.closes_on and not unanswered(found),
    }
    return render(request, "consultations/detail.html", context)


@require_POST
def end(request: SignedIn, consultation_id: int) -> HttpResponse:
    """End a consultation."""
    found = consultation_for(request.user, consultation_id, timezone.localdate())
    refusal = refused_by(lambda: end_consultation(consultation_id=found.pk, by=request.user, at=timezone.now()))
    if refusal is None:
        messages.success(request, _("Đã kết thúc lấy ý kiến."))
    else:
        messages.error(request, f"{refusal.message} {refusal.next_step}")
    return redirect("consultations:detail", found.pk)


@read_or_write
def stop(request: SignedIn, consultation_id: int) -> HttpResponse:
    """Take the list off the public page, with the reason."""
    found = consultation_for(request.user, consultation_id, timezone.localdate())
    need(request, Permission.HANDLE_DOSSIERS, found.office_id)
    form = StopForm(request.POST or None)

    def save(values: dict[str, Any]) -> HttpResponse:
        stop_consultation(consultation_id=found.pk, reason=values["reason"], by=request.user, at=timezone.now())
        messages.success(request, _("Đã dừng lấy ý kiến; các đề nghị trở lại “đã thẩm định”."))
        return redirect("consultations:detail", found.pk)

    back = reverse("consultations:detail", args=[found.pk])
    words = form_context(_("Dừng lấy ý kiến"), _("Dừng lấy ý kiến"), back, found.title)
    return form_page(request, form, "nominations/form.html", words, save)


@read_or_write
def answer(request: SignedIn, consultation_id: int, comment_id: int) -> HttpResponse:
    """Write what the office makes of a comment."""
    found = consultation_for(request.user, consultation_id, timezone.localdate())
    comment = comments_of(found).filter(pk=comment_id).first()
    if comment is None:
        raise NotFound(_("Không tìm thấy ý kiến này."), _("Mở lại từ đợt lấy ý kiến."))
    stored = {"outcome": comment.outcome, "answer": comment.answer, "version": comment.version}
    form = AnswerForm(request.POST or None, initial=stored)

    def save(values: dict[str, Any]) -> HttpResponse:
        answer_comment(
            comment_id=comment.pk, outcome=values["outcome"], answer=values["answer"],
            expected_version=values["version"], by=request.user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Đã ghi trả lời."))
        return redirect("consultations:detail", found.pk)

    return form_page(request, form, "consultations/answer.html", {"found": found, "comment": comment}, save)


@require_GET
def minutes(request: SignedIn, consultation_id: int) -> HttpResponse:
    """Show the minutes to print: when, whom, what was said and what came of it; authors are not named."""
    found = consultation_for(request.user, consultation_id, timezone.localdate())
    comments = list(comments_of(found))
    answered = sum(one.state == CommentState.ANSWERED for one in comments)
    context = {"found": found, "listed": found.listed.all(), "comments": comments, "answered": answered}
    return render(request, "consultations/minutes.html", context)
