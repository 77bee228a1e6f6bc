"""Spreadsheets through the Rust reader: sheets with their place, whether they show, merged cells, missing values."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, ZipError

from .cells import as_text
from .limits import Limits
from .signs import XLSX, Refused

_NOT_READ = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"[^>]*><f[^>]*?(?:/>|>[^<]*</f>)(?:<v></v>|<v/>)?</c>')
_SHEET = re.compile(rb"<sheet\b[^>]*>")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_MOST_TOLD = 200


@dataclass(slots=True)
class RawSheet:
    """A sheet as read: rows of text from (``first_row``, ``first_column``) on; merges as four positions."""

    name: str
    rows: list[list[str]]
    visible: bool = True
    first_row: int = 0
    first_column: int = 0
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    unread_formulas: list[str] = field(default_factory=list)


def sheets_of(path: Path, kind: str, limits: Limits) -> Iterator[RawSheet]:
    """Yield the sheets of a workbook in their order. Raises Refused."""
    try:
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            unread = _unread_formulas(path) if kind == XLSX else {}
            if len(book.sheets_metadata) > limits.sheets:
                raise Refused("too_many_cells")
            for about in book.sheets_metadata:
                yield _sheet(book, about.name, about.visible is SheetVisibleEnum.Visible, unread, limits)
    except PasswordError as error:
        raise Refused("encrypted") from error
    except (CalamineError, ZipError, OSError, ValueError) as error:
        raise Refused("damaged") from error


def _sheet(book: CalamineWorkbook, name: str, visible: bool, unread: dict[str, list[str]], limits: Limits) -> RawSheet:
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return RawSheet(name, [], visible)
    if sheet.height > limits.rows or sheet.width > limits.columns:
        raise Refused("too_many_cells")
    first_row, first_column = sheet.start
    rows = [[as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return RawSheet(name, rows, visible, first_row, first_column, merges, unread.get(name, []))


def _unread_formulas(path: Path) -> dict[str, list[str]]:
    """Return by sheet the cells whose formula has no stored value: their writer never calculated."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        files = _files_of(archive, names)
        found = {}
        for sheet, name in files.items():
            data = archive.read(name) if name in names else b""
            if b"<f" in data:
                found[sheet] = [cell.decode() for cell in _NOT_READ.findall(data)[:_MOST_TOLD]]
    return found


def _files_of(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """Return sheet name → member of the archive."""
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in names:
        return {}
    targets = {}
    for tag in _RELATION.findall(archive.read(relations)):
        targets[_attribute(tag, b"Id")] = _attribute(tag, b"Target").removeprefix("/xl/").removeprefix("xl/")
    sheets = {}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        target = targets.get(_attribute(tag, b"r:id"))
        if target:
            sheets[_attribute(tag, b"name")] = f"xl/{target}"
    return sheets


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + re.escape(name) + rb'="([^"]*)"', tag)
    text = found[1].decode("utf-8", "replace") if found else ""
    for written, meant in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(written, meant)
    return text
