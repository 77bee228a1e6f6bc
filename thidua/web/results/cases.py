"""Views of open cases: what is being looked into, and the conclusion that ends it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thidua.registration.selectors import case_for
from thidua.registration.services import close_case, open_case
from thidua.web.saving import SignedIn

from .entries import answer_form, people_to_choose, unit_to_record
from .forms import CaseClosingForm, CaseForm
from .pages import check_year


@require_http_methods(["GET", "POST"])
def add(request: SignedIn, unit_id: int, year: int) -> HttpResponse:
    """Record that something is being looked into."""
    today = timezone.localdate()
    check_year(year, today)
    unit = unit_to_record(request, unit_id, today)
    form = CaseForm(request.POST or None, people=people_to_choose(unit_id, year, today))

    def save(said: dict[str, Any]) -> object:
        return open_case(unit_id=unit_id, **said, by=request.user, at=timezone.now())

    page = {"unit": unit, "year": year, "title": _("Ghi vụ việc đang xem xét")}
    return answer_form(request, form, save, said=_("Đã ghi vụ việc; đề nghị khen thưởng tạm dừng."), page=page)


@require_http_methods(["GET", "POST"])
def close(request: SignedIn, case_id: int) -> HttpResponse:
    """Record the written conclusion."""
    today = timezone.localdate()
    case = case_for(request.user, case_id, today)
    unit = unit_to_record(request, case.unit_id, today)
    form = CaseClosingForm(request.POST or None, initial={"version": case.version})

    def save(said: dict[str, Any]) -> object:
        version = said.pop("version")
        return close_case(case_id=case_id, expected_version=version, **said, by=request.user, at=timezone.now())

    lead = f"{case.about}: {case}"
    page = {
        "unit": unit,
        "year": min(today.year, case.opened_on.year),
        "title": _("Ghi kết luận vụ việc"),
        "lead": lead,
    }
    return answer_form(request, form, save, said=_("Đã ghi kết luận vụ việc."), page=page)
