"""Views of one person: the record of all years, and one year's findings with their exceptions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from thidua.initiatives.selectors import initiatives_of
from thidua.kernel.errors import NotFound, Refusal
from thidua.people.selectors import person_for
from thidua.registration.selectors import (
    AskedFinding,
    finding_words,
    findings_asked,
    months_by_year,
    record_of,
    stored_findings,
)
from thidua.registration.services import record_findings
from thidua.web.saving import SignedIn

from .entries import people_to_choose, unit_to_record
from .forms import FindingsForm
from .pages import check_year


@require_GET
def record_page(request: SignedIn, person_id: int) -> HttpResponse:
    """Show what is recorded of one person, year by year."""
    today = timezone.localdate()
    person = person_for(request.user, person_id, today)
    years = record_of(person_id, request.user, today)
    labels = finding_words([year.year for year in years])
    months = months_by_year([person_id], [year.year for year in years]).get(person_id, {})
    rows = [
        {
            "of": of,
            "months": months.get(of.year),
            "findings": [(labels.get(row.code, row.code), row) for row in of.findings],
        }
        for of in years
    ]
    context = {"person": person, "rows": rows, "initiatives": initiatives_of(person_id)}
    return render(request, "results/person.html", context)


@require_http_methods(["GET", "POST"])
def findings_page(request: SignedIn, unit_id: int, year: int, person_id: int) -> HttpResponse:
    """Show and save one person's findings of a year: the exceptions, and those never recorded for all."""
    today = timezone.localdate()
    check_year(year, today)
    unit, person = unit_to_record(request, unit_id, today), person_for(request.user, person_id, today)
    if person_id not in dict(people_to_choose(unit_id, year, today)):
        raise NotFound(_("Người này không thuộc đơn vị trong năm."), _("Mở lại từ danh sách của đơn vị."))
    asked = findings_asked(year)
    form = FindingsForm(request.POST or None, asked=asked, initial=_initial(person_id, year, asked))
    refusal = None
    if request.method == "POST" and form.is_valid():
        refusal = _saved(request, form, unit_id, year, person_id)
        if refusal is None:
            return redirect("results:sheet", unit_id, year)
    context = {"unit": unit, "year": year, "person": person, "form": form, "refusal": refusal}
    return render(request, "results/findings.html", context, status=refusal.status if refusal else 200)


def _initial(person_id: int, year: int, asked: list[AskedFinding]) -> dict[str, Any]:
    stored = stored_findings(person_id, year)
    initial: dict[str, Any] = {}
    for item in asked:
        row = stored.get(item.code)
        initial[f"holds-{item.code}"] = "" if row is None else str(int(row.holds))
        initial[f"reason-{item.code}"] = row.reason if row else ""
        initial[f"version-{item.code}"] = row.version if row else 0
    return initial


def _saved(request: SignedIn, form: FindingsForm, unit_id: int, year: int, person_id: int) -> Refusal | None:
    try:
        record_findings(
            unit_id=unit_id, year=year, findings=form.findings(person_id), expected=form.versions(person_id),
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        for key, message in refusal.fields.items():
            form.add_error(f"reason-{key.partition(':')[2]}", message)
        return refusal
    messages.success(request, _("Đã lưu nhận xét."))
    return None
