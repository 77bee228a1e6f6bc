"""Many people at once: entered, corrected, refused as a whole, taken back as a whole."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.conftest import City
from tests.factories.people import PersonFactory, PositionFactory
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, NotAllowed, StaleVersion
from thidua.kernel.models import AuditEvent
from thidua.kernel.rowsets import take_back
from thidua.people.models import Membership, Person
from thidua.people.services import NewPerson, PersonEdit, PlaceEdit, Roll, write_roll

DAY = date(2017, 1, 1)


def newcomer(unit_id: int, code: str = "N1", **changes: Any) -> NewPerson:
    return NewPerson(unit_id, "Đỗ Thị Ân", code, DAY, "female", date(1990, 2, 3))._replace(**changes)


def edit_of(person: Person, **changes: Any) -> PersonEdit:
    same = PersonEdit(person.pk, person.version, person.full_name, person.code, person.sex, person.birth_date)
    return same._replace(**changes)


def test_people_are_entered_with_their_places_in_one_event(city: City, at: datetime) -> None:
    roll = Roll(new=[newcomer(city.a.pk), newcomer(city.a.pk, "")])
    write_roll(unit_id=city.a.pk, roll=roll, by=city.user("grassroots_officer"), at=at, source="danh-sach.xlsx")
    person = Person.objects.get(code="N1")
    assert (person.name_folded, person.birth_date) == ("do thi an", date(1990, 2, 3))
    place = Membership.objects.get(person=person)
    assert (place.unit_id, place.valid_from, place.staff_kind, place.union_member) == (
        city.a.pk, DAY, "civil_servant", True
    )  # fmt: skip
    assert Person.objects.filter(code__startswith="TD").count() == 1
    event = AuditEvent.objects.get()
    assert (event.action, event.unit_id) == ("people.write_roll", city.a.pk)
    assert event.details == {"source": "danh-sach.xlsx", "new": 2, "edited": 0, "places": 0}


def test_people_and_their_places_are_corrected(city: City, at: datetime) -> None:
    place = city.members_a[0]
    post = PositionFactory.create()
    roll = Roll(
        edits=[edit_of(place.person, full_name="Vũ Thị Hòa")],
        places=[PlaceEdit(place.pk, place.version, post.pk, "worker", False)],
    )
    write_roll(unit_id=city.a.pk, roll=roll, by=city.user("grassroots_officer"), at=at)
    place = Membership.objects.get(pk=place.pk)
    assert (place.person.name_folded, place.position_id, place.staff_kind) == ("vu thi hoa", post.pk, "worker")
    assert (place.version, place.person.version) == (2, 2)


def test_what_was_written_can_be_taken_back(city: City, at: datetime) -> None:
    before = list(Person.objects.order_by("pk").values_list("pk", "full_name", "code"))
    roll = Roll(new=[newcomer(city.a.pk)], edits=[edit_of(city.members_a[0].person, full_name="Vũ Thị Hòa")])
    traces = write_roll(unit_id=city.a.pk, roll=roll, by=city.user("grassroots_officer"), at=at)
    take_back(traces)
    assert list(Person.objects.order_by("pk").values_list("pk", "full_name", "code")) == before


@pytest.mark.parametrize(("changes", "words"), [
    ({"full_name": "  "}, "không được để trống"),
    ({"full_name": "Đ" * 121}, "dài quá"),
    ({"code": "M" * 41}, "dài quá"),
    ({"sex": "nam"}, "nam hoặc nữ"),
    ({"birth_date": date(1899, 12, 31)}, "Ngày sinh phải từ"),
    ({"birth_date": date(2099, 1, 1)}, "Ngày sinh phải từ"),
    ({"staff_kind": "boss"}, "Chọn đối tượng"),
    ({"on": date(2001, 1, 1)}, "không hoạt động"),
])  # fmt: skip
def test_one_wrong_row_stops_all_and_is_named(city: City, at: datetime, changes: dict[str, Any], words: str) -> None:
    roll = Roll(new=[newcomer(city.a.pk, "N0"), newcomer(city.a.pk, **changes)])
    with pytest.raises(InvalidInput, match=f"Dòng 2: .*{words}"):
        write_roll(unit_id=city.a.pk, roll=roll, by=city.user("grassroots_officer"), at=at)
    assert not Person.objects.filter(code__startswith="N").exists()


def test_a_code_belongs_to_one_person(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    taken = city.members_b[0].person.code
    for roll, words in (
        (Roll(new=[newcomer(city.a.pk, taken)]), "đã có người dùng"),
        (Roll(new=[newcomer(city.a.pk), newcomer(city.a.pk)]), "hai lần"),
        (Roll(edits=[edit_of(city.members_a[0].person, code=taken)]), "đã có người dùng"),
        (Roll(edits=[edit_of(city.members_a[0].person, code=" ")]), "không được để trống"),
    ):
        with pytest.raises(InvalidInput, match=words):
            write_roll(unit_id=city.a.pk, roll=roll, by=officer, at=at)


def test_nobody_writes_outside_their_reach(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    stranger, own = city.members_b[0], city.members_a[0]
    for roll in (
        Roll(new=[newcomer(city.b.pk)]),
        Roll(edits=[edit_of(stranger.person, full_name="Tên khác")]),
        Roll(edits=[edit_of(PersonFactory.create(), full_name="Tên khác")]),
        Roll(places=[PlaceEdit(stranger.pk, stranger.version, None, "worker", True)]),
        Roll(new=[newcomer(city.agency_a.pk)]),
    ):
        with pytest.raises(InvalidInput, match="ngoài phạm vi"):
            write_roll(unit_id=city.a.pk, roll=roll, by=officer, at=at)
    with pytest.raises(NotAllowed):
        write_roll(unit_id=city.b.pk, roll=Roll(), by=officer, at=at)
    # The control: the same correction of one's own is written.
    assert write_roll(unit_id=city.a.pk, roll=Roll(edits=[edit_of(own.person, sex="")]), by=officer, at=at)


def test_people_belong_to_the_union_not_to_the_agency(city: City, at: datetime) -> None:
    with pytest.raises(InvalidInput, match="không ghi vào cơ quan"):
        write_roll(unit_id=city.union.pk, roll=Roll(new=[newcomer(city.agency_a.pk)]), by=SystemActor("thử"), at=at)


def test_a_row_saved_by_somebody_else_stops_all(city: City, at: datetime) -> None:
    person = city.members_a[0].person
    roll = Roll(new=[newcomer(city.a.pk)], edits=[edit_of(person, full_name="Tên khác", version=person.version + 1)])
    with pytest.raises(StaleVersion):
        write_roll(unit_id=city.a.pk, roll=roll, by=city.user("grassroots_officer"), at=at)
    assert not Person.objects.filter(code="N1").exists()


def test_the_number_of_queries_does_not_grow(city: City, at: datetime, django_assert_max_num_queries: Any) -> None:
    roll = Roll(new=[newcomer(city.a.pk, f"N{i}") for i in range(300)])
    with django_assert_max_num_queries(25):
        write_roll(unit_id=city.a.pk, roll=roll, by=city.user("grassroots_officer"), at=at)
