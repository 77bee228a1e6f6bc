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
from thidua.rules.library import shipped
from thidua.rules.names import AWARD_VI
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
class ReasonRow:
    """One condition on the sheet. ``number`` tells its place in the tree: 3.1 is the first part of condition 3.

    ``spare``: an alternative that was not needed, because another one opened the condition above it.
    """

    number: str
    reason: Reason
    answer: AnswerView
    spare: bool


def reason_rows(reasons: Iterable[Reason], *, above: Answer | None = None, prefix: str = "") -> list[ReasonRow]:
    """Return the conditions for the sheet, each followed by its parts, the worst first.

    Under a met condition the alternatives that were not needed come last, without their parts.
    """
    opened = above is Answer.MET
    ordered = sorted(reasons, key=lambda reason: RANK[reason.answer], reverse=opened)
    rows = []
    for place, reason in enumerate(ordered, start=1):
        number = f"{prefix}{place}"
        spare = opened and reason.answer is not Answer.MET
        answer = AnswerView("spare", _("không cần đến"), "muted") if spare else answer_view(reason.answer.value)
        rows.append(ReasonRow(number, reason, answer, spare))
        if not spare:
            rows += reason_rows(reason.children, above=reason.answer, prefix=f"{number}.")
    return rows


def number_label(name: str) -> str:
    """Return the words for a number of the law that is named ``title.number``."""
    title, _dot, number = name.partition(".")
    return f"{AWARD_VI[title]}: {shipped().sheets[title].numbers[number].label_vi}"


def sheet_context(sheet: Sheet) -> dict[str, Any]:
    """Return what the page “Phiếu kiểm tra điều kiện” shows."""
    judgement = sheet.judgement
    used = sorted({reason.confidence for reason in judgement.tree.walk()})
    then = sheet.stored.answer if sheet.stored else judgement.answer.value
    return {
        "sheet": sheet,
        "title_name": AWARD_VI[sheet.title],
        "answer": answer_view(judgement.answer.value),
        "headline": headline(judgement),
        "rows": reason_rows(judgement.tree.children or (judgement.tree,)),
        "numbers": [(number_label(name), word) for name, word in judgement.numbers],
        "confidences": [CONFIDENCE_VI[mark] for mark in used],
        "advice": ADVICE_VI,
        # What the run said, where the record gives another answer today.
        "changed": answer_view(then) if then != judgement.answer.value else None,
        "tabs": [
            {"code": code, "label": AWARD_VI[code], "current": code == sheet.title}
            for code in shipped().awards_on(judgement.decided_on) or AWARD_VI
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
