"""View of the way to an award (“Lộ trình danh hiệu”) of one person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from thidua.dossiers.selectors import question_about_person
from thidua.dossiers.selectors.plans import way_of
from thidua.rules.names import any_name
from thidua.rules.planner.saying import NO_PROMISE_VI
from thidua.web.saving import SignedIn


@require_GET
def plan_page(request: SignedIn, person_id: int) -> HttpResponse:
    """Show the earliest year in which a person can meet an award, and what it takes year by year, from this year on."""
    today = timezone.localdate()
    question = question_about_person(request.user, person_id, today.year, today)
    way = way_of(question, request.GET.get("danh_hieu", ""))
    shown = {
        "question": question,
        "holder": question.holder,
        "plan": way.plan,
        "stages": way.stages(),
        "award_name": any_name(way.plan.award),
        "choices": [(code, any_name(code)) for code in way.awards],
        "last_year": way.plan.from_year + way.plan.horizon - 1,
        "no_promise": NO_PROMISE_VI,
    }
    return render(request, "dossiers/plan.html", shown)
