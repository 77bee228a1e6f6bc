"""What Word files, web pages and PDFs have in common: tables among running text, cut where a page ends.

They become sheets like a spreadsheet's: “Bảng 1”, “Bảng 2”, …, and “Lời văn” with the text outside them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .limits import Limits
from .raw import RawSheet
from .signs import Refused

TEXT_SHEET = "Lời văn"
_HEADS = frozenset({"stt", "tt", "số tt", "số thứ tự", "họ và tên", "họ tên", "họ, tên", "tên tập thể", "tên đơn vị"})
_HEADER_WITHIN = 6  # rows, for a title may stand in the table itself
_SIDES = (2, 3)
# A sub-heading at the top of a page is no rest of the row before it.
_UNIT = re.compile(
    r"(?:trường|phòng|ban|khối|cụm|khoa|tổ|sở|ủy ban|ubnd|công đoàn|cđcs|đơn vị|xã|phường|huyện)\b", re.I
)


@dataclass(slots=True)
class Table:
    """A table as it stands in a document.

    ``follows``: nothing but a page's end lies between it and the table before. ``titled``: its writer marked its first
    row as a header. ``pages``: first and last page, where the format has pages. ``merges`` as positions in ``rows``.
    """

    rows: list[list[str]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    follows: bool = False
    titled: bool = False
    pages: tuple[int, int] | None = None

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return max(map(len, self.rows), default=0)


@dataclass(slots=True)
class Room:
    """How much may still be read; raises Refused when more comes."""

    limits: Limits
    cells: int = 0
    text: int = 0

    def take(self, row: int, column: int, text: str) -> None:
        """Count a cell at a zero-based position of its table."""
        self.cells += 1
        self.take_text(text)
        is_far = row >= self.limits.rows or column >= self.limits.columns
        if is_far or self.cells > self.limits.cells:
            raise Refused("too_many_cells")

    def take_text(self, text: str) -> None:
        """Count running text."""
        self.text += len(text)
        if self.text > self.limits.text:
            raise Refused("too_many_cells")


def sheets_of_tables(tables: Sequence[Table], paragraphs: Sequence[str], limits: Limits) -> Iterator[RawSheet]:
    """Yield the tables as sheets, what a page's end had cut put together again, and the text. Raises Refused."""
    whole = _joined([table for table in tables if any(map(any, table.rows))])
    if not whole:
        raise Refused("no_table")
    if len(whole) >= limits.sheets:
        raise Refused("too_many_cells")
    for number, table in enumerate(whole, 1):
        sides = _unfolded(table.rows)
        pages = f" ({_pages(*table.pages)})" if table.pages else ""
        yield RawSheet(f"Bảng {number}{pages}", sides or table.rows, merges=[] if sides else table.merges)
    text = [[unicodedata.normalize("NFC", paragraph)] for paragraph in paragraphs if paragraph]
    if text:
        yield RawSheet(TEXT_SHEET, text, is_text=True)


def _pages(first: int, last: int) -> str:
    return f"trang {first}" if first == last else f"trang {first}–{last}"


def _joined(tables: Sequence[Table]) -> list[Table]:
    """Put parts of one table together: the same header again, or none where the pages only parted it."""
    whole: list[Table] = []
    for table in tables:
        header = _key(table.rows[0])
        before = next(
            (one for one in reversed(whole) if one.width == table.width and _key(one.rows[0]) == header), None
        )
        if before is None and table.follows and whole and whole[-1].width == table.width and not _begins(table):
            before = whole[-1]
        if before is None:
            whole.append(table)
            continue
        if before.pages and table.pages:
            before.pages = (before.pages[0], table.pages[1])
            _put_together(before, table)
        down = len(before.rows)
        before.rows.extend(table.rows)
        before.merges.extend((top + down, left, bottom + down, right) for top, left, bottom, right in table.merges)
    return whole


def _put_together(before: Table, table: Table) -> None:
    """Give what a page's end cut off a row back to it: no number of its own, and only what is left of some cells."""
    place = next((n for n, (row, head) in enumerate(zip(table.rows, before.rows, strict=False)) if row != head), 0)
    last, rest = before.rows[-1], table.rows[place] if place < len(table.rows) else []
    filled = [column for column, text in enumerate(rest) if text]
    if not filled or rest[0] or not last[0].strip(".").isdigit() or 2 * len(filled) > sum(map(bool, last)):
        return
    # One cell alone may be a person without a number or a heading; only a word in small letters is surely a rest.
    if len(filled) == 1 and not rest[filled[0]][0].islower():
        return
    if all(last[column] for column in filled) and not any(_UNIT.match(rest[column]) for column in filled):
        for column in filled:
            last[column] = f"{last[column]} {rest[column]}"
        del table.rows[place]


def _begins(table: Table) -> bool:
    """Say whether a table has a header of its own."""
    return table.titled or not _HEADS.isdisjoint(_key(table.rows[0]))


def _key(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(unicodedata.normalize("NFC", cell).lower().split()) for cell in row)


def _unfolded(rows: Sequence[Sequence[str]]) -> list[list[str]] | None:
    """Return a list printed in two or three halves side by side as one, the right under the left; None if it is not."""
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        heads = _key(row)
        for sides in _SIDES:
            width, rest = divmod(len(heads), sides)
            first = heads[:width]
            if rest or width < 2 or "" in first or len(set(first)) < width or heads != first * sides:
                continue
            out = [list(one) for one in rows[: place + 1]]
            out[-1] = list(row[:width])
            for side in range(sides):
                parts = [list(one[side * width : (side + 1) * width]) for one in rows[place + 1 :]]
                # Left halves stay even where they are empty, so that as much as can be keeps its line.
                out.extend(part for part in parts if side == 0 or (any(part) and _key(part) != first))
            return out
    return None
