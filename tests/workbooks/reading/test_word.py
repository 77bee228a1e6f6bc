"""Tables of Word files: the same grids as a spreadsheet's, whatever a page's end did to them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbooks.reading.documents import LIST, word
from tests.workbooks.reading.files import changed, packed
from thidua.workbooks.finding.tables import RowClass, SheetRole
from thidua.workbooks.finding.workbooks import find_tables
from thidua.workbooks.grids import Grid
from thidua.workbooks.reading import LIMITS, Limits, Unreadable, UnreadableFile, read_file
from thidua.workbooks.reading.raw import RawSheet
from thidua.workbooks.reading.word import sheets_of

DOCUMENT = "word/document.xml"
HEAD, *PEOPLE = LIST


def cells(grid: Grid) -> list[list[str]]:
    return [[cell or "" for cell in row] for row in grid.cells.rows()]


def names_found(path: Path) -> list[str]:
    table, *_others = find_tables(read_file(path), "titles").tables
    return table.data()["full_name"].to_list()


def test_a_list_in_word_is_read_like_one_in_excel(tmp_path: Path) -> None:
    table, text = read_file(word(tmp_path / "a.docx", "DANH SÁCH", LIST, "Nơi nhận: như trên"))
    assert (table.sheet, cells(table)) == ("Bảng 1", LIST)
    assert (text.is_text, cells(text)) == (True, [["DANH SÁCH"], ["Nơi nhận: như trên"]])
    found = find_tables((table, text), "titles")
    assert [(sheet.name, sheet.role) for sheet in found.sheets] == [
        ("Bảng 1", SheetRole.TABLE),
        ("Lời văn", SheetRole.TEXT),
    ]


@pytest.mark.parametrize(
    ("blocks", "sheets"),
    [
        ((LIST, "", [["3", "Lê Thị Cam", "", ""]]), 1),  # cut by a page's end
        ((LIST, "", [HEAD, ["3", "Lê Thị Cam", "", ""]]), 1),  # cut, its header repeated
        ((LIST, "II. Tập thể nhỏ", [HEAD, ["3", "Lê Thị Cam", "", ""]]), 1),  # the same list under another heading
        ((LIST, "II. Khác", [["3", "Lê Thị Cam", "", ""]]), 2),
        ((LIST, "", [["STT", "Tên tập thể", "Địa chỉ", "Ghi chú"], ["1", "Tổ Một", "", ""]]), 2),  # another list
        ((LIST, "", [["3", "Lê Thị Cam"]]), 2),
    ],
)
def test_parts_of_one_table_come_together_and_other_tables_do_not(
    blocks: tuple[str | list[list[str]], ...], sheets: int, tmp_path: Path
) -> None:
    grids = [grid for grid in read_file(word(tmp_path / "a.docx", *blocks)) if not grid.is_text]
    assert len(grids) == sheets
    assert sum(grid.cells.height for grid in grids) == sum(len(block) for block in blocks if not isinstance(block, str))


def test_a_repeated_header_of_two_levels_makes_no_row_of_the_list(tmp_path: Path) -> None:
    levels = [["STT", "Họ và tên", "Danh hiệu", "Quyết định", ""], ["", "", "", "Số", "Ngày"]]
    first = [*levels, ["1", "Nguyễn Văn Ân", "Lao động tiên tiến", "12/QĐ", "01/02/2017"]]
    second = [*levels, ["2", "Đỗ Thị Bưởi", "Lao động tiên tiến", "12/QĐ", "01/02/2017"]]
    path = word(tmp_path / "a.docx", first, "", second)
    found = find_tables(read_file(path), "titles").tables[0]
    assert found.data()["full_name"].to_list() == ["Nguyễn Văn Ân", "Đỗ Thị Bưởi"]
    assert found.data()["decision_number"].to_list() == ["12/QĐ", "12/QĐ"]
    assert len(found.rows_of(RowClass.REPEATED_HEADER)) == 2


def test_what_a_merged_cell_says_is_said_of_each_row_it_reaches(tmp_path: Path) -> None:
    file = docx.Document()
    table = file.add_table(rows=4, cols=4)
    for row, texts in enumerate([HEAD, *PEOPLE, ["3", "Lê Thị Cam", "", ""]]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for row in (2, 3):
        table.cell(row, 3).text = ""
    table.cell(1, 3).merge(table.cell(3, 3)).text = "Lao động tiên tiến"
    file.save(str(tmp_path / "a.docx"))
    grid = read_file(tmp_path / "a.docx")[0]
    assert [row[3] for row in cells(grid)[1:]] == ["Lao động tiên tiến"] * 3
    assert [(one.first_row, one.last_row, one.first_column) for one in grid.merges] == [(1, 3, 3)]


def test_a_sub_heading_over_the_whole_width_is_one_cell(tmp_path: Path) -> None:
    file = docx.Document()
    table = file.add_table(rows=3, cols=4)
    for row, texts in enumerate([HEAD, ["Trường A", "", "", ""], PEOPLE[0]]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(1, 3)).text = "Trường A"
    file.save(str(tmp_path / "a.docx"))
    found = find_tables(read_file(tmp_path / "a.docx"), "titles").tables[0]
    assert found.data().select("full_name", "group").rows() == [("Nguyễn Văn Ân", "Trường A")]


def test_a_list_printed_in_two_halves_is_one_list(tmp_path: Path) -> None:
    halves = [
        ["STT", "Họ và tên", "Danh hiệu"] * 2,
        ["1", "Nguyễn Văn Ân", "LĐTT", "3", "Lê Thị Cam", "LĐTT"],
        ["2", "Đỗ Thị Bưởi", "LĐTT", "", "", ""],
    ]
    assert names_found(word(tmp_path / "a.docx", halves)) == ["Nguyễn Văn Ân", "Đỗ Thị Bưởi", "Lê Thị Cam"]


def test_two_tables_side_by_side_in_a_frame_are_one_list(tmp_path: Path) -> None:
    file = docx.Document()
    frame = file.add_table(rows=1, cols=2)
    for cell, people in zip(frame.rows[0].cells, (PEOPLE[:1], PEOPLE[1:]), strict=True):
        inner = cell.add_table(rows=0, cols=4)
        for row in (HEAD, *people):
            for one, text in zip(inner.add_row().cells, row, strict=True):
                one.text = text
    file.save(str(tmp_path / "a.docx"))
    assert names_found(tmp_path / "a.docx") == ["Nguyễn Văn Ân", "Đỗ Thị Bưởi"]


def test_changes_not_yet_accepted_and_ticked_boxes(tmp_path: Path) -> None:
    file = docx.Document()
    cell = file.add_table(rows=1, cols=1).cell(0, 0)
    cell.paragraphs[0]._p.append(
        parse_xml(
            f"<w:ins {nsdecls('w')} w:id='1' w:author='a'><w:r><w:t>mới</w:t></w:r></w:ins>",
        )
    )
    for gone in ("del", "moveFrom"):
        inner = f"<w:r><w:{'delText' if gone == 'del' else 't'}>cũ</w:{'delText' if gone == 'del' else 't'}></w:r>"
        cell.paragraphs[0]._p.append(parse_xml(f"<w:{gone} {nsdecls('w')} w:id='2' w:author='a'>{inner}</w:{gone}>"))
    cell.paragraphs[0]._p.append(
        parse_xml(f"<w:r {nsdecls('w')}><w:sym w:font='Wingdings' w:char='F0FE'/><w:tab/><w:t>có</w:t></w:r>")
    )
    file.save(str(tmp_path / "a.docx"))
    assert cells(read_file(tmp_path / "a.docx")[0]) == [["mớiX có"]]


def test_a_tick_taken_out_again_is_no_tick(tmp_path: Path) -> None:
    file = docx.Document()
    cell = file.add_table(rows=1, cols=1).cell(0, 0)
    tick = "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>"
    cell.paragraphs[0]._p.append(parse_xml(f"<w:del {nsdecls('w')} w:id='1' w:author='a'>{tick}</w:del>"))
    cell.paragraphs[0]._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>không</w:t></w:r>"))
    file.save(str(tmp_path / "a.docx"))
    assert cells(read_file(tmp_path / "a.docx")[0]) == [["không"]]


def _bomb(path: Path) -> Path:
    return changed(path, word(path.with_suffix(".tmp"), LIST), put={"word/media/a.png": b"\0" * 60_000_000})


def _entities(path: Path) -> Path:
    edit = [(DOCUMENT, b"?>", b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')]
    return changed(path, word(path.with_suffix(".tmp"), LIST), edit=edit)


def _macro(path: Path) -> Path:
    return changed(path, word(path.with_suffix(".tmp"), LIST), put={"word/vbaProject.bin": b"x"})


def _wide(path: Path) -> Path:
    span = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='999'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
    return packed(path, {DOCUMENT: f"<w:document {nsdecls('w')}><w:body>{span}</w:body></w:document>"})


def _deep(path: Path) -> Path:
    inner = "<w:tbl><w:tr><w:tc>" * 40 + "</w:tc></w:tr></w:tbl>" * 40
    return packed(path, {DOCUMENT: f"<w:document {nsdecls('w')}>{inner}</w:document>"})


@pytest.mark.parametrize(
    ("write", "kind"),
    [
        (_bomb, Unreadable.BOMB),
        (_entities, Unreadable.ENTITIES),
        (_macro, Unreadable.MACRO),
        (_wide, Unreadable.TOO_MANY_CELLS),
        (_deep, Unreadable.TOO_MANY_CELLS),
        (lambda path: word(path, "Không có bảng nào."), Unreadable.NO_TABLE),
        (lambda path: packed(path, {DOCUMENT: "<a>"}), Unreadable.DAMAGED),
    ],
)
def test_what_a_word_file_must_not_do(write: Callable[[Path], Path], kind: Unreadable, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as error:
        read_file(write(tmp_path / "a.docx"))
    assert error.value.kind is kind


def test_a_table_past_the_limits_is_refused(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", LIST)
    assert read_file(path, Limits(cells=12))
    with pytest.raises(UnreadableFile) as error:
        read_file(path, Limits(cells=11))
    assert error.value.kind is Unreadable.TOO_MANY_CELLS


_TEXT = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=12).map(str.strip).filter(bool)


@settings(max_examples=60, deadline=None)
@given(people=st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=30), cuts=st.sets(st.integers(1, 29)))
def test_no_row_is_lost_wherever_pages_cut_the_list(people: list[tuple[str, str]], cuts: set[int]) -> None:
    head = ["STT", "Họ và tên", "Danh hiệu"]
    rows = [[str(number), *person] for number, person in enumerate(people, 1)]
    places = [0, *sorted(cut for cut in cuts if cut < len(rows)), len(rows)]
    blocks: list[str | list[list[str]]] = []
    for number, (start, end) in enumerate(pairwise(places)):
        blocks += ["", [*([head] if number % 2 == 0 else []), *rows[start:end]]]
    with tempfile.TemporaryDirectory() as folder:
        sheets: list[RawSheet] = list(sheets_of(word(Path(folder) / "a.docx", *blocks), LIMITS))
    assert len(sheets) == 1
    read = [[" ".join(cell.split()) for cell in row] for row in sheets[0].rows]
    assert [row for row in read if row != head] == [[" ".join(cell.split()) for cell in row] for row in rows]
