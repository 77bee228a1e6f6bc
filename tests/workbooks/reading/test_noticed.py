"""What a plain reading would lose or let in: faults, idle formulas, merges, long codes, links, programs."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from tests.workbooks.reading.files import changed, ods, xls, xlsx
from thidua.workbooks.grids import Merge
from thidua.workbooks.reading import LIMITS, Unreadable, UnreadableFile, read_file

SHEET = "xl/worksheets/sheet1.xml"
CONTENT = "content.xml"
BOOK_START = b"\x09\x08\x10\x00\x00\x06"  # the first record of an old workbook, and of each of its sheets


def refusal(path: Path) -> Unreadable:
    with pytest.raises(UnreadableFile) as error:
        read_file(path)
    return error.value.kind


def with_row(path: Path, row: str) -> Path:
    """Write a workbook of LibreOffice with a row after the three of the list."""
    end = "</table:table>"
    return changed(path, ods(path.with_suffix(".tmp")), edit=[(CONTENT, end.encode(), (row + end).encode())])


def with_record(path: Path, number: int, body: bytes, *, sheet: bool = False) -> Path:
    """Write an old workbook in which a record of the same length has become another, in the book or in its sheet."""
    book = xlwt.Workbook()
    page = book.add_sheet("Trang 1")
    page.write(0, 0, "Họ và tên")
    page.write(0, 1, "Điểm")
    page.write(1, 1, True)
    book.save(str(path))
    data = path.read_bytes()
    starts = [at for at in range(len(data)) if data.startswith(BOOK_START, at)]
    at = starts[1 if sheet else 0]
    while True:
        record, length = struct.unpack_from("<HH", data, at)
        # The truth in B2; or a record that says nothing a reader needs (WRITEACCESS, a name of 112 letters).
        if record == (0x0205 if sheet else 0x005C):
            break
        at += 4 + length
    new = struct.pack("<HH", number, length) + body.ljust(length, b"\0")
    path.write_bytes(data[:at] + new + data[at + len(new) :])
    return path


def test_faults_of_a_new_workbook_are_told_and_not_taken_for_empty(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet("Một")
        page.write("B2", "Điểm")
        page.write_formula("B3", "=VLOOKUP(A1,C:D,2,0)", value="#N/A")
        page.write_formula("C3", "=1/0", value="#DIV/0!")
        page.write("C2", "Xếp loại")
    (grid,) = read_file(tmp_path / "a.xlsx")
    assert grid.cells.rows() == [("Điểm", "Xếp loại"), ("#N/A", "#DIV/0!")]
    assert grid.address(1, 1) == "C3"


def test_faults_of_an_old_workbook_stand_in_their_cells(tmp_path: Path) -> None:
    fault = struct.pack("<HHHBB", 1, 1, 0, 0x2A, 1)
    (grid,) = read_file(with_record(tmp_path / "a.xls", 0x0205, fault, sheet=True))
    assert grid.cells.rows() == [("Họ và tên", "Điểm"), (None, "#N/A")]


def test_the_same_record_may_be_a_truth(tmp_path: Path) -> None:
    (grid,) = read_file(with_record(tmp_path / "a.xls", 0x0205, struct.pack("<HHHBB", 1, 1, 0, 1, 0), sheet=True))
    assert grid.cells.rows() == [("Họ và tên", "Điểm"), (None, "TRUE")]


def test_faults_merges_and_idle_formulas_of_libreoffice_are_told(tmp_path: Path) -> None:
    path = with_row(
        tmp_path / "a.ods",
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell'
        ' table:formula="of:=NA()" office:value-type="string" office:string-value=""><text:p>#N/A</text:p>'
        '</table:table-cell><table:table-cell table:formula="of:=1+1"/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="3"'
        ' office:value-type="string"><text:p>Tổng</text:p></table:table-cell><table:covered-table-cell/>'
        "</table:table-row>",
    )
    (grid,) = read_file(path)
    assert grid.cells.row(3)[:3] == (None, None, "#N/A")
    assert grid.unread_formulas == ("D4",)
    assert grid.merges == (Merge(4, 0, 6, 1),)


def test_a_formula_that_another_program_wrote_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Tên", "=A1&B1", 1])
    book.save(tmp_path / "a.xlsx")
    assert read_file(tmp_path / "a.xlsx")[0].unread_formulas == ("B1",)


def test_long_codes_typed_as_numbers_are_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["Mã", 79123456789, 1234567890123456, 10**15 - 1, 0.5, "1234567890123456"]])
    assert read_file(path)[0].rounded_numbers == ("C1",)


def test_sheets_of_charts_are_left_out(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_chartsheet("Biểu đồ")
        book.add_worksheet("Danh sách").write("A1", "Tên")
    assert [grid.sheet for grid in read_file(tmp_path / "a.xlsx")] == ["Danh sách"]


def test_empty_rows_without_end_below_a_list_are_no_cells(tmp_path: Path) -> None:
    row = '<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="{}"/>'
    (grid,) = read_file(with_row(tmp_path / "a.ods", row.format(16384) + "</table:table-row>"))
    assert grid.cells.shape == (3, 3)


@pytest.mark.parametrize("rows", ["1048576", "9" * 30])
def test_filled_rows_without_end_are_refused(rows: str, tmp_path: Path) -> None:
    row = (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell'
        ' table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>'
    )
    assert refusal(with_row(tmp_path / "a.ods", row)) in {Unreadable.TOO_MANY_CELLS, Unreadable.DAMAGED}


@pytest.mark.parametrize("place", ["XFD1048576", "CZ199999"])
def test_a_far_cell_is_refused_however_its_tag_is_written(place: str, tmp_path: Path) -> None:
    new = f"<c  s='0' r='{place}'".encode()
    path = changed(tmp_path / "a.xlsx", xlsx(tmp_path / "b.xlsx"), edit=[(SHEET, b'<c r="B3"', new)])
    assert refusal(path) is Unreadable.TOO_MANY_CELLS


def test_one_long_text_in_thousands_of_cells_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["thi đua " * 4000]] * 20_000)
    assert path.stat().st_size < 1_000_000
    assert refusal(path) is Unreadable.TOO_MANY_CELLS


def test_ten_gigabytes_of_zeros_are_not_unpacked_to_their_end(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    ten_megabytes = packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    path = xlsx(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", ten_megabytes * 1000 + packer.flush())
        archive.filelist[-1].compress_type = zipfile.ZIP_DEFLATED  # what was put in is packed already
        archive.filelist[-1].file_size = 10_000_000_000
    assert 9_000_000 < path.stat().st_size < LIMITS.file_size
    assert refusal(path) is Unreadable.BOMB


def test_links_to_other_files_are_refused_in_old_excel_and_libreoffice(tmp_path: Path) -> None:
    link = with_record(tmp_path / "a.xls", 0x01AE, struct.pack("<HHB", 1, 6, 0) + b"\x01b.xls")
    assert refusal(link) is Unreadable.EXTERNAL_LINK
    cell = """<table:table-cell table:formula="of:=['file:///C:/b.ods'#$A.A1]" office:value-type="float"/>"""
    assert (
        refusal(with_row(tmp_path / "a.ods", f"<table:table-row>{cell}</table:table-row>")) is Unreadable.EXTERNAL_LINK
    )


def test_a_books_own_sheets_are_no_link(tmp_path: Path) -> None:
    assert read_file(with_record(tmp_path / "a.xls", 0x01AE, struct.pack("<HH", 1, 0x0401)))


def test_passwords_of_old_excel_and_libreoffice_are_named(tmp_path: Path) -> None:
    assert refusal(with_record(tmp_path / "a.xls", 0x002F, b"\x01\x00")) is Unreadable.ENCRYPTED
    sealed = changed(
        tmp_path / "a.ods",
        ods(tmp_path / "b.ods"),
        put={"encrypted-package": b"\x93\x12"},
    )
    assert refusal(sealed) is Unreadable.ENCRYPTED


@pytest.mark.parametrize("member", ["xl/macrosheets/sheet1.xml", "Basic/Standard/Module1.xml", "Scripts/python/a.py"])
def test_programs_in_other_places_are_refused(member: str, tmp_path: Path) -> None:
    write = xlsx if member.startswith("xl/") else ods
    path = changed(tmp_path / "a.bin", write(tmp_path / "b.bin"), put={member: b"<a/>"})
    assert refusal(path) is Unreadable.MACRO


def test_an_empty_list_of_libraries_is_no_program(tmp_path: Path) -> None:
    put = {"Basic/script-lc.xml": b"<a/>", "Basic/Standard/script-lb.xml": b"<a/>"}
    assert read_file(changed(tmp_path / "a.ods", ods(tmp_path / "b.ods"), put=put))


def test_an_old_workbook_of_many_sectors_is_read_whole(tmp_path: Path) -> None:
    rows = [[f"Nguyễn Văn {number} " + "ấ" * 200] for number in range(20_000)]
    path = xls(tmp_path / "a.xls", rows)
    assert path.stat().st_size > 109 * 128 * 512  # past what the header itself can name
    assert read_file(path)[0].cells.rows() == [tuple(row) for row in rows]
