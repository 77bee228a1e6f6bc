"""Stored verdicts on people and collectives: which of them a reader sees, and the reason that decides one, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.text import fold
from thidua.lawbooks.selectors import live_book
from thidua.people.models import Person
from thidua.people.selectors import search_people, visible_units
from thidua.rules.answers import Answer
from thidua.rules.book import LawBook
from thidua.rules.engine import judge
from thidua.rules.facts import History
from thidua.rules.reasons import Judgement, Reason

from ..facts import histories
from ..models import Evaluation, EvaluationRun
from .counts import subject_of

WAYS = ".ways"  # how the law room marks the node under which the several ways to an award stand


def evaluations_visible_to(actor: Actor, day: date) -> QuerySet[Evaluation]:
    """Return the verdicts on people and collectives of the units ``actor`` may see, and on ``actor``'s own person."""
    rows = Evaluation.objects.select_related("run", "person", "unit", "grounds")
    if isinstance(actor, SystemActor):
        return rows
    own = Person.objects.filter(account=actor.pk).values("id")
    return rows.filter(Q(unit__in=visible_units(actor, day).values("id")) | Q(person__in=own))


def newest_year_of(actor: Actor, day: date, *, person_id: int | None = None, unit_id: int | None = None) -> int | None:
    """Return the newest year in which a finished run judged a person, or a unit as a collective; None without one."""
    whom = Q(person_id=person_id) if person_id is not None else Q(person__isnull=True, unit_id=unit_id)
    judged = evaluations_visible_to(actor, day).filter(whom, run__finished_at__isnull=False)
    year: int | None = judged.aggregate(newest=Max("run__year"))["newest"]
    return year


@dataclass(frozen=True, slots=True)
class VerdictFilter:
    """What a reader asks of a run's verdicts; empty fields ask nothing."""

    award: str = ""
    answer: str = ""
    unit_id: int | None = None
    query: str = ""
    reason: str = ""


def evaluations_of(run: EvaluationRun, actor: Actor, day: date, asked: VerdictFilter) -> QuerySet[Evaluation]:
    """Return the verdicts of one run that ``actor`` may see and ``asked`` leaves, in order of names."""
    wanted = {"award": asked.award, "answer": asked.answer, "unit_id": asked.unit_id, "reason": asked.reason}
    rows = evaluations_visible_to(actor, day).filter(
        run=run, **{name: value for name, value in wanted.items() if value}
    )
    if asked.award and subject_of(asked.award) == "collective":
        rows = rows.filter(unit__name_folded__contains=fold(asked.query)) if asked.query else rows
        return rows.order_by("unit__name_folded", "unit_id")
    if asked.query:
        rows = rows.filter(person__in=search_people(actor, asked.query, day).order_by().values("id"))
    return rows.order_by("person__name_sort", "person_id", "award")


@dataclass(frozen=True, slots=True)
class Why:
    """The reason that decides a verdict, in words, and what to do next."""

    text: str
    next_step: str


def why(judgement: Judgement) -> Why:
    """Return the first deciding reason of a judgement; empty when it is met, otherwise never without a next step.

    Goes down to the leaf, because “has not met Lao động tiên tiến” helps nobody who wants to know what to do.
    """
    if judgement.answer is Answer.MET:
        return Why("", "")
    text, reason = "", judgement.tree
    while deciding := [child for child in reason.children if child.answer is reason.answer]:
        # Of alternatives, the one with parts of its own says more than “there is no decision yet”.
        reason = next((child for child in deciding if child.children), deciding[0])
        text = text or ("" if reason.condition_code.endswith(WAYS) else reason.text_vi)
    leaf = reason.text_vi
    said = leaf if leaf == text or not text else f"{text}: {leaf}"
    return Why(said, next_step_of(reason, judgement.year))


def whys_of(rows: Sequence[Evaluation]) -> list[Why]:
    """Return why each of a page's verdicts, all of one run, was given.

    A run in bulk kept no trees of reasons: they are found again, as of the run's day, for these rows at once. Where the
    record or the law says otherwise by now, that is told instead of a reason that would not fit the verdict.
    """
    again = _whys_again([row for row in rows if row.grounds is None])
    return [again[row.pk] if row.grounds is None else why(row.grounds.read()) for row in rows]


def _whys_again(rows: list[Evaluation]) -> dict[int, Why]:
    """Return evaluation → why; a constant number of queries."""
    if not rows:
        return {}
    run, book = rows[0].run, live_book()
    facts = histories([row.person_id for row in rows if row.person_id is not None], run.year, run.decided_on)
    return {row.pk: _why_again(row, facts[row.person_id or 0], book) for row in rows}


def _why_again(row: Evaluation, history: History, book: LawBook) -> Why:
    run = row.run
    judgement = judge(award=row.award, history=history, year=run.year, decided_on=run.decided_on, book=book)
    if judgement.answer.value == row.answer:
        return why(judgement)
    changed = _("Hồ sơ hoặc luật đã thay đổi sau lượt xét này, nên lý do khi đó không còn đúng.")
    return Why(changed, _("Xét lại để có kết luận mới."))


def next_step_of(reason: Reason, year: int) -> str:
    """Return what to do about a reason that is not met: its own step, else that of its parts, else to plan ahead."""
    if reason.answer is Answer.MET:
        return ""
    said = next((part.next_step_vi for part in reason.walk() if part.next_step_vi), "")
    return said or _("Năm {year} chưa đề nghị được; xem từng điều kiện để đặt mục tiêu cho năm sau.").format(year=year)
