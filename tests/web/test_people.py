"""Pages of people: what they show, save and refuse, to whom, and at which cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import City
from tests.factories.people import MembershipFactory, PositionFactory
from thidua.people.models import Membership, Person
from thidua.web.paging import BoundedPaginator

LIST = reverse("people:list")


def page(client: Client, url: str, **data) -> str:
    return client.get(url, data).content.decode()


def test_the_list_finds_a_name_typed_without_marks(city: City, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    found = page(client, LIST, q="nguyen van hai")
    assert "Nguyễn Văn Hải" in found
    assert "Trần Thị Đào" not in found
    assert "Không tìm thấy ai" in page(client, LIST, q="hài")


def test_the_list_shows_nobody_of_another_unit(city: City, sign_in) -> None:
    assert "Bình" not in page(sign_in(city.user("grassroots_officer")), LIST)
    assert "Bình" in page(sign_in(city.user("grassroots_officer", "other")), LIST)


def test_a_member_finds_only_themselves(city: City, sign_in) -> None:
    found = page(sign_in(city.user("member")), LIST, left="on")
    assert "Nguyễn Văn Hải" in found
    assert "Trần Thị Đào" not in found


@pytest.mark.parametrize(("asked", "expected"), [
    ({"sex": "male"}, {"Nguyễn Văn Hải"}),
    ({"union_member": "no"}, {"Lê Thu Hà"}),
    ({"ngay": "2009-01-01"}, set()),
    ({"ngay": "khong-phai-ngay"}, {"Nguyễn Văn Hải", "Trần Thị Đào", "Lê Thu Hà"}),
])  # fmt: skip
def test_the_list_is_narrowed(city: City, sign_in, asked: dict, expected: set[str]) -> None:
    Membership.objects.filter(pk=city.members_a[2].pk).update(union_member=False)
    found = page(sign_in(city.user("grassroots_officer")), LIST, **asked)
    names = {place.person.full_name for place in city.members_a}
    assert {name for name in names if name in found} == expected


def test_those_who_left_show_only_when_asked_for(city: City, sign_in) -> None:
    Membership.objects.filter(pk=city.members_a[0].pk).update(valid_to=date(2017, 1, 1))
    client = sign_in(city.user("grassroots_officer"))
    assert "Nguyễn Văn Hải" not in page(client, LIST)
    assert "đã rời đơn vị" in page(client, LIST, left="on")
    assert "Nguyễn Văn Hải" in page(client, LIST, ngay="2016-12-31")


def test_a_city_officer_narrows_to_one_unit(city: City, sign_in) -> None:
    found = page(sign_in(city.user("city_officer", "above")), LIST, unit=city.b.pk)
    assert "Nguyễn Văn Hải Bình" in found
    assert ">Nguyễn Văn Hải<" not in found


def test_a_long_list_is_counted_to_a_thousand_only(city: City, sign_in, monkeypatch) -> None:
    monkeypatch.setattr(BoundedPaginator, "MOST", 2)
    assert "Có hơn 2 người" in page(sign_in(city.user("grassroots_officer")), LIST)


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_takes_a_constant_number_of_queries(city: City, sign_in, count, django_assert_num_queries) -> None:
    client = sign_in(city.user("city_officer", "above"))
    for _ in range(count):
        MembershipFactory(unit=city.a)
    with django_assert_num_queries(12):
        client.get(LIST, {"q": "nguyen"})


def url_of(name: str, person: Person) -> str:
    return reverse(f"people:{name}", args=[person.pk])


@pytest.mark.parametrize("name", ["detail", "edit", "transfer", "end"])
def test_a_person_of_another_unit_is_not_found(city: City, sign_in, name: str) -> None:
    client = sign_in(city.user("grassroots_officer"))
    assert client.get(url_of(name, city.members_b[0].person)).status_code == 404
    assert client.get(url_of(name, city.members_a[0].person)).status_code == 200


@pytest.mark.parametrize("name", ["edit", "transfer", "end", "place"])
def test_a_reader_without_the_right_gets_no_form(city: City, sign_in, name: str) -> None:
    client = sign_in(city.user("auditor"))
    assert client.get(url_of(name, city.members_a[0].person)).status_code == 403
    detail = page(client, url_of("detail", city.members_a[0].person))
    assert url_of("edit", city.members_a[0].person) not in detail


def test_the_page_tells_of_places_and_has_the_other_rooms_sections(city: City, sign_in) -> None:
    found = page(sign_in(city.user("grassroots_officer")), url_of("detail", city.members_a[0].person))
    for words in ("Nơi công tác", "CĐCS Sở Mẫu A", "Danh hiệu, khen thưởng", "Kết quả từng năm", "Sáng kiến"):
        assert words in found
    assert "Nhật ký" not in found.split("<main")[1]


def test_the_audit_trail_shows_to_whoever_may_read_it(city: City, sign_in) -> None:
    client = sign_in(city.user("city_officer", "above"))
    person = city.members_a[0].person
    assert "Được nhập theo danh sách" in page(client, url_of("detail", person))
    client.post(url_of("edit", person), {"full_name": "Tên Mới", "code": person.code, "version": 1})
    assert "Sửa thông tin người<br>" in page(client, url_of("detail", person))


@pytest.mark.parametrize("count", [1, 10])
def test_a_persons_page_takes_a_constant_number_of_queries(
    city: City, sign_in, count: int, django_assert_num_queries
) -> None:
    person = city.members_a[0].person
    for n in range(count):
        MembershipFactory(person=person, unit=city.a, valid_from=date(2000 + n, 1, 1), valid_to=date(2001 + n, 1, 1))
    client = sign_in(city.user("city_officer", "above"))
    with django_assert_num_queries(16):
        client.get(url_of("detail", person))


def test_a_person_is_entered(city: City, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    assert "selected>CĐCS Sở Mẫu A" in page(client, reverse("people:add"), unit=city.a.pk)
    sent = {"full_name": "Vũ Thị Ân", "unit_id": city.a.pk, "on": "2018-01-01", "staff_kind": "worker"}
    answer = client.post(reverse("people:add"), sent, follow=True)
    assert "Đã thêm Vũ Thị Ân." in answer.content.decode()
    assert Membership.objects.get(person__full_name="Vũ Thị Ân").union_member is False


def test_what_was_typed_stays_when_it_is_refused(city: City, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    sent = {"full_name": "Vũ Thị Ân", "unit_id": city.a.pk, "on": "2001-01-01", "staff_kind": "worker"}
    answer = client.post(reverse("people:add"), sent)
    assert answer.status_code == 422
    assert "Vũ Thị Ân" in answer.content.decode()
    assert "không hoạt động vào ngày" in answer.content.decode()
    assert client.post(reverse("people:add"), {"full_name": ""}).status_code == 422


def test_a_unit_of_others_cannot_be_chosen(city: City, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    sent = {"full_name": "Vũ Thị Ân", "unit_id": city.b.pk, "on": "2018-01-01", "staff_kind": "worker"}
    assert client.post(reverse("people:add"), sent).status_code == 422
    assert not Person.objects.filter(full_name="Vũ Thị Ân").exists()


def test_the_second_saver_sees_what_the_first_stored_and_may_save_over_it(city: City, sign_in) -> None:
    person = city.members_a[0].person
    client = sign_in(city.user("grassroots_officer"))
    sent = {"code": person.code, "sex": "male", "version": person.version}
    client.post(url_of("edit", person), sent | {"full_name": "Tên Thứ Nhất"})
    answer = client.post(url_of("edit", person), sent | {"full_name": "Tên Thứ Hai"})
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "Tên Thứ Nhất" in told
    assert "Tên Thứ Hai" in told
    assert 'name="version" value="2"' in told
    client.post(url_of("edit", person), sent | {"full_name": "Tên Thứ Hai", "version": 2})
    person.refresh_from_db()
    assert person.full_name == "Tên Thứ Hai"


def test_a_person_is_transferred_leaves_and_comes_back(city: City, sign_in) -> None:
    person = city.members_a[0].person
    client = sign_in(city.user("city_officer", "above"))
    post = PositionFactory(code="union_chair", name="chủ tịch công đoàn")
    sent = {"unit_id": city.b.pk, "on": "2017-01-01", "position_id": post.pk, "staff_kind": "cadre"}
    moved = client.post(url_of("transfer", person), sent | {"version": 1}, follow=True)
    assert "thuộc CĐCS Sở Mẫu B từ ngày 01/01/2017" in moved.content.decode()
    client.post(url_of("end", person), {"on": "2017-06-01"})
    assert "Hiện không thuộc đơn vị nào" in page(client, url_of("detail", person))
    client.post(url_of("place", person), {"unit_id": city.a.pk, "on": "2018-01-01", "staff_kind": "cadre"})
    assert [place.unit for place in person.memberships.order_by("valid_from")] == [city.a, city.b, city.a]
    too_early = client.post(url_of("end", person), {"on": "2010-01-01"})
    assert too_early.status_code == 422
