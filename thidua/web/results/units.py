"""View of a unit's own year as a collective: grade, rank, targets; given by the level above."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thidua.kernel.errors import NotAllowed
from thidua.people.selectors import unit_for
from thidua.registration.policies import can_conclude
from thidua.registration.selectors import unit_result
from thidua.registration.services import record_unit_result
from thidua.web.saving import SignedIn

from .entries import answer_form
from .forms import UnitResultForm
from .pages import check_year


@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, unit_id: int, year: int) -> HttpResponse:
    """Record what is known of the unit's own year."""
    today = timezone.localdate()
    check_year(year, today)
    unit = unit_for(request.user, unit_id, today)
    verdict = can_conclude(request.user, unit_id, today, own_level=False)
    if not verdict:
        raise NotAllowed(verdict.reason, _("Gửi kết quả của đơn vị để cấp đó ghi."))
    row = unit_result(unit_id, year)
    form = UnitResultForm(request.POST or None, initial=UnitResultForm.initial_of(row))

    def save(said: dict[str, Any]) -> object:
        values = form.values() | {"expected_version": said["version"] or 0}
        return record_unit_result(unit_id=unit_id, year=year, **values, by=request.user, at=timezone.now())

    page = {"unit": unit, "year": year, "title": _("Kết quả của tập thể đơn vị")}
    return answer_form(request, form, save, said=_("Đã lưu kết quả của đơn vị."), page=page)
