"""Units change on a day; the past stays as it was, and each change asks its right and leaves one event."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import City
from tests.factories.people import MembershipFactory, RoleGrantFactory, UnitFactory, UnitKindFactory, UserFactory
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from thidua.kernel.models import AuditEvent
from thidua.people.models import Bloc, Membership, RoleGrant, Unit, UnitPair, UnitSuccession
from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.people.selectors import (
    agency_of,
    grassroots_units,
    members_on,
    tree_names_on,
    unit_for,
    unit_tree,
    units_below,
    visible_units,
)
from thidua.people.services import (
    NewUnit,
    close_unit,
    create_bloc,
    create_unit,
    edit_unit,
    merge_units,
    move_unit,
    pair_units,
    place_in_bloc,
    rebuild_ancestry,
    rename_unit,
    split_unit,
)
from thidua.people.states import Tree

BY = SystemActor("thử")
BEFORE, DAY, AFTER = date(2015, 1, 1), date(2016, 7, 1), date(2017, 1, 1)


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("seq").values_list("action", flat=True))


def names(unit: Unit, *days: date) -> list[str]:
    return [tree_names_on([unit.pk], day)[unit.pk] for day in days]


def test_a_new_name_holds_from_its_day_and_the_old_one_before(city: City, at) -> None:
    rename_unit(unit_id=city.a.pk, name="Công đoàn Sở Mới", short_name="CĐ Sở Mới", day=DAY, by=BY, at=at)
    assert names(city.a, BEFORE, DAY, AFTER) == ["CĐCS Sở Mẫu A", "CĐ Sở Mới", "CĐ Sở Mới"]
    city.a.refresh_from_db()
    assert (city.a.short_name, city.a.name_folded) == ("CĐ Sở Mới", "cong doan so moi")
    assert events() == ["unit.rename"]


def test_a_name_of_the_past_holds_only_until_the_next_recorded_name(city: City, at) -> None:
    rename_unit(unit_id=city.a.pk, name="Tên hai", short_name="Hai", day=AFTER, by=BY, at=at)
    rename_unit(unit_id=city.a.pk, name="Tên một", short_name="Một", day=BEFORE, by=BY, at=at)
    assert names(city.a, date(2014, 1, 1), BEFORE, DAY, AFTER) == ["CĐCS Sở Mẫu A", "Một", "Một", "Hai"]
    city.a.refresh_from_db()
    assert city.a.short_name == "Hai"


def test_a_name_of_the_past_is_carried_through_a_later_move(city: City, at) -> None:
    move_unit(unit_id=city.a.pk, parent_id=city.root.pk, day=AFTER, by=BY, at=at)
    rename_unit(unit_id=city.a.pk, name="Tên một", short_name="Một", day=BEFORE, by=BY, at=at)
    assert names(city.a, DAY, AFTER) == ["Một", "Một"]


def test_renaming_twice_to_the_same_leaves_one_event(city: City, at) -> None:
    for _ in range(2):
        rename_unit(unit_id=city.a.pk, name="Tên", short_name="T", day=DAY, by=BY, at=at)
    assert events() == ["unit.rename"]


def test_a_change_of_the_future_is_refused(city: City, at) -> None:
    with pytest.raises(InvalidInput, match="tương lai"):
        rename_unit(unit_id=city.a.pk, name="Tên", short_name="T", day=date(2018, 3, 16), by=BY, at=at)


def test_two_people_renaming_at_once_do_not_overwrite_each_other(city: City, at) -> None:
    call = {"unit_id": city.a.pk, "day": DAY, "by": BY, "at": at, "expected_version": city.a.version}
    rename_unit(name="Một", short_name="M", **call)
    with pytest.raises(StaleVersion):
        rename_unit(name="Hai", short_name="H", **call)
    assert names(city.a, DAY) == ["M"]


def test_a_moved_unit_stands_elsewhere_from_its_day_on(city: City, at) -> None:
    move_unit(unit_id=city.a.pk, parent_id=city.root.pk, day=DAY, by=BY, at=at)
    assert city.a in units_below([city.union.pk], BEFORE)
    assert city.a not in units_below([city.union.pk], DAY)
    assert city.a in units_below([city.root.pk], DAY)


def test_a_union_cannot_stand_under_an_agency(city: City, at) -> None:
    with pytest.raises(InvalidInput, match="hệ thống"):
        move_unit(unit_id=city.a.pk, parent_id=city.committee.pk, day=DAY, by=BY, at=at)


def test_a_merger_carries_people_and_sub_units_and_keeps_the_past(city: City, at) -> None:
    group = UnitFactory(kind=UnitKindFactory(code="union_group", name="tổ công đoàn"), parent=city.a)
    officer = city.user("grassroots_officer", "other")
    assert city.a not in visible_units(officer, at.date())
    merge_units(source_ids=[city.a.pk], into=city.b.pk, day=DAY, by=BY, at=at)
    city.a.refresh_from_db()
    assert city.a.valid_to == DAY
    assert members_on([city.a.pk], BEFORE).count() == 3
    assert (members_on([city.a.pk], DAY).count(), members_on([city.b.pk], DAY).count()) == (0, 6)
    assert group in units_below([city.b.pk], DAY)
    assert group in units_below([city.a.pk], BEFORE)
    assert UnitPair.objects.filter(union=city.a).get().valid_to == DAY
    assert events() == ["unit.merge"]


def test_officers_of_the_successor_see_the_past_of_what_went_into_it(city: City, at) -> None:
    merge_units(source_ids=[city.a.pk], into=city.b.pk, day=DAY, by=BY, at=at)
    officer = city.user("grassroots_officer", "other")
    assert unit_for(officer, city.a.pk, at.date()) == city.a
    assert may(officer, Permission.VIEW, city.a.pk, at.date())
    assert not may(officer, Permission.EDIT_PEOPLE, city.a.pk, at.date())
    assert city.a not in visible_units(officer, at.date(), Permission.EDIT_PEOPLE)


def test_the_past_stays_in_sight_through_two_mergers(city: City, at) -> None:
    c = UnitFactory(parent=city.union)
    user = RoleGrantFactory(user=UserFactory(), unit=c, role="grassroots_officer").user
    merge_units(source_ids=[city.a.pk], into=city.b.pk, day=DAY, by=BY, at=at)
    merge_units(source_ids=[city.b.pk], into=c.pk, day=AFTER, by=BY, at=at)
    assert set(visible_units(user, at.date())) == {city.a, city.b, c}
    assert members_on([c.pk], AFTER).count() == 6


def test_roles_at_a_unit_that_ended_end_today(city: City, at) -> None:
    merge_units(source_ids=[city.a.pk], into=city.b.pk, day=DAY, by=BY, at=at)
    assert not RoleGrant.objects.at(at.date()).filter(unit=city.a).exists()
    assert not may(city.user("grassroots_officer"), Permission.VIEW, city.a.pk, at.date())
    assert RoleGrant.objects.at(date(2018, 3, 14)).filter(unit=city.a).exists()


def test_several_units_merge_into_a_new_one_with_its_agency(city: City, at) -> None:
    new = NewUnit("cdcs-c", "Công đoàn cơ sở Sở Mẫu C", "CĐCS Sở Mẫu C", agency_id=city.agency_a.pk)
    made = merge_units(source_ids=[city.a.pk, city.b.pk], into=new, day=DAY, by=BY, at=at)
    assert made in units_below([city.union.pk], DAY)
    assert made not in units_below([city.union.pk], BEFORE)
    assert agency_of(made.pk, DAY) == city.agency_a
    assert members_on([made.pk], DAY).count() == 6
    assert set(UnitSuccession.objects.values_list("predecessor_id", flat=True)) == {city.a.pk, city.b.pk}


def test_unions_of_a_merged_agency_are_paired_with_what_it_became(city: City, at) -> None:
    merge_units(source_ids=[city.agency_a.pk], into=city.agency_b.pk, day=DAY, by=BY, at=at)
    assert agency_of(city.a.pk, BEFORE) == city.agency_a
    assert agency_of(city.a.pk, DAY) == city.agency_b


def test_a_unit_cannot_merge_into_one_that_stands_below_it(city: City, at) -> None:
    with pytest.raises(InvalidInput, match="đang trực thuộc"):
        merge_units(source_ids=[city.union.pk], into=city.a.pk, day=DAY, by=BY, at=at)


def test_a_future_place_in_a_merged_unit_goes_to_the_successor(city: City, at) -> None:
    late = MembershipFactory(unit=city.a, valid_from=AFTER)
    merge_units(source_ids=[city.a.pk], into=city.b.pk, day=DAY, by=BY, at=at)
    late.refresh_from_db()
    assert (late.unit, late.valid_from) == (city.b, AFTER)


def test_a_part_split_off_takes_its_people_and_the_rest_goes_on(city: City, at) -> None:
    person = city.members_a[0].person
    part = NewUnit("cdcs-c", "Công đoàn cơ sở C", "CĐCS C", person_ids=[person.pk])
    (made,) = split_unit(unit_id=city.a.pk, parts=[part], keep=True, day=DAY, by=BY, at=at)
    assert [place.person for place in members_on([made.pk], DAY)] == [person]
    assert members_on([city.a.pk], DAY).count() == 2
    assert members_on([city.a.pk], BEFORE).count() == 3


def test_officers_of_a_part_split_off_do_not_see_the_unit_that_goes_on(city: City, at) -> None:
    part = NewUnit("cdcs-c", "Công đoàn cơ sở C", "CĐCS C")
    (made,) = split_unit(unit_id=city.a.pk, parts=[part], keep=True, day=DAY, by=BY, at=at)
    user = RoleGrantFactory(user=UserFactory(), unit=made, role="grassroots_officer").user
    assert set(visible_units(user, at.date())) == {made}


def test_a_unit_divided_up_must_leave_nobody_over(city: City, at) -> None:
    people = [place.person_id for place in city.members_a]
    parts = [NewUnit("c1", "Đơn vị C1", "C1", person_ids=people[:1]), NewUnit("c2", "Đơn vị C2", "C2")]
    call = {"unit_id": city.a.pk, "keep": False, "day": DAY, "by": BY, "at": at}
    with pytest.raises(WrongState, match="2 người"):
        split_unit(parts=parts, **call)
    parts[1] = NewUnit("c2", "Đơn vị C2", "C2", person_ids=people[1:])
    made = split_unit(parts=parts, **call)
    user = RoleGrantFactory(user=UserFactory(), unit=made[0], role="grassroots_officer").user
    assert city.a in visible_units(user, at.date())


def test_nobody_is_put_into_two_parts(city: City, at) -> None:
    person_id = city.members_a[0].person_id
    parts = [NewUnit(f"c{n}", f"Đơn vị C{n}", f"C{n}", person_ids=[person_id]) for n in (1, 2)]
    with pytest.raises(InvalidInput, match="chỉ chuyển tới một"):
        split_unit(unit_id=city.a.pk, parts=parts, keep=True, day=DAY, by=BY, at=at)
    stranger = NewUnit("c3", "Đơn vị C3", "C3", person_ids=[city.members_b[0].person_id])
    with pytest.raises(InvalidInput, match="không thuộc"):
        split_unit(unit_id=city.a.pk, parts=[stranger], keep=True, day=DAY, by=BY, at=at)


def test_a_unit_with_people_cannot_close(city: City, at) -> None:
    with pytest.raises(WrongState, match="Còn 3 người"):
        close_unit(unit_id=city.a.pk, day=DAY, by=BY, at=at)
    Membership.objects.filter(unit=city.a).update(valid_to=DAY)
    close_unit(unit_id=city.a.pk, day=DAY, by=BY, at=at)
    assert city.a not in units_below([city.union.pk], DAY)
    assert city.a in units_below([city.union.pk], BEFORE)
    close_unit(unit_id=city.a.pk, day=DAY, by=BY, at=at)
    assert events() == ["unit.close"]


def test_a_new_unit_stands_under_its_parent_with_its_pair(city: City, at) -> None:
    made = create_unit(
        code="cdcs-c",
        name="Công đoàn cơ sở C",
        short_name="CĐCS C",
        kind="grassroots_union",
        parent_id=city.union.pk,
        day=DAY,
        agency_id=city.agency_b.pk,
        by=BY,
        at=at,
    )
    assert made in grassroots_units(city.root.pk, DAY)
    assert agency_of(made.pk, DAY) == city.agency_b
    with pytest.raises(InvalidInput, match="đã được dùng"):
        create_unit(
            code="cdcs-c", name="X", short_name="X", kind=made.kind, parent_id=city.union.pk, day=DAY, by=BY, at=at
        )


def test_a_pair_of_the_past_holds_until_the_next_recorded_pair(city: City, at) -> None:
    pair_units(union_id=city.a.pk, agency_id=city.agency_b.pk, day=AFTER, by=BY, at=at)
    pair_units(union_id=city.a.pk, agency_id=city.committee.pk, day=DAY, by=BY, at=at)
    found = [agency_of(city.a.pk, day) for day in (BEFORE, DAY, AFTER)]
    assert found == [city.agency_a, city.committee, city.agency_b]
    with pytest.raises(InvalidInput):
        pair_units(union_id=city.a.pk, agency_id=city.b.pk, day=DAY, by=BY, at=at)
    pair_units(union_id=city.a.pk, agency_id=None, day=date(2018, 1, 1), by=BY, at=at)
    assert agency_of(city.a.pk, date(2018, 1, 1)) is None


def test_a_unit_stands_in_one_bloc_at_a_time(city: City, at) -> None:
    blocs = [create_bloc(code=f"khoi-{n}", name=f"Khối {n}", day=BEFORE, by=BY, at=at) for n in (1, 2)]
    for bloc, day in zip(blocs, (BEFORE, DAY), strict=True):
        place_in_bloc(unit_id=city.a.pk, bloc_id=bloc.pk, day=day, by=BY, at=at)
    assert list(Bloc.objects.filter(memberships__in=city.a.bloc_memberships.at(DAY))) == [blocs[1]]
    assert list(Bloc.objects.filter(memberships__in=city.a.bloc_memberships.at(date(2016, 1, 1)))) == [blocs[0]]


def test_the_kind_changes_within_its_tree_only(city: City, at) -> None:
    group = UnitKindFactory(code="union_group", name="tổ công đoàn")
    call = {"unit_id": city.a.pk, "sector_id": None, "by": BY, "at": at}
    edit_unit(kind=group, expected_version=city.a.version, **call)
    with pytest.raises(InvalidInput):
        edit_unit(kind=UnitKindFactory(code="agency", name="cơ quan", tree=Tree.AGENCY), expected_version=None, **call)
    with pytest.raises(StaleVersion):
        edit_unit(kind=UnitKindFactory(), expected_version=city.a.version, **call)


@pytest.mark.parametrize(("role", "place", "allowed"), [
    ("city_officer", "above", True),
    ("administrator", "above", True),
    ("administrator", "other", False),
    ("grassroots_officer", "own", False),
    ("auditor", "above", False),
    ("head", "own", False),
    ("member", "own", False),
])  # fmt: skip
def test_who_may_change_a_unit(city: City, at, role: str, place: str, allowed: bool) -> None:
    call = {"unit_id": city.a.pk, "name": "Tên", "short_name": "T", "day": DAY, "by": city.user(role, place), "at": at}
    if allowed:
        rename_unit(**call)
        return
    with pytest.raises(NotAllowed):
        rename_unit(**call)


def test_a_merger_asks_the_right_at_every_unit(city: City, at) -> None:
    officer = city.user("city_officer", "own")
    with pytest.raises(NotAllowed):
        merge_units(source_ids=[city.a.pk], into=city.b.pk, day=DAY, by=officer, at=at)
    merge_units(source_ids=[city.a.pk], into=city.b.pk, day=DAY, by=city.user("city_officer", "above"), at=at)


def test_only_the_top_makes_a_new_top(city: City, at) -> None:
    call = {"code": "goc", "name": "Gốc", "short_name": "Gốc", "kind": "upper_union", "parent_id": None, "day": DAY}
    with pytest.raises(NotAllowed, match="cao nhất"):
        create_unit(by=city.user("administrator", "above"), at=at, **call)
    RoleGrant.objects.filter(user=city.users["administrator", "above"]).update(unit=city.root)
    create_unit(by=city.user("administrator", "above"), at=at, **call)


def test_the_tree_shows_names_parents_and_numbers_of_the_day(city: City, at, django_assert_num_queries) -> None:
    rename_unit(unit_id=city.a.pk, name="Tên mới", short_name="Mới", day=DAY, by=BY, at=at)
    move_unit(unit_id=city.b.pk, parent_id=city.root.pk, day=DAY, by=BY, at=at)
    with django_assert_num_queries(4):
        before = unit_tree(BY, BEFORE)
    after = unit_tree(BY, DAY)
    union_tree = next(node for node in before if node.tree == Tree.UNION)
    assert (union_tree.people_below, [child.short_name for child in union_tree.children]) == (6, ["CĐVC TP"])
    assert {child.short_name for child in union_tree.children[0].children} == {"CĐCS Sở Mẫu A", "CĐCS Sở Mẫu B"}
    moved = next(node for node in after if node.tree == Tree.UNION)
    assert {child.short_name for child in moved.children} == {"CĐVC TP", "CĐCS Sở Mẫu B"}
    assert [node.short_name for node in moved.children[1].children] == ["Mới"]


def test_the_tree_is_searched_without_accents(city: City) -> None:
    (top,) = [node for node in unit_tree(BY, DAY, query="so mau a") if node.tree == Tree.UNION]
    assert [child.short_name for child in top.children[0].children] == ["CĐCS Sở Mẫu A"]
    assert unit_tree(BY, DAY, query="không có") == []


def test_the_whole_ancestry_can_be_rebuilt(city: City, at) -> None:
    assert rebuild_ancestry(by=BY, at=at) == 14
    with pytest.raises(NotAllowed):
        rebuild_ancestry(by=city.user("grassroots_officer"), at=at)


@pytest.mark.parametrize("permission", list(Permission))
def test_what_i_see_is_what_i_may(city: City, at, permission: Permission) -> None:
    c = UnitFactory(parent=city.union)
    merge_units(source_ids=[city.a.pk], into=city.b.pk, day=DAY, by=BY, at=at)
    merge_units(source_ids=[city.b.pk], into=c.pk, day=AFTER, by=BY, at=at)
    RoleGrantFactory(user=city.users["auditor", "own"], role="auditor", unit=c)
    for role, place in city.users:
        user = city.user(role, place)
        seen = set(visible_units(user, at.date(), permission).values_list("id", flat=True))
        allowed = {unit.pk for unit in Unit.objects.all() if may(user, permission, unit.pk, at.date())}
        assert seen == allowed, (role, place)
