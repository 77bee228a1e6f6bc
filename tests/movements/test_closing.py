"""Targets are set by their owner, and close with their movement: afterwards none of them is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import City
from tests.factories.movements import MilestoneFactory, MovementFactory, ParticipationFactory, TargetFactory
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from thidua.kernel.models import AuditEvent
from thidua.movements import services
from thidua.movements.models import Target
from thidua.movements.states import MovementState, TargetState


@dataclass(frozen=True)
class Figures:
    """A reading for tests of closing."""

    numerator: int = 3
    denominator: int = 6
    excluded: int = 1


def read_nothing(target: Target, day: date) -> Figures:
    return Figures()


def plan_target(city: City, at: datetime, **more: Any) -> Target:
    values = {
        "owner_id": city.union.id, "year": 2018, "name": "Tỷ lệ", "figure": "staff_mobilised", "operator": "eq",
        "value": Decimal(1), "due_on": date(2018, 12, 31), "by": city.user("city_officer", "above"), "at": at,
    } | more  # fmt: skip
    return services.plan_target(**values)


def test_a_target_is_planned_and_edited_with_its_version(city: City, at: datetime) -> None:
    target = plan_target(city, at)
    changed = {"name": "Khác", "figure": "staff_mobilised", "operator": "between", "due_on": target.due_on}
    by = city.user("city_officer", "above")
    services.edit_target(
        target_id=target.id, expected_version=1, value=Decimal("0.85"), upper=Decimal("0.9"), by=by, at=at, **changed
    )
    with pytest.raises(StaleVersion):
        services.edit_target(
            target_id=target.id, expected_version=1, value=Decimal("0.8"), upper=Decimal("0.9"), by=by, at=at, **changed
        )


@pytest.mark.parametrize(
    "wrong",
    [{"value": Decimal(75)}, {"operator": "between", "value": Decimal("0.9"), "upper": Decimal("0.8")}, {"name": " "}],
)
def test_a_target_that_cannot_be_is_refused(city: City, at: datetime, wrong: dict) -> None:
    with pytest.raises(InvalidInput):
        plan_target(city, at, **wrong)


def test_only_the_owners_officers_set_targets(city: City, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        plan_target(city, at, by=city.user("grassroots_officer"))
    plan_target(city, at, owner_id=city.a.id, by=city.user("grassroots_officer"))


def test_a_target_belongs_to_an_open_movement_of_its_owner_and_year(city: City, at: datetime) -> None:
    closed = MovementFactory(owner=city.union, state="closed", closed_on=date(2018, 3, 1))
    for movement in (closed, MovementFactory(owner=city.a), MovementFactory(owner=city.union, year=2019)):
        with pytest.raises(InvalidInput):
            plan_target(city, at, movement_id=movement.id)


def test_closing_asks_to_confirm_what_is_still_open(city: City, at: datetime) -> None:
    movement = MovementFactory(owner=city.union)
    MilestoneFactory(movement=movement)
    ParticipationFactory(movement=movement, unit=city.a)
    close = {"movement_id": movement.id, "read_target": read_nothing, "by": city.user("city_officer", "above")}
    with pytest.raises(WrongState, match=r"sơ kết.*1 đơn vị tham gia nhưng chưa phát động"):
        services.close_movement(**close, at=at)
    assert services.close_movement(**close, at=at, confirmed=True).state == MovementState.CLOSED


def test_closing_freezes_the_figures_of_its_targets_and_no_others(city: City, at: datetime) -> None:
    movement = MovementFactory(owner=city.union, ends_on=date(2018, 3, 14))
    mine, years = TargetFactory(owner=city.union, movement=movement), TargetFactory(owner=city.union)
    services.close_movement(
        movement_id=movement.id, read_target=read_nothing, by=city.user("city_officer", "above"), at=at
    )
    mine.refresh_from_db()
    years.refresh_from_db()
    assert (mine.final_numerator, mine.final_denominator, mine.final_excluded) == (3, 6, 1)
    assert (mine.state, mine.closed_on, years.state) == (TargetState.CLOSED, at.date(), TargetState.OPEN)
    assert AuditEvent.objects.get(action="movement.close").details["targets"][0]["final_numerator"] == 3


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["plan", "edit", "close", "close again", "plan late"]), min_size=1, max_size=8))
def test_whatever_happens_a_closed_movement_has_no_open_target(city: City, at: datetime, steps: list[str]) -> None:
    movement = MovementFactory(owner=city.union)
    officer = city.user("city_officer", "above")
    for step in steps:
        try:
            if step.startswith("plan"):
                plan_target(city, at, movement_id=movement.id)
            elif step == "edit" and (target := Target.objects.filter(movement=movement).first()):
                services.edit_target(
                    target_id=target.id, expected_version=None, name="Mới", figure=target.figure, operator="ge",
                    value=Decimal("0.5"), due_on=target.due_on, by=officer, at=at,
                )  # fmt: skip
            elif step.startswith("close"):
                services.close_movement(
                    movement_id=movement.id, read_target=read_nothing, confirmed=True, by=officer, at=at
                )
        except (WrongState, InvalidInput):
            pass
        movement.refresh_from_db()
        still_open = Target.objects.filter(movement=movement, state=TargetState.OPEN).exists()
        assert movement.state != MovementState.CLOSED or not still_open


def test_a_target_of_the_year_is_closed_by_itself_and_one_of_a_movement_is_not(city: City, at: datetime) -> None:
    by = SystemActor("thử")
    years = TargetFactory(owner=city.union)
    services.close_target(target_id=years.id, read_target=read_nothing, by=by, at=at)
    services.close_target(target_id=years.id, read_target=read_nothing, by=by, at=at)
    assert AuditEvent.objects.filter(action="target.close").count() == 1
    with pytest.raises(InvalidInput, match="cùng phong trào"):
        services.close_target(
            target_id=TargetFactory(owner=city.union, movement=MovementFactory(owner=city.union)).id,
            read_target=read_nothing, by=by, at=at,
        )  # fmt: skip
