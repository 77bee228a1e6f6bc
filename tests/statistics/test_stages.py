"""The stages of a unit's year, silent units, and what waits for each role."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.conftest import VIETNAM, City
from tests.factories.dossiers import TallyFactory
from tests.factories.movements import MilestoneFactory, MovementFactory, ParticipationFactory
from tests.factories.people import UnitFactory
from tests.statistics.conftest import honour, register
from tests.statistics.queries import count_queries
from thidua.kernel.actors import SystemActor
from thidua.movements.states import MilestoneKind, Silence
from thidua.registration.models import PerformanceGrade, Registration
from thidua.registration.states import Grade, RegistrationState
from thidua.statistics.silence import contacts, silent_units
from thidua.statistics.stages import StageCode, StageState, stages_of
from thidua.statistics.todo import SHOW_EACH, Task, TaskKind, When, grouped, tasks_for

DAY = date(2018, 3, 15)
AFTER = date(2019, 1, 10)


def grade(city: City, members: list) -> None:
    """Record a grade for each membership."""
    for row in members:
        PerformanceGrade.objects.create(person=row.person, unit=row.unit, year=2018, grade=Grade.GOOD)


def states(city: City, day: date) -> list[str]:
    return [str(stage.state) for stage in stages_of([city.a], 2018, day)[0].stages]


def test_the_ribbon_moves_from_stage_to_stage(city: City) -> None:
    todo = ["todo"] * 6
    assert states(city, DAY) == ["now", *todo[1:]]
    movement = MovementFactory(owner=city.union)
    part = ParticipationFactory(movement=movement, unit=city.a)
    assert states(city, DAY)[0] == "now"
    part.delete()
    ParticipationFactory(movement=movement, unit=city.a, launched=True)
    assert states(city, DAY) == ["done", "now", *todo[2:]]
    register(city.a, city.union, year=2018)
    assert states(city, DAY) == ["done", "done", "now", *todo[3:]]
    grade(city, city.members_a)
    assert states(city, DAY)[:4] == ["done", "done", "done", "now"]
    TallyFactory(unit=city.a, run__year=2018, run__finished_at=datetime(2018, 12, 20, tzinfo=VIETNAM))
    honour(city.members_a[0].person, city.a, "advanced_worker", year=2018, decided=date(2018, 3, 1))
    assert states(city, DAY)[4:] == ["done", "now"]
    MilestoneFactory(movement=movement, kind=MilestoneKind.HONOUR, done_on=DAY)
    (one,) = stages_of([city.a], 2018, DAY)
    assert one.is_done
    assert one.current.code == StageCode.HONOUR


def test_what_is_not_done_in_time_is_late(city: City) -> None:
    MovementFactory(owner=city.union)
    register(city.b, city.union, year=2018)
    (one,) = stages_of([city.a], 2018, AFTER)
    assert [stage.state for stage in one.stages[:3]] == [StageState.LATE] * 3
    assert one.stages[0].note == "0/1"
    assert "31/03/2018" in one.stages[1].note
    assert one.stages[2].note == "0/3"
    assert str(one.current.label) == "Phát động"


def test_stages_cost_the_same_for_one_unit_and_for_ten(city: City) -> None:
    MovementFactory(owner=city.union)
    units = [city.a, *(UnitFactory(parent=city.union) for _ in range(9))]
    assert count_queries(lambda: stages_of([city.a], 2018, DAY)) == count_queries(lambda: stages_of(units, 2018, DAY))


def test_silence_adds_registration_and_results(city: City, django_assert_max_num_queries) -> None:
    movement = MovementFactory(owner=city.union)
    ParticipationFactory(movement=movement, unit=city.a, launched=True)
    assert [one.unit for one in silent_units(movement, DAY)] == [city.b]
    register(city.a, city.union, year=2018)
    (only_b,) = silent_units(movement, DAY)
    assert only_b.reasons == (Silence.NOT_JOINED, Silence.NOT_REGISTERED)
    grade(city, city.members_b)
    with django_assert_max_num_queries(8):
        found = {one.unit: one.reasons for one in silent_units(movement, AFTER)}
    assert found == {city.a: (Silence.NO_RESULTS,), city.b: (Silence.NOT_JOINED, Silence.NOT_REGISTERED)}
    assert "chưa tham gia; chưa nộp đăng ký" in only_b.words


def test_the_call_sheet_names_the_units_officers(city: City) -> None:
    assert contacts([city.a.id], DAY) == {city.a.id: ["grassroots_officer-own – grassroots_officer-own@example.vn"]}


def kinds(actor: object, day: date = DAY) -> list[str]:
    return [str(task.kind) for task in tasks_for(actor, 2018, day)]


def test_a_grassroots_officer_is_told_to_join_register_and_grade(city: City) -> None:
    MovementFactory(owner=city.union)
    MovementFactory(owner=city.union, planned=True)
    register(city.b, city.union, year=2018)
    tasks = tasks_for(city.user("grassroots_officer"), 2018, DAY)
    assert [task.kind for task in tasks] == [TaskKind.REGISTER, TaskKind.GRADES, TaskKind.JOIN]
    assert tasks[0].due_on == date(2018, 3, 31)
    assert (tasks[1].count, tasks[1].unit) == (3, city.a)


def test_what_is_done_waits_no_longer(city: City) -> None:
    movement = MovementFactory(owner=city.union)
    ParticipationFactory(movement=movement, unit=city.a, launched=True)
    row = register(city.a, city.union, year=2018)
    grade(city, city.members_a)
    assert kinds(city.user("grassroots_officer")) == []
    Registration.objects.filter(pk=row.pk).update(state=RegistrationState.RETURNED)
    assert kinds(city.user("grassroots_officer")) == ["register_again"]


def test_each_side_is_asked_to_confirm_and_never_one_account_for_both(city: City) -> None:
    part = ParticipationFactory(movement=MovementFactory(owner=city.union), unit=city.a)
    grade(city, city.members_a)
    assert kinds(city.user("grassroots_officer")) == ["confirm_union"]
    assert kinds(city.user("head")) == ["confirm_head"]
    assert kinds(city.user("head", "other")) == []
    head = city.user("head")
    part.union_confirmed_by, part.union_confirmed_at = head, datetime(2018, 3, 1, tzinfo=VIETNAM)
    part.save()
    assert kinds(head) == []


def test_a_city_officer_receives_launches_and_records_milestones(city: City) -> None:
    for movement in (MovementFactory(owner=city.union), MovementFactory(owner=city.union)):
        MilestoneFactory(movement=movement)
    MovementFactory(owner=city.union, planned=True)
    register(city.a, city.union, year=2018)
    tasks = tasks_for(city.user("city_officer", "above"), 2018, DAY)
    assert [(task.kind, task.count) for task in tasks] == [
        (TaskKind.LAUNCH, 1), (TaskKind.MILESTONE, 2), (TaskKind.RECEIVE, 1),
    ]  # fmt: skip
    assert tasks[1].step == "sơ kết"
    assert kinds(city.user("auditor", "above")) == []
    assert kinds(city.user("member")) == []
    assert tasks_for(SystemActor("thử"), 2018, DAY) == []


def test_many_of_a_kind_become_one_line(city: City) -> None:
    for _ in range(SHOW_EACH + 1):
        MovementFactory(owner=city.union)
    joins = [task for task in tasks_for(city.user("grassroots_officer"), 2018, DAY) if task.kind == TaskKind.JOIN]
    assert [(task.count, task.object_id) for task in joins] == [(SHOW_EACH + 1, None)]


@pytest.mark.parametrize(
    ("due", "when"),
    [
        (date(2018, 3, 14), When.OVERDUE),
        (date(2018, 3, 15), When.TODAY),
        (date(2018, 3, 18), When.THIS_WEEK),  # Sunday of the week of Thursday the 15th
        (date(2018, 3, 19), When.LATER),
        (None, When.LATER),
    ],
)
def test_tasks_are_grouped_by_urgency(due: date | None, when: When) -> None:
    task = Task(TaskKind.GRADES, due)
    assert grouped([task], DAY) == [(when, [task])]


@pytest.mark.parametrize(
    ("role", "place"), [("city_officer", "above"), ("head", "above"), ("grassroots_officer", "own")]
)
def test_tasks_cost_the_same_for_one_unit_and_for_ten(city: City, role: str, place: str) -> None:
    movement = MovementFactory(owner=city.union)
    ParticipationFactory(movement=movement, unit=city.a)
    few = count_queries(lambda: tasks_for(city.user(role, place), 2018, DAY))
    for unit in [UnitFactory(parent=city.union) for _ in range(9)]:
        ParticipationFactory(movement=movement, unit=unit)
        MovementFactory(owner=city.union)
    assert count_queries(lambda: tasks_for(city.user(role, place), 2018, DAY)) == few
