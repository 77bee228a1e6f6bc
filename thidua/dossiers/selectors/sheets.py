"""Sheets: one person or collective judged from the record as it is now, for one award or for all of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotFound
from thidua.lawbooks.selectors import live_book
from thidua.people.models import Membership, Person, Unit
from thidua.people.selectors import person_for, unit_for, visible_units
from thidua.registration.selectors import awards_of_staff
from thidua.rules.book import LawBook
from thidua.rules.engine import judge
from thidua.rules.facts import History
from thidua.rules.names import AWARDS
from thidua.rules.reasons import Judgement
from thidua.rules.rule import Regime

from ..collectives import collective_histories
from ..evidence import Detail, Records, details_of, records_of_person, records_of_unit
from ..facts import histories
from ..models import Evaluation, EvaluationRun
from ..numbers import LawNumber, law_numbers
from .counts import subject_of
from .runs import shown_run
from .verdicts import Why, why


def explain(person_id: int, award: str, year: int, decided_on: date, *, book: LawBook | None = None) -> Judgement:
    """Judge one person for one award from the record as it is now. The caller has checked that they may be seen."""
    history = histories([person_id], year, decided_on)[person_id]
    return judge(award=award, history=history, year=year, decided_on=decided_on, book=book or live_book())


def explain_unit(unit_id: int, award: str, year: int, decided_on: date, *, book: LawBook | None = None) -> Judgement:
    """Judge one unit as a collective for one award, likewise."""
    history = collective_histories([unit_id], year, decided_on)[unit_id]
    return judge(award=award, history=history, year=year, decided_on=decided_on, book=book or live_book())


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a sheet is about: a person with their place, or (person empty) a unit as a collective."""

    person: Person | None
    place: Membership | None
    unit: Unit | None

    @property
    def name(self) -> str:
        """The name of the person or unit."""
        return self.person.full_name if self.person else str(self.unit.name if self.unit else "")

    @property
    def subject(self) -> str:
        """The law's word for whom an award is for."""
        return "person" if self.person else "collective"


@dataclass(frozen=True, slots=True)
class Question:
    """A holder, a year, and the day and law by which it is judged: those of the run that is shown, if any."""

    holder: Holder
    year: int
    day: date
    run: EvaluationRun | None
    book: LawBook
    history: History

    def judge(self, award: str) -> Judgement:
        """Judge the holder for an award."""
        return judge(award=award, history=self.history, year=self.year, decided_on=self.day, book=self.book)

    def awards(self) -> tuple[str, ...]:
        """Return the awards for such holders by the law of the day, lower first."""
        if self.holder.person is not None:
            return awards_of_staff(self.book, self.day)
        return self.book.awards_on(self.day, "collective")

    def records(self) -> Records:
        """Return the rows behind the facts."""
        if self.holder.person is not None:
            return records_of_person(self.holder.person.pk, self.year, self.day)
        return records_of_unit(self.holder.unit.pk if self.holder.unit else 0, self.year, self.day)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One holder, one award, one year: judged from the record as it is now, beside what the shown run had found."""

    question: Question
    award: str
    judgement: Judgement
    details: tuple[Detail, ...]
    numbers: list[LawNumber]
    regime: Regime | None
    stored: Evaluation | None


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One award on a holder's page: the answer, why, and what to do next; ``warned`` where the law was not read."""

    award: str
    judgement: Judgement
    why: Why

    @property
    def name(self) -> str:
        """The award in words."""
        return AWARDS[self.award].name_vi


def question_about_person(actor: Actor, person_id: int, year: int, today: date) -> Question:
    """Return what is asked of a person, as of the day of the run shown (else the year's last day); raises NotFound."""
    person = person_for(actor, person_id, today)
    run, day = _as_of(actor, year, today)
    place = _place_on(person, day)
    if not _reads_whole(actor, person, place, today):
        raise NotFound(_("Không tìm thấy người này."), _("Người này đã chuyển sang đơn vị khác."))
    history = histories([person_id], year, day)[person_id]
    return Question(Holder(person, place, place.unit if place else None), year, day, run, live_book(), history)


def question_about_unit(actor: Actor, unit_id: int, year: int, today: date) -> Question:
    """Return what is asked of a unit as a collective, as for a person."""
    unit = unit_for(actor, unit_id, today)
    run, day = _as_of(actor, year, today)
    history = collective_histories([unit_id], year, day)[unit_id]
    return Question(Holder(None, None, unit), year, day, run, live_book(), history)


def sheet_of(question: Question, award: str) -> Sheet:
    """Return the sheet of one award; raises NotFound for one that is not for such holders."""
    if award not in AWARDS or subject_of(award) != question.holder.subject:
        raise NotFound(_("Không có danh hiệu, hình thức khen thưởng này."), _("Mở lại từ trang “Xét điều kiện”."))
    judgement = question.judge(award)
    return Sheet(
        question=question,
        award=award,
        judgement=judgement,
        details=details_of(judgement, question.history, question.book, question.records()),
        numbers=law_numbers(question.book, award, question.day),
        regime=question.book.regime_on(question.day),
        stored=_stored(question, award),
    )


def award_lines(question: Question) -> list[AwardLine]:
    """Return every award for the holder with its answer, lower first; no query."""
    judged = [(award, question.judge(award)) for award in question.awards()]
    return [AwardLine(award, judgement, why(judgement)) for award, judgement in judged]


def _stored(question: Question, award: str) -> Evaluation | None:
    """Return what the shown run had found."""
    if question.run is None:
        return None
    found = question.run.evaluations.filter(person=question.holder.person, award=award)
    if question.holder.person is None:
        found = found.filter(unit=question.holder.unit)
    return found.first()


def _as_of(actor: Actor, year: int, today: date) -> tuple[EvaluationRun | None, date]:
    run = shown_run(actor, year, today)
    return run, run.decided_on if run else date(year, 12, 31)


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
