"""Pages of imports: a file sent, looked at, answered, written, undone; and who may not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.conftest import City
from tests.workbooks.imports import applied, book, finished, sent
from thidua.people.models import Person
from thidua.people.services import edit_person
from thidua.workbooks.models import Import
from thidua.workbooks.states import ImportState

LIST = reverse("workbooks:list")
NEW = (1, "ZZ1", "Vũ Thị An", "25/03/1985", "Nữ", "", "")


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def url(name: str, row: Import) -> str:
    return reverse(f"workbooks:{name}", args=[row.pk])


def said(client: Any, address: str, **query: Any) -> str:
    page = client.get(address, query)
    assert page.status_code == 200, page
    return page.content.decode()


def upload(client: Any, city: City, content: bytes, name: str = "danh sách.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(LIST, {"file": file, "kind": "people", "unit_id": city.a.pk})


def test_a_file_goes_from_sending_to_undoing(city: City, sign_in: Any) -> None:
    client = sign_in(city.user("grassroots_officer"))
    page = upload(client, city, book([NEW]))
    row = Import.objects.get()
    assert page.status_code == 302
    assert page.url == url("detail", row)
    assert "đang đọc" in said(client, url("detail", row))
    row = finished(row)
    assert client.get(url("progress", row))["HX-Refresh"] == "true"
    assert "Ghi 1 dòng" in said(client, url("detail", row))
    client.post(url("apply", row), {"digest": row.digest})
    assert "đang ghi" in said(client, url("detail", row))
    row = finished(Import.objects.get())
    assert "Hoàn tác được đến" in said(client, url("detail", row))
    assert Person.objects.filter(code="ZZ1").exists()
    client.post(url("undo", row))
    row = finished(Import.objects.get())
    assert "Dữ liệu trở lại như trước" in said(client, url("detail", row))
    assert not Person.objects.filter(code="ZZ1").exists()
    assert "danh sách.xlsx" in said(client, LIST)


def test_questions_are_answered_on_the_page(city: City, sign_in: Any, at: datetime) -> None:
    rows = [(n, f"ZZ{n}", "Vũ Thị An", "", mark, "", "") for n, mark in enumerate("x1v", 1)]
    row = sent(book(rows), city, at)
    client = sign_in(city.user("grassroots_officer"))
    found = said(client, url("detail", row))
    assert "Không rõ “x” là nam hay nữ." in found
    assert "Chọn gợi ý đầu cho mọi câu" in found
    assert "Ghi 3 dòng" not in found
    assert client.post(url("answer", row), {"version": row.version, "q-0": "male"}).status_code == 302
    row = finished(Import.objects.get())
    assert row.answers == {"sex": {"x": "male"}}
    assert row.counts["ask"] == 2
    client.post(url("answer", row), {"version": row.version, "all": "sex"})
    row = finished(Import.objects.get())
    assert row.counts["create"] == 3
    assert "Ghi 3 dòng" in said(client, url("detail", row))


def test_a_conflict_shows_both_values_and_is_settled(city: City, sign_in: Any, at: datetime) -> None:
    person, officer = city.members_a[1].person, city.user("grassroots_officer")
    head = ("Mã dòng", "Phiên bản dòng", "Mã cán bộ", "Họ và tên", "Ngày sinh")
    line = (person.pk, person.version, person.code, person.full_name, "25/03/1985")
    values = {"full_name": "Trần Thị Đào Bé", "code": person.code, "sex": person.sex, "birth_date": None}
    edit_person(person_id=person.pk, expected_version=person.version, **values, by=officer, at=at)
    client = sign_in(city.user("grassroots_officer"))
    for whose, name in (("theirs", "Trần Thị Đào Bé"), ("mine", person.full_name)):
        row = sent(book([line], head), city, at)
        assert row.counts["conflict"] == 1
        found = said(client, url("detail", row))
        assert "Giữ của hệ thống: Trần Thị Đào Bé" in found
        assert f"Lấy của tệp: {person.full_name}" in found
        client.post(url("answer", row), {"version": row.version, "whose": whose})
        row = finished(Import.objects.get(pk=row.pk))
        assert row.counts["conflict"] == 0
        row = applied(row, city, at) if whose == "mine" else row
        if whose == "mine":
            assert Person.objects.get(pk=person.pk).full_name == name


def test_nothing_chosen_is_told(city: City, sign_in: Any, at: datetime) -> None:
    row = sent(book([(1, "ZZ1", "Vũ Thị An", "", "x", "", "")]), city, at)
    client = sign_in(city.user("grassroots_officer"))
    page = client.post(url("answer", row), {"version": row.version}, follow=True).content.decode()
    assert "Chưa có câu trả lời nào được chọn" in page


def test_columns_are_corrected_and_one_meaning_stands_once(city: City, sign_in: Any, at: datetime) -> None:
    row = sent(book([(1, "ZZ1", "Vũ Thị An")], ("STT", "Mã cán bộ", "Người ấy")), city, at)
    client = sign_in(city.user("grassroots_officer"))
    assert client.get(url("detail", row)).url == url("columns", row)
    found = said(client, url("columns", row))
    assert "Người ấy" in found
    assert "Còn thiếu cột" in found
    assert "Vũ Thị An" in found
    choice = {"version": row.version, "sheet": "Danh sách", "line": 3, "column-0": "number", "column-1": "full_name"}
    page = client.post(url("columns", row), {**choice, "column-2": "full_name"})
    assert page.status_code == 422
    assert "đã có nghĩa này" in page.content.decode()
    choice |= {"column-1": "person_code", "column-2": "full_name"}
    assert client.post(url("columns", row), choice).status_code == 302
    assert finished(Import.objects.get()).counts["create"] == 1


def test_the_columns_of_a_text_file_are_chosen_too(city: City, sign_in: Any, at: datetime) -> None:
    row = sent("STT;Mã cán bộ;Người ấy\n1;ZZ1;Vũ Thị An\n".encode(), city, at)
    client = sign_in(city.user("grassroots_officer"))
    choice = {"version": row.version, "sheet": "", "line": 1, "column-0": "", "column-1": "person_code"}
    assert client.post(url("columns", row), {**choice, "column-2": "full_name"}).status_code == 302
    assert finished(Import.objects.get()).counts["create"] == 1


def test_another_sheet_or_line_is_read_anew(city: City, sign_in: Any, at: datetime) -> None:
    row = sent(book([(1, "ZZ1", "Vũ Thị An")], ("STT", "Mã cán bộ", "Người ấy")), city, at)
    client = sign_in(city.user("grassroots_officer"))
    client.post(url("columns", row), {"version": row.version, "sheet": "Danh sách", "line": 4})
    row = finished(Import.objects.get())
    assert row.mapping == {"sheet": "Danh sách", "row": 3, "columns": []}
    assert row.state == ImportState.MAPPING


def test_wrong_rows_are_shown_by_kind_with_their_cells(city: City, sign_in: Any, at: datetime) -> None:
    row = sent(book([NEW, (2, "ZZ2", "Lê Văn Bình", "31/02/1990", "Nam", "", "")]), city, at)
    client = sign_in(city.user("grassroots_officer"))
    found = said(client, url("detail", row), loai="error")
    assert "D5" in found
    assert "không có ngày này" in found
    assert "Vũ Thị An" not in found
    assert "Chỉ ghi 1 dòng đúng, bỏ 1 dòng chưa đúng" in found
    client.post(url("apply", row), {"digest": row.digest})
    assert Import.objects.get().state == ImportState.PREVIEW
    client.post(url("apply", row), {"digest": row.digest, "partial": "1"})
    assert finished(Import.objects.get()).state == ImportState.APPLIED
    for odd in ({"page": "x"}, {"page": "99999"}, {"loai": "gone"}):
        row = Import.objects.get()
        said(client, url("detail", row), **odd)


def test_a_file_that_is_no_table_says_what_to_do(city: City, sign_in: Any) -> None:
    client = sign_in(city.user("grassroots_officer"))
    upload(client, city, b"{\\rtf1 x}", "quet.rtf")
    row = finished(Import.objects.get())
    found = said(client, url("detail", row))
    assert "không phải bảng tính" in found
    assert "Gửi tệp khác" in found
    assert client.get(url("columns", row)).status_code == 302


def test_a_file_let_go_is_told(city: City, sign_in: Any, at: datetime) -> None:
    row = sent(book([NEW]), city, at)
    client = sign_in(city.user("grassroots_officer"))
    assert "không có gì được ghi" in client.post(url("discard", row), follow=True).content.decode()


def test_strangers_find_nothing(city: City, sign_in: Any, at: datetime) -> None:
    row = sent(book([NEW]), city, at)
    for user in (city.user("grassroots_officer", "other"), city.user("member")):
        client = sign_in(user)
        for name in ("detail", "progress", "columns"):
            assert client.get(url(name, row)).status_code == 404
        for name in ("answer", "apply", "undo", "discard", "columns"):
            assert client.post(url(name, row), {"digest": row.digest}).status_code == 404
    assert client.get(LIST).status_code == 403
    assert Import.objects.get().state == ImportState.PREVIEW


def test_the_list_and_the_preview_take_a_constant_number_of_queries(
    city: City, sign_in: Any, at: datetime, django_assert_max_num_queries: Any
) -> None:
    rows = [(n, f"ZZ{n}", "Vũ Thị An", "25/03/1985", "Nữ", "", "") for n in range(60)]
    row = sent(book(rows), city, at)
    for _n in range(3):
        sent(book([NEW]), city, at)
    client = sign_in(city.user("grassroots_officer"))
    for address in (LIST, url("detail", row)):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)
