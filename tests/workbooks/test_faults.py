"""One list with every kind of fault a unit's list has, each told at its own cell, and beside it a row without fault."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import polars as pl
import pytest

from tests.conftest import City
from tests.factories.people import PositionFactory
from tests.workbooks.imports import book
from thidua.kernel.actors import SystemActor
from thidua.workbooks.kinds import Asked
from thidua.workbooks.looking import Looked, look_at

HEAD = (
    "STT", "Mã dòng", "Phiên bản dòng", "Mã cán bộ", "Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị", "Chức vụ",
    "Đối tượng", "Đoàn viên", "Từ ngày",
)  # fmt: skip
FIELDS = {
    "code": "D", "name": "E", "born": "F", "sex": "G", "unit": "H", "post": "I", "kind": "J", "member": "K",
    "since": "L",
}  # fmt: skip
DAY = date(2018, 3, 15)


class Fault(NamedTuple):
    """A fault: what the cell says, and how grave it is: ``error``, ``ask``, or ``info`` (tidied and told)."""

    field: str
    text: Any
    level: str
    said: str


FAULTS = (
    Fault("name", "", "error", "Chưa có họ và tên"),
    Fault("name", "NGUYỄN THỊ AN", "info", "viết hoa lại"),
    Fault("name", "nguyễn thị an", "info", "viết hoa lại"),
    Fault("name", "Bà Nguyễn Thị An", "info", "cách xưng hô"),
    Fault("name", "Nguyễn  Thị An", "info", "khoảng trắng"),
    Fault("name", "Nguyễn\u00a0Thị An ", "info", "khoảng trắng"),
    Fault("name", "Nguyễn\u200bThị An", "info", "ký tự ẩn"),
    Fault("name", "Nguy\ufffdn Thị An", "error", "ký tự đã bị mất"),
    Fault("name", "Nguyễn Thị An 2", "ask", ""),
    Fault("name", "Vũ" + " Thị" * 40, "error", "dài quá"),
    Fault("name", "Ðỗ Thị An", "info", "Đ"),
    Fault("code", "{taken}", "error", "hai lần"),
    Fault("code", "X" * 41, "error", "dài quá"),
    Fault("code", "{known_other}", "error", "khác với dòng đã tải về"),
    Fault("unit", "{elsewhere}", "error", "Chuyển đơn vị"),
    Fault("born", "31/02/1990", "error", "không có ngày này"),
    Fault("born", "29/02/1999", "error", "không có ngày này"),
    Fault("born", "05/13/1990", "info", "Tháng viết trước ngày"),
    Fault("born", "1990", "info", "chưa đủ ngày, tháng, năm"),
    Fault("born", "12/1990", "info", "chưa đủ ngày, tháng, năm"),
    Fault("born", "25/03/2031", "error", ""),
    Fault("born", "25/03/1820", "error", ""),
    Fault("born", "không nhớ", "error", ""),
    Fault("born", "25/03/85", "ask", "hai chữ số"),
    Fault("sex", "x", "ask", "nam hay nữ"),
    Fault("sex", "1", "ask", "nam hay nữ"),
    Fault("sex", "gái", "error", "không phải nam hay nữ"),
    Fault("unit", "Công đoàn cơ sở Sở Mẫu AA", "ask", "gần nhất"),
    Fault("unit", "Công ty Không Đâu", "error", "Không có đơn vị"),
    Fault("unit", "cong doan co so so mau a", "info", ""),
    Fault("post", "chuyên viênn", "ask", "gần nhất"),
    Fault("post", "phi hành gia", "error", "Không có chức vụ"),
    Fault("kind", "công chứcc", "ask", "gần nhất"),
    Fault("kind", "thần tiên", "error", "Không có đối tượng"),
    Fault("member", "chắc là", "error", "có” hoặc “không"),
    Fault("since", "30/02/2015", "error", "không có ngày này"),
    Fault("since", "25/03/1900", "error", "không hoạt động"),
    Fault("since", "#REF!", "error", ""),
    Fault("since", "25/03/2031", "error", "nằm ngoài khoảng"),
    Fault("name", "#N/A", "error", ""),
    Fault("born", "32/01/1990", "error", ""),
    Fault("born", "31/04/1990", "error", "không có ngày này"),
    Fault("born", "0", "error", ""),
    Fault("unit", "Công đoàn cơ sở Sở Mẫu", "ask", "gần nhất"),
    Fault("born", "08/09/1990", "ask", "Không rõ ngày hay tháng"),
)


def lines(city: City) -> list[list[Any]]:
    """Return a row for each fault, everything else in it right; then one without fault."""
    other, taken = city.members_a[1].person, "M900"
    words = {"{taken}": "M004", "{known_other}": other.code, "{elsewhere}": city.a.name}
    rows = []
    for number, fault in enumerate(FAULTS):
        row: list[Any] = [
            number + 1, "", "", f"M{number:03}", "Nguyễn Thị An", "25/03/1985", "nữ", city.a.name, "chuyên viên",
            "công chức", "có", "25/01/2015",
        ]  # fmt: skip
        row["ABCDEFGHIJKL".index(FIELDS[fault.field])] = words.get(fault.text, fault.text)
        if fault.text == "{known_other}":
            row[1] = city.members_a[0].person.pk
        if fault.text == "{elsewhere}":
            row[3:5] = city.members_b[0].person.code, city.members_b[0].person.full_name
        rows.append(row)
    return [
        *rows,
        [
            99,
            "",
            "",
            taken,
            "Trần Thị Bình",
            "26/03/1985",
            "nữ",
            city.a.name,
            "chuyên viên",
            "công chức",
            "có",
            "25/01/2015",
        ],
    ]


@pytest.fixture
def looked(city: City, tmp_path: Any) -> Looked:
    PositionFactory()
    path = tmp_path / "faults.xlsx"
    path.write_bytes(book(lines(city), HEAD))
    return look_at(path, "people", Asked(city.union.pk, None, SystemActor("thử"), DAY))


def test_every_fault_is_told_at_its_cell(looked: Looked) -> None:
    assert len(FAULTS) >= 40
    assert looked.plan is not None
    letters = {column["field"]: column["letters"] for column in looked.layout["columns"]}
    notes: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for row, field, level, text in looked.plan.notes.select("row", "field", "level", "text").iter_rows():
        notes.setdefault((row, letters.get(field, "")), []).append((level, text))
    first = looked.layout["header"] + 1
    missed = [
        (fault, notes.get((first + number, FIELDS[fault.field]), []))
        for number, fault in enumerate(FAULTS)
        if not any(
            level == fault.level and fault.said in text
            for level, text in notes.get((first + number, FIELDS[fault.field]), [])
        )
    ]
    assert not missed, "\n".join(map(str, missed))


def test_a_row_without_fault_has_no_remark(looked: Looked) -> None:
    assert looked.plan is not None
    last = looked.plan.rows.sort("row").row(-1, named=True)
    assert last["verdict"] == "create"
    assert looked.plan.notes.filter(pl.col("row") == last["row"]).is_empty()


def test_a_fault_in_a_cell_leaves_the_other_rows_alone(looked: Looked) -> None:
    assert looked.plan is not None
    counts = looked.plan.counts()
    grave = {level: sum(fault.level == level for fault in FAULTS) for level in ("error", "ask", "info")}
    assert (counts["error"], counts["ask"]) == (grave["error"], grave["ask"])
    assert counts["create"] == grave["info"] + 1
