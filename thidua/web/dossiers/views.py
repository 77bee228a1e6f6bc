"""Views of evaluation: thin; services write, selectors read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from thidua.dossiers.models import EvaluationRun
from thidua.dossiers.policies import can_evaluate
from thidua.dossiers.selectors import (
    counts_by_title,
    counts_by_unit,
    evaluations_of,
    run_for,
    runs_visible_to,
    shown_run,
    titles_of_run,
    units_to_evaluate,
    years_with_runs,
)
from thidua.dossiers.services import start_evaluation
from thidua.honours.models import Title
from thidua.kernel.errors import NotFound, Refusal
from thidua.kernel.services import ask_cancel, resume_job
from thidua.people.models import Unit
from thidua.people.selectors import search_people, visible_units

from .forms import PeopleFilterForm, StartForm
from .pages import RunView, Sheet, answer_view, verdict_row

PER_PAGE, RECENT = 50, 8


@require_GET
def list_page(request: HttpRequest) -> HttpResponse:
    """Show the year's figures, and the form that starts an evaluation."""
    return _list(request, None, None)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Start an evaluation in the background."""
    form = StartForm(request.POST, units=units_to_evaluate(request.user, timezone.localdate()))
    if not form.is_valid():
        return _list(request, form, None)
    try:
        run = start_evaluation(**form.values(), by=request.user, at=timezone.now())
    except Refusal as refusal:
        for name, message in refusal.fields.items():
            form.add_error(name, message)
        return _list(request, form, refusal)
    messages.success(request, _("Đã bắt đầu xét. Bạn có thể rời trang này, máy vẫn làm tiếp."))
    return redirect("dossiers:run", run.pk)


def _list(request: HttpRequest, form: StartForm | None, refusal: Refusal | None) -> HttpResponse:
    today = timezone.localdate()
    years = years_with_runs(request.user, today)
    year = _year(request, years[0] if years else today.year)
    run = shown_run(request.user, year, today)
    units = visible_units(request.user, today)
    can = can_evaluate(request.user, None, today)
    shown = {
        "year": year,
        "tabs": [
            {"label": str(y), "url": f"?nam={y}", "current": y == year} for y in sorted({*years, year}, reverse=True)
        ],
        "run": run,
        "counts": counts_by_title(run, units) if run else [],
        "answers": [answer_view(code) for code in ("met", "not_met", "missing_data", "needs_person")],
        "runs": [RunView(item) for item in runs_visible_to(request.user, today).filter(year=year)[:RECENT]],
        "form": (form or _start_form(request, year, today)) if can else None,
        "refusal": refusal,
    }
    return render(request, "dossiers/list.html", shown, status=refusal.status if refusal else 200)


def _start_form(request: HttpRequest, year: int, today: date) -> StartForm:
    return StartForm(units=units_to_evaluate(request.user, today), initial={"year": year})


def _year(request: HttpRequest, default: int) -> int:
    asked = request.GET.get("nam", "")
    return int(asked) if asked.isdecimal() and 1 < int(asked[:6]) < 9999 else default


@require_GET
def run_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show how far a run is."""
    return render(request, "dossiers/run.html", _progress(request, run_id))


@require_GET
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show the part of the run's page that changes."""
    return render(request, "dossiers/_progress.html", _progress(request, run_id))


def _progress(request: HttpRequest, run_id: int) -> dict[str, Any]:
    today = timezone.localdate()
    run = run_for(request.user, run_id, today)
    return {"run": run, "view": RunView(run), "can": can_evaluate(request.user, run.unit_id, today)}


@require_POST
def cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stop a run after its current batch."""
    return _steer(request, run_id, ask_cancel, _("Đang dừng lượt xét. Có thể làm tiếp sau, từ chỗ đã dừng."))


@require_POST
def resume(request: HttpRequest, run_id: int) -> HttpResponse:
    """Go on with a run where it stopped."""
    return _steer(request, run_id, resume_job, _("Lượt xét đang làm tiếp."))


def _steer(request: HttpRequest, run_id: int, service: Any, words: str) -> HttpResponse:
    today = timezone.localdate()
    run = run_for(request.user, run_id, today)
    if run.job_id is None:
        raise NotFound(_("Công việc của lượt xét này không còn."), _("Bắt đầu một lượt xét mới."))
    allowed = can_evaluate(request.user, run.unit_id, today)
    service(job_id=run.job_id, permitted=allowed, by=request.user, at=timezone.now())
    messages.success(request, words)
    return redirect("dossiers:run", run_id)


@require_GET
def people_page(request: HttpRequest, run_id: int, title: str) -> HttpResponse:
    """Show the people of one title with their verdict, the reason and what to do next."""
    today = timezone.localdate()
    run = run_for(request.user, run_id, today)
    chosen, titles = _title(run, title)
    units = Unit.objects.filter(tallies__run=run, id__in=visible_units(request.user, today).values("id")).distinct()
    form = PeopleFilterForm(request.GET, units=units)
    asked = form.asked()
    rows = evaluations_of(run, request.user, today, title=chosen, answer=asked["answer"], unit_id=asked["unit"])
    if asked["q"]:
        rows = rows.filter(person__in=search_people(request.user, asked["q"], today).order_by().values("id"))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = {"run": run, "title": chosen, "filter": form, "page": page, "rows": [verdict_row(row) for row in page]}
    return render(request, "dossiers/people.html", shown | {"titles": titles})


@require_GET
def units_page(request: HttpRequest, run_id: int, title: str) -> HttpResponse:
    """Show each unit's figures for one title, with the ceiling where the law sets one."""
    today = timezone.localdate()
    run = run_for(request.user, run_id, today)
    chosen, titles = _title(run, title)
    rows = counts_by_unit(run, chosen, visible_units(request.user, today))
    capped = next((row.cap for row in rows if row.cap), None)
    shown = {"run": run, "title": chosen, "titles": titles, "rows": rows, "capped": capped}
    return render(request, "dossiers/units.html", shown)


def _title(run: EvaluationRun, code: str) -> tuple[Title, list[Title]]:
    titles = titles_of_run(run)
    chosen = next((title for title in titles if title.code == code), None)
    if chosen is None:
        raise NotFound(_("Lượt xét này không xét danh hiệu đó."), _("Mở lại từ trang “Xét điều kiện”."))
    return chosen, titles


@require_GET
def sheet_page(request: HttpRequest, person_id: int, title: str) -> HttpResponse:
    """Show why one person meets, or does not meet, the standards of a title."""
    today = timezone.localdate()
    sheet = Sheet.read(request.user, person_id, title, _year(request, today.year), today)
    return render(request, "dossiers/sheet.html", sheet.context())
