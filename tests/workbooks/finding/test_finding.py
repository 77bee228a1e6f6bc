"""Tables as units really send them: where the list stands, what its columns mean, which rows are rows."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.workbooks.cleaning.readings import Sureness
from thidua.workbooks.finding.tables import RowClass, SheetRole
from thidua.workbooks.finding.workbooks import find_tables, table_at
from thidua.workbooks.grids import Grid, Merge

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Đơn vị", "Chức vụ"]
AN = ["1", "Nguyễn Văn An", "1980", "Phòng Một", "Chuyên viên"]
BA = ["2", "Đỗ Thị Ba", "02/03/1985", "Phòng Hai", "Kế toán"]
CA = ["3", "Lê Văn Cả", "1990", "Phòng Hai", "Trưởng phòng"]
TITLE = ["DANH SÁCH ĐOÀN VIÊN NĂM 2018"]
SIGNED = ["", "", "", "Hà Nội, ngày 20 tháng 12 năm 2018"]
FIELDS = ["number", "full_name", "birth_date", "unit", "position"]


def grid(rows, **more):
    width = max(map(len, rows))
    columns = {
        str(place): [(row[place] if place < len(row) else None) or None for row in rows] for place in range(width)
    }
    return Grid("Trang 1", pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), **more)


def found(rows, kind="people", **more):
    findings = find_tables([grid(rows, **more)], kind)
    assert findings.tables, findings.sheets
    return findings.tables[0]


def meant(table):
    return [column.field for column in table.columns]


def names(table, field="full_name"):
    return table.data()[field].to_list()


SHAPES = {
    "plain": ([HEAD, AN, BA], FIELDS, 2),
    "titles above": ([["CÔNG ĐOÀN CƠ SỞ SỞ Y TẾ"], TITLE, [], HEAD, AN, BA], FIELDS, 2),
    "country's motto beside": (
        [["LIÊN ĐOÀN LAO ĐỘNG", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], [], TITLE, HEAD, AN],
        FIELDS,
        1,
    ),
    "numbering under the header": ([HEAD, ["(1)", "(2)", "(3)", "(4)", "(5)"], AN, BA], FIELDS, 2),
    "plain numbering": ([HEAD, ["1", "2", "3", "4", "5"], AN, BA], FIELDS, 2),
    "letters as numbering": ([HEAD, ["A", "B", "C", "D", "E"], AN], FIELDS, 1),
    "totals below": ([HEAD, AN, BA, ["", "Tổng cộng: 2 người"]], FIELDS, 2),
    "count below": ([HEAD, AN, ["Cộng", "", "", "", "1"]], FIELDS, 1),
    "signatures below": (
        [HEAD, AN, BA, [], SIGNED, ["NGƯỜI LẬP BIỂU", "", "", "CHỦ TỊCH"], ["Trần Văn Dũng"]],
        FIELDS,
        2,
    ),
    "header on each page": ([HEAD, AN, HEAD, BA, HEAD, CA], FIELDS, 3),
    "header on each page in capitals": ([HEAD, AN, [cell.upper() for cell in HEAD], BA], FIELDS, 2),
    "sub-headings": ([HEAD, ["I", "Phòng Một"], AN, ["II", "Phòng Hai"], BA, CA], FIELDS, 3),
    "sub-heading across": ([HEAD, ["Khối văn phòng"], AN, BA], FIELDS, 2),
    "empty rows between": ([HEAD, AN, [], BA, [], [], CA], FIELDS, 3),
    "numbers filled in advance": ([HEAD, AN, BA, ["3"], ["4"], ["5"]], FIELDS, 2),
    "shifted to the right": ([["", *TITLE], ["", "", *HEAD], ["", "", *AN], ["", "", *BA]], FIELDS, 2),
    "without accents": ([["stt", "ho va ten", "ngay sinh", "don vi", "chuc vu"], AN, BA], FIELDS, 2),
    "capitals": ([[cell.upper() for cell in HEAD], AN], FIELDS, 1),
    "abbreviated": ([["TT", "Họ tên", "NTNS", "ĐVCT", "CV"], AN, BA], FIELDS, 2),
    "misspelt": ([["STT", "Họ và tênn", "Ngày sinhh", "Đơn vị côg tác", "Chức vụ"], AN, BA], FIELDS, 2),
    "words in brackets": (
        [["STT", "Họ và tên (in hoa)", "Ngày sinh (dd/mm/yyyy)", "Đơn vị", "Chức vụ"], AN],
        FIELDS,
        1,
    ),
    "line breaks in heads": ([["STT", "Họ và\ntên", "Ngày\nsinh", "Đơn\nvị", "Chức vụ"], AN], FIELDS, 1),
    "name in two columns": (
        [["STT", "Họ và tên đệm", "Tên", "Ngày sinh"], ["1", "Nguyễn Văn", "An", "1980"]],
        ["number", "family_name", "given_name", "birth_date"],
        1,
    ),
    "sex in two columns": (
        [["STT", "Họ và tên", "Nam", "Nữ"], ["1", "Nguyễn Văn An", "x", ""], ["2", "Đỗ Thị Ba", "", "x"]],
        ["number", "full_name", "sex_male", "sex_female"],
        2,
    ),
    "birth under a group of two": (
        [
            ["STT", "Họ và tên", "Ngày sinh", "", "Đơn vị"],
            ["", "", "Nam", "Nữ", ""],
            ["1", "Nguyễn Văn An", "1980", "", "P. Một"],
        ],
        ["number", "full_name", "birth_date_male", "birth_date_female", "unit"],
        1,
    ),
    "a column nobody knows": ([[*HEAD, "Cỡ áo"], [*AN, "L"], [*BA, "M"]], [*FIELDS, None], 2),
    "an empty column": ([[*HEAD[:2], "", *HEAD[2:]], [*AN[:2], "", *AN[2:]]], FIELDS, 1),
    "a single person": ([HEAD, AN, [], SIGNED], FIELDS, 1),
}


@pytest.mark.parametrize(("rows", "fields", "count"), SHAPES.values(), ids=SHAPES)
def test_a_shape_of_real_life(rows, fields, count):
    table = found(rows)
    assert meant(table) == fields
    assert len(table.rows_of(RowClass.DATA)) == count
    assert table.missing == ()
    classes = table.rows["class"].to_list()
    assert len(classes) == len(rows), "each row is exactly one thing"


def test_merged_heads_are_spread_over_what_they_cover():
    rows = [
        ["STT", "Họ và tên", "Quyết định", "", "Danh hiệu"],
        ["", "", "Số", "Ngày", ""],
        ["1", "Nguyễn Văn An", "12/QĐ", "1/2/2018", "LĐTT"],
    ]
    merges = (Merge(0, 2, 0, 3), Merge(0, 0, 1, 0), Merge(0, 1, 1, 1), Merge(0, 4, 1, 4))
    table = found(rows, "titles", merges=merges)
    assert meant(table) == ["number", "full_name", "decision_number", "decision_date", "title"]
    assert table.columns[2].text == "Quyết định › Số"


def test_titles_as_heads_with_crosses_are_turned():
    rows = [["STT", "Họ và tên", "LĐTT", "CSTĐCS"], ["1", "Nguyễn Văn An", "x", ""], ["2", "Đỗ Thị Ba", "X", "x"]]
    table = found(rows, "registrations")
    assert meant(table) == ["number", "full_name", "marked_title", "marked_title"]
    assert table.marked_titles().select("row", "title", "clear").rows() == [
        (1, "LĐTT", True), (2, "LĐTT", True), (2, "CSTĐCS", True)
    ]  # fmt: skip


def test_rows_stand_under_their_sub_heading():
    table = found(SHAPES["sub-headings"][0])
    assert table.data()["group"].to_list() == ["Phòng Một", "Phòng Hai", "Phòng Hai"]


def test_addresses_are_those_of_the_sheet():
    table = found([HEAD, AN], first_row=4, first_column=1)
    assert table.address(1, table.column("full_name")) == "C6"


def test_a_head_over_the_wrong_cells_is_doubted():
    table = found([HEAD, *(["1", "Nguyễn Văn An", "Sở Y tế", "1980", "x"] for _ in range(5))])
    column = next(column for column in table.columns if column.text == "Ngày sinh")
    assert (column.field, column.sureness, column.others[0]) == (None, Sureness.GUESSED, "birth_date")


def test_a_list_without_names_is_missing_them_and_says_so():
    findings = find_tables([grid([["STT", "Đơn vị", "Chức vụ"], ["1", "Phòng Một", "Kế toán"]])], "people")
    assert findings.tables[0].missing
    assert "Họ và tên" in findings.sheets[0].why_vi


def test_the_list_is_chosen_among_several_sheets():
    guide = replace(grid([["Cách điền:"], ["Ghi họ tên"]]), sheet="Hướng dẫn")
    codes = replace(grid([["Mã đơn vị", "Đơn vị"], ["01", "Phòng Một"]]), sheet="DM", visible=False)
    people = replace(grid([HEAD, AN, BA]), sheet="Danh sách")
    empty = replace(grid([[""]]), sheet="Sheet3")
    findings = find_tables([guide, codes, people, empty], "people")
    assert findings.tables[0].grid.sheet == "Danh sách"
    assert [sheet.role for sheet in findings.sheets][:3] == [SheetRole.GUIDANCE, SheetRole.HIDDEN, SheetRole.TABLE]


def test_what_nobody_can_read_is_no_table():
    findings = find_tables([grid([["Kính gửi ông"], ["Xin chào"]])], "people")
    assert (findings.tables, findings.sheets[0].role) == ((), SheetRole.NO_TABLE)


def test_a_choice_is_remembered_for_the_same_heads_wherever_they_stand():
    rows = [[*HEAD, "Cỡ áo"], [*AN, "L"]]
    first = found(rows)
    choice = (*first.choice()[:-1], "note")
    moved = find_tables(
        [grid([TITLE, [], *[["", *row] for row in rows]])], "people", remembered={first.signature: choice}
    )
    assert meant(moved.tables[0]) == list(choice)


def test_a_person_can_name_the_header_row():
    rows = [["Họ và tên", "Ngày sinh"], ["Danh sách", "x"], HEAD, AN]
    assert table_at(grid(rows), "people", row=2).header_rows == (2,)


@given(
    above=st.lists(st.sampled_from([[], TITLE, ["Công đoàn cơ sở Sở Y tế"]]), max_size=4),
    below=st.lists(st.sampled_from([[], SIGNED, ["", "Tổng cộng"], ["", "", "", "CHỦ TỊCH"]]), max_size=3),
    shift=st.integers(0, 3),
    repeat=st.booleans(),
    upper=st.booleans(),
)
def test_what_stands_around_a_list_changes_none_of_its_rows(above, below, shift, repeat, upper):
    head = [cell.upper() for cell in HEAD] if upper else HEAD
    rows = [*above, head, AN, *([head] if repeat else []), BA, CA, *below]
    table = found([[*[""] * shift, *row] for row in rows])
    assert names(table) == ["Nguyễn Văn An", "Đỗ Thị Ba", "Lê Văn Cả"]


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), min_size=1, max_size=12).filter(lambda rows: any(rows)))
def test_no_grid_breaks_the_finder(rows):
    for kind in ("people", "titles", "scores"):
        for table in find_tables([grid(rows)], kind).tables:
            assert table.rows.height == len(rows)
            table.data()
            table.marked_titles()
