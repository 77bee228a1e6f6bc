"""What one sees of movements, participations and targets, and which units are silent."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import City
from tests.factories.movements import (
    MilestoneFactory,
    MovementFactory,
    ParticipationFactory,
    TargetFactory,
    YearlyThemeFactory,
)
from tests.factories.people import UnitFactory
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import NotFound
from thidua.movements.selectors import (
    LaunchCount,
    joinable_units,
    launch_counts,
    movement_for,
    movements_visible_to,
    open_matters,
    owner_choices,
    participation_for,
    participations_visible_to,
    silent_units,
    target_for,
    targets_visible_to,
    themes_visible_to,
    years_visible_to,
)
from thidua.movements.states import Silence
from thidua.people.models import Unit

DAY = date(2018, 3, 15)


def test_units_see_what_their_superiors_launched_and_not_what_they_only_plan(city: City) -> None:
    launched, planned = MovementFactory(owner=city.union), MovementFactory(owner=city.union, planned=True)
    officer = city.user("grassroots_officer")
    assert list(movements_visible_to(officer, DAY)) == [launched]
    assert set(movements_visible_to(city.user("city_officer", "above"), DAY)) == {launched, planned}
    with pytest.raises(NotFound):
        movement_for(officer, planned.id, DAY)


def test_a_movement_of_another_unit_does_not_exist_for_me(city: City) -> None:
    theirs = MovementFactory(owner=city.b)
    assert not movements_visible_to(city.user("grassroots_officer"), DAY).exists()
    assert movement_for(city.user("city_officer", "above"), theirs.id, DAY) == theirs
    assert not movements_visible_to(city.user("member"), DAY).exists()


def test_a_head_sees_the_movements_of_the_paired_union(city: City) -> None:
    movement = MovementFactory(owner=city.union)
    part = ParticipationFactory(movement=movement, unit=city.a)
    head = city.user("head")
    assert movement_for(head, movement.id, DAY) == movement
    assert participation_for(head, part.id, DAY) == part
    with pytest.raises(NotFound):
        participation_for(city.user("head", "other"), part.id, DAY)


def test_a_unit_sees_its_own_participation_only(city: City) -> None:
    movement = MovementFactory(owner=city.union)
    mine, _theirs = (ParticipationFactory(movement=movement, unit=unit) for unit in (city.a, city.b))
    assert list(participations_visible_to(city.user("grassroots_officer"), DAY)) == [mine]
    assert participations_visible_to(SystemActor("thử"), DAY).count() == 2


def test_targets_of_superiors_are_seen_and_those_of_neighbours_are_not(city: City) -> None:
    above, mine, theirs = (TargetFactory(owner=unit) for unit in (city.union, city.a, city.b))
    officer = city.user("grassroots_officer")
    assert set(targets_visible_to(officer, DAY)) == {above, mine}
    with pytest.raises(NotFound):
        target_for(officer, theirs.id, DAY)


def test_years_and_themes_are_those_one_may_see(city: City) -> None:
    MovementFactory(owner=city.union, year=2018)
    TargetFactory(owner=city.union, year=2019)
    MovementFactory(owner=city.b, year=2021)
    theme = YearlyThemeFactory(unit=city.union)
    YearlyThemeFactory(unit=city.b)
    officer = city.user("grassroots_officer")
    assert years_visible_to(officer, DAY) == [2019, 2018]
    assert list(themes_visible_to(officer, 2018, DAY)) == [theme]


def test_silent_units_are_those_that_have_not_joined_or_not_launched(city: City) -> None:
    movement = MovementFactory(owner=city.union)
    c = UnitFactory(parent=city.union, name="Công đoàn cơ sở Sở Mẫu C")
    UnitFactory(parent=city.union, valid_to=date(2018, 2, 1))  # ended before
    UnitFactory()  # stands elsewhere
    ParticipationFactory(movement=movement, unit=city.a, launched=True)
    ParticipationFactory(movement=movement, unit=city.b)
    found = silent_units(movement, DAY)
    assert [(one.unit, one.reasons) for one in found] == [
        (city.b, (Silence.NOT_LAUNCHED,)),
        (c, (Silence.NOT_JOINED,)),
    ]


def test_how_many_units_launched_is_counted_in_two_queries(city: City, django_assert_num_queries) -> None:
    movements = [MovementFactory(owner=city.union), MovementFactory(owner=city.a)]
    ParticipationFactory(movement=movements[0], unit=city.a, launched=True)
    ParticipationFactory(movement=movements[0], unit=city.b)
    officer = city.user("city_officer", "above")
    movements_visible_to(officer, DAY)  # reads the grants
    with django_assert_num_queries(2):
        counts = launch_counts(movements, officer, DAY)
    assert counts == {movements[0].id: LaunchCount(1, 2), movements[1].id: LaunchCount(0, 1)}
    own = launch_counts(movements, city.user("grassroots_officer"), DAY)
    assert own[movements[0].id] == LaunchCount(1, 1)


def test_only_units_one_acts_for_that_have_not_joined_can_join(city: City) -> None:
    movement = MovementFactory(owner=city.union)
    ParticipationFactory(movement=movement, unit=city.b)
    assert list(joinable_units(city.user("grassroots_officer"), movement, DAY)) == [city.a]
    assert list(joinable_units(city.user("city_officer", "above"), movement, DAY)) == [city.a]
    assert not joinable_units(city.user("head"), movement, DAY)
    assert not joinable_units(city.user("grassroots_officer", "other"), movement, DAY)


def test_owners_to_choose_from_are_union_units_one_may_launch_for(city: City) -> None:
    assert set(owner_choices(city.user("city_officer", "above"), DAY)) == {city.union, city.a, city.b}
    assert list(owner_choices(city.user("grassroots_officer"), DAY)) == [city.a]
    assert not owner_choices(city.user("auditor"), DAY)


def test_a_movement_with_nothing_open_has_no_matters(city: City) -> None:
    movement = MovementFactory(owner=city.union, ends_on=date(2018, 3, 15))
    MilestoneFactory(movement=movement, done_on=DAY)
    ParticipationFactory(movement=movement, unit=city.a, launched=True)
    assert open_matters(movement, DAY) == []
    assert len(open_matters(movement, date(2018, 3, 14))) == 1


def test_the_place_a_role_is_held_at_is_offered_before_the_units_below_it(city: City) -> None:
    Unit.objects.filter(pk=city.a.pk).update(name_folded="a first by the alphabet")
    assert owner_choices(city.user("city_officer", "above"), DAY)[0] == city.union
