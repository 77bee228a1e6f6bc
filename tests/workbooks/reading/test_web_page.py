"""Web pages that other systems name .xls or .doc: known by what they hold, read to the same grids."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbooks.reading.documents import LIST, web_page
from thidua.workbooks.grids import Grid
from thidua.workbooks.reading import Limits, Unreadable, UnreadableFile, read_file


def cells(grid: Grid) -> list[list[str]]:
    return [[cell or "" for cell in row] for row in grid.cells.rows()]


def page(path: Path, body: str) -> Path:
    path.write_bytes(f"<html><body>{body}".encode())
    return path


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-le", b"")],
    ids=["utf-8", "utf-8-mark", "utf-16-mark", "utf-16"],
)
@pytest.mark.parametrize("name", ["danh sách.xls", "quyết định.doc", "a.xlsx"])
def test_a_page_is_known_by_its_content_whatever_its_name(
    encoding: str, mark: bytes, name: str, tmp_path: Path
) -> None:
    table, text = read_file(web_page(tmp_path / name, "Danh sách", LIST, encoding=encoding, mark=mark))
    assert cells(table) == LIST
    assert cells(text) == [["Danh sách"]]


def test_cells_over_rows_and_columns_stand_where_they_belong(tmp_path: Path) -> None:
    body = (
        "<table><tr><th rowspan=2>STT<th colspan=2>Quyết định"
        "<tr><th>Số<th>Ngày"
        "<tr><td>1<td rowspan=2>12/QĐ<td>1<tr><td>2<td>Một<br>hai &amp; ba</table>"
    )
    (grid,) = read_file(page(tmp_path / "a.xls", body))
    assert cells(grid) == [
        ["STT", "Quyết định", ""],
        ["STT", "Số", "Ngày"],
        ["1", "12/QĐ", "1"],
        ["2", "12/QĐ", "Một\nhai & ba"],
    ]
    assert [(one.first_row, one.first_column, one.last_row, one.last_column) for one in grid.merges][:2] == [
        (0, 0, 1, 0),
        (0, 1, 0, 2),
    ]


def test_a_table_that_nobody_closed_loses_no_row(tmp_path: Path) -> None:
    (grid,) = read_file(page(tmp_path / "a.doc", "<table><tr><td>a<td>b<tr><td>c<td>d"))
    assert cells(grid) == [["a", "b"], ["c", "d"]]


def test_programs_and_styles_are_no_text(tmp_path: Path) -> None:
    body = "<style>p{}</style><script>alert(1)</script><table><tr><td>a<script>x</script></td></tr></table>"
    assert [cells(grid) for grid in read_file(page(tmp_path / "a.doc", body))] == [[["a"]]]


def test_spans_beyond_measure_are_refused_and_nonsense_counts_as_one(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as error:
        read_file(page(tmp_path / "a.xls", "<table><tr><td colspan=99999999>a"))
    assert error.value.kind is Unreadable.TOO_MANY_CELLS
    assert cells(read_file(page(tmp_path / "a.xls", "<table><tr><td colspan=x rowspan=-1>a<td>b"))[0]) == [["a", "b"]]
    with pytest.raises(UnreadableFile) as error:
        read_file(page(tmp_path / "a.xls", "<table><tr><td>a<tr><td>b"), Limits(cells=1))
    assert error.value.kind is Unreadable.TOO_MANY_CELLS
