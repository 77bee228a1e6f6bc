"""Spreadsheets through the Rust reader: sheets with their place, whether they show, merged cells, faults."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
    ZipError,
)

from ..grids import column_letters
from . import markup, old_excel, opendocument
from .cells import rows_of_lost_digits
from .compound import Compound
from .limits import Limits
from .noticed import Noticed
from .raw import RawSheet
from .signs import BOOK_STREAMS, XLS, XLSX, Refused

_MOST_TOLD = 200


def sheets_of(path: Path, kind: str, limits: Limits) -> Iterator[RawSheet]:
    """Yield the sheets of a workbook in their order, sheets of charts left out. Raises Refused."""
    try:
        noticed = _noticed_in_archive(path, kind, limits) if kind != XLS else {}
        by_place = _noticed_in_records(path) if kind == XLS else {}
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            _refuse_sheets(book.sheets_metadata, limits)
            left = limits.cells
            for place, about in enumerate(book.sheets_metadata):
                if about.typ is not SheetTypeEnum.WorkSheet:
                    continue
                sheet = _sheet(book, about, by_place.get(place) or noticed.get(about.name) or Noticed(), limits, left)
                left -= sum(map(len, sheet.rows))
                yield sheet
    except PasswordError as error:
        raise Refused("encrypted") from error
    except (CalamineError, ZipError, OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise Refused("damaged") from error


def _noticed_in_archive(path: Path, kind: str, limits: Limits) -> dict[str, Noticed]:
    """Return by the sheet's name what the Rust reader does not tell."""
    with zipfile.ZipFile(path) as archive:
        if kind == XLSX:
            return markup.noticed_in(archive)
        with archive.open("content.xml") as content:
            return opendocument.noticed_in(content, limits)


def _noticed_in_records(path: Path) -> dict[int, Noticed]:
    """Return the same for an old workbook, by the sheet's place."""
    file = Compound(path.read_bytes())
    return old_excel.noticed_in(next(filter(None, map(file.stream, BOOK_STREAMS)), b""))


def _refuse_sheets(sheets: list[SheetMetadata], limits: Limits) -> None:
    if len(sheets) > limits.sheets:
        raise Refused("too_many_cells")
    if any(about.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba) for about in sheets):
        raise Refused("macro")


def _sheet(book: CalamineWorkbook, about: SheetMetadata, noticed: Noticed, limits: Limits, left: int) -> RawSheet:
    sheet = book.get_sheet_by_name(about.name)
    visible = about.visible is SheetVisibleEnum.Visible
    if sheet.start is None:
        return RawSheet(about.name, [], visible)
    if sheet.height > limits.rows or sheet.width > limits.columns or sheet.height * sheet.width > left:
        raise Refused("too_many_cells")
    first_row, first_column = sheet.start
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=True)
    rounded = [
        f"{column_letters(first_column + column)}{first_row + row + 1}"
        for column, cells in enumerate(zip(*rows, strict=True))
        for row in rows_of_lost_digits(cells)
    ]
    _put_faults(rows, noticed, first_row, first_column)
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()] or noticed.merges
    return RawSheet(
        about.name, rows, visible, first_row, first_column, merges, noticed.unread_formulas, rounded[:_MOST_TOLD]
    )


def _put_faults(rows: list[list[Any]], noticed: Noticed, first_row: int, first_column: int) -> None:
    """Put ``#N/A`` and its kin where they stand: the Rust reader gives them as empty, and empty means another thing."""
    for (row, column), fault in noticed.faults.items():
        row_here, column_here = row - first_row, column - first_column
        if 0 <= row_here < len(rows) and 0 <= column_here < len(rows[row_here]):
            rows[row_here][column_here] = fault
