"""The open rule pages: anybody reads what the program judges by, and who checked it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from thidua.kernel.errors import NotFound
from thidua.lawbooks.reading import Row, matches, row_matches, row_of, rows_for, rows_of, stories_of
from thidua.lawbooks.selectors import checked_by, live_book, provision_of_rule
from thidua.rules.errors import RulesError
from thidua.rules.names import AWARDS, KIND_VI, SUBJECT_VI, any_name
from thidua.rules.simulation.trial import try_stories
from thidua.rules.sources import CONFIDENCE_VI
from thidua.web.dossiers.pages import answer_view
from thidua.web.listing import download_of

from .lists import law_list
from .pages import StoryView, law_tabs, story_view


@require_GET
def list_page(request: HttpRequest) -> HttpResponse:
    """Show every award with its rules, and the periods of the law."""
    book, query = live_book(), request.GET.get("tim", "")[:100]
    rows = rows_of(book)
    every = [{"label": words, "awards": _awards(rows, subject, query)} for subject, words in SUBJECT_VI.items()]
    groups = [group for group in every if group["awards"]]
    others = _others([row for row in rows if not row.rule and row_matches(row, query)])
    listing = law_list(groups, others, query)
    shown = {
        "tabs": law_tabs(request, "list"),
        "groups": groups,
        "others": others,
        "listing": listing,
        "regimes": book.regimes,
        "query": query,
        "confidences": CONFIDENCE_VI.values(),
    }
    return download_of(request, listing) or render(request, "lawbooks/list.html", shown)


def _awards(rows: tuple[Row, ...], subject: str, query: str) -> list[dict[str, Any]]:
    found = []
    for code, award in AWARDS.items():
        own = [row for row in rows if row.rule and code in row.awards]
        if award.subject == subject and own and matches(award, own, query):
            found.append({"award": award, "kind": KIND_VI[award.kind], "rows": own})
    return found


def _others(rows: list[Row]) -> list[dict[str, Any]]:
    """Group what is no way to an award by its kind, in the order of kinds."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.kind_label, []).append(row)
    return [{"label": label, "rows": found} for label, found in grouped.items()]


@require_GET
def award_page(request: HttpRequest, award: str) -> HttpResponse:
    """Show the rules of one award, newest first, and the conditions it shares with others."""
    if award not in AWARDS:
        raise _unknown()
    rows = rows_for(live_book(), award)
    shown = {
        "tabs": law_tabs(request, "list"),
        "award": AWARDS[award],
        "kind": KIND_VI[AWARDS[award].kind],
        "subject": SUBJECT_VI[AWARDS[award].subject],
        "rows": [row for row in rows if row.rule],
        "others": _others([row for row in rows if not row.rule]),
    }
    return render(request, "lawbooks/award.html", shown)


@require_GET
def rule_page(request: HttpRequest, row_id: str) -> HttpResponse:
    """Show one rule: clause, condition in words, numbers by date, stories, who checked it."""
    book = live_book()
    try:
        row = row_of(book, row_id)
    except RulesError as error:
        raise _unknown() from error
    shown = {
        "tabs": law_tabs(request, "list"),
        "row": row,
        "awards": [(code, any_name(code)) for code in row.awards],
        "stories": _stories(row),
        "confidence": CONFIDENCE_VI[row.confidence],
        "provision": provision_of_rule(row.id),
        "check": checked_by(row.id),
    }
    return render(request, "lawbooks/rule.html", shown)


def _stories(row: Row) -> list[StoryView]:
    """Return the stories told with the program, or with the provision that brought the rule."""
    provision = provision_of_rule(row.id)
    if provision is None:
        return [
            StoryView(story.name, answer_view(story.answer.value), answer_view(story.answer.value), None)
            for story in stories_of(row)
        ]
    try:
        return [story_view(result) for result in try_stories(live_book(), provision.award, provision.stories_yaml)]
    except RulesError:
        return []


def _unknown() -> NotFound:
    return NotFound(_("Không tìm thấy quy tắc này."), _("Xem danh sách các quy tắc."))
