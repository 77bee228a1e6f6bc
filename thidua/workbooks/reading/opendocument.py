"""The XML of an .ods workbook: merges, faults, formulas without a value; links and endless repetition refused."""

from __future__ import annotations

import re
from typing import IO
from xml.parsers import expat

from ..grids import column_letters
from .limits import Limits
from .noticed import Noticed
from .signs import Refused

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_SOURCES = {f"{_TABLE}table-source", f"{_TABLE}cell-range-source"}
_LINK = re.compile(r"'(?:file|https?|ftp|\.\.?):?/[^']*'#")
_FAULT = re.compile(r"#(?:N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!)|Err:\d{3}")


def noticed_in(content: IO[bytes], limits: Limits) -> dict[str, Noticed]:
    """Return what was noticed by the sheet's name. Raises Refused."""
    sheets = _Sheets(limits)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = sheets.start
    parser.EndElementHandler = sheets.end
    parser.CharacterDataHandler = sheets.text
    parser.StartDoctypeDeclHandler = _refuse_declaration
    try:
        parser.ParseFile(content)
    except (expat.ExpatError, RecursionError) as error:
        raise Refused("damaged") from error
    return sheets.found


def _refuse_declaration(*_said: object) -> None:
    raise Refused("entities")


class _Sheets:
    """Walks through the sheets, rows and cells in their order, counting repeated ones."""

    def __init__(self, limits: Limits) -> None:
        self.found: dict[str, Noticed] = {}
        self._limits = limits
        self._sheet = Noticed()
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._said = ""
        self._in_text = False

    def start(self, tag: str, about: dict[str, str]) -> None:
        if tag == f"{_TABLE}table":
            name = about.get(f"{_TABLE}name", "")
            if _LINK.match(name):  # LibreOffice keeps what it last saw of the other file under the file's name
                raise Refused("external_link")
            self._sheet = self.found[name] = Noticed()
            self._row = 0
        elif tag == f"{_TABLE}table-row":
            self._rows = _count(about, "number-rows-repeated")
            self._column = 0
        elif tag in _CELLS:
            self._cell(about)
        elif tag in _SOURCES:
            raise Refused("external_link")
        self._in_text = tag == f"{_TEXT}p"

    def end(self, tag: str) -> None:
        if tag == f"{_TABLE}table-row":
            self._row += self._rows
        elif tag in _CELLS:
            if _FAULT.fullmatch(self._said):
                self._sheet.faults[self._row, self._column] = self._said
            self._column += self._columns
        self._in_text = False

    def text(self, piece: str) -> None:
        if self._in_text and len(self._said) < 20:
            self._said += piece

    def _cell(self, about: dict[str, str]) -> None:
        self._said = ""
        self._columns = _count(about, "number-columns-repeated")
        holds = f"{_OFFICE}value-type" in about
        last_row, last_column = self._row + self._rows, self._column + self._columns
        if holds and (last_row > self._limits.rows or last_column > self._limits.columns):
            raise Refused("too_many_cells")
        if formula := about.get(f"{_TABLE}formula"):
            if _LINK.search(formula):
                raise Refused("external_link")
            if not holds:
                self._sheet.unread(f"{column_letters(self._column)}{self._row + 1}")
        down, right = _count(about, "number-rows-spanned"), _count(about, "number-columns-spanned")
        if down * right > 1:
            self._sheet.merges.append((self._row, self._column, self._row + down - 1, self._column + right - 1))


def _count(about: dict[str, str], name: str) -> int:
    said = about.get(_TABLE + name, "1")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise Refused("damaged")
    return max(1, int(said))
