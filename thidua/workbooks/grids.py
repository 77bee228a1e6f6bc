"""What one sheet holds, as text in columns."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range of cells by zero-based sheet positions, both ends included; its value stands in the first cell."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet.

    ``cells``: columns named ``"0"``, ``"1"``, … of type String, one row per row of the sheet; null where a cell is
    empty. Every cell stands as text in one form: whole numbers without a fraction (``12``), other numbers shortest
    (``0.85``), days as ``2020-05-17`` (with ``T08:30:00`` only where a time is given), truth as ``TRUE``/``FALSE``, a
    fault of the workbook as itself (``#REF!``). So a column can be cleaned by its distinct values, whatever types
    its writer mixed. ``first_row`` and ``first_column`` say where the cell (0, 0) stands in the sheet, so that an
    address can be told. ``unread_formulas``: addresses of cells with a formula and no stored value.
    ``rounded_numbers``: addresses of whole numbers of more than 15 digits, whose last digits Excel has not kept.
    ``is_text``: no table, but the paragraphs around the tables of a document, one to a row.
    """

    sheet: str
    cells: pl.DataFrame
    visible: bool = True
    first_row: int = 0
    first_column: int = 0
    merges: tuple[Merge, ...] = field(default=())
    unread_formulas: tuple[str, ...] = field(default=())
    rounded_numbers: tuple[str, ...] = field(default=())
    is_text: bool = False

    def address(self, row: int, column: int) -> str:
        """Return the address of a cell of ``cells`` as the spreadsheet names it, such as ``B12``."""
        return f"{column_letters(self.first_column + column)}{self.first_row + row + 1}"


def column_letters(column: int) -> str:
    """Return the letters of a zero-based column: 0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
