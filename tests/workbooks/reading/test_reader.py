"""Files from anywhere: read to the same grid whatever their form, or refused with one clear line, nothing left."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from tests.workbooks.reading.documents import pdf, web_page, word
from tests.workbooks.reading.files import ROWS, changed, ods, packed, xls, xlsx
from thidua.workbooks.grids import Grid, Merge
from thidua.workbooks.reading import LIMITS, Limits, Unreadable, UnreadableFile, read_file

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    folder = tmp_path / "left"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []


def cells(grid: Grid) -> list[list[str]]:
    return [[cell or "" for cell in row] for row in grid.cells.rows()]


def refused(path: Path, limits: Limits = LIMITS) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as error:
        read_file(path, limits)
    assert error.value.message
    assert error.value.next_step
    return error.value


def text_file(encoding: str, sign: str = ";", mark: bytes = b"") -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        text = "\r\n".join(sign.join(f'"{cell}"' if sign in cell else cell for cell in row) for row in ROWS)
        path.write_bytes(mark + text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize(
    "write",
    [
        xlsx,
        xls,
        ods,
        text_file("utf-8"),
        text_file("utf-8", ",", b"\xef\xbb\xbf"),
        text_file("utf-8", "\t"),
        text_file("utf-16-le", "\t", b"\xff\xfe"),
        text_file("utf-16-be", ";", b"\xfe\xff"),
        text_file("utf-16-le", ";"),
    ],
    ids=["xlsx", "xls", "ods", "csv", "csv-excel", "tsv", "utf-16", "utf-16-be", "utf-16-no-mark"],
)
def test_one_list_reads_the_same_in_every_form(write: Callable[[Path], Path], tmp_path: Path) -> None:
    (grid,) = read_file(write(tmp_path / "tên nào cũng được.bin"))
    assert cells(grid) == ROWS
    assert (grid.first_row, grid.first_column, grid.visible) == (0, 0, True)


def test_old_vietnamese_bytes_come_as_they_stand_for_cleaning_to_tell(tmp_path: Path) -> None:
    path = tmp_path / "tcvn3.csv"
    path.write_bytes("Hä vµ tªn;N¨m\nNguyÔn V¨n H\xad;1980\n".encode("cp1252"))
    (grid,) = read_file(path)
    assert cells(grid) == [["Hä vµ tªn", "N¨m"], ["NguyÔn V¨n H\xad", "1980"]]


def test_values_of_every_kind_have_one_written_form(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"default_date_format": "dd/mm/yyyy"}) as book:
        page = book.add_worksheet("Một")
        page.write_row("C4", [12, 0.85, 12345678901234, True, "007"])
        page.write_datetime("H4", date(1980, 5, 17))
        page.write_datetime("I4", datetime(1980, 5, 17, 8, 30))  # noqa: DTZ001 - cells know no zone
        page.merge_range("C2:E2", "Danh sách")
        book.add_worksheet("Ẩn").hide()
    first, hidden = read_file(tmp_path / "a.xlsx")
    assert first.cells.row(2) == ("12", "0.85", "12345678901234", "TRUE", "007", "1980-05-17", "1980-05-17T08:30:00")
    assert first.address(2, 0) == "C4"
    assert first.merges == (Merge(1, 2, 1, 4),)
    assert (hidden.visible, hidden.cells.is_empty()) == (False, True)


def test_a_formula_without_a_value_is_named(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet("Điểm & tên")
        page.write("A1", "x")
        page.write_formula("B1", "=1+1", value=2)
        page.write_formula("B2", "=1+2", value="")
    path = changed(tmp_path / "b.xlsx", tmp_path / "a.xlsx", edit=[(SHEET, b"<v></v>", b"")])
    (grid,) = read_file(path)
    assert grid.cells.row(0) == ("x", "2")
    assert grid.unread_formulas == ("B2",)


def test_the_sign_between_values_is_found_and_quotes_hold_lines_together(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('sep=|\nTên|Ghi chú\nAn|"một,\nhai; ba"\n', encoding="utf-8")
    assert cells(read_file(path)[0]) == [["Tên", "Ghi chú"], ["An", "một,\nhai; ba"]]


def _macro(path: Path) -> Path:
    return changed(path, xlsx(path.with_suffix(".tmp")), put={"xl/vbaProject.bin": b"x"})


def _linked(path: Path) -> Path:
    return changed(path, xlsx(path.with_suffix(".tmp")), put={"xl/externalLinks/externalLink1.xml": b"<a/>"})


def _entities(path: Path) -> Path:
    bomb = b'?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    return changed(path, xlsx(path.with_suffix(".tmp")), edit=[("xl/workbook.xml", b"?>", bomb)])


def _bomb(path: Path) -> Path:
    return changed(path, xlsx(path.with_suffix(".tmp")), put={"xl/media/image1.png": b"\0" * 60_000_000})


def _many_members(path: Path) -> Path:
    return changed(path, xlsx(path.with_suffix(".tmp")), put={f"xl/x{n}.xml": b"<a/>" for n in range(300)})


def _last_cell(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write("A1", 1)
        page.write("XFD1048576", 1)
    return path


def _last_row(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write("A1", 1)
        page.write("B1048576", "x")
    return path


def _last_cell_of_xls(path: Path) -> Path:
    return xls(path, [["x"] + [""] * 254 + ["x"]])


def _encrypted(path: Path) -> Path:
    return _compound(path, "EncryptedPackage")


def _compound(path: Path, *names: str) -> Path:
    """Write the smallest compound file: a header, one sector table, a directory with these streams."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    header[30:32], header[48:52], header[76:80] = (9).to_bytes(2, "little"), (1).to_bytes(4, "little"), bytes(4)
    header[80:512] = b"\xff" * 432
    directory = b""
    for name in ("Root Entry", *names):
        said = name.encode("utf-16-le")
        directory += said.ljust(64, b"\0") + (len(said) + 2).to_bytes(2, "little") + bytes(62)
    table = b"\xfd\xff\xff\xff\xfe\xff\xff\xff" + b"\xff" * 504
    path.write_bytes(bytes(header) + table + directory.ljust(512, b"\0"))
    return path


def _plain(content: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return write


def _word(path: Path) -> Path:
    return packed(path, {"word/document.xml": "<a/>"})


@pytest.mark.parametrize(
    ("write", "kind"),
    [
        (_plain(b""), Unreadable.EMPTY),
        (lambda path: xlsx(path, []), Unreadable.EMPTY),
        (_plain(b"a;b\n" * 6_000_000), Unreadable.TOO_BIG),
        (_bomb, Unreadable.BOMB),
        (_many_members, Unreadable.BOMB),
        (_macro, Unreadable.MACRO),
        (lambda path: _compound(path, "Workbook", "_VBA_PROJECT_CUR"), Unreadable.MACRO),
        (_linked, Unreadable.EXTERNAL_LINK),
        (_entities, Unreadable.ENTITIES),
        (_last_cell, Unreadable.TOO_MANY_CELLS),
        (_last_row, Unreadable.TOO_MANY_CELLS),
        (_last_cell_of_xls, Unreadable.TOO_MANY_CELLS),
        (_plain(b"a;" * 200), Unreadable.TOO_MANY_CELLS),
        (_encrypted, Unreadable.ENCRYPTED),
        (lambda path: _compound(path, "WordDocument", "VBA"), Unreadable.MACRO),
        (lambda path: _compound(path, "Workbook"), Unreadable.DAMAGED),
        (_plain(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1short"), Unreadable.DAMAGED),
        (_plain(b"PK\x03\x04 nothing"), Unreadable.DAMAGED),
        (_word, Unreadable.NO_TABLE),
        (_plain(b"<html><body><p>a</p></body>"), Unreadable.NO_TABLE),
        (_plain(b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'), Unreadable.WEB_PAGE),
        (_plain(b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<p>"), Unreadable.WEB_PAGE),
        (_plain(b"%PDF-1.7"), Unreadable.DAMAGED),
        (_plain(b"{\\rtf1 a}"), Unreadable.NO_SPREADSHEET),
        (_plain(b"\x89PNG\r\n"), Unreadable.NO_SPREADSHEET),
        (_plain(bytes(range(256)) * 4), Unreadable.NO_SPREADSHEET),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(
    write: Callable[[Path], Path], kind: Unreadable, tmp_path: Path
) -> None:
    assert refused(write(tmp_path / "tệp.xlsx")).kind is kind


def test_a_size_that_lies_is_found_out_while_unpacking(tmp_path: Path) -> None:
    path = _bomb(tmp_path / "a.xlsx")
    data = bytearray(path.read_bytes())
    true, lie = (60_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert true in data
    path.write_bytes(bytes(data).replace(true, lie))
    assert refused(path).kind in {Unreadable.BOMB, Unreadable.DAMAGED}


def test_limits_of_time_and_memory_end_the_reading_process(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [[row, "x" * 20] for row in range(20_000)])
    assert refused(path, Limits(wall=0)).kind is Unreadable.TOO_SLOW
    assert refused(path, Limits(memory=80_000_000)).kind in {Unreadable.TOO_MANY_CELLS, Unreadable.DAMAGED}


@pytest.mark.parametrize("write", [xlsx, xls, ods])
def test_a_cut_file_is_refused_wherever_it_was_cut(write: Callable[[Path], Path], tmp_path: Path) -> None:
    whole = write(tmp_path / "a.bin").read_bytes()
    for part in range(1, 12):
        path = tmp_path / "cut.bin"
        path.write_bytes(whole[: len(whole) * part // 12])
        refused(path)


def _web_page_of_rows(path: Path) -> Path:
    return web_page(path, "Danh sách", ROWS)


def _word_of_rows(path: Path) -> Path:
    return word(path, "Danh sách", ROWS)


def _pdf_of_rows(path: Path) -> Path:
    return pdf(path, "Danh sách", ROWS, columns="3")


@pytest.mark.parametrize("write", [_word_of_rows, _pdf_of_rows, _web_page_of_rows])
def test_a_cut_document_is_read_or_refused_and_whole_it_is_read(write: Callable[[Path], Path], tmp_path: Path) -> None:
    path = write(tmp_path / "a.bin")
    whole = path.read_bytes()
    assert cells(read_file(path)[0]) == ROWS
    for part in range(1, 12):
        path.write_bytes(whole[: len(whole) * part // 12])
        with suppress(UnreadableFile):
            assert all(isinstance(grid, Grid) for grid in read_file(path))


@pytest.mark.parametrize("write", [xlsx, xls, ods, _word_of_rows, _pdf_of_rows, _web_page_of_rows])
def test_flipped_bytes_are_read_or_refused_and_nothing_else(write: Callable[[Path], Path], tmp_path: Path) -> None:
    whole = write(tmp_path / "a.bin").read_bytes()
    chance = random.Random(2018)
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path = tmp_path / "flipped.bin"
        path.write_bytes(bytes(data))
        with suppress(UnreadableFile):
            assert all(isinstance(grid, Grid) for grid in read_file(path))


def test_a_day_beyond_words_is_kept_as_read(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["Ngày"], [date(2018, 12, 20).isoformat()]])
    assert cells(read_file(path)[0]) == [["Ngày"], ["2018-12-20"]]
