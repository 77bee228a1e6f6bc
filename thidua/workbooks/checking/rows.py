"""Doubts about single rows of a list, each with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl
from django.utils.translation import gettext as _

from thidua.kernel.text import exact

from ..finding.fields import folded_head
from ..finding.tables import Column, FoundTable, RowClass
from ..planning.plans import Level, Note
from .amounts import in_figures, in_words

# Left open by a mail merge: «Họ_tên», {{ ho_ten }}, <<Ho ten>>, MERGEFIELD.
OPEN_FIELD = re.compile(r"«[^»]{0,60}»|\{\{[^}]{0,60}\}\}|<<[^<>]{1,60}>>|\bMERGEFIELD\b")
_COUNT = frozenset({"so luong", "sl", "so nguoi", "so tap the", "so suat"})
_AMOUNT = frozenset(
    {"muc thuong", "muc tien thuong", "muc tien", "don gia", "dinh muc", "muc chi", "tien thuong moi nguoi"}
)
_TOTAL = frozenset({"thanh tien", "tong tien", "tong so tien", "so tien", "tien thuong", "tong cong"})
_WORDS = frozenset({"bang chu", "so tien bang chu", "viet bang chu", "ghi bang chu"})
_SAME = ("person_code", "full_name", "subject_name", "birth_date", "unit", "title", "year", "decision_number")


def doubts_in_rows(table: FoundTable) -> Iterator[Note]:
    """Yield what in the rows of a list does not agree with itself."""
    yield from _open_fields(table)
    yield from _twice(table)
    yield from _amounts(table)


def _open_fields(table: FoundTable) -> Iterator[Note]:
    why = _("Trường trộn thư còn để trống: %(field)s.")
    data = table.rows["class"] == RowClass.DATA.value
    for column in table.columns:
        cells = pl.DataFrame([table.rows["row"], table.grid.cells[str(column.index)].alias("cell")]).filter(data)
        for row, text in cells.filter(pl.col("cell").str.contains(r"[«{<]|MERGEFIELD")).iter_rows():
            if found := OPEN_FIELD.search(text):
                level = Level.ERROR if column.field else Level.DOUBT
                yield Note(row, column.field or "", level, why % {"field": found[0]}, value=text)


def _twice(table: FoundTable) -> Iterator[Note]:
    """Yield rows that say again of the same person what an earlier one says; other kinds of list refuse them anyway."""
    if table.kind != "titles":
        return
    names = next((name for name in ("full_name", "subject_name") if table.column(name)), None)
    if names is None or any(column.field == "marked_title" for column in table.columns):
        return
    data = table.data()
    kept = [name for name in _SAME if name in data.columns]
    first: dict[tuple[str, ...], int] = {}
    for row, *cells in data.select("row", *kept).iter_rows():
        key = tuple(exact(cell or "") for cell in cells)
        if not key[kept.index(names)]:
            continue
        before = first.setdefault(key, row)
        if before != row and (column := table.column(names)):
            why = _("Ghi hai lần: giống dòng %(cell)s.") % {"cell": table.address(before, column)}
            yield Note(row, names, Level.DOUBT, why, value=cells[kept.index(names)] or "")


def _amounts(table: FoundTable) -> Iterator[Note]:
    count, amount = _column(table, _COUNT), _column(table, _AMOUNT)
    total, words = _column(table, _TOTAL), _column(table, _WORDS)
    for row in table.rows_of(RowClass.DATA):
        if total and (said := _number(table, row, total)) is not None:
            if count and amount and (right := _product(table, row, count, amount)) not in (None, said):
                why = _("%(cell)s: %(count)s × %(amount)s = %(right)s, nhưng ghi %(said)s.")
                numbers = {
                    "count": _cell(table, row, count),
                    "amount": _cell(table, row, amount),
                    "right": _points(right),
                }
                yield _doubt(table, row, total, why, numbers)
            if words and (named := in_words(_cell(table, row, words))) not in (None, said):
                why = _("%(cell)s: bằng số là %(said)s, bằng chữ là %(right)s.")
                yield _doubt(table, row, total, why, {"right": _points(named)})
    if total:
        yield from _sum(table, total)


def _sum(table: FoundTable, total: Column) -> Iterator[Note]:
    """Compare what the only row of totals says with the sum of the rows; remarked at the last row that is summed."""
    data, lines = table.rows_of(RowClass.DATA), table.rows_of(RowClass.TOTAL)
    numbers = [_number(table, row, total) for row in data]
    if len(lines) != 1 or not data or None in numbers:
        return
    said, right = _number(table, lines[0], total), sum(number or 0 for number in numbers)
    if said is not None and said != right:
        why = _("Dòng tổng %(cell)s ghi %(said)s, cộng các dòng được %(right)s.")
        text = why % {"cell": table.address(lines[0], total), "said": _points(said), "right": _points(right)}
        yield Note(data[-1], "", Level.DOUBT, text)


def _doubt(table: FoundTable, row: int, column: Column, why: str, numbers: dict[str, str]) -> Note:
    cell = {"cell": table.address(row, column), "said": _cell(table, row, column)}
    return Note(row, "", Level.DOUBT, why % (cell | numbers))


def _column(table: FoundTable, heads: frozenset[str]) -> Column | None:
    return next((column for column in table.columns if column.parts and folded_head(column.parts[-1]) in heads), None)


def _cell(table: FoundTable, row: int, column: Column) -> str:
    return table.grid.cells[str(column.index)][row] or ""


def _number(table: FoundTable, row: int, column: Column) -> int | None:
    return in_figures(_cell(table, row, column))


def _product(table: FoundTable, row: int, count: Column, amount: Column) -> int | None:
    many, each = _number(table, row, count), _number(table, row, amount)
    return None if many is None or each is None else many * each


def _points(number: int | None) -> str:
    return f"{number:,}".replace(",", ".")
