"""The ruled tables of a PDF that has a text layer, page by page, and the lines of text outside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from .limits import Limits
from .raw import RawSheet
from .signs import Refused
from .written import Room, Table, sheets_of_tables

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table as Ruled

_TOUCH = 1.0  # points
# “123/QĐ-” at a line's end goes on in the next without a space; a dash between words has a space before it.
_GOES_ON = re.compile(r"(?<=/)\n|(?<=\S-)\n|\n(?=/)")


def sheets_of(path: Path, limits: Limits) -> Iterator[RawSheet]:
    """Yield the tables of a PDF as sheets, then its text. Raises Refused."""
    room, tables, lines = Room(limits), list[Table](), list[str]()
    try:
        with pdfplumber.open(path) as file:
            if len(file.pages) > limits.pages:
                raise Refused("too_many_cells")
            for page in file.pages:
                before = room.text
                found = page.find_tables()
                tables.extend(_table(one, page.page_number, room) for one in found)
                lines.extend(_lines_outside(page, found, room))
                if room.text == before and page.images:
                    raise Refused("no_text_layer")  # a picture of a page among the others: its rows would be lost
                page.close()
    except PdfminerException as error:
        sealed = isinstance(error.args[0], PDFPasswordIncorrect | PDFEncryptionError) if error.args else False
        raise Refused("encrypted" if sealed else "damaged") from error
    if room.text == 0:
        raise Refused("no_text_layer")
    yield from sheets_of_tables(tables, lines, limits)


def _table(ruled: Ruled, page: int, room: Room) -> Table:
    """Return a ruled table; what a cell over several rows says stands in each of them."""
    rows: list[list[str]] = []
    above: dict[int, tuple[float, str]] = {}  # by column: where the last cell ends, and its text
    for number, (row, said) in enumerate(zip(ruled.rows, ruled.extract(), strict=True)):
        texts = []
        for column, (box, text) in enumerate(zip(row.cells, said, strict=True)):
            if box is not None:
                above[column] = (box[3], _unwrapped(text or ""))
            end, standing = above.get(column, (0.0, ""))
            texts.append(standing if end > row.bbox[1] + _TOUCH else "")
            room.take(number, column, texts[-1])
        rows.append(texts)
    # Running heads and page numbers stand between the parts of a list: on a later page it may always go on.
    return Table(rows, follows=page > 1, pages=(page, page))


def _unwrapped(text: str) -> str:
    """Return a cell's text as one line: its writer's program broke it where the column ended."""
    return " ".join(_GOES_ON.sub("", text.replace("\x00", "")).split())


def _lines_outside(page: Page, tables: list[Ruled], room: Room) -> Iterator[str]:
    boxes = [one.bbox for one in tables]

    def is_outside(thing: dict[str, float]) -> bool:
        middle, height = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(left <= middle <= right and top <= height <= bottom for left, top, right, bottom in boxes)

    for line in page.filter(is_outside).extract_text().splitlines():
        if text := " ".join(line.split()):
            room.take_text(text)
            yield text
