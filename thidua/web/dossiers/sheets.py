"""Views of one person or collective: all awards of a year, and the sheet of one."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from thidua.dossiers.selectors import (
    Question,
    award_lines,
    newest_year_of,
    question_about_person,
    question_about_unit,
    sheet_of,
)
from thidua.dossiers.selectors.nearly import ways_open
from thidua.web.saving import SignedIn

from .pages import line_views, sheet_context


def year_asked(request: SignedIn, default: int) -> int:
    """Return the year of ``?nam=``; ``default`` when it is missing or no year."""
    asked = request.GET.get("nam", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 and 1 < int(asked) < 9999 else default


def about_person(request: SignedIn, person_id: int) -> Question:
    """Return what is asked of a person, for the year asked or the newest in which a run judged them."""
    today: date = timezone.localdate()
    year = year_asked(request, 0) or newest_year_of(request.user, today, person_id=person_id) or today.year
    return question_about_person(request.user, person_id, year, today)


def about_unit(request: SignedIn, unit_id: int) -> Question:
    """Return what is asked of a unit as a collective, for the year asked or the newest in which a run judged it."""
    today: date = timezone.localdate()
    year = year_asked(request, 0) or newest_year_of(request.user, today, unit_id=unit_id) or today.year
    return question_about_unit(request.user, unit_id, year, today)


def _all_awards(request: SignedIn, question: Question) -> HttpResponse:
    lines = line_views(question, award_lines(question))
    shown = {"question": question, "holder": question.holder, "lines": lines}
    return render(request, "dossiers/person.html", shown)


@require_GET
def person_page(request: SignedIn, person_id: int) -> HttpResponse:
    """Show every award for one person: whether, why, and what to do next."""
    return _all_awards(request, about_person(request, person_id))


@require_GET
def collective_page(request: SignedIn, unit_id: int) -> HttpResponse:
    """Show every award for one unit as a collective."""
    return _all_awards(request, about_unit(request, unit_id))


def _sheet(request: SignedIn, question: Question, award: str) -> HttpResponse:
    shown = sheet_context(sheet_of(question, award), request.user, timezone.localdate())
    return render(request, "dossiers/sheet.html", shown | {"ways": ways_open(question, award)})


@require_GET
def sheet_page(request: SignedIn, person_id: int, award: str) -> HttpResponse:
    """Show why one person meets, or does not meet, the standards of an award."""
    return _sheet(request, about_person(request, person_id), award)


@require_GET
def collective_sheet_page(request: SignedIn, unit_id: int, award: str) -> HttpResponse:
    """Show why one unit meets, or does not meet, the standards of an award for collectives."""
    return _sheet(request, about_unit(request, unit_id), award)
