"""What was found in a workbook: tables with their columns and rows, and the sheets left out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from ..cleaning.readings import Sureness
from ..grids import Grid, column_letters
from . import shapes
from .fields import MARKED_TITLE


class RowClass(StrEnum):
    """What a row of the sheet is. Each row is exactly one."""

    ABOVE = "above"  # titles over the header
    HEADER = "header"
    NUMBERING = "numbering"  # (1) (2) (3) under a header
    DATA = "data"
    REPEATED_HEADER = "repeated_header"  # on each printed page
    GROUP = "group"  # a sub-heading: the unit of the rows below it
    TOTAL = "total"
    PREFILLED = "prefilled"  # only a running number, formulas, or what formulas say about nothing
    NOTE = "note"  # notes, places, days and signatures
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    ``index`` counts in the grid; ``parts`` are its head's texts from the top level down. ``field`` is the code of its
    meaning or ``None``; ``others`` are codes it could mean too, best first; ``why_vi`` tells in Vietnamese how that
    was concluded. ``share`` in 0…1 is the likeness of the head to the known word.
    """

    index: int
    parts: tuple[str, ...]
    field: str | None
    sureness: Sureness
    why_vi: str = ""
    others: tuple[str, ...] = ()
    share: float = 0.0

    @property
    def text(self) -> str:
        """Return the whole head, levels joined: “Quyết định › Số”."""
        return " › ".join(self.parts)


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table in a sheet.

    ``rows``: one row per row of the grid with ``row`` (zero-based), ``class`` (a ``RowClass``) and ``group`` (the text
    of the sub-heading it stands under, or null). ``missing`` are required groups of fields that no column holds.
    ``signature`` is the same for the same heads in the same order, wherever they stand.
    """

    grid: Grid
    kind: str
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: pl.DataFrame
    signature: str
    missing: tuple[tuple[str, ...], ...] = ()

    def column(self, field: str) -> Column | None:
        """Return the column that holds a field, or None."""
        return next((column for column in self.columns if column.field == field), None)

    def address(self, row: int, column: Column) -> str:
        """Return the address of a cell, such as ``B12``."""
        return self.grid.address(row, column.index)

    def letters(self, column: Column) -> str:
        """Return the letters of a column in its sheet."""
        return column_letters(self.grid.first_column + column.index)

    def choice(self) -> tuple[str | None, ...]:
        """Return the field of each column in order: what is remembered under the signature."""
        return tuple(column.field for column in self.columns)

    def rows_of(self, row_class: RowClass) -> list[int]:
        """Return the positions of the rows of one class."""
        return self.rows.filter(pl.col("class") == row_class.value)["row"].to_list()

    def data(self) -> pl.DataFrame:
        """Return the data rows: ``row``, ``group`` and one column of text per field that stands in one column."""
        picked = [
            pl.col(str(column.index)).alias(column.field)
            for column in self.columns
            if column.field and column.field != MARKED_TITLE
        ]
        both = self.rows.hstack(self.grid.cells.select(picked)) if picked else self.rows
        return both.filter(pl.col("class") == RowClass.DATA.value).drop("class")

    def marked_titles(self) -> pl.DataFrame:
        """Return ``row``, ``column``, ``title``, ``mark``, ``clear`` for each filled cell under a title's own head.

        ``clear`` says that the cell is a plain mark such as X; what else stands there is for a person to judge.
        """
        is_data = self.rows["class"] == RowClass.DATA.value
        parts = []
        for column in (column for column in self.columns if column.field == MARKED_TITLE):
            mark = pl.col(str(column.index)).str.strip_chars()
            parts.append(
                self.grid.cells.select(mark.alias("mark"))
                .with_columns(self.rows["row"], pl.lit(column.index, dtype=pl.UInt32).alias("column"))
                .filter(is_data & pl.col("mark").is_not_null() & (pl.col("mark") != ""))
                .with_columns(
                    pl.lit(column.parts[-1]).alias("title"),
                    pl.col("mark").str.to_lowercase().str.contains(shapes.PLAIN_MARK).alias("clear"),
                )
            )
        if not parts:
            return pl.DataFrame(schema=_MARKED)
        return pl.concat(parts).select(list(_MARKED)).sort("row", "column")


_MARKED = {"row": pl.UInt32, "column": pl.UInt32, "title": pl.String, "mark": pl.String, "clear": pl.Boolean}


class SheetRole(StrEnum):
    """What a sheet of the workbook was taken for."""

    TABLE = "table"
    HIDDEN = "hidden"
    GUIDANCE = "guidance"
    OTHER = "other"  # a list, but another one: codes to choose from, a summary
    NO_TABLE = "no_table"
    TEXT = "text"  # what a document says around its tables
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and what it was taken for, with the reason in Vietnamese."""

    name: str
    role: SheetRole
    why_vi: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Every table of a workbook, and every sheet with what it was taken for."""

    tables: tuple[FoundTable, ...]
    sheets: tuple[Sheet, ...]
