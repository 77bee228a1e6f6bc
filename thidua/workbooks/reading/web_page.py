"""Tables of web pages: what other systems name .xls or .doc, because Excel and Word open it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from .delimited import decoded
from .limits import Limits
from .raw import RawSheet
from .signs import Refused
from .written import Room, Table, sheets_of_tables

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(utf-16|windows-1258|windows-1252|iso-8859-1)\b", re.IGNORECASE)
_PASSED_OVER = frozenset({"script", "style", "title", "xml"})
_LINES = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "tr", "table"})
_CELLS = frozenset({"td", "th"})
_DEEPEST = 20  # tables within tables
_MOST_SPAN = 1000


def sheets_of(path: Path, limits: Limits) -> Iterator[RawSheet]:
    """Yield the tables of a web page as sheets, then its text. Raises Refused."""
    page = _Page(Room(limits))
    page.feed(_decoded(path.read_bytes()))
    page.close()
    page.finish()
    yield from sheets_of_tables(page.tables, page.paragraphs, limits)


def _decoded(data: bytes) -> str:
    said = _CHARSET.search(data[:4096])
    name = said[1].decode().lower() if said else ""
    return data.decode(name, "replace") if name == "windows-1258" else decoded(data)


@dataclass(slots=True)
class _Open:
    """A table being read. ``down``: by column, how many rows more a cell of an earlier row reaches, and its text."""

    table: Table
    row: list[str] | None = None
    down: dict[int, tuple[int, str]] = field(default_factory=dict)
    spans: tuple[int, int] = (1, 1)
    text: list[str] | None = None
    heads: int = 0


class _Page(HTMLParser):
    """Walks through a page in its order; ends that nobody wrote are taken for written."""

    def __init__(self, room: Room) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self.paragraphs: list[str] = []
        self._room = room
        self._open: list[_Open] = []
        self._line: list[str] = []
        self._passing = 0
        self._follows = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _PASSED_OVER:
            self._passing += 1
        if tag in _LINES:
            self._break()
        if tag == "table":
            self._begin_table()
        elif self._open and tag == "tr":
            self._end_row(self._open[-1])
            self._open[-1].row = []
        elif self._open and tag in _CELLS:
            self._begin_cell(self._open[-1], tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _PASSED_OVER:
            self._passing = max(0, self._passing - 1)
        if tag in _LINES:
            self._break()
        if self._open and tag in _CELLS:
            self._end_cell(self._open[-1])
        elif self._open and tag == "tr":
            self._end_row(self._open[-1])
        elif self._open and tag == "table":
            self._end_table()

    def handle_data(self, data: str) -> None:
        if self._passing:
            return
        self._room.take_text(data)
        here = self._open[-1] if self._open else None
        if here is None:
            self._line.append(data)
        elif here.text is not None:
            here.text.append(re.sub(r"\s+", " ", data))

    def finish(self) -> None:
        """Close what the page left open."""
        while self._open:
            self._end_table()
        self._break()

    def _break(self) -> None:
        if self._open:
            if self._open[-1].text is not None:
                self._open[-1].text.append("\n")
            return
        if text := " ".join("".join(self._line).split()):
            self.paragraphs.append(text)
            self._follows = False
        self._line = []

    def _begin_table(self) -> None:
        if len(self._open) >= _DEEPEST:
            raise Refused("too_many_cells")
        self.tables.append(Table([], follows=self._follows))
        self._open.append(_Open(self.tables[-1]))

    def _begin_cell(self, here: _Open, tag: str, about: dict[str, str | None]) -> None:
        self._end_cell(here)
        if here.row is None:
            here.row = []
        here.spans = (_span(about.get("rowspan")), _span(about.get("colspan")))
        here.text = []
        here.heads += tag == "th" and not here.table.rows

    def _end_cell(self, here: _Open) -> None:
        if here.text is None or here.row is None:
            return
        lines = (" ".join(line.split()) for line in "".join(here.text).split("\n"))
        text, here.text = "\n".join(filter(None, lines)), None
        self._fill(here, here.row)
        rows, columns = here.spans
        for column in range(columns):
            # As in Word: what reaches down is said of each row, what reaches aside stands in the first cell.
            said = "" if column else text
            self._room.take(len(here.table.rows), len(here.row), said)
            if rows > 1:
                here.down[len(here.row)] = (rows - 1, said)
            here.row.append(said)
        if rows > 1 or columns > 1:
            first, last = len(here.table.rows), len(here.row) - 1
            here.table.merges.append((first, last - columns + 1, first + rows - 1, last))

    def _fill(self, here: _Open, row: list[str]) -> None:
        """Put what reaches down from rows above where this row comes to it."""
        while (reaching := here.down.get(len(row))) is not None:
            left, text = reaching
            self._room.take(len(here.table.rows), len(row), text)
            del here.down[len(row)]
            if left > 1:
                here.down[len(row)] = (left - 1, text)
            row.append(text)

    def _end_row(self, here: _Open) -> None:
        self._end_cell(here)
        if here.row is None:
            return
        self._fill(here, here.row)
        here.table.titled = here.table.titled or (not here.table.rows and here.heads > 1)
        here.table.rows.append(here.row)
        here.row = None

    def _end_table(self) -> None:
        here = self._open.pop()
        self._end_row(here)
        width = here.table.width
        for row in here.table.rows:
            row.extend([""] * (width - len(row)))
        self._follows = not self._open


def _span(said: str | None) -> int:
    """Return how far a cell reaches; what is no number counts as one, as in browsers."""
    number = int(said) if said and said.isascii() and said.isdigit() and len(said) < 9 else 1
    return min(max(1, number), _MOST_SPAN)
