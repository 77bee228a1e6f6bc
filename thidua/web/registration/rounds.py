"""Views of rounds: opening one and moving its deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thidua.kernel.errors import NotAllowed, Refusal
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.registration.selectors import round_for, round_owners, titles_offered_on
from thidua.registration.services import edit_round, open_round
from thidua.web.saving import SignedIn, put_next_to_fields

from .forms import RoundForm

if TYPE_CHECKING:
    from thidua.registration.models import RegistrationRound


@require_http_methods(["GET", "POST"])
def open_page(request: SignedIn) -> HttpResponse:
    """Open a year's round for one's own unit."""
    today = timezone.localdate()
    owners = list(round_owners(request.user, today))
    if not owners:
        raise NotAllowed(_("Chỉ công đoàn cấp trên mở được đợt đăng ký."))
    initial = {"owner_id": owners[0].pk, "year": today.year}
    form = RoundForm(request.POST or None, owners=owners, titles=list(titles_offered_on(today)), initial=initial)
    refusal = _saved(request, form, None) if form.is_valid() else None
    return _answer(request, form, refusal, None)


@require_http_methods(["GET", "POST"])
def edit_page(request: SignedIn, round_id: int) -> HttpResponse:
    """Move a round's deadlines or change what it offers."""
    today = timezone.localdate()
    call = round_for(request.user, round_id, today)
    require(request.user, Permission.RECEIVE_REGISTRATIONS, call.owner_id, today)
    titles = list(titles_offered_on(call.opens_on))
    form = RoundForm(request.POST or None, owners=[call.owner], titles=titles, initial=RoundForm.of(call))
    form.fields["year"].disabled = True
    refusal = _saved(request, form, call) if form.is_valid() else None
    return _answer(request, form, refusal, call)


def _saved(request: SignedIn, form: RoundForm, call: RegistrationRound | None) -> Refusal | int:
    """Open or edit; return the round's key, or the refusal to be shown next to the form."""
    said = form.cleaned_data
    days = {name: said[name] for name in ("opens_on", "soft_deadline", "hard_deadline")}
    asked = {**days, "title_codes": said["titles"], "by": request.user, "at": timezone.now()}
    try:
        if call is None:
            return open_round(owner_id=said["owner_id"], year=said["year"], **asked).pk
        return edit_round(round_id=call.pk, expected_version=said["version"], **asked).pk
    except Refusal as refusal:
        put_next_to_fields(form, refusal)
        return refusal


def _answer(
    request: SignedIn, form: RoundForm, saved: Refusal | int | None, call: RegistrationRound | None
) -> HttpResponse:
    if isinstance(saved, int):
        messages.success(request, _("Đã lưu đợt đăng ký.") if call else _("Đã mở đợt đăng ký."))
        return redirect(f"{reverse('registration:list')}?dot={saved}")
    status = saved.status if saved else 200
    return render(request, "registration/round.html", {"form": form, "call": call, "refusal": saved}, status=status)
