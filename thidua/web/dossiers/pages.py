"""What the evaluation pages show, gathered as plain records: no query is left for a template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from thidua.dossiers.models import Evaluation, EvaluationRun
from thidua.dossiers.selectors import Why, explain, shown_run, verdict_of, why
from thidua.dossiers.states import AnswerChoice
from thidua.kernel.actors import Actor
from thidua.kernel.errors import NotFound
from thidua.kernel.states import JobState
from thidua.people.models import Membership, Person
from thidua.people.selectors import person_for
from thidua.rules.answers import RANK, Answer
from thidua.rules.catalogue import regime_on, title_codes
from thidua.rules.names import TITLE_VI
from thidua.rules.numbers import load_sheet
from thidua.rules.reasons import Judgement, Reason
from thidua.rules.render import ADVICE_VI, headline
from thidua.rules.rule import Regime
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
class VerdictRow:
    """One person in the list: the verdict and the reason that decides it."""

    evaluation: Evaluation
    answer: AnswerView
    why: Why


def verdict_row(evaluation: Evaluation) -> VerdictRow:
    """Return the line of one verdict, its reason read from what was stored then."""
    return VerdictRow(evaluation, answer_view(evaluation.answer), why(evaluation.grounds.read()))


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


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person, one title, one year: the page “Phiếu kiểm tra điều kiện”."""

    person: Person
    place: Membership | None
    title: str
    year: int
    judgement: Judgement
    run: EvaluationRun | None
    stored: Evaluation | None
    regime: Regime | None

    @classmethod
    def read(cls, actor: Actor, person_id: int, title: str, year: int, today: date) -> Sheet:
        """Judge from the record as it is now, by the day of the run that is shown; raises NotFound."""
        person = person_for(actor, person_id, today)
        run = shown_run(actor, year, today)
        day = run.decided_on if run else date(year, 12, 31)
        if title not in TITLE_VI:
            raise NotFound(_("Không có danh hiệu này."), _("Mở lại từ trang “Xét điều kiện”."))
        places = person.memberships.select_related("unit", "position").order_by("-valid_from")
        return cls(
            person,
            places.filter(valid_from__lte=day).first() or places.first(),
            title,
            year,
            explain(person_id, title, year, day),
            run,
            verdict_of(run, person_id, title) if run else None,
            regime_on(day),
        )

    def context(self) -> dict[str, Any]:
        """Return what the template shows."""
        tree = self.judgement.tree
        used = sorted({reason.confidence for reason in tree.walk()})
        return {
            "sheet": self,
            "title_name": TITLE_VI[self.title],
            "answer": answer_view(self.judgement.answer.value),
            "headline": headline(self.judgement),
            "reasons": reason_views(tree.children or (tree,)),
            "numbers": self._numbers(),
            "confidences": [CONFIDENCE_VI[mark] for mark in used],
            "advice": ADVICE_VI,
            "changed": self._changed(),
            "tabs": self._tabs(),
        }

    def _numbers(self) -> list[tuple[str, str]]:
        labels = load_sheet(self.title).numbers
        return [(labels[name].label_vi, word) for name, word in self.judgement.numbers if name in labels]

    def _changed(self) -> AnswerView | None:
        """Return what the run said, when the record gives another answer today."""
        if self.stored is None or self.stored.answer == self.judgement.answer.value:
            return None
        return answer_view(self.stored.answer)

    def _tabs(self) -> list[dict[str, Any]]:
        codes = title_codes(self.judgement.decided_on) or tuple(TITLE_VI)
        return [{"code": code, "label": TITLE_VI[code], "current": code == self.title} for code in codes]


RUN_TONES = {
    JobState.QUEUED: "info",
    JobState.RUNNING: "info",
    JobState.DONE: "ok",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "warn",
}


@dataclass(frozen=True, slots=True)
class RunView:
    """A run with how far it is."""

    run: EvaluationRun

    @property
    def tone(self) -> str:
        """The badge's tone."""
        return "ok" if self.run.finished_at else RUN_TONES.get(self._state(), "warn")

    @property
    def state(self) -> str:
        """The state in words."""
        if self.run.finished_at:
            return str(JobState.DONE.label)
        return str(JobState(self._state()).label)

    @property
    def is_under_way(self) -> bool:
        """Say whether the page should ask again."""
        return self.run.finished_at is None and self._state() in {JobState.QUEUED, JobState.RUNNING}

    @property
    def can_go_on(self) -> bool:
        """Say whether it stopped and can be resumed."""
        job = self.run.job
        return self.run.finished_at is None and job is not None and job.state in {JobState.FAILED, JobState.CANCELLED}

    def _state(self) -> str:
        return self.run.job.state if self.run.job else JobState.CANCELLED.value
