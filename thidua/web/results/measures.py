"""Views of discipline, and the page that lists it together with leave."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.people.selectors import unit_for
from thidua.registration.policies import can_conclude
from thidua.registration.selectors import discipline_for, events_of, open_cases_of, unit_result
from thidua.registration.services import cancel_discipline, edit_discipline, record_discipline
from thidua.web.listing import download_of
from thidua.web.saving import SignedIn

from .entries import answer_form, people_to_choose, unit_to_record
from .forms import CancelForm, DisciplineForm
from .lists import event_lists
from .pages import check_year, tabs_of


@require_GET
def list_page(request: SignedIn, unit_id: int, year: int) -> HttpResponse:
    """Show a unit's disciplinary measures, cases being looked into and long absences that touch the year."""
    today = timezone.localdate()
    check_year(year, today)
    unit = unit_for(request.user, unit_id, today)
    disciplines, leaves = events_of(unit_id, year, request.user, today)
    editable = bool(may(request.user, Permission.RECORD_RESULTS, unit_id, today))
    cases = open_cases_of(unit_id, year, request.user, today)
    lists = event_lists(unit, year, disciplines, cases, leaves)
    if (file := download_of(request, *lists)) is not None:
        return file
    context = {"unit": unit, "year": year, "disciplines": disciplines, "leaves": leaves, "cases": cases}
    context |= {each.code.replace("-", "_"): each for each in lists}
    context |= {"editable": editable, "can_judge_unit": can_conclude(request.user, unit_id, today, own_level=False)}
    context |= {"result": unit_result(unit_id, year)}
    return render(request, "results/events.html", context | {"tabs": tabs_of(unit_id, year, "events")})


@require_http_methods(["GET", "POST"])
def add(request: SignedIn, unit_id: int, year: int) -> HttpResponse:
    """Record a measure."""
    today = timezone.localdate()
    check_year(year, today)
    unit = unit_to_record(request, unit_id, today)
    form = DisciplineForm(request.POST or None, people=people_to_choose(unit_id, year, today))

    def save(said: dict[str, Any]) -> object:
        said.pop("version")
        return record_discipline(unit_id=unit_id, **said, by=request.user, at=timezone.now())

    page = {"unit": unit, "year": year, "title": _("Ghi quyết định kỷ luật")}
    return answer_form(request, form, save, said=_("Đã ghi quyết định kỷ luật."), page=page)


@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, discipline_id: int) -> HttpResponse:
    """Correct a measure, or set the day it ends."""
    today = timezone.localdate()
    measure = discipline_for(request.user, discipline_id, today)
    unit = unit_to_record(request, measure.unit_id, today)
    initial = {name: getattr(measure, name) for name in DisciplineForm.base_fields}
    form = DisciplineForm(request.POST or None, people=[(measure.person_id, str(measure.person))], initial=initial)

    def save(said: dict[str, Any]) -> object:
        said.pop("person_id")
        version = said.pop("version")
        return edit_discipline(
            discipline_id=discipline_id, expected_version=version, **said, by=request.user, at=timezone.now()
        )

    page = {"unit": unit, "year": measure.decided_on.year, "title": _("Sửa quyết định kỷ luật")}
    return answer_form(request, form, save, said=_("Đã lưu quyết định kỷ luật."), page=page)


@require_http_methods(["GET", "POST"])
def cancel(request: SignedIn, discipline_id: int) -> HttpResponse:
    """Take a measure out of the record, with a reason."""
    today = timezone.localdate()
    measure = discipline_for(request.user, discipline_id, today)
    unit = unit_to_record(request, measure.unit_id, today)
    form = CancelForm(request.POST or None, initial={"version": measure.version})

    def save(said: dict[str, Any]) -> object:
        return cancel_discipline(
            discipline_id=discipline_id, reason=said["reason"], expected_version=said["version"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip

    page = {"unit": unit, "year": measure.decided_on.year, "title": _("Hủy quyết định kỷ luật"), "what": measure}
    return answer_form(request, form, save, said=_("Đã hủy quyết định kỷ luật."), page=page | {"danger": True})
