"""Views of evaluation: thin; services write, selectors read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from thidua.dossiers.policies import can_evaluate
from thidua.dossiers.selectors import (
    counts_by_award,
    run_for,
    runs_visible_to,
    shown_run,
    table_unit,
    units_to_evaluate,
    years_with_runs,
)
from thidua.dossiers.services import start_evaluation
from thidua.kernel.errors import NotFound, Refusal
from thidua.kernel.services import ask_cancel, resume_job
from thidua.people.selectors import visible_units
from thidua.web.listing import download_of
from thidua.web.saving import MENDABLE, SignedIn, put_next_to_fields

from .forms import StartForm
from .lists import count_list
from .pages import answer_view, run_badge
from .sheets import year_asked

RECENT = 8
ANSWERS = ("met", "not_met", "missing_data", "needs_person")


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show the year's figures, and the form that starts an evaluation."""
    return _list(request, None, None)


@require_POST
def start(request: SignedIn) -> HttpResponse:
    """Start an evaluation in the background."""
    form = StartForm(request.POST, units=units_to_evaluate(request.user, timezone.localdate()))
    if not form.is_valid():
        return _list(request, form, None)
    try:
        run = start_evaluation(**form.values(), by=request.user, at=timezone.now())
    except MENDABLE as refusal:
        put_next_to_fields(form, refusal)
        return _list(request, form, refusal)
    messages.success(request, _("Đã bắt đầu xét. Bạn có thể rời trang này, máy vẫn làm tiếp."))
    return redirect("dossiers:run", run.pk)


def _list(request: SignedIn, form: StartForm | None, refusal: Refusal | None) -> HttpResponse:
    today = timezone.localdate()
    years = years_with_runs(request.user, today)
    year = year_asked(request, years[0] if years else today.year)
    run = shown_run(request.user, year, today)
    counts = counts_by_award(run, visible_units(request.user, today)) if run else []
    listing = count_list(run, counts) if run else None
    if request.method == "GET" and (file := download_of(request, *([listing] if listing else []))) is not None:
        return file
    if form is None and can_evaluate(request.user, None, today):
        form = StartForm(units=units_to_evaluate(request.user, today), initial={"year": year})
    shown = {
        "year": year,
        "tabs": [
            {"label": str(y), "url": f"?nam={y}", "current": y == year} for y in sorted({*years, year}, reverse=True)
        ],
        "run": run,
        "counts": counts,
        "listing": listing,
        "table_unit": table_unit(run, request.user, today) if run else None,
        "answers": [answer_view(code) for code in ANSWERS],
        "runs": [
            {"run": item, "badge": run_badge(item.state)}
            for item in runs_visible_to(request.user, today).filter(year=year)[:RECENT]
        ],
        "form": form,
        "refusal": refusal,
    }
    return render(request, "dossiers/list.html", shown, status=422 if form is not None and form.errors else 200)


@require_GET
def run_page(request: SignedIn, run_id: int) -> HttpResponse:
    """Show how far a run is."""
    return render(request, "dossiers/run.html", _progress(request, run_id))


@require_GET
def progress(request: SignedIn, run_id: int) -> HttpResponse:
    """Show the part of the run's page that changes."""
    return render(request, "dossiers/_progress.html", _progress(request, run_id))


def _progress(request: SignedIn, run_id: int) -> dict[str, Any]:
    today = timezone.localdate()
    run = run_for(request.user, run_id, today)
    return {"run": run, "badge": run_badge(run.state), "can": can_evaluate(request.user, run.unit_id, today)}


@require_POST
def cancel(request: SignedIn, run_id: int) -> HttpResponse:
    """Stop a run after its current batch."""
    return _steer(request, run_id, ask_cancel, _("Đang dừng lượt xét. Có thể làm tiếp sau, từ chỗ đã dừng."))


@require_POST
def resume(request: SignedIn, run_id: int) -> HttpResponse:
    """Go on with a run where it stopped."""
    return _steer(request, run_id, resume_job, _("Lượt xét đang làm tiếp."))


def _steer(request: SignedIn, run_id: int, move: Callable[..., Any], words: str) -> HttpResponse:
    today = timezone.localdate()
    run = run_for(request.user, run_id, today)
    if run.job_id is None:
        raise NotFound(_("Công việc của lượt xét này không còn."), _("Bắt đầu một lượt xét mới."))
    permitted = can_evaluate(request.user, run.unit_id, today)
    move(job_id=run.job_id, permitted=permitted, by=request.user, at=timezone.now())
    messages.success(request, words)
    return redirect("dossiers:run", run_id)
