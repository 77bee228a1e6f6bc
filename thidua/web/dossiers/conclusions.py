"""Views that record what a person found: “Ghi kết luận” beside a reason of a sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thidua.dossiers.selectors import Question
from thidua.kernel.errors import NotAllowed, NotFound
from thidua.registration.policies import can_conclude
from thidua.registration.selectors import finding_asked, recorded_finding
from thidua.registration.services import conclude_finding
from thidua.rules.names import AWARDS, any_name
from thidua.web.saving import SignedIn, form_page

from .forms import ConclusionForm
from .pages import sheet_url
from .sheets import about_person, about_unit


@require_http_methods(["GET", "POST"])
def of_person(request: SignedIn, person_id: int, award: str, code: str) -> HttpResponse:
    """Record a finding about a person."""
    return _conclude(request, about_person(request, person_id), award, code)


@require_http_methods(["GET", "POST"])
def of_collective(request: SignedIn, unit_id: int, award: str, code: str) -> HttpResponse:
    """Record a finding about a unit as a collective."""
    return _conclude(request, about_unit(request, unit_id), award, code)


def _conclude(request: SignedIn, question: Question, award: str, code: str) -> HttpResponse:
    holder = question.holder
    asked = finding_asked(award, code, question.day) if award in AWARDS else None
    if asked is None or holder.unit is None:
        raise NotFound(_("Không có điều nào như vậy cần người xét."), _("Mở lại phiếu kiểm tra điều kiện."))
    own_level = asked.own_level and holder.person is not None
    verdict = can_conclude(request.user, holder.unit.pk, timezone.localdate(), own_level=own_level)
    if not verdict:
        raise NotAllowed(verdict.reason, _("Gửi hồ sơ để cấp đó xét; phiếu sẽ tự đổi khi có kết luận."))
    person_id = holder.person.pk if holder.person else None
    row = recorded_finding(holder.unit.pk, person_id, question.year, code)
    initial: dict[str, Any] = {"version": row.version if row else 0, "reason": row.reason if row else ""}
    initial |= {"holds": str(int(row.holds))} if row else {}
    back = f"{sheet_url(holder, _sheet_award(request, award))}?nam={question.year}"

    def save(_clean: dict[str, Any]) -> HttpResponse:
        conclude_finding(
            unit_id=holder.unit.pk if holder.unit else 0, person_id=person_id, year=question.year, award=award,
            code=code, decided_on=question.day, **form.values(), by=request.user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Đã ghi kết luận."))
        return redirect(back)

    form = ConclusionForm(request.POST or None, initial=initial)
    shown = {"question": question, "holder": holder, "asked": asked, "award_name": any_name(award), "back": back}
    return form_page(request, form, "dossiers/conclude.html", shown, save)


def _sheet_award(request: SignedIn, award: str) -> str:
    """Return the award of the sheet that one came from; a word that is none leads to the award's own."""
    came_from = request.GET.get("phieu", "")
    return came_from if came_from in AWARDS else award
