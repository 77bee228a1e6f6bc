"""Views of targets and figures: thin; services write, selectors read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.kernel.errors import Refusal
from thidua.movements import policies, services
from thidua.movements.selectors import movements_visible_to, owner_choices, target_for
from thidua.movements.states import MovementState
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.statistics.figures import read_target
from thidua.web.listing import download_of
from thidua.web.movements.pages import insist_open
from thidua.web.saving import SignedIn, put_next_to_fields

from .forms import NewTargetForm, TargetForm
from .pages import detail_context, list_context, rows_context


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show the year's targets with their progress."""
    shown = list_context(request, timezone.localdate())
    return download_of(request, shown["listing"]) or render(request, "statistics/list.html", shown)


@require_GET
def detail(request: SignedIn, target_id: int) -> HttpResponse:
    """Show one target: what is counted, how far it is, and each unit's part."""
    today = timezone.localdate()
    target = target_for(request.user, target_id, today)
    shown = detail_context(request, target, today)
    return download_of(request, shown["listing"]) or render(request, "statistics/detail.html", shown)


@require_GET
def rows(request: SignedIn, target_id: int) -> HttpResponse:
    """Show the people or units behind a number."""
    today = timezone.localdate()
    target = target_for(request.user, target_id, today)
    shown = rows_context(request, target, today)
    return download_of(request, shown["listing"]) or render(request, "statistics/rows.html", shown)


@require_http_methods(["GET", "POST"])
def add(request: SignedIn) -> HttpResponse:
    """Set a new target."""
    today = timezone.localdate()
    require(request.user, Permission.LAUNCH_MOVEMENT, None, today)
    owners = list(owner_choices(request.user, today))
    open_movements = movements_visible_to(request.user, today).filter(owner__in=owners).exclude(
        state=MovementState.CLOSED
    )  # fmt: skip
    initial = {"year": today.year, "due_on": today.replace(month=12, day=31)}
    form = NewTargetForm(request.POST or None, owners=owners, movements=list(open_movements), initial=initial)

    def save() -> Any:
        said = form.cleaned_data
        return services.plan_target(
            owner_id=said["owner_id"], year=said["year"], movement_id=said["movement_id"], **form.values,
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    return _saved_or_shown(request, form, save, _("Đã giao chỉ tiêu."))


@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, target_id: int) -> HttpResponse:
    """Change an open target."""
    today = timezone.localdate()
    target = target_for(request.user, target_id, today)
    require(request.user, Permission.LAUNCH_MOVEMENT, target.owner_id, today)
    insist_open(policies.can_edit_target(request.user, target, today))
    form = TargetForm(request.POST or None, initial=TargetForm.of(target))

    def save() -> Any:
        return services.edit_target(
            target_id=target.pk, expected_version=form.cleaned_data["version"], **form.values, by=request.user,
            at=timezone.now(),
        )  # fmt: skip

    return _saved_or_shown(request, form, save, _("Đã lưu chỉ tiêu."), target)


def _saved_or_shown(
    request: SignedIn, form: TargetForm, save: Callable[[], Any], words: str, target: Any = None
) -> HttpResponse:
    refusal, posted = None, request.method == "POST"
    if posted and form.is_valid():
        try:
            saved = save()
        except Refusal as error:
            refusal = error
            put_next_to_fields(form, error)
        else:
            messages.success(request, words)
            return redirect("statistics:detail", saved.pk)
    status = (refusal.status if refusal else 422) if posted else 200
    return render(request, "statistics/form.html", {"form": form, "target": target, "refusal": refusal}, status=status)


@require_POST
def close(request: SignedIn, target_id: int) -> HttpResponse:
    """Close a target of the whole year with today's figures."""
    target = target_for(request.user, target_id, timezone.localdate())
    services.close_target(target_id=target.pk, read_target=read_target, by=request.user, at=timezone.now())
    messages.success(request, _("Đã chốt chỉ tiêu với số liệu hôm nay."))
    return redirect("statistics:detail", target_id)
