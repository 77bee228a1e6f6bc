"""Views of “Chọn trong hạn mức”: a unit ranks its people, and sees who could stand inside the quota and why."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thidua.dossiers.policies import can_evaluate
from thidua.dossiers.selectors import personal_awards, run_for
from thidua.dossiers.selectors.quota import newest_proposal, quota_of, quota_profiles, units_proposed
from thidua.dossiers.selectors.ranking import check_ranked_award, ranking_of
from thidua.dossiers.services import propose_for_all, rank_candidates
from thidua.kernel.states import JobState
from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.people.selectors import unit_for
from thidua.rules.names import any_name
from thidua.web.listing import download_of
from thidua.web.saving import SignedIn, form_page, need

from .lists import proposal_list, quota_list
from .quota_forms import MOST, RankingForm
from .quota_pages import quota_context
from .tables import award_tabs


@require_http_methods(["GET", "POST"])
def quota_page(request: SignedIn, run_id: int, unit_id: int, award: str) -> HttpResponse:
    """Show who could stand inside the quota, with the form of the unit's own ranking."""
    today = timezone.localdate()
    run, unit = run_for(request.user, run_id, today), unit_for(request.user, unit_id, today)
    check_ranked_award(run, award)
    if request.method == "POST":
        need(request, Permission.RECORD_RESULTS, unit.pk)
    ranking = ranking_of(run, unit, award)
    offered = quota_profiles(award, run.decided_on)
    profile = next((code for code, _name in offered if code == request.GET.get("quy-dinh")), "")

    def save(_clean: dict[str, Any]) -> HttpResponse:
        values = form.values()
        rank_candidates(
            run_id=run.pk, unit_id=unit.pk, award=award, **values, by=request.user, at=timezone.now()
        )  # fmt: skip
        messages.success(request, _("Đã lưu bảng xếp hạng."))
        here = reverse("dossiers:quota", args=[run.pk, unit.pk, award])
        asked = f"?quy-dinh={profile}" if profile else ""
        return redirect(f"{here}{asked}{'#xep-hang' if 'move' in request.POST else ''}")

    proposed = quota_context(quota_of(run, [ranking], award, profile), ranking)
    listing = quota_list(run, unit, award, {"ranking": ranking, **proposed}, dict(offered).get(profile, ""))
    if request.method == "GET" and (file := download_of(request, listing)) is not None:
        return file
    form = RankingForm(request.POST or None, ranking=ranking)
    shown = {
        "listing": listing,
        "run": run,
        "unit": unit,
        "award": award,
        "award_name": any_name(award),
        "awards": award_tabs(personal_awards(run)),
        "ranking": ranking,
        "more": max(0, len(ranking.rows) - MOST),
        "can_rank": bool(may(request.user, Permission.RECORD_RESULTS, unit.pk, today)),
        "profiles": offered,
        "profile": profile,
        **proposed,
    }
    return form_page(request, form, "dossiers/quota.html", shown, save)


@require_http_methods(["GET", "POST"])
def quota_of_all(request: SignedIn, run_id: int, award: str) -> HttpResponse:
    """Show the newest proposal for all units of a run as far as the reader may see them; POST begins a new one."""
    today = timezone.localdate()
    run = run_for(request.user, run_id, today)
    check_ranked_award(run, award)
    if request.method == "POST":
        propose_for_all(run_id=run.pk, award=award, by=request.user, at=timezone.now())
        messages.success(request, _("Đang tính. Bạn có thể rời trang này, máy vẫn làm tiếp."))
        return redirect("dossiers:quota_all", run.pk, award)
    row = newest_proposal(run, award)
    units = units_proposed(row, request.user, today) if row else []
    listing = proposal_list(run, award, units)
    shown = {
        "listing": listing,
        "run": run,
        "award": award,
        "award_name": any_name(award),
        "row": row,
        "is_under_way": row is not None
        and row.job is not None
        and row.job.state in (JobState.QUEUED, JobState.RUNNING),
        "units": units,
        "can": can_evaluate(request.user, run.unit_id, today),
    }
    return download_of(request, listing) or render(request, "dossiers/quota_all.html", shown)
