"""People come, move and leave; who may write it, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import City
from tests.factories.people import PersonFactory, PositionFactory
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleVersion, WrongState
from thidua.kernel.models import AuditEvent
from thidua.people.models import Membership, Person
from thidua.people.selectors import members_on, person_for
from thidua.people.services import add_membership, create_person, edit_person, end_membership, transfer_person
from thidua.people.states import StaffKind

BY = SystemActor("thử")
DAY = date(2017, 1, 1)


def place_on(person: Person, day: date) -> int | None:
    return Membership.objects.at(day).filter(person=person).values_list("unit_id", flat=True).first()


def test_a_person_is_entered_with_the_derived_names_and_a_place(city: City, at) -> None:
    person = create_person(
        unit_id=city.a.pk, full_name="  Nguyễn   Thị Đào ", on=DAY, by=city.user("grassroots_officer"), at=at
    )
    assert (person.full_name, person.name_folded) == ("Nguyễn Thị Đào", "nguyen thi dao")
    assert person.code.startswith("TD")
    assert place_on(person, DAY) == city.a.pk
    assert AuditEvent.objects.get().action == "person.create"
    assert AuditEvent.objects.get().unit_id == city.a.pk


def test_a_code_belongs_to_one_person(city: City, at) -> None:
    code = city.members_b[0].person.code
    with pytest.raises(InvalidInput, match="đã có người dùng") as refusal:
        create_person(unit_id=city.a.pk, full_name="Lê Thị A", code=code, on=DAY, by=BY, at=at)
    assert "code" in refusal.value.fields


def test_a_name_must_be_given(city: City, at) -> None:
    with pytest.raises(InvalidInput):
        create_person(unit_id=city.a.pk, full_name=" \u00a0 ", on=DAY, by=BY, at=at)


def test_nobody_is_entered_into_an_agency_or_before_the_unit_existed(city: City, at) -> None:
    with pytest.raises(InvalidInput, match="không ghi vào cơ quan"):
        create_person(unit_id=city.agency_a.pk, full_name="Lê Thị A", on=DAY, by=BY, at=at)
    with pytest.raises(InvalidInput, match="không hoạt động"):
        create_person(unit_id=city.a.pk, full_name="Lê Thị A", on=date(2001, 1, 1), by=BY, at=at)


@pytest.mark.parametrize(("role", "place", "allowed"), [
    ("grassroots_officer", "own", True),
    ("city_officer", "above", True),
    ("grassroots_officer", "other", False),
    ("head", "own", False),
    ("auditor", "above", False),
    ("member", "own", False),
])  # fmt: skip
def test_who_may_enter_people(city: City, at, role: str, place: str, allowed: bool) -> None:
    call = {"unit_id": city.a.pk, "full_name": "Lê Thị A", "on": DAY, "by": city.user(role, place), "at": at}
    if allowed:
        create_person(**call)
        return
    with pytest.raises(NotAllowed):
        create_person(**call)


def test_a_correction_keeps_old_and_new_in_the_chain_and_repeats_safely(city: City, at) -> None:
    person = city.members_a[0].person
    for _ in range(2):
        edit_person(
            person_id=person.pk,
            full_name="Nguyễn Văn Hải Anh",
            code=person.code,
            sex="male",
            birth_date=None,
            expected_version=None,
            by=city.user("grassroots_officer"),
            at=at,
        )
    event = AuditEvent.objects.get()
    assert event.details["old"]["full_name"] == "Nguyễn Văn Hải"
    person.refresh_from_db()
    assert (person.name_exact, person.version) == ("nguyễn văn hải anh", 2)


def test_the_second_of_two_savers_is_told_what_is_stored(city: City, at) -> None:
    person = city.members_a[0].person
    call = {"person_id": person.pk, "code": person.code, "birth_date": None, "by": BY, "at": at, "sex": "male"}
    edit_person(full_name="Một", expected_version=1, **call)
    with pytest.raises(StaleVersion) as refusal:
        edit_person(full_name="Hai", expected_version=1, **call)
    assert refusal.value.current["full_name"] == "Một"


def test_a_person_of_another_unit_does_not_exist_for_me(city: City, at) -> None:
    person = city.members_b[0].person
    with pytest.raises(NotFound):
        person_for(city.user("grassroots_officer"), person.pk, at.date())
    with pytest.raises(NotFound):
        end_membership(person_id=person.pk, on=DAY, by=city.user("grassroots_officer"), at=at)


def test_a_member_cannot_correct_their_own_record(city: City, at) -> None:
    person = city.members_a[0].person
    call = {"code": person.code, "sex": "", "birth_date": None, "expected_version": None, "at": at}
    with pytest.raises(NotAllowed):
        edit_person(person_id=person.pk, full_name="X", by=city.user("member"), **call)


def test_a_transfer_keeps_the_old_place_until_its_day(city: City, at) -> None:
    person = city.members_a[0].person
    chair = PositionFactory(code="union_chair", name="chủ tịch công đoàn")
    call = {"person_id": person.pk, "to_unit_id": city.b.pk, "on": DAY, "position_id": chair.pk}
    for _ in range(2):
        transfer_person(by=city.user("city_officer", "above"), at=at, **call)
    assert (place_on(person, date(2016, 12, 31)), place_on(person, DAY)) == (city.a.pk, city.b.pk)
    assert person.memberships.count() == 2
    assert person.memberships.at(DAY).get().position == chair
    assert AuditEvent.objects.count() == 1


def test_a_transfer_asks_the_right_at_both_units(city: City, at) -> None:
    person = city.members_a[0].person
    with pytest.raises(NotAllowed):
        transfer_person(person_id=person.pk, to_unit_id=city.b.pk, on=DAY, by=city.user("grassroots_officer"), at=at)
    assert place_on(person, DAY) == city.a.pk


def test_a_transfer_checks_the_row_version_and_the_day(city: City, at) -> None:
    person = city.members_a[0].person
    call = {"person_id": person.pk, "to_unit_id": city.b.pk, "by": BY, "at": at}
    with pytest.raises(StaleVersion):
        transfer_person(on=DAY, expected_version=7, **call)
    with pytest.raises(InvalidInput, match="phải sau ngày bắt đầu"):
        transfer_person(on=date(2010, 1, 1), **call)


def test_somebody_who_left_comes_back(city: City, at) -> None:
    person = city.members_a[0].person
    end_membership(person_id=person.pk, on=DAY, by=BY, at=at)
    end_membership(person_id=person.pk, on=DAY, by=BY, at=at)
    assert place_on(person, DAY) is None
    with pytest.raises(WrongState, match="không thuộc đơn vị nào"):
        transfer_person(person_id=person.pk, to_unit_id=city.b.pk, on=DAY, by=BY, at=at)
    again = add_membership(
        person_id=person.pk, unit_id=city.b.pk, on=date(2018, 1, 1), staff_kind=StaffKind.WORKER, by=BY, at=at
    )
    assert again.unit == city.b
    assert AuditEvent.objects.count() == 2


@pytest.mark.parametrize(("on", "until", "free"), [
    (date(2017, 6, 1), None, False),
    (date(2009, 1, 1), date(2011, 1, 1), False),
    (date(2005, 1, 1), date(2010, 1, 1), True),
])  # fmt: skip
def test_nobody_stands_in_two_units_at_once(city: City, at, on: date, until: date | None, free: bool) -> None:
    type(city.b).objects.filter(pk=city.b.pk).update(valid_from=date(2000, 1, 1))
    person = city.members_a[0].person
    call = {"person_id": person.pk, "unit_id": city.b.pk, "on": on, "until": until, "by": BY, "at": at}
    if free:
        assert add_membership(**call) == add_membership(**call)
        return
    with pytest.raises(WrongState, match="đang thuộc"):
        add_membership(**call)


def test_members_are_in_vietnamese_order_of_given_names(city: City) -> None:
    assert [place.person.full_name for place in members_on([city.a], DAY)] == [
        "Trần Thị Đào",
        "Lê Thu Hà",
        "Nguyễn Văn Hải",
    ]


def test_someone_without_a_place_is_corrected_by_whoever_kept_them_last(city: City, at) -> None:
    person = city.members_a[0].person
    end_membership(person_id=person.pk, on=DAY, by=BY, at=at)
    call = {"code": person.code, "sex": "", "birth_date": None, "expected_version": None, "at": at}
    edit_person(person_id=person.pk, full_name="Hải", by=city.user("grassroots_officer"), **call)
    nobody = PersonFactory()
    with pytest.raises(NotFound):
        edit_person(person_id=nobody.pk, full_name="X", by=city.user("grassroots_officer"), **call | {"code": "x"})
