"""Views of rounds' units and of moves: thin; services write, selectors read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.kernel.errors import InvalidInput, NotFound, Refusal
from thidua.people.selectors import unit_for
from thidua.registration.selectors import grid, registration_for, round_for
from thidua.registration.services import move_registration, start_registration
from thidua.registration.states import REGISTRATION_MOVES
from thidua.web.listing import download_of
from thidua.web.saving import SignedIn

from .forms import MoveForm, StartForm
from .pages import clock_of, list_context

if TYPE_CHECKING:
    from thidua.registration.models import Registration

_DONE = {
    "submit": gettext_lazy("Đã nộp đăng ký. Công đoàn cấp trên sẽ tiếp nhận hoặc trả lại kèm lý do."),
    "recall": gettext_lazy("Đã rút lại; bạn có thể sửa rồi nộp lại."),
    "return": gettext_lazy("Đã trả lại cho đơn vị kèm lý do."),
    "accept": gettext_lazy("Đã tiếp nhận đăng ký."),
    "receive": gettext_lazy("Đã tiếp nhận thay cho đơn vị."),
}


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show a round's units and where each stands."""
    shown = list_context(request, timezone.localdate())
    offered = [shown["listing"]] if "listing" in shown else []
    return download_of(request, *offered) or render(request, "registration/list.html", shown)


@require_POST
def start(request: SignedIn, round_id: int) -> HttpResponse:
    """Start a unit's registration and open its grid."""
    today, form = timezone.localdate(), StartForm(request.POST)
    call = round_for(request.user, round_id, today)
    if not form.is_valid():
        raise InvalidInput(_("Chọn một đơn vị."))
    unit = unit_for(request.user, form.cleaned_data["unit_id"], today)
    started = start_registration(round_id=call.pk, unit_id=unit.pk, by=request.user, at=timezone.now())
    return redirect("registration:sheet", started.pk)


@require_http_methods(["GET", "POST"])
def submit_page(request: SignedIn, registration_id: int) -> HttpResponse:
    """Show what is about to be handed in, then hand it in."""
    today = timezone.localdate()
    registration = registration_for(request.user, registration_id, today)
    form, refusal = MoveForm(request.POST or None, initial={"version": registration.version}), None
    if request.method == "POST" and form.is_valid():
        refusal = _carry_out(request, registration, "submit", form)
        if refusal is None:
            return redirect("registration:sheet", registration_id)
    table, clock = grid(registration, today), clock_of(registration.round, today)
    context = {"registration": registration, "table": table, "clock": clock, "form": form, "refusal": refusal}
    return render(request, "registration/submit.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
def move(request: SignedIn, registration_id: int, move: str) -> HttpResponse:
    """Recall, return, accept or receive: a page that asks (and takes a reason), then the move."""
    registration = registration_for(request.user, registration_id, timezone.localdate())
    step = next((known for known in REGISTRATION_MOVES if known.code == move), None)
    if step is None:
        raise NotFound(_("Không có việc này."))
    form, refusal = MoveForm(request.POST or None, initial={"version": registration.version}), None
    if request.method == "POST" and form.is_valid():
        refusal = _carry_out(request, registration, move, form)
        if refusal is None:
            return redirect("registration:sheet", registration_id)
    context = {"registration": registration, "step": step, "form": form, "refusal": refusal}
    return render(request, "registration/move.html", context, status=refusal.status if refusal else 200)


def _carry_out(request: SignedIn, registration: Registration, move: str, form: MoveForm) -> Refusal | None:
    """Make the move and say so; return the refusal to be shown next to the form."""
    try:
        done = move_registration(
            registration_id=registration.pk, move=move, reason=form.cleaned_data["reason"],
            expected_version=form.cleaned_data["version"], by=request.user, at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return refusal
    messages.success(request, _DONE[move])
    if move == "submit" and done.late:
        messages.warning(request, _("Nộp sau hạn nên bản đăng ký được ghi là nộp muộn."))
    return None
