"""Views of yearly results: the units, a unit's sheet, and the rules for all. Thin; services write, selectors read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from thidua.kernel.errors import InvalidInput, Refusal
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.people.selectors import unit_for
from thidua.registration.selectors import Reach, findings_asked, reach_of_findings, reach_of_grade
from thidua.registration.services import record_findings_for_all, record_grade_for_all, record_results
from thidua.registration.states import Grade
from thidua.web.downloads import download
from thidua.web.listing import download_of
from thidua.web.saving import SignedIn
from thidua.workbooks.selectors import grades_workbook

from .forms import ConfirmForm, GradeForAllForm
from .pages import check_year, list_context, sheet_context
from .typed import Typed, read_typed

if TYPE_CHECKING:
    from thidua.people.models import Unit


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show how far each unit's year is recorded."""
    shown = list_context(request, timezone.localdate())
    return download_of(request, shown["listing"]) or render(request, "results/list.html", shown)


@require_http_methods(["GET", "POST"])
def sheet_page(request: SignedIn, unit_id: int, year: int) -> HttpResponse:
    """Show and save a unit's sheet, a page of people at a time."""
    today = timezone.localdate()
    check_year(year, today)
    unit = unit_for(request.user, unit_id, today)
    typed, refusal = None, None
    if request.method == "POST":
        typed = read_typed(request.POST, [item.code for item in findings_asked(year) if item.bulk])
        refusal = _saved(request, unit, year, typed)
        if refusal is None:
            return redirect(request.get_full_path())
    context = sheet_context(request, unit, year, today, typed, refusal)
    if request.method == "GET" and (file := download_of(request, context["listing"])) is not None:
        return file
    return render(request, "results/sheet.html", context, status=refusal.status if refusal else 200)


@require_GET
def workbook(request: SignedIn, unit_id: int, year: int) -> HttpResponse:
    """Hand out a unit's grades of a year as a workbook that can be worked on and sent back."""
    today = timezone.localdate()
    check_year(year, today)
    unit = unit_for(request.user, unit_id, today)
    name = _("xếp loại %(year)s – %(unit)s") % {"year": year, "unit": unit.short_name}
    return download(grades_workbook(unit, year, today), f"{name}.xlsx")


def _saved(request: SignedIn, unit: Unit, year: int, typed: Typed) -> Refusal | None:
    """Save what was typed and say so; return the refusal to be shown with it."""
    try:
        changed = record_results(
            unit_id=unit.pk, year=year, grades=typed.grades, findings=typed.as_findings,
            grade_versions=typed.grade_versions, finding_versions=typed.finding_versions,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return refusal
    said = ngettext("Đã lưu %(count)s thay đổi.", "Đã lưu %(count)s thay đổi.", changed) % {"count": changed}
    messages.success(request, said if changed else _("Không có gì thay đổi."))
    return None


@require_http_methods(["GET", "POST"])
def grade_for_all(request: SignedIn, unit_id: int, year: int) -> HttpResponse:
    """Give one grade to everybody who has none: first who is reached and who is left out, then the writing."""
    unit = _recorded_unit(request, unit_id, year)
    form = GradeForAllForm(request.POST or request.GET or None, initial={"grade": Grade.GOOD})
    reach, refusal = reach_of_grade(unit_id, year, timezone.localdate()), None
    if request.method == "POST":
        try:
            given = form.cleaned_data["grade"] if form.is_valid() else ""
            done = record_grade_for_all(
                unit_id=unit_id, year=year, grade=given, expected_token=_token(request), by=request.user,
                at=timezone.now(),
            )  # fmt: skip
            return _told(request, done, unit_id, year)
        except Refusal as error:
            refusal = error
    context = {"unit": unit, "year": year, "form": form, "reach": reach, "refusal": refusal}
    return render(request, "results/grade_for_all.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
def findings_for_all(request: SignedIn, unit_id: int, year: int) -> HttpResponse:
    """Record that the year's findings hold for everybody not yet judged, after looking at whom it reaches."""
    unit = _recorded_unit(request, unit_id, year)
    asked = [item for item in findings_asked(year) if item.bulk]
    reach, refusal = reach_of_findings(unit_id, year, [item.code for item in asked], timezone.localdate()), None
    if request.method == "POST":
        try:
            done = record_findings_for_all(
                unit_id=unit_id, year=year, expected_token=_token(request), by=request.user, at=timezone.now()
            )
            return _told(request, done, unit_id, year)
        except Refusal as error:
            refusal = error
    context = {"unit": unit, "year": year, "asked": asked, "reach": reach, "refusal": refusal}
    return render(request, "results/findings_for_all.html", context, status=refusal.status if refusal else 200)


def _recorded_unit(request: SignedIn, unit_id: int, year: int) -> Unit:
    """Return the unit for somebody who records there; NotFound where they see nothing, NotAllowed where they read."""
    today = timezone.localdate()
    check_year(year, today)
    unit = unit_for(request.user, unit_id, today)
    require(request.user, Permission.RECORD_RESULTS, unit_id, today)
    return unit


def _token(request: SignedIn) -> str:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("Trang đã cũ."), _("Xem lại danh sách rồi xác nhận."))
    return form.cleaned_data["token"]


def _told(request: SignedIn, done: Reach, unit_id: int, year: int) -> HttpResponse:
    count = len(done.people)
    messages.success(request, ngettext("Đã ghi cho %(n)s người.", "Đã ghi cho %(n)s người.", count) % {"n": count})
    if done.left_out:
        left = len(done.left_out)
        messages.warning(
            request,
            ngettext("Còn %(n)s người phải ghi riêng.", "Còn %(n)s người phải ghi riêng.", left) % {"n": left},
        )
    return redirect("results:sheet", unit_id, year)
