"""The year of a unit as six stages: launch, register, results, review, decision, honour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thidua.dossiers.models import Tally
from thidua.honours.models import Honour
from thidua.kernel.actors import Actor
from thidua.kernel.intervals import holds_on
from thidua.movements.models import Milestone, Movement, Participation
from thidua.movements.states import MilestoneKind, MovementState, ParticipationState
from thidua.movements.years import day_in_year
from thidua.people.models import Membership, Unit
from thidua.people.selectors import visible_units
from thidua.people.selectors.units import GRASSROOTS_UNION
from thidua.registration.models import PerformanceGrade, Registration, RegistrationRound
from thidua.registration.states import COUNTS_AS_REGISTERED

from .places import ancestors_of, groups_of


class StageCode(models.TextChoices):
    """The stages, in order."""

    LAUNCH = "launch", gettext_lazy("Phát động")
    REGISTER = "register", gettext_lazy("Đăng ký")
    RESULTS = "results", gettext_lazy("Kết quả")
    REVIEW = "review", gettext_lazy("Xét")
    DECISION = "decision", gettext_lazy("Quyết định")
    HONOUR = "honour", gettext_lazy("Tuyên dương")


class StageState(models.TextChoices):
    """How a stage stands. The first one that is not done is under way; it may be late."""

    DONE = "done", gettext_lazy("đã xong")
    NOW = "now", gettext_lazy("đang làm")
    TODO = "todo", gettext_lazy("chưa tới")
    LATE = "late", gettext_lazy("trễ hạn")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a unit's year, as the ribbon shows it."""

    code: StageCode
    state: StageState
    note: str = ""

    @property
    def label(self) -> str | Promise:
        """The stage in words."""
        return self.code.label


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit with the stages of its year."""

    unit: Unit
    stages: tuple[Stage, ...]

    @property
    def current(self) -> Stage:
        """The first stage that is not done; the last one when all are."""
        return next((stage for stage in self.stages if stage.state != StageState.DONE), self.stages[-1])

    @property
    def is_done(self) -> bool:
        """Whether every stage is done."""
        return all(stage.state == StageState.DONE for stage in self.stages)


@dataclass(frozen=True, slots=True)
class Roll:
    """How many members a unit has, and how many of them have a grade of the year."""

    members: int = 0
    graded: int = 0


def rolls_of(unit_ids: Collection[int], year: int, day: date) -> dict[int, Roll]:
    """Return each grassroots unit's members (its groups included) and how many have a grade; two queries."""
    then = day_in_year(year, day)
    places = groups_of(unit_ids, then)
    has_grade = Exists(PerformanceGrade.objects.filter(person=OuterRef("person_id"), year=year))
    rows = (
        Membership.objects.at(then)
        .filter(unit_id__in=list(places))
        .order_by()
        .values_list("unit_id")
        .annotate(members=Count("pk"), graded=Count("pk", filter=has_grade))
    )
    members: Counter[int] = Counter()
    graded: Counter[int] = Counter()
    for unit_id, people, done in rows:
        members[places[unit_id]] += people
        graded[places[unit_id]] += done
    return {unit_id: Roll(members[unit_id], graded[unit_id]) for unit_id in unit_ids}


def stages_of(units: Sequence[Unit], year: int, day: date) -> list[UnitYear]:
    """Return the stages of grassroots units in ``year`` as known on ``day``, in the order given.

    The same eleven queries for one unit and for a thousand.
    """
    facts = _Facts(units, year, day)
    return [UnitYear(unit, _in_order([read(facts, unit.id) for read in _READERS])) for unit in units]


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found about one stage: done or not, late or not, and a note."""

    done: bool
    late: bool = False
    note: str = ""


class _Facts:
    """Everything the stages look at, read at once for all units."""

    def __init__(self, units: Sequence[Unit], year: int, day: date) -> None:
        ids = [unit.id for unit in units]
        then = day_in_year(year, day)
        self.year, self.day = year, day
        self.above = ancestors_of(ids, then)
        self.places = groups_of(ids, then)
        self.rolls = rolls_of(ids, year, day)
        running = Movement.objects.filter(year=year).exclude(state=MovementState.PLANNED)
        self.movements = {
            owner: (count, ends)
            for owner, count, ends in running.order_by().values_list("owner_id").annotate(Count("id"), Max("ends_on"))
        }
        launched = Participation.objects.filter(
            unit_id__in=ids, movement__year=year, state=ParticipationState.LAUNCHED, launched_on__lte=day
        )
        self.launched = dict(launched.order_by().values_list("unit_id").annotate(Count("id")))
        self.rounds = {row.owner_id: row for row in RegistrationRound.objects.filter(year=year)}
        self.registrations = {row.unit_id: row for row in Registration.objects.filter(unit_id__in=ids, year=year)}
        self.reviewed = self._at(
            Tally.objects.filter(run__year=year, run__finished_at__isnull=False).values_list("unit_id", flat=True)
        )
        self.decided = self._at(
            Honour.objects.filter(year=year, title__isnull=False, decision_date__lte=day).values_list(
                "unit_id", flat=True
            )
        )
        self.honoured = set(
            Milestone.objects.filter(movement__year=year, kind=MilestoneKind.HONOUR, done_on__lte=day).values_list(
                "movement__owner_id", flat=True
            )
        )

    def _at(self, unit_ids: models.QuerySet) -> set[int]:
        """Return the grassroots units that rows recorded at them or their groups belong to."""
        return {self.places[unit_id] for unit_id in unit_ids.order_by().distinct() if unit_id in self.places}


def _launch(facts: _Facts, unit_id: int) -> _Found:
    mine = [facts.movements[owner] for owner in facts.above[unit_id] if owner in facts.movements]
    total, done = sum(count for count, _ends in mine), facts.launched.get(unit_id, 0)
    late = bool(mine) and done < total and facts.day > max(ends for _count, ends in mine)
    return _Found(0 < total <= done, late, f"{done}/{total}" if total else "")


def _register(facts: _Facts, unit_id: int) -> _Found:
    row = facts.registrations.get(unit_id)
    call = next((facts.rounds[up] for up in facts.above[unit_id] if up in facts.rounds), None)
    if row is not None and row.state in COUNTS_AS_REGISTERED:
        return _Found(True, note=row.get_state_display())
    if call is None:
        return _Found(False)
    deadline = _("hạn %(day)s") % {"day": date_format(call.soft_deadline, "d/m/Y")}
    note = f"{row.get_state_display()}, {deadline}" if row else deadline
    return _Found(False, facts.day > call.soft_deadline, note)


def _results(facts: _Facts, unit_id: int) -> _Found:
    roll = facts.rolls[unit_id]
    late = roll.graded < roll.members and facts.day > date(facts.year, 12, 31)
    return _Found(0 < roll.members <= roll.graded, late, f"{roll.graded}/{roll.members}" if roll.members else "")


def _review(facts: _Facts, unit_id: int) -> _Found:
    return _Found(unit_id in facts.reviewed)


def _decision(facts: _Facts, unit_id: int) -> _Found:
    return _Found(unit_id in facts.decided)


def _honour(facts: _Facts, unit_id: int) -> _Found:
    return _Found(bool(facts.above[unit_id] & facts.honoured))


_READERS: tuple[Callable[[_Facts, int], _Found], ...] = (_launch, _register, _results, _review, _decision, _honour)


def _in_order(found: list[_Found]) -> tuple[Stage, ...]:
    """Return the stages with their states: the first that is not done is the one under way."""
    stages, under_way = [], True
    for code, one in zip(StageCode, found, strict=True):
        if one.done:
            state = StageState.DONE
        elif one.late:
            state, under_way = StageState.LATE, False
        else:
            state, under_way = (StageState.NOW if under_way else StageState.TODO), False
        stages.append(Stage(code, state, one.note))
    return tuple(stages)


def grassroots_seen(actor: Actor, then: date, today: date) -> QuerySet[Unit]:
    """Return the grassroots units that stood on ``then`` and that ``actor`` may see today, by name."""
    units = visible_units(actor, today).filter(holds_on(then), kind__code=GRASSROOTS_UNION)
    return units.order_by("name_folded", "id")
