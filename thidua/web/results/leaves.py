"""Views of leave: adding, correcting, taking out of the record."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thidua.registration.selectors import leave_for
from thidua.registration.services import cancel_leave, edit_leave, record_leave
from thidua.web.saving import SignedIn

from .entries import answer_form, people_to_choose, unit_to_record
from .forms import CancelForm, LeaveForm
from .pages import check_year


@require_http_methods(["GET", "POST"])
def add(request: SignedIn, unit_id: int, year: int) -> HttpResponse:
    """Record an absence."""
    today = timezone.localdate()
    check_year(year, today)
    unit = unit_to_record(request, unit_id, today)
    form = LeaveForm(request.POST or None, people=people_to_choose(unit_id, year, today))

    def save(said: dict[str, Any]) -> object:
        said.pop("version")
        return record_leave(unit_id=unit_id, **said, by=request.user, at=timezone.now())

    page = {"unit": unit, "year": year, "title": _("Ghi nghỉ dài ngày")}
    return answer_form(request, form, save, said=_("Đã ghi nghỉ dài ngày."), page=page)


@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, leave_id: int) -> HttpResponse:
    """Correct an absence, or end it earlier."""
    today = timezone.localdate()
    leave = leave_for(request.user, leave_id, today)
    unit = unit_to_record(request, leave.unit_id, today)
    initial = {name: getattr(leave, name) for name in LeaveForm.base_fields}
    form = LeaveForm(request.POST or None, people=[(leave.person_id, str(leave.person))], initial=initial)

    def save(said: dict[str, Any]) -> object:
        said.pop("person_id")
        version = said.pop("version")
        return edit_leave(leave_id=leave_id, expected_version=version, **said, by=request.user, at=timezone.now())

    page = {"unit": unit, "year": leave.starts_on.year, "title": _("Sửa nghỉ dài ngày")}
    return answer_form(request, form, save, said=_("Đã lưu nghỉ dài ngày."), page=page)


@require_http_methods(["GET", "POST"])
def cancel(request: SignedIn, leave_id: int) -> HttpResponse:
    """Take an absence out of the record, with a reason."""
    today = timezone.localdate()
    leave = leave_for(request.user, leave_id, today)
    unit = unit_to_record(request, leave.unit_id, today)
    form = CancelForm(request.POST or None, initial={"version": leave.version})

    def save(said: dict[str, Any]) -> object:
        return cancel_leave(
            leave_id=leave_id, reason=said["reason"], expected_version=said["version"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip

    page = {"unit": unit, "year": leave.starts_on.year, "title": _("Hủy nghỉ dài ngày"), "what": leave}
    return answer_form(request, form, save, said=_("Đã hủy nghỉ dài ngày."), page=page | {"danger": True})
