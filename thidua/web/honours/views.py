"""Views of the register of honours: thin; services write, selectors read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from thidua.honours.policies import can_change, can_record
from thidua.honours.selectors import (
    chain_of,
    events_of,
    forms_on,
    holder_for,
    honour_for,
    honours_visible_to,
    search_register,
    titles_on,
    units_with_register,
)
from thidua.honours.services import NewHonour, amend_honour, entry_of, record_honour, revoke_honour
from thidua.honours.states import Subject
from thidua.kernel.errors import NotAllowed
from thidua.kernel.verdicts import Verdict
from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.people.selectors import search_people
from thidua.web.downloads import download, refuse_too_many
from thidua.web.listing import download_of, narrowed_by
from thidua.web.paging import BoundedPaginator
from thidua.web.saving import SignedIn, form_page, need
from thidua.workbooks.selectors import honours_workbook

from .forms import (
    AmendForm,
    HonourForm,
    RegisterFilterForm,
    RevokeForm,
    distinction_choices,
    revoking_decision,
    values_of,
)
from .lists import register_list

PER_PAGE, PRINTED, SUGGESTED = 50, 2000, 12
read_or_write = require_http_methods(["GET", "POST"])


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show the register, narrowed by the filter."""
    today = timezone.localdate()
    form, rows = _register(request, today)
    listing = register_list(rows, form)
    if (file := download_of(request, listing)) is not None:
        return file
    paginator = BoundedPaginator(rows, PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    can = can_record(request.user, None, today)
    shown = {"page": page, "paginator": paginator, "filter": form, "can_record": can, "listing": listing}
    return render(request, "honours/list.html", shown)


@require_GET
def print_page(request: SignedIn) -> HttpResponse:
    """Show what the filter leaves as one sheet to print."""
    form, rows = _register(request, timezone.localdate())
    shown = list(rows[: PRINTED + 1])
    context = {"rows": shown[:PRINTED], "more": len(shown) > PRINTED, "most": PRINTED, "narrowed": narrowed_by(form)}
    return render(request, "honours/print.html", context)


@require_GET
def workbook(request: SignedIn) -> HttpResponse:
    """Hand out what the filter leaves as a workbook to which honours can be added, to be sent back."""
    today = timezone.localdate()
    _form, rows = _register(request, today)
    refuse_too_many(rows)
    return download(honours_workbook(rows, today), _("sổ khen thưởng") + ".xlsx")


def _register(request: SignedIn, today: date) -> tuple[RegisterFilterForm, Any]:
    units = units_with_register(request.user, today)
    form = RegisterFilterForm(request.GET, distinctions=_distinctions(today, _("Tất cả")), units=units)
    return form, search_register(honours_visible_to(request.user, today), form.asked())


def _distinctions(day: date, empty: str, subject: str = "") -> list[tuple[Any, Any]]:
    return distinction_choices(titles_on(day, subject), forms_on(day), empty)


@read_or_write
def add_page(request: SignedIn) -> HttpResponse:
    """Choose the holder: a search, which needs no script; then write the entry."""
    need(request, Permission.EDIT_HONOURS, None)
    person_id, subject = request.GET.get("person", ""), request.GET.get("subject", "")
    if person_id.isdecimal() and len(person_id) < 16:
        return _write(request, int(person_id), Subject.PERSON)
    if subject in {Subject.COLLECTIVE, Subject.HOUSEHOLD}:
        return _write(request, None, Subject(subject))
    return render(request, "honours/choose.html", _found(request))


def _write(request: SignedIn, person_id: int | None, subject: Subject) -> HttpResponse:
    today = timezone.localdate()
    holder = holder_for(request.user, person_id, today)
    choices = _distinctions(today, _("Chọn danh hiệu, hình thức"), subject)
    form = HonourForm(request.POST or None, units=holder.units, distinctions=choices, subject=subject, year=today.year)

    def save(clean: dict[str, Any]) -> HttpResponse:
        entry = NewHonour(person_id=person_id, **values_of(clean))
        honour = record_honour(entry=entry, by=request.user, at=timezone.now())
        messages.success(request, _("Đã ghi vào sổ: {honour}.").format(honour=honour))
        return redirect("honours:detail", honour.pk)

    return form_page(request, form, "honours/add.html", {"holder": holder, "subject": subject}, save)


@require_GET
def people_found(request: SignedIn) -> HttpResponse:
    """Suggest people while a name is typed."""
    need(request, Permission.EDIT_HONOURS, None)
    return render(request, "honours/people.html", _found(request))


def _found(request: SignedIn) -> dict[str, Any]:
    query = request.GET.get("q", "").strip()
    found = list(search_people(request.user, query, timezone.localdate())[:SUGGESTED]) if query else []
    return {"found": found, "query": query}


@require_GET
def detail_page(request: SignedIn, honour_id: int) -> HttpResponse:
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
def amend_page(request: SignedIn, honour_id: int) -> HttpResponse:
    """Correct an entry."""
    honour = honour_for(request.user, honour_id, timezone.localdate())
    _need(can_change(request.user, honour, timezone.localdate()))
    choices = _distinctions(honour.decision_date, _("Chọn"), honour.subject)
    form = AmendForm(request.POST or None, entry=entry_of(honour), version=honour.version, distinctions=choices)

    def save(clean: dict[str, Any]) -> HttpResponse:
        new = amend_honour(
            honour_id=honour_id,
            expected_version=clean["version"],
            changes=values_of(clean),
            reason=clean["reason"],
            by=request.user,
            at=timezone.now(),
        )
        same = new.pk == honour_id
        messages.success(request, _("Không có gì thay đổi.") if same else _("Đã điều chỉnh. Mục cũ còn trong lịch sử."))
        return redirect("honours:detail", new.pk)

    return form_page(request, form, "honours/amend.html", {"honour": honour}, save)


@read_or_write
def revoke_page(request: SignedIn, honour_id: int) -> HttpResponse:
    """Take an honour back by a decision."""
    honour = honour_for(request.user, honour_id, timezone.localdate())
    _need(can_change(request.user, honour, timezone.localdate()))
    initial = {"version": honour.version, "issuer": honour.issuer, "issuer_level": honour.issuer_level}
    form = RevokeForm(request.POST or None, initial=initial)

    def save(clean: dict[str, Any]) -> HttpResponse:
        entry = revoke_honour(
            honour_id=honour_id,
            expected_version=clean["version"],
            decision=revoking_decision(clean),
            reason=clean["reason"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã ghi việc thu hồi. Mục tặng còn trong lịch sử."))
        return redirect("honours:detail", entry.pk)

    return form_page(request, form, "honours/revoke.html", {"honour": honour}, save)


def _need(verdict: Verdict) -> None:
    if not verdict:
        raise NotAllowed(verdict.reason, _("Nếu bạn cần quyền này, hãy nhờ quản trị hệ thống cấp vai trò phù hợp."))
