"""Ruled tables of PDFs with a text layer: no row is lost where a page ends; scans and sealed files say so."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbooks.reading.documents import LIST, pdf
from thidua.workbooks.finding.workbooks import find_tables
from thidua.workbooks.grids import Grid
from thidua.workbooks.reading import LIMITS, Limits, Unreadable, UnreadableFile, read_file
from thidua.workbooks.reading.pdf import sheets_of

HEAD = LIST[0]
PEOPLE = [[str(n), f"Nguyễn Thị Phương Thảo {n}", f"Trường {n}", "Chiến sĩ thi đua cơ sở"] for n in range(1, 61)]
_PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


def cells(grid: Grid) -> list[list[str]]:
    return [[cell or "" for cell in row] for row in grid.cells.rows()]


def refused(path: Path, limits: Limits = LIMITS) -> Unreadable:
    with pytest.raises(UnreadableFile) as error:
        read_file(path, limits)
    return error.value.kind


@pytest.mark.parametrize("repeat", [True, False])
def test_a_list_over_several_pages_is_one_and_names_that_wrap_are_whole(repeat: bool, tmp_path: Path) -> None:
    table, text = read_file(pdf(tmp_path / "a.pdf", "DANH SÁCH", [HEAD, *PEOPLE], "Hết", repeat=repeat))
    assert table.sheet.startswith("Bảng 1 (trang 1–")
    assert [row for row in cells(table) if row != HEAD] == PEOPLE
    assert ["DANH SÁCH"] in cells(text)
    assert ["Hết"] in cells(text)


def test_the_list_is_found_like_one_in_excel(tmp_path: Path) -> None:
    found = find_tables(read_file(pdf(tmp_path / "a.pdf", [HEAD, *PEOPLE])), "titles").tables[0]
    assert found.data()["full_name"].to_list() == [row[1] for row in PEOPLE]


def test_a_number_broken_at_its_sign_is_whole(tmp_path: Path) -> None:
    rows = [["STT", "Số QĐ", "Ngày", "Ghi chú"], ["1", "1234/QĐ-UBND", "12/05/2017", "Phó trưởng - phòng"]]
    (grid,) = [
        one for one in read_file(pdf(tmp_path / "a.pdf", rows, columns="(1cm, 1.9cm, 2.4cm, 2cm)")) if not one.is_text
    ]
    assert cells(grid) == rows


def test_a_cell_over_several_rows_is_said_of_each(tmp_path: Path) -> None:
    source = "#table(columns: 3, [STT],[Họ và tên],[Số QĐ], [1],[Ân],table.cell(rowspan: 2)[12/QĐ], [2],[Bưởi])"
    (tmp_path / "a.pdf").write_bytes(typst.compile(source.encode()))
    (grid,) = read_file(tmp_path / "a.pdf")
    assert cells(grid) == [["STT", "Họ và tên", "Số QĐ"], ["1", "Ân", "12/QĐ"], ["2", "Bưởi", "12/QĐ"]]


def test_a_row_cut_by_a_page_is_one_row(tmp_path: Path) -> None:
    long = " ".join(f"chữ{n}" for n in range(60))
    rows = [HEAD, *PEOPLE[:11], ["12", "Lê Thị Cam", long, "Lao động tiên tiến"], *PEOPLE[12:14]]
    table = read_file(pdf(tmp_path / "a.pdf", rows))[0]
    assert "–" in table.sheet  # the control: it does reach over a page's end
    assert [row for row in cells(table) if row != HEAD] == rows[1:]


def test_two_tables_side_by_side_are_one_list(tmp_path: Path) -> None:
    halves = [f"table(columns: 2, [STT],[Họ và tên], [{n}],[{name}])" for n, name in ((1, "Ân"), (2, "Bưởi"))]
    (tmp_path / "a.pdf").write_bytes(typst.compile(f"#grid(columns: 2, gutter: 1cm, {', '.join(halves)})".encode()))
    (grid,) = read_file(tmp_path / "a.pdf")
    head = ["STT", "Họ và tên"]
    assert cells(grid) == [head, ["1", "Ân"], head, ["2", "Bưởi"]]


def test_a_scan_says_that_it_has_no_text(tmp_path: Path) -> None:
    image = f"#image(bytes({tuple(base64.b64decode(_PIXEL))}), width: 100%)"
    (tmp_path / "a.pdf").write_bytes(typst.compile(image.encode()))
    assert refused(tmp_path / "a.pdf") is Unreadable.NO_TEXT_LAYER


def test_one_scanned_page_among_others_is_not_passed_over(tmp_path: Path) -> None:
    image = f"#image(bytes({tuple(base64.b64decode(_PIXEL))}), width: 100%)"
    text = "#table(columns: 2, [STT],[Họ và tên], [1],[Ân])"
    (tmp_path / "a.pdf").write_bytes(typst.compile(f"{text}\n#pagebreak()\n{image}".encode()))
    assert refused(tmp_path / "a.pdf") is Unreadable.NO_TEXT_LAYER


@pytest.mark.parametrize("said", ["Đặng Văn Dũng", "Bệnh viện Đa khoa"])
def test_a_row_without_a_number_after_a_page_stays_a_row(tmp_path: Path, said: str) -> None:
    first = "#table(columns: 3, [STT],[Họ và tên],[Ghi chú], [1],[Nguyễn Văn Ân],[Tốt])"
    second = f"#table(columns: 3, [],[{said}],[], [2],[Đỗ Thị Bưởi],[Tốt])"
    (tmp_path / "a.pdf").write_bytes(typst.compile(f"{first}\n#pagebreak()\n{second}".encode()))
    rows = [row for grid in read_file(tmp_path / "a.pdf") for row in cells(grid)]
    assert ["", said, ""] in rows
    assert ["1", "Nguyễn Văn Ân", "Tốt"] in rows, "the person above is as they were"


def test_text_without_a_table_says_so(tmp_path: Path) -> None:
    assert refused(pdf(tmp_path / "a.pdf", "Chỉ có lời văn.")) is Unreadable.NO_TABLE


def test_a_sealed_file_says_so(tmp_path: Path) -> None:
    seal = f"<</Filter/Standard/V 1/R 2/O<{'00' * 32}>/U<{'00' * 32}>/P -4>>"
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>", seal]
    body, places = b"%PDF-1.4\n", []
    for number, said in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{said}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    body += (
        f"xref\n0 4\n0000000000 65535 f \n{table}trailer<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\n"
        f"startxref\n{len(body)}\n%%EOF"
    ).encode()
    (tmp_path / "a.pdf").write_bytes(body)
    assert refused(tmp_path / "a.pdf") is Unreadable.ENCRYPTED
    (tmp_path / "a.pdf").write_bytes(body.replace(b"/Encrypt 3 0 R", b""))
    assert refused(tmp_path / "a.pdf") is Unreadable.NO_TEXT_LAYER


def test_too_many_pages_and_cells_are_refused(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [HEAD, *PEOPLE])
    assert refused(path, Limits(pages=1)) is Unreadable.TOO_MANY_CELLS
    assert refused(path, Limits(cells=100)) is Unreadable.TOO_MANY_CELLS


_WORD = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyắậểộ", min_size=1, max_size=7)
_WORDS = st.lists(_WORD, max_size=12).map(" ".join)


@settings(max_examples=12, deadline=None)
@given(people=st.lists(st.tuples(_WORDS.filter(bool), _WORDS), min_size=1, max_size=70), repeat=st.booleans())
def test_no_row_is_lost_wherever_pages_end(people: list[tuple[str, str]], repeat: bool) -> None:
    rows = [[str(n), *person, "Lao động tiên tiến"] for n, person in enumerate(people, 1)]
    with tempfile.TemporaryDirectory() as folder:
        sheet, *_text = sheets_of(pdf(Path(folder) / "a.pdf", [HEAD, *rows], repeat=repeat), LIMITS)
    assert [row[0] for row in sheet.rows if row != HEAD] == [row[0] for row in rows]
    assert [row for row in sheet.rows if row != HEAD] == rows
