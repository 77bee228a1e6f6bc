"""What the evaluation pages show, gathered as plain records: no query is left for a template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from thidua.dossiers.selectors import Sheet
from thidua.dossiers.states import AnswerChoice
from thidua.kernel.states import JobState
from thidua.rules.answers import RANK, Answer
from thidua.rules.catalogue import title_codes
from thidua.rules.names import TITLE_VI
from thidua.rules.numbers import load_sheet
from thidua.rules.reasons import Reason
from thidua.rules.render import ADVICE_VI, headline
from thidua.rules.sources import CONFIDENCE_VI

TONES = {Answer.MET: "ok", Answer.NOT_MET: "bad", Answer.MISSING_DATA: "warn", Answer.NEEDS_PERSON: "info"}


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as a badge shows it."""

    code: str
    label: str
    tone: str


def answer_view(answer: str) -> AnswerView:
    """Return the words and the tone of an answer."""
    return AnswerView(answer, str(AnswerChoice(answer).label), TONES[Answer(answer)])


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One condition on the sheet, with those below it, the failing ones first.

    ``spare``: an alternative that was not needed, because another one opened the condition above it.
    """

    reason: Reason
    answer: AnswerView
    spare: bool
    children: list[ReasonView]


def reason_views(reasons: Iterable[Reason], *, above: Answer | None = None) -> list[ReasonView]:
    """Return reasons for the template, worst first; under a met condition the alternatives not needed come last."""
    if above is Answer.MET:
        ordered = sorted(reasons, key=lambda reason: reason.answer is not Answer.MET)
    else:
        ordered = sorted(reasons, key=lambda reason: RANK[reason.answer])
    return [_reason_view(reason, above is Answer.MET and reason.answer is not Answer.MET) for reason in ordered]


def _reason_view(reason: Reason, spare: bool) -> ReasonView:
    answer = AnswerView("spare", _("không cần đến"), "muted") if spare else answer_view(reason.answer.value)
    below = [] if spare else reason_views(reason.children, above=reason.answer)
    return ReasonView(reason, answer, spare, below)


def sheet_context(sheet: Sheet) -> dict[str, Any]:
    """Return what the page “Phiếu kiểm tra điều kiện” shows."""
    judgement = sheet.judgement
    used = sorted({reason.confidence for reason in judgement.tree.walk()})
    labels = load_sheet(sheet.title).numbers
    then = sheet.stored.answer if sheet.stored else judgement.answer.value
    return {
        "sheet": sheet,
        "title_name": TITLE_VI[sheet.title],
        "answer": answer_view(judgement.answer.value),
        "headline": headline(judgement),
        "reasons": reason_views(judgement.tree.children or (judgement.tree,)),
        "numbers": [(labels[name].label_vi, word) for name, word in judgement.numbers if name in labels],
        "confidences": [CONFIDENCE_VI[mark] for mark in used],
        "advice": ADVICE_VI,
        # What the run said, where the record gives another answer today.
        "changed": answer_view(then) if then != judgement.answer.value else None,
        "tabs": [
            {"code": code, "label": TITLE_VI[code], "current": code == sheet.title}
            for code in title_codes(judgement.decided_on) or TITLE_VI
        ],
    }


RUN_TONES = {
    JobState.QUEUED: "info",
    JobState.RUNNING: "info",
    JobState.DONE: "ok",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "warn",
}


def run_badge(state: JobState) -> dict[str, str]:
    """Return a run's state as a badge shows it."""
    return {"tone": RUN_TONES[state], "label": str(state.label)}
