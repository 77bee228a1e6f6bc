"""May I, and what may I see: both sides of each, at one's own place, beside it and above it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import City
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import NotAllowed
from thidua.people.models import RoleGrant
from thidua.people.permissions import Permission
from thidua.people.policies import may, require
from thidua.people.selectors import visible_people, visible_units

DAY = date(2018, 3, 15)


def test_a_grassroots_officer_acts_in_their_own_unit_only(city: City) -> None:
    officer = city.user("grassroots_officer")
    assert may(officer, Permission.REGISTER_TITLES, city.a.id, DAY)
    refusal = may(officer, Permission.REGISTER_TITLES, city.b.id, DAY)
    assert not refusal
    assert "ngoài phạm vi" in refusal.reason
    assert set(visible_units(officer, DAY)) == {city.a}


def test_a_city_officer_reaches_every_unit_below_and_none_above(city: City) -> None:
    officer = city.user("city_officer", "above")
    assert set(visible_units(officer, DAY)) == {city.union, city.a, city.b}
    assert not may(officer, Permission.VIEW, city.root.id, DAY)


def test_a_head_reaches_the_union_paired_with_the_agency(city: City) -> None:
    head = city.user("head")
    assert may(head, Permission.CONFIRM_AS_HEAD, city.a.id, DAY)
    assert not may(head, Permission.CONFIRM_AS_HEAD, city.b.id, DAY)
    assert not may(head, Permission.JOIN_MOVEMENT, city.a.id, DAY)
    assert city.a in visible_units(head, DAY)


def test_a_member_sees_only_their_own_record(city: City) -> None:
    member = city.user("member")
    assert list(visible_people(member, DAY)) == [city.members_a[0].person]
    assert not visible_units(member, DAY)


def test_a_role_that_has_ended_gives_nothing(city: City) -> None:
    RoleGrant.objects.filter(user=city.users["grassroots_officer", "own"]).update(valid_to=DAY)
    officer = city.user("grassroots_officer")
    assert not may(officer, Permission.VIEW, city.a.id, DAY)
    with pytest.raises(NotAllowed, match="không có quyền"):
        require(officer, Permission.VIEW, city.a.id, DAY)


def test_an_auditor_reads_all_and_writes_nothing(city: City) -> None:
    auditor = city.user("auditor", "above")
    assert {p for p in Permission if may(auditor, p, city.a.id, DAY)} == {Permission.VIEW, Permission.VIEW_AUDIT}


def test_the_system_may_do_everything(city: City) -> None:
    assert may(SystemActor("thử"), Permission.EDIT_HONOURS, city.a.id, DAY)
    assert city.root in visible_units(SystemActor("thử"), DAY)
