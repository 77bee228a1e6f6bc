"""A plain list as a file: cells of their types, texts that stay texts, and the same texts read back."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.conftest import VIETNAM
from thidua.kernel.errors import InvalidInput
from thidua.workbooks.inert import unguarded
from thidua.workbooks.reading import read_file
from thidua.workbooks.writing import plain
from thidua.workbooks.writing.plain import Kind, PlainColumn, write_csv, write_xlsx

COLUMNS = [
    PlainColumn("Họ và tên", Kind.TEXT, 28), PlainColumn("Số", Kind.NUMBER, 8), PlainColumn("Ngày", Kind.DAY, 12),
    PlainColumn("Lúc", Kind.MOMENT, 18), PlainColumn("Tỷ lệ", Kind.SHARE, 10), PlainColumn("Tiền", Kind.MONEY, 14),
]  # fmt: skip
NOON = datetime(2018, 3, 5, 12, 30, tzinfo=VIETNAM)
ROW = ["Nguyễn Văn Hải", -5, date(2018, 3, 5), NOON, Fraction(1, 3), Decimal("1490000.00")]
TEXT = [PlainColumn("Chữ", Kind.TEXT, 28), PlainColumn("Thứ tự", Kind.NUMBER, 8)]
# Half a character and the two that mean nothing cannot be in any file of this kind.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"))
# Most of what a spreadsheet could take wrongly is found among few signs.
NASTY = st.text(alphabet="=+-@{}[]()'\"_x0041;,\t\r\n\x01\x1f ＝Aa9\u00a0", max_size=20)


def xlsx(columns: Sequence[PlainColumn], rows: Sequence[Sequence[Any]]) -> bytes:
    """Return the rows as a workbook."""
    target = io.BytesIO()
    assert write_xlsx(target, columns, iter(rows), lambda count: [("Số dòng", str(count))]) == len(rows)
    return target.getvalue()


def cells(content: bytes, sheet: int = 0) -> list[list[Any]]:
    """Return the cells of a sheet, each of its type."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def values(columns: Sequence[PlainColumn], rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    """Return the rows as another program reads the file of values."""
    target = io.BytesIO()
    assert write_csv(target, columns, iter(rows)) == len(rows)
    content = target.getvalue()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel would not take it for UTF-8"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_cells_have_their_types() -> None:
    head, row = cells(xlsx(COLUMNS, [ROW]))
    assert head == [column.head for column in COLUMNS]
    assert row == ["Nguyễn Văn Hải", -5, date(2018, 3, 5), NOON.replace(tzinfo=None), pytest.approx(1 / 3), 1490000]


def test_values_are_written_as_machines_read_them() -> None:
    assert values(COLUMNS, [ROW])[1] == ["Nguyễn Văn Hải", "-5", "2018-03-05", "2018-03-05 12:30", "0.3333", "1490000"]


def test_lines_end_as_the_standard_has_it_and_quotes_are_doubled() -> None:
    target = io.BytesIO()
    write_csv(target, TEXT, [['nói "vậy", rồi', 1]])
    assert target.getvalue().decode("utf-8-sig") == 'Chữ,Thứ tự\r\n"nói ""vậy"", rồi",1\r\n'


def test_nothing_is_an_empty_cell() -> None:
    nothing = [None] * len(COLUMNS)
    assert cells(xlsx(COLUMNS, [nothing, ROW]))[1] == [""] * len(COLUMNS)
    assert values(COLUMNS, [nothing])[1] == [""] * len(COLUMNS)


def test_an_empty_list_still_has_its_heads() -> None:
    assert cells(xlsx(COLUMNS, [])) == [[column.head for column in COLUMNS]]
    assert values(COLUMNS, []) == [[column.head for column in COLUMNS]]


def test_the_second_sheet_tells_of_the_first() -> None:
    assert ["Số dòng", "1"] in cells(xlsx(COLUMNS, [ROW]), sheet=1)


def test_days_before_the_calendar_of_spreadsheets_are_told_in_words() -> None:
    assert cells(xlsx([COLUMNS[2]], [[date(1890, 5, 19)]]))[1] == ["19/05/1890"]


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    (text,) = cells(xlsx(TEXT[:1], [["x" * 50_000]]))[1]
    assert len(text) < 32_767
    assert text.endswith("…")


def test_a_list_longer_than_a_sheet_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "MOST_ROWS", 2)
    with pytest.raises(InvalidInput, match="dài hơn một trang tính") as refused:
        xlsx(TEXT, [["a", 1]] * 3)
    assert ".csv" in refused.value.next_step
    assert len(values(TEXT, [["a", 1]] * 3)) == 4


def test_every_text_cell_stays_a_text_when_it_is_edited() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx(TEXT, [["=1+1", 1]]))) as archive:
        styles, sheet = archive.read("xl/styles.xml").decode(), archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'quotePrefix="1"' in styles
    assert "<f>" not in sheet
    assert "inlineStr" in sheet


@given(st.lists(st.one_of(TEXTS, NASTY), min_size=100, max_size=100))
@settings(max_examples=100, deadline=timedelta(seconds=5))
def test_ten_thousand_texts_come_back_unchanged(texts: list[str]) -> None:
    rows = [[text, number] for number, text in enumerate(texts, start=1)]
    content = xlsx(TEXT, rows)
    assert [row[0] for row in cells(content)[1:]] == texts
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml").split(b"<sheetData>")[1].split(b"</sheetData>")[0]
    assert [unguarded(row[0]) for row in values(TEXT, rows)[1:]] == texts


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_our_own_reader_reads_the_very_texts(tmp_path: Path, form: str) -> None:
    texts = ["=1+1", "+84 912", "-5", "@SUM(A1)", " =A1", "'=A1", "x;=A1", "dòng một\n- dòng hai", "＝A1", "Lê Thị Đào"]
    rows = [[text, number] for number, text in enumerate(texts, start=1)]
    path = tmp_path / f"list.{form}"
    with path.open("wb") as target:
        if form == "csv":
            write_csv(target, TEXT, rows)
        else:
            write_xlsx(target, TEXT, rows, lambda count: [("Số dòng", str(count))])
    grid = read_file(path)[0]
    assert [row[0] for row in grid.cells.rows()][1:] == texts
