"""Views of a unit's part in a movement: join, tighten, confirm, mobilise."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.kernel.errors import InvalidInput, NotFound, Refusal
from thidua.movements import policies, services
from thidua.movements.selectors import movement_for, participation_for
from thidua.movements.states import ParticipationState, Side
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.people.selectors import unit_for
from thidua.web.listing import download_of
from thidua.web.saving import SignedIn, put_next_to_fields

from .forms import JoinForm, LocalForms, PeopleForm
from .pages import insist_open, local_figures, participation_context, people_context


@require_http_methods(["GET", "POST"])
def join(request: SignedIn, movement_id: int, unit_id: int) -> HttpResponse:
    """Bring a unit into a movement with its plan and its tightened figures."""
    today = timezone.localdate()
    movement = movement_for(request.user, movement_id, today)
    unit = unit_for(request.user, unit_id, today)
    require(request.user, Permission.JOIN_MOVEMENT, unit.pk, today)
    insist_open(policies.can_join(request.user, movement, unit.pk, today))
    form, local = JoinForm(request.POST or None), LocalForms(list(movement.criteria.all()), {}, request.POST or None)

    def save() -> Any:
        return services.join_movement(
            movement_id=movement.pk, unit_id=unit.pk, plan=form.cleaned_data["plan"], local_criteria=local.figures,
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    words = _("Đã tham gia. Công đoàn và thủ trưởng cùng xác nhận thì đơn vị chính thức phát động.")
    return _saved_or_shown(request, {"movement": movement, "unit": unit, "form": form, "local": local}, save, words)


@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, participation_id: int) -> HttpResponse:
    """Change the unit's plan and figures before it has launched."""
    today = timezone.localdate()
    part = participation_for(request.user, participation_id, today)
    require(request.user, Permission.JOIN_MOVEMENT, part.unit_id, today)
    insist_open(policies.can_edit_participation(request.user, part, today))
    form = JoinForm(request.POST or None, initial={"plan": part.plan, "version": part.version})
    local = LocalForms(list(part.movement.criteria.all()), local_figures(part), request.POST or None)

    def save() -> Any:
        return services.edit_participation(
            participation_id=part.pk, plan=form.cleaned_data["plan"], local_criteria=local.figures,
            expected_version=form.cleaned_data["version"], by=request.user, at=timezone.now(),
        )  # fmt: skip

    context = {"movement": part.movement, "unit": part.unit, "form": form, "local": local, "part": part}
    return _saved_or_shown(request, context, save, _("Đã lưu. Bên đã xác nhận trước đó cần xác nhận lại."))


def _saved_or_shown(request: SignedIn, context: dict[str, Any], save: Any, words: str) -> HttpResponse:
    refusal, posted = None, request.method == "POST"
    if posted and context["form"].is_valid() & context["local"].is_valid():
        try:
            part = save()
        except Refusal as error:
            refusal = error
            put_next_to_fields(context["form"], error)
        else:
            messages.success(request, words)
            return redirect("movements:participation", part.pk)
    status = (refusal.status if refusal else 422) if posted else 200
    return render(request, "movements/join.html", context | {"refusal": refusal}, status=status)


@require_GET
def detail(request: SignedIn, participation_id: int) -> HttpResponse:
    """Show a unit's part and who still has to confirm."""
    today = timezone.localdate()
    part = participation_for(request.user, participation_id, today)
    return render(request, "movements/participation.html", participation_context(part, request.user, today))


@require_POST
def confirm(request: SignedIn, participation_id: int, side: str) -> HttpResponse:
    """Confirm for the union or the head."""
    part = participation_for(request.user, participation_id, timezone.localdate())
    done = services.confirm_participation(
        participation_id=part.pk, side=_known(side), by=request.user, at=timezone.now()
    )
    launched = done.state == ParticipationState.LAUNCHED
    messages.success(
        request,
        _("Hai bên đã xác nhận: đơn vị chính thức phát động.") if launched else _("Đã xác nhận. Còn chờ bên kia."),
    )
    return redirect("movements:participation", participation_id)


@require_POST
def unconfirm(request: SignedIn, participation_id: int, side: str) -> HttpResponse:
    """Take a confirmation back."""
    part = participation_for(request.user, participation_id, timezone.localdate())
    services.unconfirm_participation(participation_id=part.pk, side=_known(side), by=request.user, at=timezone.now())
    messages.success(request, _("Đã rút xác nhận."))
    return redirect("movements:participation", participation_id)


def _known(side: str) -> str:
    if side not in Side.values:
        raise NotFound(_("Không có bên xác nhận này."), _("Mở lại trang tham gia của đơn vị."))
    return side


@require_http_methods(["GET", "POST"])
def people(request: SignedIn, participation_id: int) -> HttpResponse:
    """Show who takes part, and enter or take off people."""
    today = timezone.localdate()
    part = participation_for(request.user, participation_id, today)
    if request.method == "POST":
        require(request.user, Permission.JOIN_MOVEMENT, part.unit_id, today)
        _mobilise(request, part.pk)
        return redirect("movements:people", participation_id)
    shown = people_context(request, part, today)
    return download_of(request, shown["listing"]) or render(request, "movements/people.html", shown)


def _mobilise(request: SignedIn, participation_id: int) -> None:
    form = PeopleForm(request.POST, people=request.POST.getlist("person"))
    if not form.is_valid():
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        raise InvalidInput(said, _("Quay lại danh sách và chọn lại."))
    ids, at = form.cleaned_data["person_ids"], timezone.now()
    if form.cleaned_data["do"] == PeopleForm.OFF:
        count = services.demobilise(participation_id=participation_id, person_ids=ids, by=request.user, at=at)
        words = ngettext("Đã bỏ %(count)d người.", "Đã bỏ %(count)d người.", count)
    else:
        count = services.mobilise(
            participation_id=participation_id,
            person_ids=None if form.cleaned_data["do"] == PeopleForm.ALL else ids,
            joined_on=form.cleaned_data["joined_on"],
            by=request.user,
            at=at,
        )
        words = ngettext("Đã ghi thêm %(count)d người tham gia.", "Đã ghi thêm %(count)d người tham gia.", count)
    messages.success(request, words % {"count": count})
