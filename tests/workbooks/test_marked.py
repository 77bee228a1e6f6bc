"""The workbook handed back: faults coloured and remarked at their cells, the rest as it was, fit to be sent again."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from tests.conftest import City
from tests.workbooks.imports import HEAD, book, sent
from thidua.workbooks.models import Import
from thidua.workbooks.selectors import marked_file
from thidua.workbooks.states import ImportState
from thidua.workbooks.writing import marked

GOOD = (1, "ZZ1", "Vũ Thị An", "25/03/1985", "Nữ", "", "")
WRONG = (2, "ZZ2", "Lê Văn Bình", "31/02/1990", "x", "", "")


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def handed_back(row: Import) -> tuple[bytes, Any]:
    content = marked_file(row)
    return content, openpyxl.load_workbook(io.BytesIO(content))


def test_faults_are_coloured_and_remarked_where_they_are(city: City, at: datetime) -> None:
    _content, found = handed_back(sent(book([GOOD, WRONG]), city, at))
    page = found["Danh sách"]
    assert page["D5"].comment.text == "“31/02/1990”: không có ngày này."
    assert page["D5"].fill.fgColor.rgb.endswith("FFC7CE")
    assert page["E5"].fill.fgColor.rgb.endswith("FFEB9C")
    assert page["D4"].comment is None
    assert page["D4"].fill.fill_type is None
    assert page["A1"].value == "DANH SÁCH CÁN BỘ, ĐOÀN VIÊN"
    listed = [[cell.value for cell in row] for row in found["Cần sửa"].iter_rows(min_row=2)]
    assert ["D5", "31/02/1990", "“31/02/1990”: không có ngày này."] in listed


def test_it_can_be_mended_and_sent_again(city: City, at: datetime) -> None:
    _content, found = handed_back(sent(book([GOOD, WRONG]), city, at))
    found["Danh sách"]["D5"], found["Danh sách"]["E5"] = "28/02/1990", "Nam"
    content = io.BytesIO()
    found.save(content)
    row = sent(content.getvalue(), city, at)
    assert (row.state, row.counts["create"], row.counts["error"], row.layout["sheet"]) == (
        ImportState.PREVIEW, 2, 0, "Danh sách"
    )  # fmt: skip
    _content, found = handed_back(row)
    assert found["Danh sách"]["D5"].comment is None
    assert found["Danh sách"]["D5"].fill.fill_type is None


def test_a_text_file_comes_back_as_a_workbook(city: City, at: datetime) -> None:
    lines = [";".join(map(str, line)) for line in (HEAD, GOOD, WRONG, (3, "ZZ3", "=1+1", "", "", "", ""))]
    row = sent("\n".join(lines).encode("utf-8"), city, at)
    content, found = handed_back(row)
    page = found["Danh sách"]
    assert page["D3"].comment is not None
    assert (page["C4"].value, page["C4"].data_type) == ("=1+1", "s")
    assert sent(content, city, at).counts == row.counts


def test_of_a_large_file_the_wrong_rows_stand_at_their_addresses(
    city: City, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = sent(book([GOOD, WRONG]), city, at)
    monkeypatch.setattr(marked, "WHOLE", 10)
    _content, found = handed_back(row)
    page = found["Danh sách"]
    assert page["C4"].value is None
    assert page["C5"].value == "Lê Văn Bình"
    assert page["C3"].value == "Họ và tên"


def test_it_is_downloaded_from_the_preview(city: City, at: datetime, sign_in: Any) -> None:
    row = sent(book([WRONG]), city, at)
    client = sign_in(city.user("grassroots_officer"))
    assert (
        reverse("workbooks:marked", args=[row.pk])
        in client.get(reverse("workbooks:detail", args=[row.pk])).content.decode()
    )
    answer = client.get(reverse("workbooks:marked", args=[row.pk]))
    assert "attachment" in answer["Content-Disposition"]
    assert answer.content[:2] == b"PK"
