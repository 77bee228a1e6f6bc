"""Where in a grid the header stands, over one to three rows, with merged cells spread over what they cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..grids import Grid
from .headers import Meaning, meanings

_LOOKED_AT = 60
_MOST_LEVELS = 3
_LEAST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its rows, and for each column of the grid the texts over it with what they can mean."""

    rows: tuple[int, ...]
    parts: tuple[tuple[str, ...], ...]
    meant: tuple[tuple[Meaning, ...], ...]
    score: float


def find_header(grid: Grid, kind: str, *, at: int | None = None) -> Header | None:
    """Return the header that fits a list of ``kind`` best, or the one that begins at row ``at``; None without one."""
    rows = [at] if at is not None else range(min(_LOOKED_AT, grid.cells.height))
    texts = grid.cells.head((at or 0) + _LOOKED_AT + _MOST_LEVELS).rows()
    best: Header | None = None
    for row in rows:
        for levels in range(1, _MOST_LEVELS + 1):
            header = _header(grid, texts, row, levels, kind)
            if header is not None and (best is None or header.score > best.score + 1e-9):
                best = header
    return best


def _header(grid: Grid, texts: Sequence[tuple[str | None, ...]], row: int, levels: int, kind: str) -> Header | None:
    if row + levels > len(texts):
        return None
    lines = [_spread(grid, texts[row + level], row + level, levels - level > 1) for level in range(levels)]
    if levels > 1 and not _is_second_level(texts[row + 1], lines[0]):
        return None
    parts = tuple(_parts(column) for column in zip(*lines, strict=True))
    meant = tuple(meanings(part, kind) for part in parts)
    score = _score(meant)
    named = sum(bool(part) for part in parts)
    if sum(bool(found) for found in meant) < _LEAST_COLUMNS or score < named * 0.3:
        return None
    # Of headers that say as much the shorter is right; a level of its own must earn its place.
    return Header(tuple(range(row, row + levels)), parts, meant, score - 0.25 * (levels - 1))


def _spread(grid: Grid, cells: Sequence[str | None], row: int, has_below: bool) -> list[str]:
    """Return a header row with merged cells, or where none are told empty ones beside a group, filled from the left."""
    line = [cell or "" for cell in cells]
    merges = [merge for merge in grid.merges if merge.first_row <= row + grid.first_row <= merge.last_row]
    for merge in merges:
        first, last = merge.first_column - grid.first_column, merge.last_column - grid.first_column
        if merge.first_row == row + grid.first_row and 0 <= first < len(line):
            for place in range(first, min(last, len(line) - 1) + 1):
                line[place] = line[first]
    if has_below and not grid.merges:
        for place in range(1, len(line)):
            if not line[place] and line[place - 1]:
                line[place] = f"\0{line[place - 1].lstrip(chr(0))}"  # only where the row below has a text, see _parts
    return line


def _is_second_level(cells: Sequence[str | None], above: Sequence[str]) -> bool:
    """Say whether a row can be a header's second level: texts, not numbers, and not under nothing at all."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and not any(cell.replace(".", "").replace(",", "").isdigit() for cell in filled)


def _parts(column: Sequence[str]) -> tuple[str, ...]:
    """Return the texts over a column from the top down, each once; a group's text counts only above another."""
    parts: list[str] = []
    for level, text in enumerate(column):
        plain = text.lstrip("\0")
        only_spread = text.startswith("\0") and not any(column[level + 1 :])
        if plain and not only_spread and (not parts or parts[-1] != plain):
            parts.append(plain)
    return tuple(parts)


def _score(meant: Sequence[Sequence[Meaning]]) -> float:
    """Return how well columns are understood: each field counts once."""
    best: dict[str, float] = {}
    for found in meant:
        if found and found[0].share > best.get(found[0].field, 0):
            best[found[0].field] = found[0].share
    return sum(share**3 for share in best.values())
