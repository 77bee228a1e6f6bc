"""The register's pages: reading, entering, amending, revoking, and what each role meets."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import City
from tests.factories.honours import HonourFactory, TitleFactory
from thidua.honours.models import Honour
from thidua.honours.services import load_catalogues
from thidua.kernel.actors import SystemActor

LIST = reverse("honours:list")
ADD = reverse("honours:add")


@pytest.fixture
def catalogues(city: City, at: datetime) -> None:
    load_catalogues(by=SystemActor("thử"), at=at)


@pytest.fixture
def officer(city: City, sign_in):
    """The client of the city officer."""
    return sign_in(city.user("city_officer", "above"))


@pytest.fixture
def honour(city: City, catalogues: None) -> Honour:
    return HonourFactory(unit=city.a, person=city.members_a[0].person, decision_number="77/QĐ-SMA")


def values(city: City, **changed: object) -> dict[str, object]:
    start = {
        "unit_id": city.a.id,
        "distinction": "title:advanced_worker",
        "year": 2017,
        "issuer_level": "grassroots",
        "basis": "merit",
        "issuer": "Giám đốc Sở Mẫu A",
        "decision_number": "125/QĐ-SMA",
        "decision_date": "2017-12-20",
        "nature": "granted",
    }
    return start | changed


def test_the_register_lists_filters_and_finds_without_accents(officer, city: City, honour: Honour) -> None:
    HonourFactory(unit=city.b, person=city.members_b[1].person, year=2016)
    page = officer.get(LIST).content.decode()
    assert "Nguyễn Văn Hải" in page
    assert "Trần Thị Đào Bình" in page
    assert "2.017" not in page  # a year is not a quantity
    page = officer.get(LIST, {"q": "nguyen van hai", "year": "2017", "distinction": "title:advanced_worker"}).content
    assert "Trần Thị Đào Bình" not in page.decode()
    assert "77/QĐ-SMA" in page.decode()
    assert "Không có mục nào khớp" in officer.get(LIST, {"q": "không ai"}).content.decode()
    assert officer.get(LIST, {"year": "x", "distinction": "<script>", "unit": "9" * 30, "page": "z"}).status_code == 200


def test_the_print_view_has_the_filtered_rows(officer, city: City, honour: Honour) -> None:
    page = officer.get(reverse("honours:print"), {"q": "hải"}).content.decode()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
    assert "Nguyễn Văn Hải" in page
    assert "Không có mục nào để in" in officer.get(reverse("honours:print"), {"q": "không ai"}).content.decode()


def test_a_person_is_found_and_honoured_without_script(officer, city: City, catalogues: None) -> None:
    person = city.members_a[0].person
    assert f"?person={person.pk}" in officer.get(ADD, {"q": "nguyen van hai"}).content.decode()
    assert "Không thấy ai" in officer.get(ADD, {"q": "vô danh"}).content.decode()
    address = f"{ADD}?person={person.pk}"
    assert (
        "CĐCS Sở Mẫu A" in officer.get(address).content.decode() or city.a.name in officer.get(address).content.decode()
    )
    answer = officer.post(address, values(city), follow=True)
    assert "Đã ghi vào sổ" in answer.content.decode()
    assert Honour.objects.get().person == person


def test_suggestions_show_people_in_reach_only(city: City, sign_in, catalogues: None) -> None:
    client = sign_in(city.user("city_officer", "own"))
    page = client.get(reverse("honours:people"), {"q": "nguyen van hai"}).content.decode()
    assert city.members_a[0].person.code in page
    assert city.members_b[0].person.code not in page
    assert client.get(reverse("honours:people")).content.decode().strip() == ""


@pytest.mark.parametrize(
    ("subject", "distinction", "extra"),
    [("collective", "title:advanced_collective", {}), ("household", "title:cultural_family", {"household": "Ông Mẫu"})],
)
def test_collectives_and_households_are_entered_too(
    officer, city: City, catalogues: None, subject, distinction, extra
) -> None:
    officer.post(f"{ADD}?subject={subject}", values(city, distinction=distinction, **extra))
    assert Honour.objects.get().subject == subject


def test_a_refusal_stands_next_to_the_form_and_keeps_what_was_typed(officer, city: City, catalogues: None) -> None:
    address = f"{ADD}?person={city.members_a[0].person_id}"
    wrong = values(city, distinction="form:ministerial_provincial_merit_certificate", issuer_level="union_province")
    answer = officer.post(address, wrong)
    assert answer.status_code == 422
    assert "chọn hình thức của công đoàn" in answer.content.decode()
    assert "125/QĐ-SMA" in answer.content.decode()
    assert officer.post(address, {"year": "x"}).status_code == 422
    assert not Honour.objects.exists()
    officer.post(address, values(city))
    assert "đã có trong sổ" in officer.post(address, values(city)).content.decode()


def test_an_entry_is_amended_and_the_old_one_tells_of_the_new(officer, city: City, honour: Honour) -> None:
    address = reverse("honours:amend", args=[honour.pk])
    assert "77/QĐ-SMA" in officer.get(address).content.decode()
    change = values(city, version=1, decision_number="78/QĐ-SMA", reason="Gõ nhầm số")
    answer = officer.post(address, change, follow=True)
    assert "Đã điều chỉnh" in answer.content.decode()
    assert "Gõ nhầm số" in answer.content.decode()
    old = officer.get(reverse("honours:detail", args=[honour.pk])).content.decode()
    assert "đã được thay bằng một mục khác" in old
    assert officer.post(address, change).status_code == 403  # the closed entry changes no more


def test_an_amendment_of_a_stale_page_is_refused_with_words(officer, city: City, honour: Honour) -> None:
    Honour.objects.update(version=2)
    answer = officer.post(
        reverse("honours:amend", args=[honour.pk]), values(city, version=1, decision_number="79", reason="x")
    )
    assert answer.status_code == 409
    assert "người khác lưu" in answer.content.decode()


def test_an_amendment_without_change_or_reason(officer, city: City, honour: Honour) -> None:
    address = reverse("honours:amend", args=[honour.pk])
    same = values(
        city, version=1, issuer=honour.issuer, decision_number="77/QĐ-SMA", decision_date=honour.decision_date
    )
    assert "Không có gì thay đổi" in officer.post(address, same, follow=True).content.decode()
    assert "Ghi lý do" in officer.post(address, values(city, version=1)).content.decode()


def test_an_honour_is_revoked_with_a_reason(officer, city: City, honour: Honour) -> None:
    address = reverse("honours:revoke", args=[honour.pk])
    assert "Khen thưởng sẽ bị thu hồi" in officer.get(address).content.decode()
    decision = {
        "version": 1, "issuer": "Giám đốc", "issuer_level": "grassroots", "decision_number": "9/QĐ",
        "decision_date": "2018-02-01", "reason": "Khai sai thành tích",
    }  # fmt: skip
    assert "bắt buộc" in officer.post(address, decision | {"reason": ""}).content.decode()
    assert officer.post(address, decision | {"decision_date": "2001-01-01"}).status_code == 422
    answer = officer.post(address, decision, follow=True).content.decode()
    assert "Đã ghi việc thu hồi" in answer
    assert "Khai sai thành tích" in answer
    assert not Honour.objects.held().exists()


def test_the_log_shows_to_those_who_may_read_it(city: City, sign_in, honour: Honour) -> None:
    address = reverse("honours:detail", args=[honour.pk])
    assert "Nhật ký" in sign_in(city.user("auditor")).get(address).content.decode()
    page = sign_in(city.user("head")).get(address).content.decode()
    assert "nhập theo danh sách" not in page


@pytest.mark.parametrize("role", ["grassroots_officer", "head", "auditor", "member", "administrator"])
def test_readers_may_read_but_not_write(city: City, sign_in, honour: Honour, role: str) -> None:
    client = sign_in(city.user(role))
    page = client.get(LIST).content.decode()
    assert "Nguyễn Văn Hải" in page
    assert ADD not in page
    detail = client.get(reverse("honours:detail", args=[honour.pk])).content.decode()
    assert "Thu hồi" not in detail
    for address in (ADD, reverse("honours:amend", args=[honour.pk]), reverse("honours:revoke", args=[honour.pk])):
        assert client.get(address).status_code == 403


def test_an_honour_of_another_unit_is_not_found(city: City, sign_in, honour: Honour) -> None:
    for role in ("grassroots_officer", "head", "city_officer"):
        client = sign_in(city.user(role, "other"))
        assert "Nguyễn Văn Hải</a>" not in client.get(LIST).content.decode()
        for name in ("detail", "amend", "revoke"):
            assert client.get(reverse(f"honours:{name}", args=[honour.pk])).status_code == 404
    stranger = sign_in(city.user("city_officer", "other")).get(f"{ADD}?person={honour.person_id}")
    assert stranger.status_code == 404


def test_pages_take_as_many_queries_for_thirty_rows_as_for_three(officer, city: City, catalogues: None) -> None:
    counts = []
    for rows in (3, 27):
        for number in range(rows):
            HonourFactory(unit=city.a, title=TitleFactory(), decision_date=date(2017, 1, 1 + number))
        counts.append([])
        for address in (LIST, reverse("honours:print")):
            with CaptureQueriesContext(connection) as queries:
                officer.get(address)
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]
