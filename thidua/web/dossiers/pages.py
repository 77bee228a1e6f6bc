"""What the evaluation pages show, gathered as plain records: no query is left for a template."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from thidua.dossiers.evidence import Detail, Row
from thidua.dossiers.selectors import Sheet, next_step_of
from thidua.dossiers.selectors.sheets import AwardLine, Holder, Question
from thidua.dossiers.selectors.verdicts import WAYS
from thidua.dossiers.states import AnswerChoice
from thidua.kernel.actors import Actor
from thidua.kernel.states import JobState
from thidua.kernel.verdicts import refused
from thidua.registration.policies import can_conclude
from thidua.rules.answers import ANSWER_VI, RANK, Answer
from thidua.rules.names import any_name
from thidua.rules.reasons import Reason
from thidua.rules.render import ADVICE_VI, headline
from thidua.rules.sources import CONFIDENCE_VI

TONES = {Answer.MET: "ok", Answer.NOT_MET: "bad", Answer.MISSING_DATA: "warn", Answer.NEEDS_PERSON: "info"}
PAGES = {"honour": "honours:detail", "initiative": "initiatives:detail"}


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as a badge shows it."""

    code: str
    label: str
    tone: str


def answer_view(answer: str) -> AnswerView:
    """Return the words and the tone of the answer for an award: “đủ điều kiện”."""
    return AnswerView(answer, str(AnswerChoice(answer).label), TONES[Answer(answer)])


def condition_view(answer: Answer) -> AnswerView:
    """Return the words and the tone of the answer for a single condition: “đạt”."""
    return AnswerView(answer.value, ANSWER_VI[answer].lower(), TONES[answer])


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the record behind a reason, with the address of its own page if it has one."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One condition on the sheet. ``number`` tells its place in the tree: 3.1 is the first part of condition 3.

    ``spare``: an alternative that was not needed, because another one opened the condition above it. ``conclude``: the
    address at which the reader records what they found; ``left_to``: who does, where the reader may not.
    """

    number: str
    reason: Reason
    answer: AnswerView
    spare: bool
    next_step: str
    rows: tuple[RowView, ...]
    conclude: str = ""
    left_to: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The conditions of one way to the award, or those that hold for every way."""

    title: str
    answer: AnswerView | None
    rows: list[ReasonRow]


def reason_rows(reasons: Iterable[Reason]) -> list[ReasonRow]:
    """Return conditions without rows of a record behind them: of a history that nobody keeps here."""
    return _in_order(map(_bare, reasons), _bare_row)


def _bare(reason: Reason) -> Detail:
    return Detail(reason, parts=tuple(map(_bare, reason.children)))


def _bare_row(detail: Detail, number: str, spare: bool) -> ReasonRow:
    reason = detail.reason
    return ReasonRow(number, reason, _badge(reason, spare), spare, reason.next_step_vi or "", ())


def _badge(reason: Reason, spare: bool) -> AnswerView:
    return AnswerView("spare", _("không cần đến"), "muted") if spare else condition_view(reason.answer)


def _in_order(
    details: Iterable[Detail],
    make: Callable[[Detail, str, bool], ReasonRow],
    above: Answer | None = None,
    prefix: str = "",
) -> list[ReasonRow]:
    """Return the conditions, each followed by its parts, the worst first.

    Under a met condition the alternatives that were not needed come last, without their parts.
    """
    opened = above is Answer.MET
    ordered = sorted(details, key=lambda detail: RANK[detail.reason.answer], reverse=opened)
    rows = []
    for place, detail in enumerate(ordered, start=1):
        spare = opened and detail.reason.answer is not Answer.MET
        rows.append(make(detail, f"{prefix}{place}", spare))
        if not spare:
            rows += _in_order(detail.parts, make, detail.reason.answer, f"{prefix}{place}.")
    return rows


class SheetPage:
    """Makes the rows of one sheet, for a reader."""

    def __init__(self, sheet: Sheet, reader: Actor, today: date) -> None:
        self.sheet = sheet
        self.year = sheet.question.year
        unit = sheet.question.holder.unit
        self._may = {
            own_level: can_conclude(reader, unit.pk, today, own_level=own_level) if unit else refused("")
            for own_level in (True, False)
        }

    def groups(self) -> list[Group]:
        """Return the conditions by way, the nearest way first; one group where there is only one way."""
        ways = next((detail for detail in self.sheet.details if detail.reason.condition_code.endswith(WAYS)), None)
        if ways is None:
            return [Group("", None, self._rows(self.sheet.details))]
        others = [detail for detail in self.sheet.details if detail is not ways]
        nearest = sorted(ways.parts, key=lambda way: (-RANK[way.reason.answer], _failing(way)))
        found = [
            Group(
                _("Cách {place}: {name}").format(place=place, name=self._way_name(way)),
                answer_view(way.reason.answer.value),
                self._rows(way.parts),
            )
            for place, way in enumerate(nearest, start=1)
        ]
        return [*found, Group(_("Điều kiện chung của mọi cách"), None, self._rows(others))] if others else found

    def _way_name(self, way: Detail) -> str:
        rules = self.sheet.question.book.rules_on(self.sheet.award, self.sheet.question.day)
        return next((rule.name_vi for rule in rules if rule.id == way.reason.condition_code), way.reason.text_vi)

    def _rows(self, details: Iterable[Detail]) -> list[ReasonRow]:
        return _in_order(details, self._row)

    def _row(self, detail: Detail, number: str, spare: bool) -> ReasonRow:
        reason = detail.reason
        leaf = "" if detail.parts or spare else next_step_of(reason, self.year)
        rows = () if spare else tuple(_row_view(row) for row in detail.rows)
        return ReasonRow(number, reason, _badge(reason, spare), spare, leaf, rows, *self._conclude(detail))

    def _conclude(self, detail: Detail) -> tuple[str, str]:
        """Return where the reader records this finding, or who does: where one is asked for or was recorded."""
        asked = detail.reason.answer is Answer.NEEDS_PERSON
        holder = self.sheet.question.holder
        if not detail.finding or holder.unit is None or not (asked or detail.recorded):
            return "", ""
        verdict = self._may[detail.own_level and holder.person is not None]
        if not verdict:
            return "", verdict.reason if asked else ""
        address = conclusion_url(holder, detail.award, detail.finding)
        return f"{address}?nam={self.year}&phieu={self.sheet.award}", ""


def _failing(way: Detail) -> int:
    return sum(reason.answer is not Answer.MET for reason in way.reason.walk())


def _row_view(row: Row) -> RowView:
    return RowView(row.text, reverse(PAGES[row.kind], args=[row.key]) if row.kind else "")


def conclusion_url(holder: Holder, award: str, code: str) -> str:
    """Return the address of the form that records one finding."""
    if holder.person is not None:
        return reverse("dossiers:conclude", args=[holder.person.pk, award, code])
    return reverse("dossiers:conclude_collective", args=[holder.unit.pk if holder.unit else 0, award, code])


def sheet_url(holder: Holder, award: str) -> str:
    """Return the address of a holder's sheet for an award."""
    if holder.person is not None:
        return reverse("dossiers:sheet", args=[holder.person.pk, award])
    return reverse("dossiers:collective_sheet", args=[holder.unit.pk if holder.unit else 0, award])


def holder_url(holder: Holder) -> str:
    """Return the address of a holder's page with all awards."""
    if holder.person is not None:
        return reverse("dossiers:person", args=[holder.person.pk])
    return reverse("dossiers:collective", args=[holder.unit.pk if holder.unit else 0])


def sheet_context(sheet: Sheet, reader: Actor, today: date) -> dict[str, Any]:
    """Return what the page “Phiếu kiểm tra điều kiện” shows a reader."""
    judgement, question = sheet.judgement, sheet.question
    used = {reason.confidence for reason in judgement.tree.walk()} | {item.confidence for item in sheet.numbers}
    then = sheet.stored.answer if sheet.stored else judgement.answer.value
    return {
        "sheet": sheet,
        "question": question,
        "holder": question.holder,
        "all_awards": f"{holder_url(question.holder)}?nam={question.year}",
        "award_name": any_name(sheet.award),
        "answer": answer_view(judgement.answer.value),
        "headline": headline(judgement),
        "next_step": next_step_of(judgement.tree, question.year) if judgement.answer is Answer.NOT_MET else "",
        "groups": SheetPage(sheet, reader, today).groups(),
        "confidences": [CONFIDENCE_VI[mark] for mark in sorted(used)],
        "advice": ADVICE_VI,
        # What the run said, where the record gives another answer today.
        "changed": answer_view(then) if then != judgement.answer.value else None,
    }


@dataclass(frozen=True, slots=True)
class LineView:
    """One award on a holder's page, with its badge and the address of its sheet."""

    line: AwardLine
    answer: AnswerView
    url: str
    warned: bool


def line_views(question: Question, lines: Iterable[AwardLine]) -> list[LineView]:
    """Return every award of a holder as its page shows it, lower first."""
    return [
        LineView(
            line,
            answer_view(line.judgement.answer.value),
            f"{sheet_url(question.holder, line.award)}?nam={question.year}",
            bool(line.judgement.warnings),
        )
        for line in lines
    ]


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
