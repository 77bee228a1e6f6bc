"""A list of people put up for titles: a new dossier, more of a draft, summaries written offline."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from tests.conftest import City
from tests.nominations.stage import CERTIFICATE, CITY_FIGHTER, WORKER, form, moved, prepare, title
from tests.workbooks.imports import applied, book, sent, told, undone
from tests.workbooks.test_handed_out import counts, place_of
from thidua.nominations.models import Dossier, Nomination
from thidua.people.models import Membership
from thidua.workbooks.models import Import
from thidua.workbooks.selectors import dossier_workbook

HEAD = ("TT", "Mã CB", "Tên tập thể, cá nhân", "Đề nghị khen thưởng", "Tóm tắt thành tích")


@pytest.fixture(autouse=True)
def _stage(settings: Any, tmp_path: Any, city: City) -> None:
    settings.MEDIA_ROOT = tmp_path
    prepare(city)
    Membership.objects.update(valid_from="2015-01-01")
    title(**WORKER)
    title(**CITY_FIGHTER)
    title(code="advanced_collective", name="Tập thể lao động tiên tiến", subject="collective")
    form(**CERTIFICATE)


def lines(city: City) -> list[tuple[Any, ...]]:
    first, second, _third = (place.person for place in city.members_a)
    return [
        (1, first.code, first.full_name, "LĐTT", "Hoàn thành tốt\nmọi việc được giao"),
        (2, second.code, second.full_name, "Giấy khen", ""),
        (3, "", city.a.name, "Tập thể lao động tiên tiến", "Đoàn kết"),
    ]


def sent_list(content: bytes, city: City, at: datetime) -> Import:
    return sent(content, city, at, kind="nominations")


def test_a_list_becomes_a_dossier_and_goes_again(city: City, at: datetime) -> None:
    content = book(lines(city), HEAD)
    row = applied(sent_list(content, city, at), city, at)
    assert counts(row) == {"create": 3}, told(row)
    dossier = Dossier.objects.get()
    assert (dossier.unit_id, dossier.year, dossier.kind) == (city.a.pk, 2017, "regular")
    assert [(n.recipient, n.distinction.code, n.achievement) for n in dossier.nominations.order_by("order")] == [
        ("Nguyễn Văn Hải", "advanced_worker", "Hoàn thành tốt\nmọi việc được giao"),
        ("Trần Thị Đào", "certificate", ""),
        ("CĐCS Sở Mẫu A", "advanced_collective", "Đoàn kết"),
    ]
    assert counts(sent_list(content, city, at)) == {"unchanged": 3}
    undone(row, city, at)
    assert not Dossier.objects.exists()


def test_who_is_put_up_in_another_open_dossier_stands_already(city: City, at: datetime) -> None:
    row = applied(sent_list(book(lines(city)[:1], HEAD), city, at), city, at)
    assert counts(sent_list(book(lines(city), HEAD), city, at)) == {"create": 2, "unchanged": 1}
    moved(list(Nomination.objects.all()), "withdraw", city.user("grassroots_officer"), at)
    assert counts(sent_list(book(lines(city), HEAD), city, at)) == {"create": 3}
    assert row.pk


def test_what_is_wrong_is_told_at_its_cell(city: City, at: datetime) -> None:
    first, stranger = city.members_a[0].person, city.members_b[0].person
    rows = [
        (1, first.code, first.full_name, "Tập thể lao động tiên tiến", ""),
        (2, first.code, first.full_name, "", ""),
        (3, stranger.code, stranger.full_name, "LĐTT", ""),
        (4, "KHONGCO", "", "LĐTT", ""),
    ]
    row = sent_list(book(rows, HEAD), city, at)
    assert counts(row) == {"error": 4}
    assert [cell for cell, _text in told(row)] == ["D4", "D5", "C6", "B7"]


def test_summaries_are_written_offline_and_people_added(city: City, at: datetime) -> None:
    applied(sent_list(book(lines(city), HEAD), city, at), city, at)
    dossier = Dossier.objects.get()
    content = dossier_workbook(dossier, at.date())
    assert counts(sent_list(content, city, at)) == {"unchanged": 3}
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    page = workbook.worksheets[0]
    page[f"{place_of(page, 'Thành tích')}3"] = "Có sáng kiến được áp dụng"
    third = city.members_a[2].person
    page[f"{place_of(page, 'Mã cán bộ')}5"], page[f"{place_of(page, 'Danh hiệu')}5"] = third.code, "LĐTT"
    back = io.BytesIO()
    workbook.save(back)
    row = sent_list(back.getvalue(), city, at)
    assert counts(row) == {"create": 1, "update": 1, "unchanged": 2}, told(row)
    row = applied(row, city, at)
    assert Dossier.objects.count() == 1
    stored = dossier.nominations.order_by("order").values_list("person_id", "achievement")
    assert list(stored)[1][1] == "Có sáng kiến được áp dụng"
    assert list(stored)[3] == (third.pk, "")
    undone(row, city, at)
    summaries = dossier.nominations.order_by("order").values_list("achievement", flat=True)
    assert list(summaries) == ["Hoàn thành tốt\nmọi việc được giao", "", "Đoàn kết"]


def test_what_was_sent_is_not_changed_by_a_workbook(city: City, at: datetime) -> None:
    applied(sent_list(book(lines(city), HEAD), city, at), city, at)
    dossier = Dossier.objects.get()
    workbook = openpyxl.load_workbook(io.BytesIO(dossier_workbook(dossier, at.date())))
    moved(list(dossier.nominations.all()), "submit", city.user("grassroots_officer"), at)
    page = workbook.worksheets[0]
    page[f"{place_of(page, 'Thành tích')}3"] = "Sửa muộn"
    page[f"{place_of(page, 'Danh hiệu')}2"] = "Giấy khen"
    back = io.BytesIO()
    workbook.save(back)
    row = sent_list(back.getvalue(), city, at)
    assert counts(row) == {"error": 2, "unchanged": 1}
    assert any("đã gửi" in text for _cell, text in told(row))
