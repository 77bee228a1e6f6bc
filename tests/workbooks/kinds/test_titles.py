"""A list of honours of the past: of people, collectives and households, with titles in a column or as heads."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.conftest import City
from tests.workbooks.imports import answered, applied, book, sent, told, undone
from thidua.honours.models import Honour
from thidua.honours.services import load_catalogues
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import NotAllowed
from thidua.kernel.models import AuditEvent
from thidua.people.models import User
from thidua.workbooks.models import Import

HEAD = ("TT", "Mã CB", "Họ và tên", "Danh hiệu", "Năm", "Số QĐ", "Ngày QĐ", "Cơ quan quyết định")
NUMBER, DAY, ISSUER = "45/QĐ-SMA", "20/12/2016", "Giám đốc Sở Mẫu A"


@pytest.fixture(autouse=True)
def _ready(settings: Any, tmp_path: Any, db: None, at: datetime) -> None:
    settings.MEDIA_ROOT = tmp_path
    load_catalogues(by=SystemActor("kiểm thử"), at=at)


@pytest.fixture
def officer(city: City) -> User:
    """The city union's officer: entering honours is the upper level's right."""
    return city.user("city_officer", "above")


def line(city: City, place: int = 0, **other: Any) -> tuple[Any, ...]:
    person = city.members_a[place].person
    values = {
        "number": 1, "code": person.code, "name": person.full_name, "title": "LĐTT", "year": 2016, "decision": NUMBER,
        "day": DAY, "issuer": ISSUER,
    }  # fmt: skip
    return tuple({**values, **other}.values())


def looked(rows: list[tuple[Any, ...]], city: City, at: datetime, officer: User, head: Any = HEAD) -> Import:
    return sent(book(rows, head), city, at, by=officer, kind="titles")


def test_titles_are_entered_once_and_taken_back(city: City, at: datetime, officer: User) -> None:
    rows = [line(city, 0), line(city, 1, title="CSTĐCS"), line(city, 2, title="Giấy khen của Giám đốc Sở")]
    row = applied(looked(rows, city, at, officer), city, at, by=officer)
    assert row.counts["create"] == 3
    found = Honour.objects.order_by("pk").values_list("title__code", "form__code", "year", "subject", "issuer_level")
    assert list(found) == [
        ("advanced_worker", None, 2016, "person", "grassroots"),
        ("grassroots_fighter", None, 2016, "person", "grassroots"),
        (None, "certificate", 2016, "person", "grassroots"),
    ]
    one = Honour.objects.order_by("pk")[0]
    assert (one.decision_number, one.decision_date, one.issuer) == (NUMBER, date(2016, 12, 20), ISSUER)
    assert (one.person_id, one.unit_id) == (city.members_a[0].person_id, city.a.pk)
    assert AuditEvent.objects.get(action="honour.write_list").details["added"] == 3
    again = looked(rows, city, at, officer)
    assert (again.counts["unchanged"], again.counts["create"]) == (3, 0)
    undone(row, city, at + timedelta(days=1), by=officer)
    assert not Honour.objects.exists()


def test_who_may_not_keep_the_register_may_not_send_it(city: City, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        sent(book([line(city)], HEAD), city, at, kind="titles")


def test_number_and_day_in_one_cell(city: City, at: datetime, officer: User) -> None:
    head = ("TT", "Mã CB", "Họ và tên", "Danh hiệu", "Năm", "Quyết định", "Cơ quan quyết định")
    person = city.members_a[0].person
    said = "QĐ số 45/QĐ-SMA ngày 20 tháng 12 năm 2016"
    rows = [(1, person.code, person.full_name, "LĐTT", 2016, said, ISSUER)]
    row = applied(looked(rows, city, at, officer, head), city, at, by=officer)
    assert row.counts["create"] == 1
    assert Honour.objects.values_list("decision_number", "decision_date").get() == (NUMBER, date(2016, 12, 20))


def test_titles_as_heads_with_marks(city: City, at: datetime, officer: User) -> None:
    head = ("TT", "Mã CB", "Họ và tên", "LĐTT", "CSTĐCS", "Năm", "Số QĐ", "Ngày QĐ", "Cơ quan quyết định")
    marks = [("x", "X"), ("x", ""), ("", ""), ("?", "")]
    people = [*(place.person for place in city.members_a), city.members_a[0].person]
    rows = [
        (number, person.code, person.full_name, *mark, 2016, NUMBER, DAY, ISSUER)
        for number, (person, mark) in enumerate(zip(people, marks, strict=True), 1)
    ]
    row = looked(rows, city, at, officer, head)
    assert told(row) == [("", "Dưới “LĐTT” ghi “?”: đánh dấu X, hoặc để trống.")]
    assert (row.counts["create"], row.counts["unchanged"], row.counts["error"]) == (2, 1, 1)
    applied(row, city, at, by=officer, partial=True)
    held = Honour.objects.order_by("person_id", "title__order").values_list("person_id", "title__code")
    first, second = (place.person_id for place in city.members_a[:2])
    assert list(held) == [
        (first, "advanced_worker"), (first, "grassroots_fighter"), (second, "advanced_worker"),
    ]  # fmt: skip


def test_people_collectives_and_households_in_one_column(city: City, at: datetime, officer: User) -> None:
    head = (
        "TT",
        "Tên tập thể, cá nhân",
        "Loại đối tượng",
        "Danh hiệu",
        "Năm",
        "Số QĐ",
        "Ngày QĐ",
        "Cơ quan quyết định",
    )
    rest = (2016, NUMBER, DAY, ISSUER)
    rows = [
        (1, "CĐCS Sở Mẫu A", "", "Tập thể LĐTT", *rest),
        (2, city.members_a[0].person.full_name, "", "LĐTT", *rest),
        (3, "Hộ ông Vũ Văn Mẫu", "hộ gia đình", "Giấy khen", *rest),
        (4, "Sở Mẫu A", "", "Giấy khen", *rest),
    ]
    row = looked(rows, city, at, officer, head)
    assert row.counts["ask"] == 1, told(row)  # a name alone is only ever asked about
    row = applied(row, city, at, by=officer, partial=True)
    held = Honour.objects.order_by("pk").values_list("subject", "unit_id", "household", "title__code", "form__code")
    assert list(held) == [
        ("collective", city.a.pk, "", "advanced_collective", None),
        ("household", city.a.pk, "Hộ ông Vũ Văn Mẫu", None, "certificate"),
        ("collective", city.a.pk, "", None, "certificate"),
    ]


@pytest.mark.parametrize(
    ("changed", "cell", "said"),
    [
        ({"title": "Bằng khen UBND TP", "issuer": "Công đoàn Viên chức Thành phố"}, "H4", "là tổ chức công đoàn"),
        ({"title": ""}, "D4", "Chưa có danh hiệu"),
        ({"title": "Vua đầu bếp"}, "D4", "Không có danh hiệu"),
        ({"day": ""}, "G4", "Chưa có ngày quyết định"),
        ({"decision": ""}, "F4", "Chưa có số quyết định"),
        ({"issuer": ""}, "H4", "Chưa ghi cơ quan"),
        ({"day": "20/12/2019"}, "G4", ""),
        ({"year": 1930}, "E4", "Năm thành tích phải từ"),
        ({"code": "KHONG-CO"}, "B4", "Không có ai mang mã này"),
        ({"code": "", "name": "Trương Thị Lạ"}, "C4", "Không thấy người này"),
        ({"title": "Tập thể lao động tiên tiến", "code": "", "name": ""}, "", ""),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(
    city: City, at: datetime, officer: User, changed: dict[str, Any], cell: str, said: str
) -> None:
    row = looked([line(city, **changed)], city, at, officer)
    if not cell:
        assert row.counts["create"] == 1, told(row)
        return
    assert row.counts["error"] == 1, told(row)
    assert [(where, said in text) for where, text in told(row)] == [(cell, True)]


def test_a_misspelt_title_is_asked_about_never_made(city: City, at: datetime, officer: User) -> None:
    row = looked([line(city, title="Chiến sĩ thi đua cơ sơr")], city, at, officer)
    assert row.counts["ask"] == 1
    row = answered(row, {"title": {"Chiến sĩ thi đua cơ sơr": "title:grassroots_fighter"}}, officer, at)
    applied(row, city, at, by=officer)
    assert Honour.objects.get().title.code == "grassroots_fighter"  # type: ignore[union-attr]


def test_a_school_year_is_asked_about(city: City, at: datetime, officer: User) -> None:
    row = looked([line(city, year="2015-2016")], city, at, officer)
    assert row.counts["ask"] == 1
    row = answered(row, {"year": {"2015-2016": "2015"}}, officer, at)
    applied(row, city, at, by=officer)
    assert Honour.objects.get().year == 2015
