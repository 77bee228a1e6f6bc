"""A list of initiatives: a row for each author, rows of one name are one initiative."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.conftest import City
from tests.workbooks.imports import applied, book, sent, told, undone
from thidua.initiatives.models import Authorship, Initiative
from thidua.people.models import Membership

HEAD = ("TT", "Mã CB", "Tác giả", "Tên sáng kiến", "Tỷ lệ đóng góp", "Năm", "Phạm vi", "Số QĐ", "Ngày QĐ")
SHORT = "Rút ngắn thời gian cấp phép"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any, city: City) -> None:
    settings.MEDIA_ROOT = tmp_path
    Membership.objects.update(valid_from="2015-01-01")


def line(city: City, place: int, name: str = SHORT, share: Any = "", decided: tuple[Any, ...] = ("", "", "")) -> Any:
    person = city.members_a[place].person
    return (place, person.code, person.full_name, name, share, 2017, *decided)


def stored() -> list[Any]:
    found = Initiative.objects.order_by("pk").values_list(
        "pk", "name", "year", "scope", "decision_number", "decided_on"
    )
    shares = Authorship.objects.order_by("initiative_id", "person_id").values_list(
        "initiative_id", "person_id", "share"
    )
    return [*found, *shares]


def test_initiatives_are_entered_with_authors_recognised_and_taken_back(city: City, at: datetime) -> None:
    decided = ("cấp cơ sở", "12/QĐ-SMA", "20/10/2017")
    rows = [line(city, 0, share="60%"), line(city, 1, share="40%"), line(city, 2, "Tra cứu hồ sơ", decided=decided)]
    row = sent(book(rows, HEAD), city, at, kind="initiatives")
    assert {k: v for k, v in row.counts.items() if v} == {"create": 3}, told(row)
    row = applied(row, city, at)
    first, second = Initiative.objects.order_by("pk")
    assert (first.code, second.code) == (f"sk-2017-{city.a.pk}-1", f"sk-2017-{city.a.pk}-2")
    assert (first.name, first.scope, first.unit_id) == (SHORT, "", city.a.pk)
    assert (second.scope, second.decision_number, second.decided_on) == ("grassroots", "12/QĐ-SMA", date(2017, 10, 20))
    assert sorted(first.authorships.values_list("share", flat=True)) == [40, 60]
    again = sent(book(rows, HEAD), city, at, kind="initiatives")
    assert {k: v for k, v in again.counts.items() if v} == {"unchanged": 3}
    undone(row, city, at)
    assert stored() == []


def test_a_recognition_is_added_to_what_stands(city: City, at: datetime) -> None:
    applied(sent(book([line(city, 0)], HEAD), city, at, kind="initiatives"), city, at)
    before = stored()
    decided = ("Thành phố", "99/QĐ-UBND", "22/02/2018")
    row = sent(book([line(city, 0, SHORT.upper(), decided=decided)], HEAD), city, at, kind="initiatives")
    assert row.counts["update"] == 1, told(row)
    row = applied(row, city, at)
    one = Initiative.objects.get()
    assert (one.name, one.scope, one.decided_on) == (SHORT, "provincial", date(2018, 2, 22))
    other = sent(book([line(city, 0, decided=("cơ sở", "1/QĐ", "01/01/2018"))], HEAD), city, at, kind="initiatives")
    assert [cell for cell, _text in told(other)] == ["G4"]
    undone(row, city, at)
    assert stored() == before


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        (((0, SHORT, 50), (1, SHORT, 40)), ["E4"]),
        (((0, SHORT, ""), (1, SHORT, "")), ["E4"]),
        (((0, SHORT, 50), (0, SHORT, 50)), ["C4"]),
        (((0, "", 100),), ["D4"]),
        (((0, SHORT, 12.5),), ["E4"]),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(city: City, at: datetime, rows: Any, cells: list[str]) -> None:
    row = sent(book([line(city, *one) for one in rows], HEAD), city, at, kind="initiatives")
    assert [cell for cell, _text in told(row)] == cells
    assert row.counts["create"] + row.counts["error"] == len(rows)
    applied_nothing = applied(row, city, at, partial=True) if row.counts["create"] and row.counts["error"] == 0 else row
    assert applied_nothing.state == "preview"
    assert stored() == []


def test_fractions_are_shares(city: City, at: datetime) -> None:
    rows = [line(city, 0, share=0.6), line(city, 1, share=0.4)]
    applied(sent(book(rows, HEAD), city, at, kind="initiatives"), city, at)
    assert sorted(Authorship.objects.values_list("share", flat=True)) == [40, 60]


def test_a_decision_without_a_scope_is_no_recognition(city: City, at: datetime) -> None:
    row = sent(book([line(city, 0, decided=("", "1/QĐ", "01/01/2018"))], HEAD), city, at, kind="initiatives")
    assert told(row) == [("G4", "Có quyết định công nhận nhưng chưa ghi phạm vi công nhận.")]


def test_several_authors_in_one_cell_are_refused(city: City, at: datetime) -> None:
    rows = [(1, "Nguyễn Văn Hải, Trần Thị Đào", SHORT, 2017)]
    row = sent(book(rows, ("TT", "Tác giả", "Tên sáng kiến", "Năm")), city, at, kind="initiatives")
    assert row.counts["error"] == 1
