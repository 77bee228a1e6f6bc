"""Doubts about a document as a whole: its text against its list, and lists that are not being read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from ..finding.around import Around, SaidDecision
from ..finding.tables import Findings, FoundTable, RowClass, SheetRole
from ..grids import Grid
from .amounts import pairs_in
from .rows import OPEN_FIELD


def other_lists(found: Findings, table: FoundTable) -> Iterator[str]:
    """Yield the other complete lists of a file: only one is read at a time, and nobody should think it was all."""
    for other in found.tables:
        if other is not table and other.grid.sheet != table.grid.sheet and other.grid.visible and not other.missing:
            why = _("“%(sheet)s” cũng là danh sách, có %(count)s dòng, chưa đọc: nhập tệp lần nữa và chọn trang ấy.")
            yield why % {"sheet": other.grid.sheet, "count": len(other.rows_of(RowClass.DATA))}
    for sheet in found.sheets:
        if sheet.role is SheetRole.NO_TABLE and sheet.name.startswith("Bảng "):
            yield _("“%(sheet)s”: không hiểu dòng tiêu đề nên không đọc.") % {"sheet": sheet.name}


def doubts_around(grids: Sequence[Grid], table: FoundTable, said: Around) -> Iterator[str]:
    """Yield what in the text does not agree with itself or with the list, with the place."""
    if said.disagrees() and said.own and said.annex:
        why = _("Văn bản là %(own)s, nhưng danh sách ghi kèm theo %(annex)s: chưa lấy số nào.")
        yield why % {"own": _named(said.own), "annex": _named(said.annex)}
    for grid in grids:
        rows = range(grid.cells.height) if grid.is_text else _outside(grid, table)
        for row in rows:
            for column, text in enumerate(grid.cells.row(row)):
                if text:
                    yield from _doubts_in(text, f"{grid.sheet} {grid.address(row, column)}".strip())


def _outside(grid: Grid, table: FoundTable) -> list[int]:
    if grid is not table.grid:
        return []
    return [*table.rows_of(RowClass.ABOVE), *table.rows_of(RowClass.NOTE), *table.rows_of(RowClass.TOTAL)]


def _doubts_in(text: str, place: str) -> Iterator[str]:
    for pair in pairs_in(text):
        if pair.agree() is False:
            why = _("%(place)s: bằng số là %(figures)s, bằng chữ là “%(words)s”.")
            yield why % {"place": place, "figures": pair.figures, "words": pair.words}
    for found in OPEN_FIELD.finditer(text):
        yield _("%(place)s: trường trộn thư còn để trống: %(field)s.") % {"place": place, "field": found[0]}


def _named(decision: SaidDecision) -> str:
    if decision.day is None:
        return _("Quyết định số %(number)s") % {"number": decision.number}
    said = {"number": decision.number, "day": f"{decision.day:%d/%m/%Y}"}
    return _("Quyết định số %(number)s ngày %(day)s") % said
