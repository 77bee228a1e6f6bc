"""Workbooks of every kind go out, are worked on and come back: what nobody changed changes nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

import openpyxl
import pytest

from tests.conftest import City
from tests.factories.honours import CommendationFormFactory, HonourFactory, TitleFactory
from tests.factories.registration import RegistrationRoundFactory
from tests.workbooks.imports import applied, sent, told, undone
from thidua.honours.models import Honour
from thidua.honours.services import RevokingDecision, revoke_honour
from thidua.initiatives.models import Initiative
from thidua.initiatives.services import record_initiative
from thidua.people.models import Membership
from thidua.registration.models import PerformanceGrade, Registration, RegistrationLine
from thidua.registration.services import record_grades, save_lines, start_registration
from thidua.workbooks.models import Import
from thidua.workbooks.selectors import (
    conflicts,
    grades_workbook,
    honours_workbook,
    initiatives_workbook,
    registration_workbook,
)

YEAR = 2017


@pytest.fixture(autouse=True)
def _record(settings: Any, tmp_path: Any, city: City, at: datetime) -> None:
    """A little of everything that a workbook may hold."""
    settings.MEDIA_ROOT = tmp_path
    Membership.objects.update(valid_from="2015-01-01")
    officer = city.user("grassroots_officer")
    first, second, _third = (place.person for place in city.members_a)
    titles = [
        TitleFactory(code="advanced_worker", name="Lao động tiên tiến", order=10),
        TitleFactory(code="grassroots_fighter", name="Chiến sĩ thi đua cơ sở", order=20),
        TitleFactory(code="advanced_collective", name="Tập thể lao động tiên tiến", subject="collective", order=30),
    ]
    form = CommendationFormFactory(code="certificate", name="Giấy khen")
    call = RegistrationRoundFactory(owner=city.root, year=2018, titles=titles)
    registration = start_registration(round_id=call.pk, unit_id=city.a.pk, by=officer, at=at)
    ticks = [(first.pk, "advanced_worker"), (first.pk, "grassroots_fighter"), (None, "advanced_collective")]
    changes = [{"person_id": person, "title_code": code, "on": True} for person, code in ticks]
    save_lines(registration_id=registration.pk, changes=changes, expected_version=None, by=officer, at=at)
    record_grades(unit_id=city.a.pk, year=YEAR, grades={first.pk: "good", second.pk: "completed"}, by=officer, at=at)
    authors = {first.pk: 60, second.pk: 40}
    record_initiative(unit_id=city.a.pk, year=YEAR, name="Rút ngắn quy trình", authors=authors, by=officer, at=at)
    HonourFactory(person=first, unit=city.a, title=titles[0], year=2016, decision_number="12/QĐ-SM")
    HonourFactory(
        person=None,
        unit=city.a,
        subject="household",
        household="Hộ ông Nguyễn Văn Tư",
        title=None,
        form=form,
        year=2016,
    )
    HonourFactory(person=None, unit=city.a, subject="collective", title=titles[2], year=2016)
    gone = HonourFactory(person=second, unit=city.a, title=titles[0], year=2015)
    decision = RevokingDecision(
        number="9/QĐ-SM", date=date(2018, 2, 1), issuer="Sở Mẫu A", issuer_level=gone.issuer_level
    )
    said = {"honour_id": gone.pk, "expected_version": 1, "decision": decision, "reason": "khai sai"}
    revoke_honour(**said, by=city.user("city_officer", "above"), at=at)


class Kind(NamedTuple):
    """How a kind of workbook is made, and how many lines the record above gives it."""

    kind: str
    content: Callable[[City, date], bytes]
    lines: int
    role: str = "grassroots_officer"


KINDS = (
    Kind("grades", lambda city, today: grades_workbook(city.a, YEAR, today), 3),
    Kind("registrations", lambda city, today: registration_workbook(Registration.objects.get(), today), 4),
    Kind("titles", lambda city, today: honours_workbook(Honour.objects.order_by("pk"), today), 5, "city_officer"),
    Kind(
        "initiatives",
        lambda city, today: initiatives_workbook(Initiative.objects.prefetch_related("authorships"), today),
        2,
    ),
)


def handed_out(kind: Kind, city: City, at: datetime) -> Any:
    return openpyxl.load_workbook(io.BytesIO(kind.content(city, at.date())))


def sent_back(book: Any, kind: Kind, city: City, at: datetime) -> Import:
    content = io.BytesIO()
    book.save(content)
    by = city.user(kind.role, "above" if kind.role == "city_officer" else "own")
    return sent(content.getvalue(), city, at, kind=kind.kind, by=by, year=None)


def place_of(page: Any, head: str) -> str:
    return next(cell.column_letter for cell in page[1] if cell.value == head)


def counts(row: Import) -> dict[str, int]:
    return {verdict: count for verdict, count in row.counts.items() if count}


def named(kind: str) -> Kind:
    return next(one for one in KINDS if one.kind == kind)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_what_nobody_changed_changes_nothing(kind: Kind, city: City, at: datetime) -> None:
    row = sent(
        kind.content(city, at.date()), city, at, kind=kind.kind, by=city.user(kind.role, "own"), year=None
    )  # fmt: skip
    assert row.state == "preview", (row.state, row.problem, row.layout)
    assert counts(row) == {"unchanged": kind.lines}, told(row)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_it_guides_whoever_fills_it(kind: Kind, city: City, at: datetime) -> None:
    page = handed_out(kind, city, at).worksheets[0]
    assert page.freeze_panes == "A2"
    assert page.protection.sheet
    assert page.column_dimensions["A"].hidden
    assert [one for one in page.data_validations.dataValidation if one.type == "list"]
    cell = page[f"{place_of(page, 'Mã cán bộ')}2"]
    assert cell.protection.locked


def test_only_the_grade_that_its_holder_changed_is_written(city: City, at: datetime) -> None:
    first, second, third = (place.person_id for place in city.members_a)
    book = handed_out(named("grades"), city, at)
    page = book.worksheets[0]
    grade, code = place_of(page, "Xếp loại"), place_of(page, "Mã cán bộ")
    by_code = {place.person.code: place.person_id for place in city.members_a}
    lines = {by_code[page[f"{code}{line}"].value]: line for line in (2, 3, 4)}
    officer = city.user("grassroots_officer")
    record_grades(unit_id=city.a.pk, year=YEAR, grades={second: "excellent"}, by=officer, at=at)
    page[f"{grade}{lines[first]}"] = "Hoàn thành xuất sắc nhiệm vụ"
    page[f"{grade}{lines[third]}"] = "HTNV"
    row = sent_back(book, named("grades"), city, at)
    assert counts(row) == {"create": 1, "update": 1, "unchanged": 1}, told(row)
    row = applied(row, city, at)
    stored = dict(PerformanceGrade.objects.values_list("person_id", "grade"))
    assert stored == {first: "excellent", second: "excellent", third: "completed"}
    page[f"{grade}{lines[second]}"] = "Hoàn thành tốt nhiệm vụ"
    (conflict,) = conflicts(sent_back(book, named("grades"), city, at))
    assert (conflict.base, conflict.theirs, conflict.mine) == (
        "hoàn thành nhiệm vụ", "hoàn thành xuất sắc nhiệm vụ", "hoàn thành tốt nhiệm vụ"
    )  # fmt: skip


def test_a_grade_whose_cell_was_emptied_is_taken_away_and_put_back(city: City, at: datetime) -> None:
    before = dict(PerformanceGrade.objects.values_list("person_id", "grade"))
    book = handed_out(named("grades"), city, at)
    page = book.worksheets[0]
    code = place_of(page, "Mã cán bộ")
    line = next(line for line in (2, 3, 4) if page[f"{code}{line}"].value == city.members_a[0].person.code)
    page[f"{place_of(page, 'Xếp loại')}{line}"] = None
    row = sent_back(book, named("grades"), city, at)
    assert counts(row) == {"update": 1, "unchanged": 2}, told(row)
    row = applied(row, city, at)
    assert set(PerformanceGrade.objects.values_list("person_id", flat=True)) == {city.members_a[1].person_id}
    undone(row, city, at)
    assert dict(PerformanceGrade.objects.values_list("person_id", "grade")) == before


def test_marks_set_and_taken_off_are_written_and_taken_back(city: City, at: datetime) -> None:
    before = set(RegistrationLine.objects.values_list("person_id", "title__code"))
    book = handed_out(named("registrations"), city, at)
    page = book.worksheets[0]
    worker, fighter = place_of(page, "Lao động tiên tiến"), place_of(page, "Chiến sĩ thi đua cơ sở")
    names = {page[f"{place_of(page, 'Mã cán bộ')}{line}"].value: line for line in (3, 4, 5)}
    first, second, _third = (place.person for place in city.members_a)
    page[f"{fighter}{names[first.code]}"] = None
    page[f"{worker}{names[second.code]}"] = "x"
    row = sent_back(book, named("registrations"), city, at)
    assert counts(row) == {"create": 1, "update": 1, "unchanged": 2}, told(row)
    row = applied(row, city, at)
    after = set(RegistrationLine.objects.values_list("person_id", "title__code"))
    assert after == (before - {(first.pk, "grassroots_fighter")}) | {(second.pk, "advanced_worker")}
    undone(row, city, at)
    assert set(RegistrationLine.objects.values_list("person_id", "title__code")) == before


def test_an_entry_of_the_register_is_not_changed_by_a_workbook(city: City, at: datetime) -> None:
    kind = named("titles")
    book = handed_out(kind, city, at)
    page = book.worksheets[0]
    year, number = place_of(page, "Năm"), place_of(page, "Số quyết định")
    page[f"{year}2"], page[f"{number}3"] = 2014, "99/QĐ"
    row = sent_back(book, kind, city, at)
    assert counts(row) == {"error": 2, "unchanged": 3}
    assert {cell for cell, _text in told(row)} == {f"{year}2", f"{number}3"}
    assert all("Điều chỉnh" in text for _cell, text in told(row))


def test_honours_are_added_below_those_that_stand(city: City, at: datetime) -> None:
    kind = named("titles")
    book = handed_out(kind, city, at)
    page = book.worksheets[0]
    third = city.members_a[2].person
    said = {
        "Mã cán bộ": third.code, "Danh hiệu": "LĐTT", "Năm": 2016, "Số quyết định": "15/QĐ-SM",
        "Ngày quyết định": "20/01/2017", "Cơ quan quyết định": "Sở Mẫu A",
    }  # fmt: skip
    line = page.max_row + 1
    for head, value in said.items():
        page[f"{place_of(page, head)}{line}"] = value
    row = sent_back(book, kind, city, at)
    assert counts(row) == {"create": 1, "unchanged": 5}, told(row)
    applied(row, city, at, by=city.user("city_officer", "above"))
    honour = Honour.objects.get(person=third)
    assert (honour.title.code, honour.year, honour.decision_number) == ("advanced_worker", 2016, "15/QĐ-SM")


def test_recognition_is_added_and_the_rest_of_an_initiative_stays(city: City, at: datetime) -> None:
    kind = named("initiatives")
    book = handed_out(kind, city, at)
    page = book.worksheets[0]
    for line in (2, 3):
        page[f"{place_of(page, 'Phạm vi')}{line}"] = "cơ sở"
        page[f"{place_of(page, 'Số quyết định')}{line}"] = "20/QĐ-SM"
        page[f"{place_of(page, 'Ngày quyết định')}{line}"] = "20/12/2017"
    row = sent_back(book, kind, city, at)
    assert counts(row) == {"update": 2}, told(row)
    applied(row, city, at)
    assert Initiative.objects.get().scope == "grassroots"
    page[f"{place_of(page, 'Tỷ lệ đóng góp')}2"] = 50
    row = sent_back(book, kind, city, at)
    assert row.counts["error"] == 1
    assert "mở trang của sáng kiến" in told(row)[0][1]
