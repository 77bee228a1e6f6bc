"""Views of the register of honours: thin; services write, selectors read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from thidua.honours.policies import can_change, can_record
from thidua.honours.selectors import (
    chain_of,
    events_of,
    forms_on,
    honour_for,
    honours_visible_to,
    search_register,
    titles_on,
    years_in,
)
from thidua.honours.services import amend_honour, record_honour, revoke_honour
from thidua.kernel.errors import NotAllowed, Refusal
from thidua.kernel.verdicts import Verdict
from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.people.selectors import search_people, visible_units

from .forms import AmendForm, RegisterFilterForm, RevokeForm, distinction_choices
from .pages import HolderPage, amend_initial, explain_refusal

PER_PAGE, PRINTED, SUGGESTED = 50, 2000, 12
read_or_write = require_http_methods(["GET", "POST"])


@require_GET
def list_page(request: HttpRequest) -> HttpResponse:
    """Show the register, narrowed by the filter."""
    today = timezone.localdate()
    form, rows = _register(request, today)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "filter": form, "can_record": can_record(request.user, None, today)}
    return render(request, "honours/list.html", shown)


@require_GET
def print_page(request: HttpRequest) -> HttpResponse:
    """Show what the filter leaves as one sheet to print."""
    form, rows = _register(request, timezone.localdate())
    shown = list(rows[: PRINTED + 1])
    return render(
        request,
        "honours/print.html",
        {"rows": shown[:PRINTED], "more": len(shown) > PRINTED, "most": PRINTED, "form": form},
    )


def _register(request: HttpRequest, today: date) -> tuple[RegisterFilterForm, Any]:
    rows = honours_visible_to(request.user, today)
    units = visible_units(request.user, today).filter(honours__isnull=False).distinct()
    form = RegisterFilterForm(
        request.GET, years=years_in(rows), distinctions=_distinctions(today, _("Tất cả")), units=units
    )
    return form, search_register(rows, form.asked())


def _distinctions(day: date, empty: str) -> list[tuple[str, Any]]:
    return distinction_choices(titles_on(day), forms_on(day), empty)


@read_or_write
def add_page(request: HttpRequest) -> HttpResponse:
    """Choose the holder, then write the entry."""
    today = timezone.localdate()
    _need(can_record(request.user, None, today))
    page = HolderPage.read(request, today, _distinctions(today, _("Chọn danh hiệu, hình thức")))
    if page.form is None or request.method == "GET" or not page.form.is_valid():
        return render(request, "honours/add.html", page.context())
    try:
        honour = record_honour(entry=page.entry(), by=request.user, at=timezone.now())
    except Refusal as refusal:
        explain_refusal(page.form, refusal)
        return render(request, "honours/add.html", page.context() | {"refusal": refusal}, status=refusal.status)
    messages.success(request, _("Đã ghi vào sổ: {honour}.").format(honour=honour))
    return redirect("honours:detail", honour.pk)


@require_GET
def people_found(request: HttpRequest) -> HttpResponse:
    """Suggest people while a name is typed."""
    query = request.GET.get("q", "").strip()
    found = search_people(request.user, query, timezone.localdate())[:SUGGESTED] if query else []
    return render(request, "honours/people.html", {"found": found, "query": query})


@require_GET
def detail_page(request: HttpRequest, honour_id: int) -> HttpResponse:
    """Show one entry with what it changed, what changed it and who wrote it."""
    today = timezone.localdate()
    honour = honour_for(request.user, honour_id, today)
    chain = chain_of(honour)
    audited = may(request.user, Permission.VIEW_AUDIT, honour.unit_id, today)
    shown = {
        "honour": honour,
        "chain": chain,
        "current": chain[-1],
        "can_change": can_change(request.user, honour, today),
        "events": list(events_of(chain)) if audited else None,
    }
    return render(request, "honours/detail.html", shown)


@read_or_write
def amend_page(request: HttpRequest, honour_id: int) -> HttpResponse:
    """Correct an entry."""
    today = timezone.localdate()
    honour = honour_for(request.user, honour_id, today)
    _need(can_change(request.user, honour, today))
    form = AmendForm(
        request.POST or None, initial=amend_initial(honour), distinctions=_distinctions(honour.decision_date, _("Chọn"))
    )
    refusal = _amended(request, honour_id, form) if form.is_valid() else None
    if isinstance(refusal, HttpResponse):
        return refusal
    shown = {"honour": honour, "form": form, "refusal": refusal}
    return render(request, "honours/amend.html", shown, status=refusal.status if refusal else 200)


def _amended(request: HttpRequest, honour_id: int, form: AmendForm) -> HttpResponse | Refusal:
    try:
        honour = amend_honour(
            honour_id=honour_id,
            expected_version=form.cleaned_data["version"],
            changes=form.changes(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        explain_refusal(form, refusal)
        return refusal
    same = honour.pk == honour_id
    messages.success(request, _("Không có gì thay đổi.") if same else _("Đã điều chỉnh. Mục cũ còn trong lịch sử."))
    return redirect("honours:detail", honour.pk)


@read_or_write
def revoke_page(request: HttpRequest, honour_id: int) -> HttpResponse:
    """Take an honour back by a decision."""
    today = timezone.localdate()
    honour = honour_for(request.user, honour_id, today)
    _need(can_change(request.user, honour, today))
    initial = {"version": honour.version, "issuer": honour.issuer, "issuer_level": honour.issuer_level}
    form = RevokeForm(request.POST or None, initial=initial)
    refusal = _revoked(request, honour_id, form) if form.is_valid() else None
    if isinstance(refusal, HttpResponse):
        return refusal
    shown = {"honour": honour, "form": form, "refusal": refusal}
    return render(request, "honours/revoke.html", shown, status=refusal.status if refusal else 200)


def _revoked(request: HttpRequest, honour_id: int, form: RevokeForm) -> HttpResponse | Refusal:
    try:
        entry = revoke_honour(
            honour_id=honour_id,
            expected_version=form.cleaned_data["version"],
            decision=form.decision(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        explain_refusal(form, refusal)
        return refusal
    messages.success(request, _("Đã ghi việc thu hồi. Mục tặng còn trong lịch sử."))
    return redirect("honours:detail", entry.pk)


def _need(verdict: Verdict) -> None:
    if not verdict:
        raise NotAllowed(verdict.reason, _("Nếu bạn cần quyền này, hãy nhờ quản trị hệ thống cấp vai trò phù hợp."))
