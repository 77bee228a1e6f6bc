"""Pages of those who keep the law: newly read provisions, tried as they are typed, put in force by two persons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.lawbooks.building import examine
from thidua.lawbooks.policies import can_change, can_move
from thidua.lawbooks.selectors import (
    carried_rows,
    live_book,
    live_faults,
    provision_for,
    provisions_visible_to,
    unsaved,
)
from thidua.lawbooks.services import change_provision, enter_provision, move_provision
from thidua.lawbooks.states import PROVISION_MOVES, ProvisionKind, ProvisionState
from thidua.people.permissions import Permission
from thidua.web.listing import download_of
from thidua.web.paging import BoundedPaginator
from thidua.web.saving import MENDABLE, SignedIn, form_page, need

from .forms import FORMS, CheckForm, NumberForm, ProvisionForm, ReasonForm
from .lists import check_list, provision_list
from .pages import law_tabs, state_badge, story_view

if TYPE_CHECKING:
    from thidua.lawbooks.models import Provision

PER_PAGE = 25


@require_GET
def manage(request: SignedIn) -> HttpResponse:
    """List what was entered, the newest first, and what of it had to be left out."""
    need(request, Permission.KEEP_LAW, None)
    rows = provisions_visible_to(request.user, timezone.localdate())
    listing = provision_list(rows)
    page = BoundedPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    faults = live_faults()
    shown = {
        "listing": listing,
        "tabs": law_tabs(request, "manage"),
        "page": page,
        "rows": [{"row": row, "badge": state_badge(row.state), "fault": faults.get(row.pk)} for row in page],
        "kinds": ProvisionKind.choices,
        "faults": len(faults),
    }
    return download_of(request, listing) or render(request, "lawbooks/manage.html", shown)


@require_http_methods(["GET", "POST"])
def enter(request: SignedIn, kind: str) -> HttpResponse:
    """Enter a newly read provision."""
    need(request, Permission.KEEP_LAW, None)
    form = _form(request, kind, {**FORMS[_known(kind)].START, "target": request.GET.get("quy-tac", "")})

    def save(typed: dict[str, Any]) -> HttpResponse:
        row = enter_provision(kind=kind, **form.typed(), by=request.user, at=timezone.now())
        messages.success(request, _("Đã lưu bản nháp. Xem kết quả thử rồi đề nghị áp dụng."))
        return redirect("lawbooks:provision", row.pk)

    return form_page(request, form, "lawbooks/provision_form.html", _around(request, kind, None), save)


@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, provision_id: int) -> HttpResponse:
    """Change a draft."""
    need(request, Permission.KEEP_LAW, None)
    row = provision_for(request.user, provision_id, timezone.localdate())
    form = _form(request, row.kind, FORMS[row.kind].of(row))

    def save(typed: dict[str, Any]) -> HttpResponse:
        change_provision(
            provision_id=row.pk, expected_version=typed["version"], **form.typed(), by=request.user, at=timezone.now()
        )
        messages.success(request, _("Đã lưu bản nháp."))
        return redirect("lawbooks:provision", row.pk)

    return form_page(request, form, "lawbooks/provision_form.html", _around(request, row.kind, row), save)


@require_POST
def examine_typed(request: SignedIn, kind: str) -> HttpResponse:
    """Try what is being typed, without keeping it: the fault with its line, the stories with their answers."""
    need(request, Permission.KEEP_LAW, None)
    form = _form(request, kind, {}, bound=True)
    form.full_clean()
    return render(request, "lawbooks/_examination.html", _examination(unsaved(kind, form.typed())))


@require_GET
def provision_page(request: SignedIn, provision_id: int) -> HttpResponse:
    """Show one provision, how it comes out when tried, and the steps that may be taken now."""
    need(request, Permission.KEEP_LAW, None)
    return _provision(request, provision_id, None)


@require_POST
def move(request: SignedIn, provision_id: int, move: str) -> HttpResponse:
    """Take a step with a provision: propose, second, reject, withdraw."""
    need(request, Permission.KEEP_LAW, None)
    form = ReasonForm(request.POST)
    form.full_clean()
    said = form.cleaned_data
    try:
        row = move_provision(
            provision_id=provision_id, move=move, reason=said.get("reason", ""),
            expected_version=said.get("version"), by=request.user, at=timezone.now(),
        )  # fmt: skip
    except MENDABLE as refusal:
        return _provision(request, provision_id, refusal)
    messages.success(request, str(ProvisionState(row.state).label).capitalize() + ".")
    return redirect("lawbooks:provision", provision_id)


@require_GET
def checks(request: SignedIn) -> HttpResponse:
    """List the rules carried into the law nobody had read, and who checked them."""
    need(request, Permission.KEEP_LAW, None)
    rows = carried_rows()
    listing = check_list(rows)
    shown = {
        "listing": listing,
        "tabs": law_tabs(request, "checks"),
        "rows": [{"of": row, "badge": state_badge(row.check.state) if row.check else None} for row in rows],
        "done": sum(row.checked for row in rows),
        "total": len(rows),
    }
    return download_of(request, listing) or render(request, "lawbooks/checks.html", shown)


def _known(kind: str) -> str:
    if kind not in FORMS:
        raise Http404
    return kind


def _form(request: SignedIn, kind: str, initial: dict[str, Any], *, bound: bool = False) -> ProvisionForm:
    form = FORMS[_known(kind)](request.POST if bound else request.POST or None, initial=initial)
    if isinstance(form, NumberForm):
        form.offer_numbers(live_book())
    elif isinstance(form, CheckForm):
        form.offer_rules(carried_rows())
    return form


def _around(request: SignedIn, kind: str, row: Provision | None) -> dict[str, Any]:
    return {"tabs": law_tabs(request, "manage"), "kind": kind, "kind_label": ProvisionKind(kind).label, "row": row}


def _examination(provision: Provision) -> dict[str, Any]:
    """Try a provision over the law in force; one in force is part of it already."""
    found = examine(live_book(), provision)
    return {"found": found, "stories": [story_view(result) for result in found.stories]}


def _provision(request: SignedIn, provision_id: int, refusal: Any) -> HttpResponse:
    today = timezone.localdate()
    row = provision_for(request.user, provision_id, today)
    tried = row.state in (ProvisionState.DRAFT, ProvisionState.PROPOSED, ProvisionState.REJECTED)
    steps = [(step, can_move(request.user, row, step.code, today)) for step in PROVISION_MOVES.open_from(row.state)]
    shown = {
        **_around(request, row.kind, row),
        "badge": state_badge(row.state),
        "fault": live_faults().get(row.pk) if row.state == ProvisionState.IN_FORCE else None,
        "can_change": can_change(request.user, row, today),
        "steps": [{"step": step, "verdict": verdict} for step, verdict in steps],
        "refusal": refusal,
        "tried": tried,
        **(_examination(row) if tried else {}),
    }
    return render(request, "lawbooks/provision.html", shown, status=refusal.status if refusal else 200)
