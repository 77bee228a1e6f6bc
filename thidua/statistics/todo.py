"""What waits for an account: typed tasks with their due day, found set-based in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from thidua.kernel.actors import Actor
from thidua.kernel.intervals import holds_on
from thidua.movements.models import Milestone, Movement, Participation
from thidua.movements.states import MovementState, ParticipationState, Side
from thidua.people.models import Unit
from thidua.people.permissions import Permission
from thidua.people.policies import root_ids
from thidua.people.selectors import visible_units
from thidua.people.selectors.units import GRASSROOTS_UNION
from thidua.registration.models import Registration, RegistrationRound
from thidua.registration.states import EDITABLE, RegistrationState

from .places import ancestors_of
from .stages import rolls_of

# Past this many of one kind at one unit, a single task leads to the list instead of each one to its page.
SHOW_EACH = 5


class TaskKind(models.TextChoices):
    """What is to be done; the page has the words and the link of each."""

    JOIN = "join", _("tham gia phong trào")
    CONFIRM_UNION = "confirm_union", _("công đoàn xác nhận")
    CONFIRM_HEAD = "confirm_head", _("thủ trưởng xác nhận")
    REGISTER = "register", _("đăng ký thi đua")
    REGISTER_AGAIN = "register_again", _("sửa đăng ký bị trả lại")
    GRADES = "grades", _("ghi xếp loại")
    RECEIVE = "receive", _("tiếp nhận đăng ký")
    LAUNCH = "launch", _("phát động")
    MILESTONE = "milestone", _("ghi mốc")


class When(models.TextChoices):
    """The groups of the list, most urgent first."""

    OVERDUE = "overdue", _("Quá hạn")
    TODAY = "today", _("Hôm nay")
    THIS_WEEK = "week", _("Tuần này")
    LATER = "later", _("Sắp tới")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. ``count`` > 1 stands for that many of the kind; ``name`` and ``step`` say what of, ``object_id``
    where.
    """

    kind: TaskKind
    due_on: date | None = None
    unit: Unit | None = None
    name: str = ""
    step: str = ""
    object_id: int | None = None
    count: int = 1

    def when(self, today: date) -> When:
        """Return the group: a week runs to Sunday; what has no due day comes later."""
        if self.due_on is None:
            return When.LATER
        if self.due_on < today:
            return When.OVERDUE
        if self.due_on == today:
            return When.TODAY
        return When.THIS_WEEK if self.due_on <= today + timedelta(days=6 - today.weekday()) else When.LATER


def tasks_for(actor: Actor, year: int, today: date) -> list[Task]:
    """Return everything of ``year`` that waits for ``actor``, the most urgent first."""
    tasks = [
        *_confirmations(actor, year, today),
        *_units_tasks(actor, year, today),
        *_to_receive(actor, year, today),
        *_milestones(actor, year, today),
    ]
    return sorted(tasks, key=lambda task: (task.due_on or date.max, list(TaskKind).index(task.kind), task.name))


def grouped(tasks: Iterable[Task], today: date) -> list[tuple[When, list[Task]]]:
    """Return the tasks by urgency, without empty groups."""
    groups: dict[When, list[Task]] = defaultdict(list)
    for task in tasks:
        groups[task.when(today)].append(task)
    return [(when, groups[when]) for when in When if groups[when]]


def own_units(actor: Actor, day: date, permission: Permission = Permission.VIEW) -> QuerySet[Unit]:
    """Return the grassroots units at which ``actor`` themself acts (not those merely below)."""
    roots = Unit.objects.filter(holds_on(day), id__in=root_ids(actor, day, permission), kind__code=GRASSROOTS_UNION)
    return roots.order_by("name_folded")


def _confirmations(actor: Actor, year: int, today: date) -> list[Task]:
    """Participations that wait for this account's side; never one whose other side it has confirmed itself."""
    tasks = []
    for side, kind, permission in (
        (Side.UNION, TaskKind.CONFIRM_UNION, Permission.JOIN_MOVEMENT),
        (Side.HEAD, TaskKind.CONFIRM_HEAD, Permission.CONFIRM_AS_HEAD),
    ):
        other = Side.HEAD if side == Side.UNION else Side.UNION
        waiting = (
            Participation.objects.filter(
                unit__in=own_units(actor, today, permission).values("id"),
                state=ParticipationState.PREPARING,
                movement__year=year,
                movement__state=MovementState.LAUNCHED,
                **{f"{side}_confirmed_at__isnull": True},
            )
            .exclude(**{f"{other}_confirmed_by": actor.pk})
            .select_related("movement", "unit")
            .order_by("movement__name_folded")
        )
        if actor.pk is None:
            waiting = waiting.none()
        tasks += _each_or_all(
            [Task(kind, unit=part.unit, name=part.movement.name, object_id=part.id) for part in waiting]
        )
    return tasks


def _units_tasks(actor: Actor, year: int, today: date) -> list[Task]:
    """What a grassroots officer's own units still have to do: join, register, record grades."""
    units = list(own_units(actor, today, Permission.REGISTER_TITLES))
    if not units:
        return []
    above = ancestors_of([unit.id for unit in units], today)
    return [
        *_to_join(units, above, year),
        *_to_register(units, above, year, today),
        *_to_grade(units, year, today),
    ]


def _to_join(units: list[Unit], above: dict[int, set[int]], year: int) -> list[Task]:
    owners = set().union(*above.values())
    running = list(Movement.objects.filter(owner__in=owners, year=year, state=MovementState.LAUNCHED))
    joined = set(Participation.objects.filter(unit__in=units, movement__in=running).values_list("unit", "movement"))
    tasks = []
    for unit in units:
        tasks += _each_or_all(
            [
                Task(TaskKind.JOIN, unit=unit, name=movement.name, object_id=movement.id)
                for movement in running
                if movement.owner_id in above[unit.id] and (unit.id, movement.id) not in joined
            ]
        )
    return tasks


def _to_register(units: list[Unit], above: dict[int, set[int]], year: int, today: date) -> list[Task]:
    rounds = {row.owner_id: row for row in RegistrationRound.objects.filter(year=year, opens_on__lte=today)}
    rows = {row.unit_id: row for row in Registration.objects.filter(unit__in=units, year=year)}
    tasks = []
    for unit in units:
        call = next((rounds[owner] for owner in above[unit.id] if owner in rounds), None)
        row = rows.get(unit.id)
        if call is None or (row is not None and row.state not in EDITABLE):
            continue
        returned = row is not None and row.state == RegistrationState.RETURNED
        kind = TaskKind.REGISTER_AGAIN if returned else TaskKind.REGISTER
        tasks.append(Task(kind, call.soft_deadline, unit, object_id=row.id if row else None))
    return tasks


def _to_grade(units: list[Unit], year: int, today: date) -> list[Task]:
    rolls = rolls_of([unit.id for unit in units], year, today)
    return [
        Task(TaskKind.GRADES, date(year, 12, 31), unit, count=roll.members - roll.graded)
        for unit in units
        if (roll := rolls[unit.id]).graded < roll.members
    ]


def _to_receive(actor: Actor, year: int, today: date) -> list[Task]:
    if not root_ids(actor, today, Permission.RECEIVE_REGISTRATIONS):
        return []
    units = visible_units(actor, today, Permission.RECEIVE_REGISTRATIONS).values("id")
    waiting = Registration.objects.filter(unit__in=units, year=year, state=RegistrationState.SUBMITTED).count()
    return [Task(TaskKind.RECEIVE, count=waiting)] if waiting else []


def _milestones(actor: Actor, year: int, today: date) -> list[Task]:
    """Movements to launch and milestones to record, of units at which the account itself launches movements."""
    roots = root_ids(actor, today, Permission.LAUNCH_MOVEMENT)
    if not roots:
        return []
    waiting = (
        Milestone.objects.filter(movement__owner__in=roots, movement__year=year, done_on__isnull=True)
        .filter(~Q(movement__state=MovementState.PLANNED))
        .select_related("movement")
    )
    tasks = _same_day([(row.movement, row.due_on, TaskKind.MILESTONE, row.get_kind_display()) for row in waiting])
    planned = Movement.objects.filter(owner__in=roots, year=year, state=MovementState.PLANNED)
    return [*tasks, *_same_day([(row, row.starts_on, TaskKind.LAUNCH, "") for row in planned])]


def _same_day(rows: list[tuple[Movement, date, TaskKind, str]]) -> list[Task]:
    """Make one task of what is the same step on the same day for several movements."""
    groups: dict[tuple[date, TaskKind, str], list[Movement]] = defaultdict(list)
    for movement, due_on, kind, words in rows:
        groups[due_on, kind, words].append(movement)
    tasks = []
    for (due_on, kind, step), movements in groups.items():
        one = movements[0] if len(movements) == 1 else None
        name, pk = (one.name, one.id) if one else ("", None)
        tasks.append(Task(kind, due_on, name=name, step=step, object_id=pk, count=len(movements)))
    return tasks


def _each_or_all(tasks: list[Task]) -> list[Task]:
    if len(tasks) <= SHOW_EACH:
        return tasks
    first = tasks[0]
    same = all(task.unit == first.unit for task in tasks)
    return [Task(first.kind, first.due_on, first.unit if same else None, count=len(tasks))]
