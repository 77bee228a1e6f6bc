"""“Thử một hồ sơ”: anybody tries facts against the law. Nothing is stored: no row, no session, no log of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from thidua.kernel.errors import InvalidInput, Refusal
from thidua.lawbooks.selectors import live_book
from thidua.rules.book import LawBook
from thidua.rules.engine import judge
from thidua.rules.errors import RulesError
from thidua.rules.facts import History
from thidua.rules.names import any_name, award_name
from thidua.rules.simulation.untrusted import read_untrusted, told
from thidua.rules.stories import subject_from
from thidua.web.limits import may_try

from .facts_form import AskForm, FactsForm, PastedForm
from .pages import VerdictView, advice, law_tabs, verdict_view

PASTED_VI = "Hồ sơ"
EXAMPLE = """year: 2018
date: 2018-12-20
person:
  years:
    2018:
      grade: excellent
      registered: [advanced_worker, grassroots_fighter]
      months_worked: 12
      findings: {law_abiding: true, united: true, active: true, productive: true}
  titles: {advanced_worker: [2016, 2017]}
  forms: {}
  initiatives: [{year: 2018, scope: grassroots}]
  disciplines: []
  open_cases: []
"""


class _Writer(yaml.SafeDumper):
    """Writes every value out in full, as the reader asks."""

    def ignore_aliases(self, data: Any) -> bool:
        """Say that nothing is written by reference."""
        return True


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def try_page(request: HttpRequest) -> HttpResponse:
    """Show the form, and for a POST the verdicts beside it."""
    if request.method == "POST" and not may_try(request, "law"):
        return render(request, "429.html", status=429)
    pasted = request.GET.get("dang") == "viet-tay"
    shown = _pasted(request) if pasted else _typed(request)
    form = shown["form"]
    status = 422 if form.errors or shown.get("refusal") else 200
    return render(
        request, "lawbooks/try.html", {**shown, "tabs": law_tabs(request, "try"), "pasted": pasted}, status=status
    )


def _typed(request: HttpRequest) -> dict[str, Any]:
    """Read the form of one person's facts."""
    today = timezone.localdate()
    initial: dict[str, Any] = {"nam": today.year, "ngay": today}
    ask = AskForm(request.GET if "nam" in request.GET else None, initial=initial)
    asked: dict[str, Any] = ask.cleaned_data if ask.is_bound and ask.is_valid() else {**initial, "danh_hieu": ""}
    book = live_book()
    awards = [asked["danh_hieu"]] if asked["danh_hieu"] else list(book.awards_on(asked["ngay"]))
    form = FactsForm(request.POST or None, year=asked["nam"], day=asked["ngay"], awards=awards, book=book)
    shown: dict[str, Any] = {"ask": ask, "form": form, "year": asked["nam"], "day": asked["ngay"]}
    if request.method != "POST" or not form.is_valid():
        return shown
    return shown | _answered({"year": asked["nam"], "date": asked["ngay"], "person": form.facts()}, awards, book)


def _pasted(request: HttpRequest) -> dict[str, Any]:
    """Read facts in the hand-written format."""
    form = PastedForm(request.POST or None, initial={"facts": EXAMPLE})
    shown: dict[str, Any] = {"form": form}
    if request.method != "POST" or not form.is_valid():
        return shown
    try:
        raw = read_untrusted(form.cleaned_data["facts"], PASTED_VI)
    except RulesError as error:
        return shown | {"refusal": _refusal(error)}
    return shown | _answered(raw, None, live_book())


def _answered(raw: Any, awards: list[str] | None, book: LawBook) -> dict[str, Any]:
    """Judge facts of the format; what cannot be read is said in words."""
    try:
        with told(PASTED_VI):
            subject, history, year, day, asked = _read(raw)
            codes = awards or ([asked] if asked else list(book.awards_on(day, subject)))
            verdicts = _verdicts(book, codes, history, year, day)
    except RulesError as error:
        return {"refusal": _refusal(error)}
    written = yaml.dump(_plain(raw), Dumper=_Writer, allow_unicode=True, sort_keys=False)
    return {"verdicts": verdicts, "judged": True, "written": written, "advice": advice()}


def _read(raw: Any) -> tuple[str, History, int, date, str]:
    """Return whose facts, the facts, the year, the day and the award asked for (“” = all)."""
    subject, history = subject_from(raw)
    year, day, asked = raw["year"], raw["date"], str(raw.get("award") or raw.get("title") or "")
    if type(year) is not int or type(day) is not date or not 1950 <= year <= 2100:
        raise TypeError
    if asked:
        award_name(asked)
    return subject, history, year, day, asked


def _verdicts(book: LawBook, codes: list[str], history: History, year: int, day: date) -> list[VerdictView]:
    return [
        verdict_view(judge(award=code, history=history, year=year, decided_on=day, book=book), any_name(code))
        for code in codes
    ]


def _plain(raw: Any) -> Any:
    """Return the facts as plain mappings and lists, for writing them out."""
    if isinstance(raw, dict):
        return {key: _plain(value) for key, value in raw.items()}
    return [_plain(item) for item in raw] if isinstance(raw, list) else raw


def _refusal(error: RulesError) -> Refusal:
    return InvalidInput(error.message_vi or _("Không đọc được hồ sơ."), error.next_step_vi)
