"""A movement's life: planned, launched, joined by units, confirmed by both sides, closed with its targets."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import City
from tests.factories.movements import (
    CriterionFactory,
    MilestoneFactory,
    MovementFactory,
    ParticipationFactory,
)
from tests.factories.people import MembershipFactory, PersonFactory, UnitFactory, UnitKindFactory
from thidua.kernel.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from thidua.kernel.models import AuditEvent
from thidua.movements import services
from thidua.movements.models import Mobilisation, Movement, Participation
from thidua.movements.services import CriterionInput
from thidua.movements.states import MilestoneKind, MovementState, ParticipationState, Side
from thidua.movements.tightening import Requirement

PLAN: dict[str, Any] = {
    "kind": "movement", "code": "lao-dong-gioi", "year": 2018, "name": "Lao động giỏi",
    "starts_on": date(2018, 1, 1), "ends_on": date(2018, 12, 31),
}  # fmt: skip


def joined(city: City, movement: Movement, at: datetime, **more: Any) -> Participation:
    return services.join_movement(
        movement_id=movement.id, unit_id=city.a.id, by=city.user("grassroots_officer"), at=at, **more
    )


def confirm(city: City, part: Participation, side: str, at: datetime, by: Any = None) -> Participation:
    role = "grassroots_officer" if side == Side.UNION else "head"
    return services.confirm_participation(participation_id=part.id, side=side, by=by or city.user(role), at=at)


# Plan, edit, launch


def test_a_planned_movement_keeps_its_criteria_and_milestones(city: City, at: datetime) -> None:
    movement = services.plan_movement(
        owner_id=city.union.id, by=city.user("city_officer", "above"), at=at, **PLAN,
        criteria=[CriterionInput("Đúng hạn", "ge", Decimal(90), None, "%"), CriterionInput("Đoàn kết")],
        milestones={MilestoneKind.LAUNCH: date(2018, 1, 8), MilestoneKind.FINAL_REVIEW: date(2018, 12, 20)},
    )  # fmt: skip
    assert [str(one) for one in movement.criteria.all()] == ["Đúng hạn", "Đoàn kết"]
    assert movement.milestones.count() == 2
    event = AuditEvent.objects.get(action="movement.plan")
    assert event.details["name"] == [None, "Lao động giỏi"]
    assert event.unit_id == city.union.id


@pytest.mark.parametrize(("role", "place"), [("grassroots_officer", "own"), ("auditor", "above"), ("head", "above")])
def test_only_an_officer_of_the_owner_plans(city: City, at: datetime, role: str, place: str) -> None:
    with pytest.raises(NotAllowed):
        services.plan_movement(owner_id=city.union.id, by=city.user(role, place), at=at, **PLAN)


def test_a_grassroots_officer_plans_and_launches_their_own_units_movement(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    movement = services.plan_movement(owner_id=city.a.id, by=officer, at=at, **PLAN)
    services.launch_movement(movement_id=movement.id, by=officer, at=at)
    part = joined(city, movement, at)
    confirm(city, part, Side.UNION, at)
    assert confirm(city, part, Side.HEAD, at).state == ParticipationState.LAUNCHED


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": "  "}, "name"), ({"ends_on": date(2017, 1, 1)}, "ends_on"), ({"code": "trung"}, "code")],
)
def test_a_plan_that_cannot_be_names_the_field(city: City, at: datetime, change: dict, field: str) -> None:
    MovementFactory(owner=city.union, code="trung", year=2018)
    with pytest.raises(InvalidInput) as refusal:
        services.plan_movement(owner_id=city.union.id, by=city.user("city_officer", "above"), at=at, **(PLAN | change))
    assert field in refusal.value.fields


def test_a_planned_movement_is_edited_with_its_version(city: City, at: datetime) -> None:
    movement = MovementFactory(owner=city.union, planned=True)
    CriterionFactory(movement=movement)
    MilestoneFactory(movement=movement)
    officer = city.user("city_officer", "above")
    edited = services.edit_movement(
        movement_id=movement.id, expected_version=1, name="Tên mới", criteria=[CriterionInput("Khác")],
        milestones={"honour": date(2018, 12, 28)}, by=officer, at=at,
    )  # fmt: skip
    assert (edited.name, edited.name_folded, edited.version) == ("Tên mới", "ten moi", 2)
    assert [str(one) for one in edited.criteria.all()] == ["Khác"]
    assert [one.kind for one in edited.milestones.all()] == ["honour"]
    with pytest.raises(StaleVersion):
        services.edit_movement(movement_id=movement.id, expected_version=1, name="Muộn", by=officer, at=at)


def test_saving_what_is_already_so_leaves_no_event(city: City, at: datetime) -> None:
    movement = MovementFactory(owner=city.union, planned=True)
    officer = city.user("city_officer", "above")
    services.edit_movement(movement_id=movement.id, expected_version=1, name=movement.name, by=officer, at=at)
    assert not AuditEvent.objects.exists()


def test_a_launched_movement_is_not_edited(city: City, at: datetime) -> None:
    movement = MovementFactory(owner=city.union)
    with pytest.raises(WrongState, match="chưa phát động"):
        services.edit_movement(
            movement_id=movement.id, expected_version=1, name="Khác", by=city.user("city_officer", "above"), at=at
        )


def test_launching_marks_the_launch_milestone_and_happens_once(city: City, at: datetime) -> None:
    movement = MovementFactory(owner=city.union, planned=True)
    MilestoneFactory(movement=movement, kind=MilestoneKind.LAUNCH, due_on=date(2018, 3, 1))
    officer = city.user("city_officer", "above")
    launched = services.launch_movement(movement_id=movement.id, by=officer, at=at)
    assert (launched.state, launched.launched_on) == (MovementState.LAUNCHED, at.date())
    assert movement.milestones.get().done_on == at.date()
    with pytest.raises(WrongState):
        services.launch_movement(movement_id=movement.id, by=officer, at=at)
    assert AuditEvent.objects.filter(action="movement.launch").count() == 1


def test_a_milestone_is_recorded_once_and_not_in_the_future(city: City, at: datetime) -> None:
    milestone = MilestoneFactory(movement=MovementFactory(owner=city.union))
    officer = city.user("city_officer", "above")
    for _ in range(2):
        services.record_milestone(milestone_id=milestone.id, done_on=at.date(), note="Đã họp", by=officer, at=at)
    assert AuditEvent.objects.count() == 1
    with pytest.raises(InvalidInput, match="tương lai"):
        services.record_milestone(milestone_id=milestone.id, done_on=date(2018, 3, 16), by=officer, at=at)
    with pytest.raises(NotAllowed):
        services.record_milestone(
            milestone_id=milestone.id, done_on=at.date(), by=city.user("grassroots_officer"), at=at
        )


def test_a_years_theme_is_set_and_changed(city: City, at: datetime) -> None:
    officer = city.user("city_officer", "above")
    theme = services.set_theme(unit_id=city.union.id, year=2018, title=" Năm  kỷ cương ", by=officer, at=at)
    assert theme.title == "Năm kỷ cương"
    services.set_theme(unit_id=city.union.id, year=2018, title="Năm kỷ cương", by=officer, at=at)
    services.set_theme(unit_id=city.union.id, year=2018, title="Năm khác", by=officer, at=at, expected_version=1)
    assert AuditEvent.objects.filter(action="theme.set").count() == 2


# Join and tighten


def test_a_unit_joins_a_movement_of_the_city_with_a_stricter_figure(city: City, at: datetime) -> None:
    movement = MovementFactory(owner=city.union)
    criterion = CriterionFactory(movement=movement)  # ≥ 2
    part = joined(city, movement, at, plan="Kế hoạch", local_criteria={criterion.id: Requirement("ge", Decimal(3))})
    assert (part.plan, part.state) == ("Kế hoạch", ParticipationState.PREPARING)
    assert [(row.operator, row.value) for row in part.local_criteria.all()] == [("ge", 3)]


def test_loosening_is_refused_and_nothing_is_kept(city: City, at: datetime) -> None:
    movement = MovementFactory(owner=city.union)
    criterion = CriterionFactory(movement=movement)
    with pytest.raises(InvalidInput, match=r"≥ 1 sáng kiến.*≥ 2 sáng kiến"):
        joined(city, movement, at, local_criteria={criterion.id: Requirement("ge", Decimal(1))})
    assert not Participation.objects.exists()


def test_the_same_figure_is_not_stored_twice(city: City, at: datetime) -> None:
    movement = MovementFactory(owner=city.union)
    criterion = CriterionFactory(movement=movement)
    part = joined(city, movement, at, local_criteria={criterion.id: Requirement("ge", Decimal(2))})
    assert not part.local_criteria.exists()


def test_joining_twice_is_once(city: City, at: datetime) -> None:
    movement = MovementFactory(owner=city.union)
    assert joined(city, movement, at) == joined(city, movement, at, plan="Khác")
    assert AuditEvent.objects.count() == 1


def test_a_unit_joins_only_what_its_own_superiors_launched(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    for owner, refusal in ((city.b, InvalidInput), (UnitFactory(), InvalidInput)):
        with pytest.raises(refusal, match="không trực thuộc"):
            services.join_movement(movement_id=MovementFactory(owner=owner).id, unit_id=city.a.id, by=officer, at=at)
    with pytest.raises(WrongState):
        joined(city, MovementFactory(owner=city.union, planned=True), at)
    with pytest.raises(NotAllowed):
        services.join_movement(movement_id=MovementFactory(owner=city.union).id, unit_id=city.b.id, by=officer, at=at)


def test_editing_the_plan_takes_back_what_was_confirmed(city: City, at: datetime) -> None:
    part = joined(city, MovementFactory(owner=city.union), at)
    confirm(city, part, Side.UNION, at)
    part = services.edit_participation(
        participation_id=part.id, plan="Đổi", local_criteria={}, expected_version=2,
        by=city.user("grassroots_officer"), at=at,
    )  # fmt: skip
    assert part.union_confirmed_at is None
    assert confirm(city, part, Side.HEAD, at).state == ParticipationState.PREPARING


# Confirm


@pytest.mark.parametrize("first", list(Side))
def test_the_second_confirmation_launches_whichever_comes_first(city: City, at: datetime, first: Side) -> None:
    part = joined(city, MovementFactory(owner=city.union), at)
    second = Side.HEAD if first == Side.UNION else Side.UNION
    assert confirm(city, part, first, at).state == ParticipationState.PREPARING
    part = confirm(city, part, second, at + timedelta(days=2))
    assert (part.state, part.launched_on) == (ParticipationState.LAUNCHED, date(2018, 3, 17))
    assert part.union_confirmed_by != part.head_confirmed_by


def test_confirming_one_side_twice_is_once(city: City, at: datetime) -> None:
    part = joined(city, MovementFactory(owner=city.union), at)
    confirm(city, part, Side.UNION, at)
    confirm(city, part, Side.UNION, at)
    assert AuditEvent.objects.filter(action="participation.confirm").count() == 1


def test_one_account_cannot_confirm_both_sides(city: City, at: datetime) -> None:
    part = joined(city, MovementFactory(owner=city.union), at)
    both = city.users["grassroots_officer", "own"]
    both.grants.create(role="head", unit=city.agency_a, valid_from=date(2010, 1, 1))
    confirm(city, part, Side.UNION, at)
    with pytest.raises(WrongState, match="hai tài khoản khác nhau"):
        confirm(city, part, Side.HEAD, at, by=city.user("grassroots_officer"))
    assert Participation.objects.get().state == ParticipationState.PREPARING


@pytest.mark.parametrize(
    ("side", "role", "place"),
    [("head", "grassroots_officer", "own"), ("head", "head", "other"), ("union", "head", "own"),
     ("union", "grassroots_officer", "other"), ("head", "city_officer", "above")],
)  # fmt: skip
def test_a_side_is_confirmed_only_by_its_own(city: City, at: datetime, side: str, role: str, place: str) -> None:
    part = joined(city, MovementFactory(owner=city.union), at)
    with pytest.raises(NotAllowed):
        confirm(city, part, side, at, by=city.user(role, place))


def test_a_confirmation_is_taken_back_while_preparing_only(city: City, at: datetime) -> None:
    part = joined(city, MovementFactory(owner=city.union), at)
    confirm(city, part, Side.HEAD, at)
    head = city.user("head")
    part = services.unconfirm_participation(participation_id=part.id, side="head", by=head, at=at)
    assert part.head_confirmed_at is None
    confirm(city, part, Side.HEAD, at)
    confirm(city, part, Side.UNION, at)
    with pytest.raises(WrongState):
        services.unconfirm_participation(participation_id=part.id, side="head", by=head, at=at)


# Mobilise


@pytest.fixture
def launched(city: City) -> Participation:
    return ParticipationFactory(movement=MovementFactory(owner=city.union, campaign=True), unit=city.a, launched=True)


def test_all_members_are_mobilised_at_once_and_only_once(
    city: City, at: datetime, launched: Participation, django_assert_max_num_queries
) -> None:
    group = UnitFactory(parent=city.a, kind=UnitKindFactory(code="union_group", name="tổ công đoàn"))
    MembershipFactory.create_batch(20, unit=group)
    MembershipFactory(unit=city.a, valid_to=date(2018, 3, 1))  # has left
    officer = city.user("grassroots_officer")
    with django_assert_max_num_queries(20):
        assert services.mobilise(participation_id=launched.id, by=officer, at=at) == 23
    assert services.mobilise(participation_id=launched.id, by=officer, at=at) == 0
    assert Mobilisation.objects.count() == 23
    assert AuditEvent.objects.count() == 1


def test_chosen_people_are_mobilised_and_taken_off(city: City, at: datetime, launched: Participation) -> None:
    officer = city.user("grassroots_officer")
    chosen = [city.members_a[0].person_id, city.members_a[1].person_id]
    assert services.mobilise(participation_id=launched.id, person_ids=chosen, by=officer, at=at) == 2
    assert services.demobilise(participation_id=launched.id, person_ids=chosen[:1], by=officer, at=at) == 1
    assert services.demobilise(participation_id=launched.id, person_ids=chosen[:1], by=officer, at=at) == 0
    assert list(Mobilisation.objects.values_list("person_id", flat=True)) == chosen[1:]


def test_a_stranger_is_not_mobilised(city: City, at: datetime, launched: Participation) -> None:
    with pytest.raises(InvalidInput, match="không thuộc đơn vị"):
        services.mobilise(
            participation_id=launched.id, person_ids=[city.members_b[0].person_id, PersonFactory().id],
            by=city.user("grassroots_officer"), at=at,
        )  # fmt: skip
    assert not Mobilisation.objects.exists()


def test_nobody_is_mobilised_before_the_unit_has_launched(city: City, at: datetime) -> None:
    part = joined(city, MovementFactory(owner=city.union), at)
    with pytest.raises(WrongState, match="xác nhận phát động"):
        services.mobilise(participation_id=part.id, by=city.user("grassroots_officer"), at=at)
    with pytest.raises(NotAllowed):
        services.mobilise(participation_id=part.id, by=city.user("head"), at=at)
