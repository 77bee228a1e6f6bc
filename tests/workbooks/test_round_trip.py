"""The workbook of people goes out, is worked on, and comes back: only what its holder changed is written."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import City
from tests.factories.people import MembershipFactory, PersonFactory, PositionFactory
from tests.workbooks.imports import applied, sent
from thidua.people.models import Membership, Person
from thidua.people.services import edit_person
from thidua.workbooks.models import Import
from thidua.workbooks.selectors import conflicts, people_workbook

COLUMNS = {"code": "D", "name": "E", "born": "F", "sex": "G", "unit": "H", "post": "I", "kind": "J", "member": "K"}


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def handed_out(city: City, at: datetime) -> Any:
    ids = [place.person_id for place in city.members_a]
    return openpyxl.load_workbook(io.BytesIO(people_workbook(ids, at.date())))


def sent_back(book: Any, city: City, at: datetime) -> Import:
    content = io.BytesIO()
    book.save(content)
    return sent(content.getvalue(), city, at)


def test_unchanged_it_changes_nothing(city: City, at: datetime) -> None:
    Person.objects.filter(pk=city.members_a[0].person_id).update(birth_date=date(1980, 5, 6))
    Membership.objects.filter(pk=city.members_a[1].pk).update(position=None, union_member=False, staff_kind="worker")
    row = sent_back(handed_out(city, at), city, at)
    assert row.counts == {"create": 0, "update": 0, "unchanged": 3, "conflict": 0, "ask": 0, "error": 0}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whoever_is_in_it_it_changes_nothing(city: City, at: datetime, data: st.DataObject) -> None:
    names = st.sampled_from(["Đỗ Thị Ân", "Lê Thu Hà", "Nguyễn Hoàng Bảo Ngọc", "Y Moan Niê", "Trần Văn A"])
    person = PersonFactory(
        full_name=data.draw(names),
        sex=data.draw(st.sampled_from(["", "male", "female"])),
        birth_date=data.draw(st.none() | st.dates(date(1940, 1, 1), date(2000, 1, 1))),
    )
    MembershipFactory(
        unit=city.a,
        person=person,
        position=data.draw(st.none() | st.just(PositionFactory())),
        staff_kind=data.draw(st.sampled_from(["civil_servant", "public_employee", "worker"])),
        union_member=data.draw(st.booleans()),
    )
    row = sent(people_workbook([person.pk, city.members_a[0].person_id], at.date()), city, at)
    assert row.counts["unchanged"] == 2, row.counts


def test_what_its_holder_changed_is_written_and_nothing_else(city: City, at: datetime) -> None:
    book = handed_out(city, at)
    page = book.worksheets[0]
    page[f"{COLUMNS['name']}2"] = "Nguyễn Văn Hải Âu"
    page[f"{COLUMNS['born']}3"] = "25/03/1985"
    page[f"{COLUMNS['post']}4"] = None
    page[f"{COLUMNS['name']}5"], page[f"{COLUMNS['sex']}5"] = "Vũ Thị Mới", "nữ"
    row = applied(sent_back(book, city, at), city, at)
    assert row.counts == {"create": 1, "update": 3, "unchanged": 0, "conflict": 0, "ask": 0, "error": 0}
    first, second, third = (Person.objects.get(pk=place.person_id) for place in city.members_a)
    assert first.full_name == "Nguyễn Văn Hải Âu"
    assert (second.birth_date, second.version) == (date(1985, 3, 25), 2)
    assert Membership.objects.get(pk=city.members_a[2].pk).position_id is None
    assert third.version == 1
    assert Person.objects.get(full_name="Vũ Thị Mới").code.startswith("TD")


def test_what_others_changed_meanwhile_stays(city: City, at: datetime) -> None:
    book = handed_out(city, at)
    person, officer = city.members_a[0].person, city.user("grassroots_officer")
    values = {"full_name": "Nguyễn Văn Hải Đăng", "code": person.code, "sex": person.sex, "birth_date": None}
    edit_person(person_id=person.pk, expected_version=person.version, **values, by=officer, at=at)
    row = sent_back(book, city, at)
    assert row.counts["unchanged"] == 3
    book.worksheets[0][f"{COLUMNS['born']}2"] = "25/03/1985"
    row = sent_back(book, city, at)
    assert (row.counts["update"], row.counts["conflict"]) == (1, 0)
    book.worksheets[0][f"{COLUMNS['name']}2"] = "Nguyễn Văn Hải Yến"
    row = sent_back(book, city, at)
    assert row.counts["conflict"] == 1
    (conflict,) = conflicts(row)
    assert (conflict.base, conflict.theirs, conflict.mine) == (
        "Nguyễn Văn Hải", "Nguyễn Văn Hải Đăng", "Nguyễn Văn Hải Yến"
    )  # fmt: skip


def test_it_guides_whoever_fills_it(city: City, at: datetime) -> None:
    book = handed_out(city, at)
    page = book.worksheets[0]
    assert page.freeze_panes == "A2"
    assert page.protection.sheet
    assert not page[f"{COLUMNS['name']}2"].protection.locked
    assert page.column_dimensions["A"].hidden
    assert page[f"{COLUMNS['name']}1"].value == "Họ và tên"
    lists = {str(one.sqref).split(":")[0] for one in page.data_validations.dataValidation if one.type == "list"}
    assert lists == {f"{COLUMNS[name]}2" for name in ("sex", "post", "kind", "member")}
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "veryHidden", "hidden", "visible"]


def test_what_looks_like_a_formula_is_text(city: City, at: datetime) -> None:
    person = PersonFactory(full_name='=HYPERLINK("http://x","y")')
    MembershipFactory(unit=city.a, person=person)
    book = openpyxl.load_workbook(io.BytesIO(people_workbook([person.pk], at.date())))
    cell = book.worksheets[0][f"{COLUMNS['name']}2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x","y")')


def test_the_page_hands_out_what_it_shows(city: City, sign_in: Any) -> None:
    client = sign_in(city.user("grassroots_officer"))
    address = reverse("people:workbook")
    assert address in client.get(reverse("people:list")).content.decode()
    page = openpyxl.load_workbook(io.BytesIO(client.get(address, {"sex": "female"}).content)).worksheets[0]
    assert [page[f"E{line}"].value for line in (2, 3, 4)] == ["Trần Thị Đào", "Lê Thu Hà", None]


def test_too_many_for_one_workbook_are_refused(city: City, sign_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thidua.web.downloads.MOST_ROWS", 2)
    answer = sign_in(city.user("grassroots_officer")).get(reverse("people:workbook"))
    assert answer.status_code == 422
    assert "Chọn một đơn vị" in answer.content.decode()
