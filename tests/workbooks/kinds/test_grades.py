"""A list of yearly grades."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.conftest import City
from tests.workbooks.imports import answered, applied, book, sent, told, undone
from thidua.kernel.errors import StaleVersion
from thidua.people.models import Membership
from thidua.registration.models import PerformanceGrade
from thidua.registration.services import GradeLine, record_grades, write_grades

HEAD = ("TT", "Mã CB", "Họ và tên", "Xếp loại", "Năm")


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any, city: City) -> None:
    settings.MEDIA_ROOT = tmp_path
    Membership.objects.update(valid_from="2015-01-01")


def lines(city: City, *grades: Any, year: Any = 2017) -> list[tuple[Any, ...]]:
    people = [place.person for place in city.members_a]
    return [
        (n, person.code, person.full_name, grade, year)
        for n, (person, grade) in enumerate(zip(people, grades, strict=False), 1)
    ]


def stored() -> list[tuple[Any, ...]]:
    return list(PerformanceGrade.objects.order_by("person_id").values_list("person_id", "unit_id", "year", "grade"))


def test_grades_are_entered_corrected_and_taken_back(city: City, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    first, second, third = (place.person_id for place in city.members_a)
    kept = {first: "good", second: "completed"}
    record_grades(unit_id=city.a.pk, year=2017, grades=kept, by=officer, at=at)
    before = stored()
    row = sent(book(lines(city, "HTTNV", "Hoàn thành xuất sắc nhiệm vụ", "HTXSNV"), HEAD), city, at, kind="grades")
    assert {k: v for k, v in row.counts.items() if v} == {"create": 1, "update": 1, "unchanged": 1}, told(row)
    assert told(row, "change") == [("D5", "Xếp loại chất lượng")]
    row = applied(row, city, at)
    assert stored() == [
        (first, city.a.pk, 2017, "good"), (second, city.a.pk, 2017, "excellent"), (third, city.a.pk, 2017, "excellent"),
    ]  # fmt: skip
    undone(row, city, at)
    assert stored() == before


def test_letters_are_asked_about_and_years_may_be_the_list_s_own(city: City, at: datetime) -> None:
    row = sent(book([r[:4] for r in lines(city, "A", "", "")], HEAD[:4]), city, at, kind="grades")
    assert (row.counts["ask"], row.counts["unchanged"]) == (1, 2)
    row = answered(row, {"grade": {"A": "good"}}, city.user("grassroots_officer"), at)
    applied(row, city, at)
    assert stored() == [(city.members_a[0].person_id, city.a.pk, 2017, "good")]


def test_what_is_wrong_is_told_at_its_cell(city: City, at: datetime) -> None:
    rows = [*lines(city, "HTTNV", "rất tốt"), (3, city.members_b[0].person.code, "", "HTTNV", 2017)]
    rows += [
        (4, city.members_a[0].person.code, "", "HTTNV", 2017),
        (5, city.members_a[2].person.code, "", "HTTNV", 2019),
    ]
    row = sent(book(rows, HEAD), city, at, kind="grades")
    assert row.counts["error"] == 4
    assert [(cell, text[:30]) for cell, text in told(row)] == [
        ("D5", "“rất tốt” không phải mức xếp l"),
        ("", "Người này không thuộc đơn vị t"),
        ("", "Người này đã có xếp loại của n"),
        ("E8", "Chưa đến năm 2019 nên chưa ghi"),
    ]


def test_a_grade_that_somebody_saved_meanwhile_is_not_overwritten(city: City, at: datetime) -> None:
    person = city.members_a[0].person_id
    officer = city.user("grassroots_officer")
    record_grades(unit_id=city.a.pk, year=2017, grades={person: "good"}, by=officer, at=at)
    with pytest.raises(StaleVersion):
        write_grades(unit_id=city.a.pk, lines=[GradeLine(person, city.a.pk, 2017, "completed")], by=officer, at=at)
    assert stored() == [(person, city.a.pk, 2017, "good")]
