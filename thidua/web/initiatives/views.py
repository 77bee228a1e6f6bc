"""Views of initiatives: thin; services write, selectors read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from thidua.initiatives.selectors import initiative_for
from thidua.initiatives.services import (
    edit_initiative,
    recognise_initiative,
    record_initiative,
    use_initiative,
    withdraw_recognition,
)
from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.web.downloads import download, refuse_too_many
from thidua.web.listing import download_of
from thidua.web.results.entries import people_to_choose, unit_to_record
from thidua.web.saving import SignedIn
from thidua.workbooks.selectors import initiatives_workbook

from .forms import InitiativeForm, RecognitionForm, UseForm, WithdrawalForm, asked
from .pages import answer_form, list_context, narrowed_list

if TYPE_CHECKING:
    from thidua.initiatives.models import Initiative


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show the initiatives, narrowed by unit, year, recognition and words."""
    shown = list_context(request, timezone.localdate())
    return download_of(request, shown["listing"]) or render(request, "initiatives/list.html", shown)


@require_GET
def workbook(request: SignedIn) -> HttpResponse:
    """Hand out what the filter leaves as a workbook that can be worked on and sent back."""
    today = timezone.localdate()
    _form, rows = narrowed_list(request, today)
    refuse_too_many(rows)
    return download(initiatives_workbook(rows, today), _("sáng kiến") + ".xlsx")


@require_GET
def detail(request: SignedIn, initiative_id: int) -> HttpResponse:
    """Show one initiative with its authors and recognition."""
    today = timezone.localdate()
    initiative = initiative_for(request.user, initiative_id, today)
    editable = bool(may(request.user, Permission.RECORD_RESULTS, initiative.unit_id, today))
    return render(request, "initiatives/detail.html", {"initiative": initiative, "editable": editable})


@require_http_methods(["GET", "POST"])
def add(request: SignedIn, unit_id: int) -> HttpResponse:
    """Enter an initiative of a unit."""
    today = timezone.localdate()
    unit = unit_to_record(request, unit_id, today)
    people = people_to_choose(unit_id, today.year, today)
    form = InitiativeForm(request.POST or None, people=people, authors={}, initial={"year": today.year})

    def save(said: dict[str, Any]) -> Initiative:
        return record_initiative(unit_id=unit_id, **asked(said), by=request.user, at=timezone.now())

    page = {"unit": unit, "title": _("Ghi sáng kiến, đề tài")}
    return answer_form(request, form, save, said=_("Đã ghi sáng kiến."), page=page)


@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, initiative_id: int) -> HttpResponse:
    """Correct an initiative that is not recognised yet."""
    today = timezone.localdate()
    initiative = initiative_for(request.user, initiative_id, today)
    unit = unit_to_record(request, initiative.unit_id, today)
    authors = {row.person_id: row.share for row in initiative.authorships.all()}
    known = {row.person_id: row.person.full_name for row in initiative.authorships.all()}
    people = list((known | dict(people_to_choose(unit.pk, initiative.year, today))).items())
    initial = {name: getattr(initiative, name) for name in ("name", "kind", "year", "version")}
    form = InitiativeForm(request.POST or None, people=people, authors=authors, initial=initial)

    def save(said: dict[str, Any]) -> Initiative:
        return edit_initiative(
            initiative_id=initiative_id, **asked(said), expected_version=said["version"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    page = {"unit": unit, "title": _("Sửa sáng kiến, đề tài"), "initiative": initiative}
    return answer_form(request, form, save, said=_("Đã lưu sáng kiến."), page=page)


@require_http_methods(["GET", "POST"])
def recognise(request: SignedIn, initiative_id: int) -> HttpResponse:
    """Record the decision that recognised an initiative."""
    today = timezone.localdate()
    initiative = initiative_for(request.user, initiative_id, today)
    unit = unit_to_record(request, initiative.unit_id, today)
    initial = {name: getattr(initiative, name) for name in RecognitionForm.base_fields}
    form = RecognitionForm(request.POST or None, initial=initial)

    def save(said: dict[str, Any]) -> Initiative:
        version = said.pop("version")
        return recognise_initiative(
            initiative_id=initiative_id, **said, expected_version=version, by=request.user, at=timezone.now()
        )

    page = {"unit": unit, "title": _("Ghi công nhận sáng kiến"), "initiative": initiative}
    return answer_form(request, form, save, said=_("Đã ghi quyết định công nhận."), page=page)


@require_http_methods(["GET", "POST"])
def use(request: SignedIn, initiative_id: int) -> HttpResponse:
    """Record for which title or form an initiative served, or take that back."""
    today = timezone.localdate()
    initiative = initiative_for(request.user, initiative_id, today)
    unit = unit_to_record(request, initiative.unit_id, today)
    initial = {"award": initiative.used_for, "version": initiative.version}
    form = UseForm(request.POST or None, initial=initial)

    def save(said: dict[str, Any]) -> Initiative:
        return use_initiative(
            initiative_id=initiative_id, award=said["award"], expected_version=said["version"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip

    page = {"unit": unit, "title": _("Ghi sáng kiến đã dùng"), "initiative": initiative}
    return answer_form(request, form, save, said=_("Đã lưu; mỗi sáng kiến chỉ dùng cho một khen thưởng."), page=page)


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedIn, initiative_id: int) -> HttpResponse:
    """Take a recognition back, with a reason."""
    today = timezone.localdate()
    initiative = initiative_for(request.user, initiative_id, today)
    unit = unit_to_record(request, initiative.unit_id, today)
    form = WithdrawalForm(request.POST or None, initial={"version": initiative.version})

    def save(said: dict[str, Any]) -> Initiative:
        return withdraw_recognition(
            initiative_id=initiative_id, reason=said["reason"], expected_version=said["version"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip

    page = {"unit": unit, "title": _("Rút công nhận sáng kiến"), "initiative": initiative, "danger": True}
    return answer_form(request, form, save, said=_("Đã rút công nhận."), page=page)
