"""The workbook that was sent, handed back with its faults: each cell coloured, with a remark that says what is wrong.

Up to ``WHOLE`` cells it is the very workbook, with its own look. A larger one, and one of another format, is written
anew from what was read: of a large one only the rows with faults, each at its own address, so that what is mended there
can be sent again as it is.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

import openpyxl
import polars as pl
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ..grids import Grid, column_letters
from ..looking import letters_of
from ..planning.plans import Level
from ..reading import read_file

WHOLE = 100_000  # cells
_MARKED = 5_000  # cells that are coloured; the list on its own sheet is cut there too
_AUTHOR = "Thi Đua"
_NO_FILL = PatternFill()
_FILLS = {
    Level.ERROR: PatternFill("solid", fgColor="FFC7CE"),
    Level.CONFLICT: PatternFill("solid", fgColor="FCD5B4"),
    Level.ASK: PatternFill("solid", fgColor="FFEB9C"),
    Level.DOUBT: PatternFill("solid", fgColor="DDEBF7"),
}
# A text that begins so would be taken for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Mark(NamedTuple):
    """A remark at an address; ``letters`` is "" where it is about the whole row."""

    letters: str
    line: int
    level: Level
    text: str
    value: str


def write_marked(source: Path, target: IO[bytes], layout: Mapping[str, Any], notes: pl.DataFrame) -> None:
    """Write the workbook ``source`` to ``target`` with the faults of ``notes`` (as ``NOTE_SCHEMA``) shown in it.

    ``layout``: where the list stands, as ``look_at`` tells it. Raises UnreadableFile.
    """
    marks = list(_marks(layout, notes))
    book = _opened(source) or _written_anew(source, layout, {mark.line for mark in marks})
    page = book[_title(layout["sheet"])]
    _take_old_marks(page)
    for (letters, line), said in _by_cell(marks, _first_letters(layout)).items():
        _mark(page[f"{letters}{line}"], said)
    _list_faults(book, page.title, marks)
    book.active = page
    book.save(target)


def _marks(layout: Mapping[str, Any], notes: pl.DataFrame) -> Iterator[Mark]:
    letters = letters_of(layout)
    found = notes.filter(pl.col("level").is_in([level.value for level in _FILLS])).sort("row", maintain_order=True)
    for note in found.head(_MARKED).iter_rows(named=True):
        line = note["row"] + layout["first_line"]
        yield Mark(letters.get(note["field"], ""), line, Level(note["level"]), note["text"], note["value"])


def _first_letters(layout: Mapping[str, Any]) -> str:
    return str(layout["columns"][0]["letters"])


def _by_cell(marks: Iterable[Mark], first: str) -> dict[tuple[str, int], list[Mark]]:
    cells: dict[tuple[str, int], list[Mark]] = {}
    for mark in marks:
        cells.setdefault((mark.letters or first, mark.line), []).append(mark)
    return cells


def _opened(source: Path) -> Workbook | None:
    """Return the workbook itself, unless it is large or of another format."""
    if not zipfile.is_zipfile(source):
        return None
    with zipfile.ZipFile(source) as archive:
        sheets = [one for one in archive.infolist() if one.filename.startswith("xl/worksheets/")]
        # A cell takes some thirty characters of a sheet's XML.
        if not sheets or sum(one.file_size for one in sheets) > WHOLE * 30:
            return None
    with source.open("rb") as file:
        return openpyxl.load_workbook(file)


def _written_anew(source: Path, layout: Mapping[str, Any], wrong: set[int]) -> Workbook:
    grids = read_file(source)
    large = sum(grid.cells.height * grid.cells.width for grid in grids) > WHOLE
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for grid in grids:
        page = book.create_sheet(_title(grid.sheet))
        page.sheet_state = "visible" if grid.visible else "hidden"
        if large and grid.sheet != layout["sheet"]:
            continue
        _copy(page, grid, {*wrong, *layout["header_lines"]} if large else None)
    return book


def _title(sheet: str) -> str:
    """Return a sheet's name; a text file has none."""
    return sheet or _("Danh sách")


def _copy(page: Worksheet, grid: Grid, lines: set[int] | None) -> None:
    columns = [column_letters(grid.first_column + number) for number in range(grid.cells.width)]
    for number, row in enumerate(grid.cells.iter_rows()):
        line = number + grid.first_row + 1
        if lines is None or line in lines:
            for letters, text in zip(columns, row, strict=True):
                if text:
                    _put(page[f"{letters}{line}"], text)


def _put(cell: Cell, text: str) -> None:
    """Write a text as text: what looks like a formula is none."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True


def _take_old_marks(page: Worksheet) -> None:
    """Take away what an earlier handing back had marked."""
    for row in page.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == _AUTHOR:
                cell.comment = None
                cell.fill = _NO_FILL


def _mark(cell: Any, said: list[Mark]) -> None:
    gravest = min((mark.level for mark in said), key=list(_FILLS).index)
    cell.fill = _FILLS[gravest]
    cell.comment = Comment("\n".join(mark.text for mark in said), _AUTHOR, width=320, height=110)


def _list_faults(book: Workbook, sheet: str, marks: list[Mark]) -> None:
    """Add a sheet with every fault, each a link to its cell."""
    name = _("Cần sửa")
    if name in book.sheetnames:
        del book[name]
    quoted = sheet.replace("'", "''")
    page = book.create_sheet(name)
    page.append([_("Ô"), _("Trong tệp ghi"), _("Cần sửa gì")])
    for cell in page[1]:
        cell.font = Font(bold=True)
    for mark in marks:
        page.append(["", "", ""])
        address = f"{mark.letters or 'A'}{mark.line}"
        row = page[page.max_row]
        for cell, text in zip(row, (address if mark.letters else str(mark.line), mark.value, mark.text), strict=True):
            _put(cell, text)
        row[0].hyperlink = f"#'{quoted}'!{address}"
    for letters, width in (("A", 10), ("B", 40), ("C", 90)):
        page.column_dimensions[letters].width = width
