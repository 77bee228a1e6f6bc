"""Word's own XML read as it streams by: a list of thousands of rows never stands in memory as a tree.

Source: ECMA-376 part 1, 17.4 (tables), 17.3.3 (what a run holds), 17.13.5 (changes not yet accepted).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from .limits import Limits
from .raw import RawSheet
from .signs import Refused
from .written import Room, Table, sheets_of_tables

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
# Text that was there before a change, and the second writing of a drawing for old programs.
_PASSED_OVER = frozenset({"moveFrom", "del", _FALLBACK})
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TICKS = frozenset({"F0FC", "F0FD", "F0FE", "00FC", "00FD", "00FE"})  # of Wingdings
_DEEPEST = 20  # tables within tables


def sheets_of(path: Path, limits: Limits) -> Iterator[RawSheet]:
    """Yield the tables of a .docx file as sheets, then its text. Raises Refused."""
    document = _Document(Room(limits))
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = document.start
    parser.EndElementHandler = document.end
    parser.CharacterDataHandler = document.characters
    try:
        with zipfile.ZipFile(path) as archive, archive.open("word/document.xml") as content:
            parser.ParseFile(content)
    except (expat.ExpatError, RecursionError, zipfile.BadZipFile, OSError, ValueError, KeyError) as error:
        raise Refused("damaged") from error
    yield from sheets_of_tables(document.tables, document.paragraphs, limits)


@dataclass(slots=True)
class _Cell:
    column: int
    columns: int = 1
    continues: bool = False  # the cell above reaches down into it
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """A table that is being read.

    ``above`` tells by column in which row the cell that reaches down began, and its text; ``merges`` by first row and
    column where a merged cell ends.
    """

    table: Table
    row: list[str] = field(default_factory=list)
    cell: _Cell | None = None
    above: dict[int, tuple[int, str]] = field(default_factory=dict)
    merges: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


class _Document:
    """Walks through paragraphs and tables in their order; a table within a cell is a table of its own."""

    def __init__(self, room: Room) -> None:
        self.tables: list[Table] = []
        self.paragraphs: list[str] = []
        self._room = room
        self._open: list[_Open] = []
        self._piece: list[str] = []
        self._in_text = False
        self._follows = False
        self._passing = 0

    def start(self, tag: str, about: dict[str, str]) -> None:
        name = _own(tag)
        if name in _PASSED_OVER:
            self._passing += 1
        elif name == "t":
            self._in_text = not self._passing
        elif name == "tbl":
            self._begin_table()
        elif name in _SIGNS or name == "sym":
            self._sign(name, about)
        elif self._open:
            self._in_table(name, {_own(key): value for key, value in about.items()})

    def end(self, tag: str) -> None:
        name = _own(tag)
        if name in _PASSED_OVER:
            self._passing -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p":
            self._end_paragraph()
        elif name == "tc" and self._open:
            self._end_cell(self._open[-1])
        elif name == "tr" and self._open:
            self._open[-1].table.rows.append(self._open[-1].row)
        elif name == "tbl" and self._open:
            self._end_table()

    def characters(self, text: str) -> None:
        if self._in_text:
            self._room.take_text(text)
            self._piece.append(text)

    def _sign(self, name: str, about: dict[str, str]) -> None:
        if self._passing:
            return  # a sign that was taken out again with changes tracked
        if name == "sym":
            said = next((value for key, value in about.items() if _own(key) == "char"), "")
            self._piece.append("X" if said.upper() in _TICKS else "")
        else:
            self._piece.append(_SIGNS[name])

    def _begin_table(self) -> None:
        if len(self._open) >= _DEEPEST:
            raise Refused("too_many_cells")
        # Numbered in the order in which they begin, a table before those within it.
        table = Table([], follows=self._follows)
        self.tables.append(table)
        self._open.append(_Open(table))

    def _in_table(self, name: str, about: dict[str, str]) -> None:
        here = self._open[-1]
        if name == "tr":
            here.row, here.cell = [], None
        elif name == "gridBefore":
            here.row.extend([""] * _count(about))
        elif name == "tblHeader" and about.get("val", "1") not in ("0", "false", "off"):
            here.table.titled = here.table.titled or not here.table.rows
        elif name == "tc":
            here.cell = _Cell(len(here.row))
        elif here.cell is not None and name == "gridSpan":
            here.cell.columns = _count(about)
        elif here.cell is not None and name == "vMerge":
            here.cell.continues = about.get("val", "continue") == "continue"

    def _end_paragraph(self) -> None:
        text = " ".join("".join(self._piece).split(" ")).strip()
        self._piece = []
        if self._open:
            if self._open[-1].cell is not None and text:
                self._open[-1].cell.text.append(text)
        elif text:
            self.paragraphs.append(text)
            self._follows = False

    def _end_cell(self, here: _Open) -> None:
        cell = here.cell
        if cell is None:
            return
        row, text = len(here.table.rows), "\n".join(cell.text)
        last = cell.column + cell.columns - 1
        self._room.take(row, last, "")
        first = row
        if cell.continues and cell.column in here.above:
            first, text = here.above[cell.column]
        here.above[cell.column] = (first, text)
        if first < row or last > cell.column:
            here.merges[first, cell.column] = (row, last)
        # What reaches down stands in every row: a decision's number over ten people is said of each of them.
        here.row.extend([text, *[""] * (cell.columns - 1)])
        here.cell = None

    def _end_table(self) -> None:
        here = self._open.pop()
        table = here.table
        table.merges = [(*first, *last) for first, last in here.merges.items()]
        width = table.width
        for row in table.rows:
            row.extend([""] * (width - len(row)))
        self._follows = not self._open


def _own(tag: str) -> str:
    """Return the local name of what is Word's own; anything else as it stands."""
    for space in _WORD:
        if tag.startswith(space):
            return tag[len(space) :]
    return tag


def _count(about: dict[str, str]) -> int:
    said = about.get("val", "1")
    if not (said.isascii() and said.isdigit() and len(said) < 4):
        raise Refused("damaged")
    return max(1, int(said))
