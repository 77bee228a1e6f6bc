"""Views of movements and campaigns: thin; services write, selectors read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.kernel.errors import InvalidInput, NotFound, Refusal
from thidua.movements import policies, services
from thidua.movements.selectors import movement_for, open_matters, open_targets, owner_choices, themes_visible_to
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.people.selectors import unit_for
from thidua.statistics.figures import read_target, targets_progress
from thidua.web.listing import download_of
from thidua.web.saving import SignedIn, put_next_to_fields

from .forms import (
    CloseForm,
    CriterionFormSet,
    MilestoneForm,
    MovementForm,
    ThemeForm,
    criteria_initial,
    criteria_of,
)
from .pages import detail_context, insist_open, list_context, silent_context


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show the year's movements and campaigns."""
    shown = list_context(request, timezone.localdate())
    return download_of(request, shown["listing"]) or render(request, "movements/list.html", shown)


@require_GET
def detail(request: SignedIn, movement_id: int) -> HttpResponse:
    """Show one movement: plan, milestones, targets, units taking part, silent units."""
    today = timezone.localdate()
    movement = movement_for(request.user, movement_id, today)
    shown = detail_context(request, movement, today)
    return download_of(request, shown["listing"]) or render(request, "movements/detail.html", shown)


@require_GET
def silent(request: SignedIn, movement_id: int) -> HttpResponse:
    """Show the call sheet of silent units, made to be printed."""
    today = timezone.localdate()
    movement = movement_for(request.user, movement_id, today)
    shown = silent_context(movement, request.user, today)
    return download_of(request, shown["listing"]) or render(request, "movements/silent.html", shown)


@require_http_methods(["GET", "POST"])
def plan(request: SignedIn) -> HttpResponse:
    """Plan a movement of a unit that the person launches for."""
    today = timezone.localdate()
    require(request.user, Permission.LAUNCH_MOVEMENT, None, today)
    owners = list(owner_choices(request.user, today))
    ends = {"starts_on": today.replace(month=1, day=1), "ends_on": today.replace(month=12, day=31)}
    initial = {"year": today.year, **ends}
    form = MovementForm(request.POST or None, owners=owners, initial=initial)
    criteria = CriterionFormSet(request.POST or None, prefix="criteria")

    def save() -> Any:
        return services.plan_movement(
            owner_id=form.cleaned_data["owner_id"], criteria=criteria_of(criteria), **form.plan,
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    return _saved_or_shown(request, form, criteria, save, _("Đã lập kế hoạch. Khi sẵn sàng, hãy phát động."))


@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, movement_id: int) -> HttpResponse:
    """Change a movement that is still planned."""
    today = timezone.localdate()
    movement = movement_for(request.user, movement_id, today)
    require(request.user, Permission.LAUNCH_MOVEMENT, movement.owner_id, today)
    insist_open(policies.can_edit(request.user, movement, today))
    form = MovementForm(request.POST or None, owners=[movement.owner], initial=MovementForm.of(movement))
    criteria = CriterionFormSet(request.POST or None, prefix="criteria", initial=criteria_initial(movement))

    def save() -> Any:
        return services.edit_movement(
            movement_id=movement.pk, expected_version=form.cleaned_data["version"], criteria=criteria_of(criteria),
            **form.plan, by=request.user, at=timezone.now(),
        )  # fmt: skip

    return _saved_or_shown(request, form, criteria, save, _("Đã lưu kế hoạch."), movement)


def _saved_or_shown(
    request: SignedIn, form: MovementForm, criteria: Any, save: Any, words: str, movement: Any = None
) -> HttpResponse:
    """Save a whole plan and lead to it, or show the form again with what was typed and what is wrong."""
    refusal = None
    posted = request.method == "POST"
    if posted and form.is_valid() & criteria.is_valid():
        try:
            saved = save()
        except Refusal as error:
            refusal = error
            put_next_to_fields(form, error)
        else:
            messages.success(request, words)
            return redirect("movements:detail", saved.pk)
    context = {"form": form, "criteria": criteria, "movement": movement, "refusal": refusal}
    status = (refusal.status if refusal else 422) if posted else 200
    return render(request, "movements/form.html", context, status=status)


@require_POST
def launch(request: SignedIn, movement_id: int) -> HttpResponse:
    """Launch a planned movement."""
    movement = movement_for(request.user, movement_id, timezone.localdate())
    services.launch_movement(movement_id=movement.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Đã phát động. Các đơn vị trực thuộc nhìn thấy và tham gia được từ bây giờ."))
    return redirect("movements:detail", movement_id)


@require_POST
def milestone(request: SignedIn, movement_id: int, milestone_id: int) -> HttpResponse:
    """Record that a milestone was reached."""
    today = timezone.localdate()
    movement = movement_for(request.user, movement_id, today)
    require(request.user, Permission.LAUNCH_MOVEMENT, movement.owner_id, today)
    if milestone_id not in {one.pk for one in movement.milestones.all()}:
        raise NotFound(_("Không tìm thấy mốc này."), _("Mở lại trang phong trào."))
    form = MilestoneForm(request.POST, prefix=f"m{milestone_id}")
    if not form.is_valid():
        raise InvalidInput(_("Ngày thực hiện chưa đúng."), _("Nhập ngày theo dạng ngày/tháng/năm."))
    said = form.cleaned_data
    services.record_milestone(
        milestone_id=milestone_id, done_on=said["done_on"], note=said["note"], expected_version=said["version"],
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Đã ghi mốc."))
    return redirect("movements:detail", movement_id)


@require_http_methods(["GET", "POST"])
def close(request: SignedIn, movement_id: int) -> HttpResponse:
    """Show what closing will close and what is still open, then close."""
    today = timezone.localdate()
    movement = movement_for(request.user, movement_id, today)
    require(request.user, Permission.LAUNCH_MOVEMENT, movement.owner_id, today)
    insist_open(policies.can_close(request.user, movement, today))
    form, refusal = CloseForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        refusal = _close(request, movement_id, confirmed=form.cleaned_data["confirmed"])
        if refusal is None:
            return redirect("movements:detail", movement_id)
    context = {
        "movement": movement, "form": form, "refusal": refusal, "matters": open_matters(movement, today),
        "progress": targets_progress(open_targets(movement).select_related("owner"), today),
    }  # fmt: skip
    return render(request, "movements/close.html", context, status=refusal.status if refusal else 200)


def _close(request: SignedIn, movement_id: int, *, confirmed: bool) -> Refusal | None:
    try:
        services.close_movement(
            movement_id=movement_id, read_target=read_target, confirmed=confirmed, by=request.user, at=timezone.now()
        )
    except Refusal as error:
        return error
    messages.success(request, _("Đã tổng kết phong trào và chốt các chỉ tiêu của phong trào."))
    return None


@require_http_methods(["GET", "POST"])
def theme(request: SignedIn, unit_id: int, year: int) -> HttpResponse:
    """Give a unit's year its theme."""
    today = timezone.localdate()
    unit = unit_for(request.user, unit_id, today)
    require(request.user, Permission.LAUNCH_MOVEMENT, unit.pk, today)
    stored = themes_visible_to(request.user, year, today).filter(unit=unit).first()
    initial = {"title": stored.title, "version": stored.version} if stored else {}
    form, refusal = ThemeForm(request.POST or None, initial=initial), None
    if request.method == "POST" and form.is_valid():
        refusal = _set_theme(request, unit.pk, year, form)
        if refusal is None:
            return redirect("movements:list")
    status = 200 if request.method == "GET" else (refusal.status if refusal else 422)
    context = {"form": form, "unit": unit, "year": year, "refusal": refusal}
    return render(request, "movements/theme.html", context, status=status)


def _set_theme(request: SignedIn, unit_id: int, year: int, form: ThemeForm) -> Refusal | None:
    said = form.cleaned_data
    try:
        services.set_theme(
            unit_id=unit_id, year=year, title=said["title"], expected_version=said["version"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except Refusal as error:
        return error
    messages.success(request, _("Đã lưu chủ đề năm."))
    return None
