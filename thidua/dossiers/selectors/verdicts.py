"""Verdicts on people: those stored in a run, and one judged from the record as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotFound
from thidua.people.models import Membership, Person
from thidua.people.selectors import person_for, search_people, visible_units
from thidua.rules.answers import Answer
from thidua.rules.engine import judge
from thidua.rules.library import shipped
from thidua.rules.names import AWARD_VI
from thidua.rules.reasons import Judgement, Reason
from thidua.rules.rule import Regime

from ..facts import histories
from ..models import Evaluation, EvaluationRun
from .runs import shown_run


def explain(person_id: int, title_code: str, year: int, decided_on: date) -> Judgement:
    """Judge one person for one title from the record as it is now. The caller has checked that they may be seen."""
    history = histories([person_id], year, decided_on)[person_id]
    return judge(award=title_code, history=history, year=year, decided_on=decided_on)


def evaluations_visible_to(actor: Actor, day: date) -> QuerySet[Evaluation]:
    """Return the verdicts on people of the units that ``actor`` may see, and on ``actor``'s own person."""
    rows = Evaluation.objects.select_related("person", "unit", "title", "grounds")
    if isinstance(actor, SystemActor):
        return rows
    own = Person.objects.filter(account=actor.pk).values("id")
    return rows.filter(Q(unit__in=visible_units(actor, day).values("id")) | Q(person__in=own))


def newest_year_of(actor: Actor, person_id: int, day: date) -> int | None:
    """Return the newest year in which a finished run judged the person, of what ``actor`` may see; None without one."""
    judged = evaluations_visible_to(actor, day).filter(person_id=person_id, run__finished_at__isnull=False)
    year: int | None = judged.aggregate(newest=Max("run__year"))["newest"]
    return year


@dataclass(frozen=True, slots=True)
class VerdictFilter:
    """What a reader asks of a run's verdicts; empty fields ask nothing."""

    title: str = ""
    answer: str = ""
    unit_id: int | None = None
    query: str = ""


def evaluations_of(run: EvaluationRun, actor: Actor, day: date, asked: VerdictFilter) -> QuerySet[Evaluation]:
    """Return the verdicts of one run that ``actor`` may see and ``asked`` leaves, in order of names."""
    wanted = {"title__code": asked.title, "answer": asked.answer, "unit_id": asked.unit_id}
    rows = evaluations_visible_to(actor, day).filter(
        run=run, **{name: value for name, value in wanted.items() if value}
    )
    if asked.query:
        rows = rows.filter(person__in=search_people(actor, asked.query, day).order_by().values("id"))
    return rows.order_by("person__name_sort", "person_id", "title__order")


@dataclass(frozen=True, slots=True)
class Why:
    """The reason that decides a verdict, in words, and what to do next."""

    text: str
    next_step: str


def why(judgement: Judgement) -> Why:
    """Return the first deciding reason of a judgement; empty when it is met.

    Goes down to the leaf, because “has not met Lao động tiên tiến” helps nobody who wants to know what to do.
    """
    if judgement.answer is Answer.MET:
        return Why("", "")
    text, reason = "", judgement.tree
    while deciding := [child for child in reason.children if child.answer is reason.answer]:
        # Of alternatives, the one with parts of its own says more than “there is no decision yet”.
        reason = next((child for child in deciding if child.children), deciding[0])
        text = text or reason.text_vi
    leaf = reason.text_vi
    said = leaf if leaf == text or not text else f"{text}: {leaf}"
    return Why(said, _next_step(reason))


def _next_step(reason: Reason) -> str:
    return next((part.next_step_vi for part in reason.walk() if part.next_step_vi), "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person, one title, one year: judged from the record as it is now, beside what the shown run had found."""

    person: Person
    place: Membership | None
    title: str
    year: int
    judgement: Judgement
    regime: Regime | None
    run: EvaluationRun | None
    stored: Evaluation | None


def sheet_for(actor: Actor, person_id: int, title_code: str, year: int, today: date) -> Sheet:
    """Return the sheet, judged as of the day of the run that is shown (else the year's last day); raises NotFound."""
    person = person_for(actor, person_id, today)
    if title_code not in AWARD_VI:
        raise NotFound(_("Không có danh hiệu này."), _("Mở lại từ trang “Xét điều kiện”."))
    run = shown_run(actor, year, today)
    day = run.decided_on if run else date(year, 12, 31)
    place = _place_on(person, day)
    if not _reads_whole(actor, person, place, today):
        raise NotFound(_("Không tìm thấy người này."), _("Người này đã chuyển sang đơn vị khác."))
    stored = run.evaluations.filter(person_id=person_id, title__code=title_code).first() if run else None
    return Sheet(
        person=person,
        place=place,
        title=title_code,
        year=year,
        judgement=explain(person_id, title_code, year, day),
        regime=shipped().regime_on(day),
        run=run,
        stored=stored,
    )


def _reads_whole(actor: Actor, person: Person, place: Membership | None, today: date) -> bool:
    """Say whether ``actor`` may read a judgement of the person's whole record: it tells what every unit recorded.

    Those of the unit where the person was on the day, or is now, may; those of one left before then may not.
    """
    if place is None or isinstance(actor, SystemActor) or getattr(actor, "person_id", None) == person.pk:
        return True
    now = _place_on(person, today)
    units = {place.unit_id, now.unit_id if now else place.unit_id}
    return visible_units(actor, today).filter(pk__in=units).exists()


def _place_on(person: Person, day: date) -> Membership | None:
    """Return where the person was on the day; else the latest place."""
    places = list(person.memberships.select_related("unit", "position").order_by("-valid_from"))
    return next((place for place in places if place.valid_from <= day), places[0] if places else None)
