"""Views of a run's results: a unit's table of people by awards, one award's people or collectives, figures by unit."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from thidua.dossiers.models import Evaluation, EvaluationRun
from thidua.dossiers.selectors import (
    award_of_run,
    collective_verdicts,
    counts_by_unit,
    evaluations_of,
    people_of_table,
    personal_awards,
    run_for,
    subject_of,
    table_rows,
    top_reasons,
    units_of_run,
    whys_of,
)
from thidua.dossiers.selectors.counts import CAPPED
from thidua.dossiers.selectors.nearly import MOST_PEOPLE, nearly_there
from thidua.kernel.errors import NotFound
from thidua.people.selectors import unit_for, visible_units
from thidua.rules.names import any_name
from thidua.web.listing import download_of
from thidua.web.paging import BoundedPaginator
from thidua.web.saving import SignedIn

from .forms import PeopleFilterForm, TableFilterForm
from .lists import nearly_list, table_list, unit_count_list, verdict_list
from .pages import answer_view

PER_PAGE = 25


def award_tabs(awards: list[str]) -> list[dict[str, str]]:
    """Return the awards of a run as tabs name them."""
    return [{"code": code, "name": any_name(code)} for code in awards]


@require_GET
def unit_page(request: SignedIn, run_id: int, unit_id: int) -> HttpResponse:
    """Show a unit's people by awards, and the unit's own verdicts as a collective."""
    today = timezone.localdate()
    run = run_for(request.user, run_id, today)
    unit = unit_for(request.user, unit_id, today)
    awards = personal_awards(run)
    form = TableFilterForm(request.GET, awards=awards)
    asked = form.asked()
    columns = [asked.award] if asked.award else awards
    people = people_of_table(run, unit, awards, asked, request.user, today)
    listing = table_list(
        run, unit, columns, people, form, lambda some: table_rows(run, some), reason=bool(asked.reason)
    )
    if (file := download_of(request, listing)) is not None:
        return file
    paginator = BoundedPaginator(people, PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    shown = {
        "listing": listing,
        "run": run,
        "unit": unit,
        "columns": [any_name(code) for code in columns],
        "rows": [_table_row(row.evaluation, row.answers, columns) for row in listing.prepared(list(page))],
        "collective": _verdicts(collective_verdicts(run, unit, request.user, today)),
        "reasons": _reasons(run, unit, asked.reason),
        "filter": form,
        "page": page,
        "paginator": paginator,
        "quota_award": next((code for code in awards if code == CAPPED), next(iter(awards), "")),
    }
    return render(request, "dossiers/unit.html", shown)


def _reasons(run: EvaluationRun, unit: Any, chosen: str) -> list[dict[str, Any]]:
    return [
        {"of": one, "name": any_name(one.award), "answer": answer_view(one.answer), "chosen": one.reason == chosen}
        for one in top_reasons(run, unit)
    ]


def _table_row(evaluation: Evaluation, answers: dict[str, str], columns: list[str]) -> dict[str, Any]:
    cells = [{"code": code, "name": any_name(code), "answer": answer_view(answers[code])} for code in columns]
    return {"of": evaluation, "cells": cells}


def _verdicts(rows: list[Evaluation]) -> list[dict[str, Any]]:
    answered = zip(rows, whys_of(rows), strict=True)
    return [{"of": row, "answer": answer_view(row.answer), "why": why} for row, why in answered]


@require_GET
def nearly_page(request: SignedIn, run_id: int, unit_id: int, award: str) -> HttpResponse:
    """Show who of a unit lacks just one condition of an award, and what would do."""
    today = timezone.localdate()
    run = run_for(request.user, run_id, today)
    unit = unit_for(request.user, unit_id, today)
    awards = personal_awards(run)
    if award not in awards:
        raise NotFound(_("Không có danh hiệu, hình thức khen thưởng này."), _("Mở lại từ trang “Xét điều kiện”."))
    found = nearly_there(run, unit, award, request.user, today)
    listing = nearly_list(run, unit, award, found, MOST_PEOPLE)
    shown = {
        "run": run,
        "unit": unit,
        "award": award,
        "award_name": any_name(award),
        "awards": award_tabs(awards),
        "found": found,
        "most": MOST_PEOPLE,
        "listing": listing,
    }
    return download_of(request, listing) or render(request, "dossiers/nearly.html", shown)


@require_GET
def people_page(request: SignedIn, run_id: int, award: str) -> HttpResponse:
    """Show the people or collectives of one award with their verdict, the reason and what to do next."""
    today = timezone.localdate()
    run = run_for(request.user, run_id, today)
    awards = award_of_run(run, award)
    form = PeopleFilterForm(request.GET, units=units_of_run(run, request.user, today))
    rows = evaluations_of(run, request.user, today, form.asked(award))
    about = _about(run, award, awards)
    listing = verdict_list(run, award, rows, form, _verdicts, of_collectives=about["of_collectives"])
    if (file := download_of(request, listing)) is not None:
        return file
    paginator = BoundedPaginator(rows, PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    shown = about | {"filter": form, "page": page, "paginator": paginator, "listing": listing}
    return render(request, "dossiers/people.html", {**shown, "rows": _verdicts(list(page))})


@require_GET
def units_page(request: SignedIn, run_id: int, award: str) -> HttpResponse:
    """Show each unit's figures for one award, with the ceiling where the law sets one."""
    today = timezone.localdate()
    run = run_for(request.user, run_id, today)
    awards = award_of_run(run, award)
    rows = counts_by_unit(run, award, visible_units(request.user, today))
    capped = next((row.cap for row in rows if row.cap), None)
    listing = unit_count_list(run, award, rows, capped=capped is not None)
    shown = _about(run, award, awards) | {"rows": rows, "capped": capped, "listing": listing}
    return download_of(request, listing) or render(request, "dossiers/units.html", shown)


def _about(run: EvaluationRun, award: str, awards: list[str]) -> dict[str, Any]:
    return {
        "run": run,
        "award": award,
        "award_name": any_name(award),
        "awards": award_tabs(awards),
        "of_collectives": subject_of(award) == "collective",
    }
