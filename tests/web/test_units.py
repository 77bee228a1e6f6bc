"""Pages of units: the trees as of a day, one unit over time, and changes that are seen before they are made."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.conftest import City
from tests.factories.people import RoleGrantFactory, UnitFactory
from thidua.kernel.actors import SystemActor
from thidua.kernel.models import AuditEvent
from thidua.people.models import Unit
from thidua.people.selectors import agency_of, members_on, tree_names_on
from thidua.people.services import create_bloc, load_catalogues, merge_units, move_unit, rename_unit

LIST = reverse("units:list")
BY = SystemActor("thử")
DAY = date(2016, 7, 1)
CHANGES = ["rename", "move", "merge", "split", "close", "pair", "bloc", "describe"]


def url_of(name: str, unit: Unit) -> str:
    return reverse(f"units:{name}", args=[unit.pk])


@pytest.fixture
def officer(city: City, sign_in):
    """The city officer's client, with the agency tree in their charge too."""
    user = city.user("city_officer", "above")
    RoleGrantFactory(user=user, role="city_officer", unit=city.committee)
    return sign_in(city.user("city_officer", "above"))


def page(client, url: str, **data) -> str:
    return client.get(url, data).content.decode()


def seen_key(told: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', told).group(1)


def change(client, url: str, sent: dict) -> str:
    """Fill in, look, confirm; returns the page one arrives at."""
    told = client.post(url, sent | {"step": "preview"}).content.decode()
    answer = client.post(url, sent | {"step": "confirm", "seen": seen_key(told)}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_tree_is_shown_as_of_the_day_in_the_address(city: City, officer, at) -> None:
    rename_unit(unit_id=city.a.pk, name="Công đoàn Mới", short_name="CĐ Mới", day=DAY, by=BY, at=at)
    assert "CĐ Mới" in page(officer, LIST, ngay="2016-07-01")
    before = page(officer, LIST, ngay="2016-06-30")
    assert "CĐ Mới" not in before
    assert "CĐCS Sở Mẫu A" in before
    assert "30/06/2016" in before


def test_the_two_trees_have_a_tab_each_with_their_numbers(city: City, officer) -> None:
    assert re.search(r'tổ chức công đoàn\s*<span class="count">3</span>', page(officer, LIST))
    assert "UBND TP" in page(officer, LIST, he="agency")
    assert "UBND TP" not in page(officer, LIST).split("<main")[1]


def test_units_are_found_without_accents(city: City, officer) -> None:
    found = page(officer, LIST, q="so mau b")
    assert "CĐCS Sở Mẫu B" in found
    assert "CĐCS Sở Mẫu A" not in found
    assert "Không có đơn vị nào khớp" in page(officer, LIST, q="xyz")


def test_an_officer_of_unions_sees_where_their_agencies_stand_and_no_more(city: City, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    shown = page(client, LIST, he="agency").split("<main")[1]
    assert "Sở Mẫu A" in shown
    assert "Sở Mẫu B" not in shown
    assert url_of("detail", city.agency_a) not in shown
    assert client.get(url_of("detail", city.agency_a)).status_code == 404
    pairs = page(sign_in(city.user("city_officer", "above")), url_of("pair", city.a))
    assert "Sở Mẫu B</option>" in pairs


def test_a_grassroots_officer_sees_their_own_unit_only(city: City, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    shown = page(client, LIST)
    assert "CĐCS Sở Mẫu A" in shown
    assert "CĐCS Sở Mẫu B" not in shown
    assert client.get(url_of("detail", city.b)).status_code == 404
    assert client.get(url_of("detail", city.union)).status_code == 404
    assert reverse("units:add") not in shown


@pytest.mark.parametrize("count", [1, 10])
def test_the_tree_takes_a_constant_number_of_queries(city: City, officer, count, django_assert_num_queries) -> None:
    for _ in range(count):
        UnitFactory(parent=city.a)
    with django_assert_num_queries(8):
        officer.get(LIST)


@pytest.mark.parametrize("count", [1, 10])
def test_a_units_page_takes_a_constant_number_of_queries(
    city: City, officer, at, count: int, django_assert_num_queries
) -> None:
    for n in range(count):
        UnitFactory(parent=city.a)
        rename_unit(unit_id=city.a.pk, name=f"Tên {n}", short_name="T", day=date(2016, 1, n + 1), by=BY, at=at)
    with django_assert_num_queries(18):
        assert officer.get(url_of("detail", city.a)).status_code == 200


def test_the_page_tells_the_units_story(city: City, officer, at) -> None:
    rename_unit(unit_id=city.a.pk, name="Công đoàn Mới", short_name="CĐ Mới", day=DAY, by=BY, at=at, reason="QĐ 5")
    move_unit(unit_id=city.b.pk, parent_id=city.a.pk, day=DAY, by=BY, at=at)
    now = page(officer, url_of("detail", city.a))
    for words in (
        "<h1>Công đoàn Mới</h1>",
        "QĐ 5",
        "Sở Mẫu A",
        "Nguyễn Văn Hải",
        "Đơn vị trực thuộc",
        "Đổi tên đơn vị: QĐ 5",
    ):
        assert words in now
    before = page(officer, url_of("detail", city.a), ngay="2016-01-01")
    assert "<h1>Công đoàn cơ sở Sở Mẫu A</h1>" in before
    assert "Đơn vị trực thuộc</h2>" not in before


def test_a_unit_that_ended_says_so_and_takes_no_changes(city: City, officer, at) -> None:
    merge_units(source_ids=[city.a.pk], into=city.b.pk, day=DAY, by=BY, at=at)
    shown = page(officer, url_of("detail", city.a))
    assert "đã kết thúc hoạt động từ ngày 01/07/2016" in shown
    assert "Thay đổi đơn vị này" not in shown
    assert "Nguyễn Văn Hải" in page(officer, url_of("detail", city.a), ngay="2016-06-30")
    assert "sau ngày đang xem" in page(officer, url_of("detail", city.b), ngay="2001-01-01")


@pytest.mark.parametrize("name", CHANGES)
def test_the_forms_of_change_are_for_those_who_may(city: City, sign_in, name: str) -> None:
    assert sign_in(city.user("city_officer", "above")).get(url_of(name, city.a)).status_code == 200
    assert sign_in(city.user("grassroots_officer")).get(url_of(name, city.a)).status_code == 403
    assert sign_in(city.user("administrator", "other")).get(url_of(name, city.a)).status_code == 404
    assert sign_in(city.user("auditor", "above")).post(url_of(name, city.a), {"day": "2016-07-01"}).status_code == 403


def test_a_change_is_seen_before_it_is_made(city: City, officer) -> None:
    sent = {"name": "Công đoàn Mới", "short_name": "CĐ Mới", "day": "2016-07-01", "version": city.a.version}
    told = officer.post(url_of("rename", city.a), sent | {"step": "preview"}).content.decode()
    assert "Nếu thực hiện, từ ngày 01/07/2016" in told
    assert "Công đoàn cơ sở Sở Mẫu A" in told
    assert AuditEvent.objects.count() == 0
    assert tree_names_on([city.a.pk], DAY) == {city.a.pk: "CĐCS Sở Mẫu A"}
    assert "Đã ghi tên mới." in change(officer, url_of("rename", city.a), sent)
    assert tree_names_on([city.a.pk], DAY) == {city.a.pk: "CĐ Mới"}
    assert AuditEvent.objects.count() == 1


def test_what_was_changed_after_the_preview_is_shown_again(city: City, officer) -> None:
    sent = {"name": "Một", "short_name": "M", "day": "2016-07-01"}
    told = officer.post(url_of("rename", city.a), sent | {"step": "preview"}).content.decode()
    other = sent | {"name": "Hai", "step": "confirm", "seen": seen_key(told)}
    again = officer.post(url_of("rename", city.a), other).content.decode()
    assert "Nếu thực hiện" in again
    assert AuditEvent.objects.count() == 0


def test_confirming_without_having_looked_shows_the_preview(city: City, officer) -> None:
    sent = {"name": "Một", "short_name": "M", "day": "2016-07-01", "step": "confirm"}
    assert "Nếu thực hiện" in officer.post(url_of("rename", city.a), sent).content.decode()
    assert AuditEvent.objects.count() == 0


def test_a_preview_says_until_when_a_change_of_the_past_holds(city: City, officer, at) -> None:
    rename_unit(unit_id=city.a.pk, name="Tên sau", short_name="Sau", day=date(2017, 1, 1), by=BY, at=at)
    sent = {"name": "Tên giữa", "short_name": "Giữa", "day": "2016-07-01", "step": "preview"}
    assert "đến trước 01/01/2017" in officer.post(url_of("rename", city.a), sent).content.decode()


def test_a_preview_of_nothing_says_so(city: City, officer) -> None:
    sent = {"name": city.a.name, "short_name": city.a.short_name, "day": "2016-07-01", "step": "preview"}
    assert "Không có gì thay đổi" in officer.post(url_of("rename", city.a), sent).content.decode()


def test_a_refusal_stands_next_to_what_was_typed(city: City, officer) -> None:
    sent = {"parent_id": city.union.pk, "day": "2999-01-01", "step": "preview"}
    answer = officer.post(url_of("move", city.a), sent)
    assert answer.status_code == 422
    assert "còn ở tương lai" in answer.content.decode()


def test_the_second_of_two_officers_is_told(city: City, officer, at) -> None:
    rename_unit(unit_id=city.a.pk, name="Một", short_name="M", day=DAY, by=BY, at=at)
    sent = {"name": "Hai", "short_name": "H", "day": "2017-07-01", "version": 1, "step": "preview"}
    answer = officer.post(url_of("rename", city.a), sent)
    assert answer.status_code == 409
    assert "người khác thay đổi" in answer.content.decode()


def test_a_unit_is_moved_and_the_tree_follows(city: City, officer) -> None:
    change(officer, url_of("move", city.b), {"parent_id": city.a.pk, "day": "2016-07-01"})
    assert "Đơn vị trực thuộc</h2>" in page(officer, url_of("detail", city.a))


def test_units_are_merged_into_a_new_one(city: City, officer) -> None:
    sent = {"source_ids": [city.a.pk, city.b.pk], "into": "new", "day": "2016-07-01"}
    missing = officer.post(url_of("merge", city.a), sent | {"step": "preview"})
    assert "Đơn vị mới cần có ô này" in missing.content.decode()
    sent |= {"name": "Công đoàn C", "short_name": "CĐCS C", "code": "cdcs-c", "agency_id": city.agency_b.pk}
    told = officer.post(url_of("merge", city.a), sent | {"step": "preview"}).content.decode()
    for words in ("thành lập", "6 người", "kết thúc hoạt động", "vai trò của tài khoản"):
        assert words in told
    assert "Đã sáp nhập." in change(officer, url_of("merge", city.a), sent)
    made = Unit.objects.get(code="cdcs-c")
    assert members_on([made], DAY).count() == 6
    assert agency_of(made.pk, DAY) == city.agency_b


def test_a_unit_is_merged_into_another(city: City, officer) -> None:
    sent = {"source_ids": [city.a.pk], "into": str(city.b.pk), "day": "2016-07-01"}
    change(officer, url_of("merge", city.a), sent)
    assert members_on([city.b], DAY).count() == 6


def test_a_unit_is_split_in_two(city: City, officer) -> None:
    child = UnitFactory(parent=city.a)
    url = url_of("split", city.a) + "?phan=2"
    assert "Đơn vị mới 2" in page(officer, url_of("split", city.a), phan="2")
    people = [place.person_id for place in city.members_a]
    sent = {"day": "2016-07-01", f"unit_{child.pk}": "2", f"person_{people[0]}": "1"}
    sent |= {f"{name}_{n}": f"{name}-{n}" for n in (1, 2) for name in ("name", "short_name", "code")}
    refused = officer.post(url, sent | {"step": "preview"})
    assert refused.status_code == 409
    assert "2 người" in refused.content.decode()
    sent |= {f"person_{person_id}": "2" for person_id in people[1:]}
    change(officer, url, sent)
    assert [members_on([Unit.objects.get(code=f"code-{n}")], DAY).count() for n in (1, 2)] == [1, 2]
    city.a.refresh_from_db()
    assert city.a.valid_to == DAY


def test_a_unit_is_added_paired_put_into_a_bloc_described_and_closed(city: City, officer, at) -> None:
    load_catalogues(by=BY, at=at)
    bloc = create_bloc(code="khoi-1", name="Khối Chính quyền", day=DAY, by=BY, at=at)
    sent = {"name": "Công đoàn C", "short_name": "CĐCS C", "code": "cdcs-c", "parent_id": city.union.pk}
    sent |= {"kind": city.a.kind_id, "day": "2016-07-01"}
    change(officer, reverse("units:add"), sent)
    unit = Unit.objects.get(code="cdcs-c")
    change(officer, url_of("pair", unit), {"agency_id": city.agency_b.pk, "day": "2016-07-01"})
    assert "Khối Chính quyền" in change(officer, url_of("bloc", unit), {"bloc_id": bloc.pk, "day": "2016-07-01"})
    group = Unit.objects.model.kind.field.related_model.objects.get(code="union_group")
    unit.refresh_from_db()
    described = officer.post(url_of("describe", unit), {"kind": group.pk, "version": unit.version}, follow=True)
    assert "tổ công đoàn" in described.content.decode()
    change(officer, url_of("close", unit), {"day": "2017-01-01"})
    unit.refresh_from_db()
    assert unit.valid_to == date(2017, 1, 1)


def test_a_bloc_is_made(city: City, officer, sign_in) -> None:
    sent = {"code": "khoi-1", "name": "Khối Nội chính", "kind": "bloc", "day": "2016-07-01"}
    assert "Đã lập Khối Nội chính." in officer.post(reverse("units:blocs"), sent, follow=True).content.decode()
    assert officer.post(reverse("units:blocs"), sent).status_code == 422
    assert sign_in(city.user("grassroots_officer")).get(reverse("units:blocs")).status_code == 403
