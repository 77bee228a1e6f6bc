"""What stands around a list and is said of all its rows: the decision that the list belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from thidua.kernel.text import nfc

from ..grids import Grid
from .tables import FoundTable, RowClass

_NUMBER = r"(?P<number>\d{1,6}\s*/(?:\s*\d{4}\s*/)?\s*QĐ[\w\-–/.&]*)"
_DAY = r"ngày\s*(?P<d>\d{1,2})\s*(?:tháng|[/.\-])\s*(?P<m>\d{1,2})\s*(?:năm|[/.\-])\s*(?P<y>\d{4})"
_ANNEX = re.compile(rf"kèm\s+theo\s+quyết\s+định\s+(?:số\s*:?\s*)?{_NUMBER}(?:[\s,]*{_DAY})?", re.IGNORECASE)
_OWN = re.compile(rf"^\s*(?:quyết\s+định\s+)?số\s*:?\s*{_NUMBER}(?:[\s,]*{_DAY})?\s*$", re.IGNORECASE | re.MULTILINE)
_PLACE_AND_DAY = re.compile(rf"^[^\d.;:]{{2,60}},\s*{_DAY}\s*$", re.IGNORECASE | re.MULTILINE)
_LOOKED_AT = 2_000  # rows of another sheet


@dataclass(frozen=True, slots=True)
class SaidDecision:
    """A decision named in the text: its number, its day where one is told, and the sheet that says so."""

    number: str
    day: date | None
    sheet: str


@dataclass(frozen=True, slots=True)
class Around:
    """The decision as its own head names it, and as the list's heading “Kèm theo Quyết định số …” does."""

    own: SaidDecision | None = None
    annex: SaidDecision | None = None

    def decision(self) -> SaidDecision | None:
        """Return the decision of the list; None where none is named, or its head and the list name different ones."""
        if self.own is None or self.annex is None:
            return self.annex or self.own
        if self.disagrees():
            return None
        return SaidDecision(self.annex.number, self.annex.day or self.own.day, self.annex.sheet)

    def disagrees(self) -> bool:
        """Say whether the head and the list name decisions of another number or day."""
        if self.own is None or self.annex is None:
            return False
        days = {one.day for one in (self.own, self.annex) if one.day}
        return _plain(self.own.number) != _plain(self.annex.number) or len(days) > 1


def around(grids: Sequence[Grid], table: FoundTable) -> Around:
    """Return what the text outside a list says of it: paragraphs, other small tables, rows above and below it."""
    own: SaidDecision | None = None
    annex: SaidDecision | None = None
    dated: date | None = None
    for sheet, text in _texts(grids, table):
        if annex is None and (found := _ANNEX.search(text)):
            annex = SaidDecision(_tidy(found["number"]), _day(found), sheet)
        elif own is None and (found := _OWN.search(text)):
            own = SaidDecision(_tidy(found["number"]), _day(found), sheet)
        if dated is None and (found := _PLACE_AND_DAY.search(text)):
            dated = _day(found)
    if own is not None and own.day is None:
        own = SaidDecision(own.number, dated, own.sheet)
    return Around(own, annex)


def _texts(grids: Sequence[Grid], table: FoundTable) -> Iterator[tuple[str, str]]:
    outside = [*table.rows_of(RowClass.ABOVE), *table.rows_of(RowClass.NOTE)]
    for grid in grids:
        if not grid.visible or grid.cells.is_empty():
            continue
        rows = (grid.cells.row(row) for row in outside) if grid is table.grid else grid.cells.head(_LOOKED_AT).rows()
        for row in rows:
            yield from ((grid.sheet, _lines(cell)) for cell in row if cell)


def _lines(text: str) -> str:
    """Return a text with single spaces, so that no pattern has long runs of them to try."""
    return "\n".join(" ".join(line.split()) for line in nfc(text).splitlines() if line.strip())


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])) if found["d"] else None
    except ValueError:
        return None


def _tidy(number: str) -> str:
    return re.sub(r"\s+", "", number).rstrip(".,-–")


def _plain(number: str) -> str:
    return number.replace("–", "-").upper()
