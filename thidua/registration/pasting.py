"""Reads a block copied from a spreadsheet: tab-separated cells, marks and grades as people write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from thidua.kernel.text import fold, nfc
from thidua.rules.names import GRADE_SHORT_VI, GRADE_VI

from .states import Grade

# A pasted block larger than this is not a grid of one unit.
MOST_ROWS, MOST_COLUMNS = 5000, 50
_YES = frozenset({"x", "v", "1", "co", "dat", "dk", "yes", "true", "✓", "✔"})
_NO = frozenset({"", "0", "-", "–", "khong", "khong dat", "k", "no", "false"})
_GRADES = {fold(words): Grade(code) for code, shorts in GRADE_SHORT_VI.items() for words in (GRADE_VI[code], *shorts)}


class Kind(StrEnum):
    """What a column holds."""

    MARK = "mark"
    GRADE = "grade"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Block:
    """The cells read: True/False for marks, a code or "" for grades, "1", "0" or "" for findings; None: not understood.

    ``unknown`` lists the words not understood, each once; ``cut`` says that the block was too large and was cut.
    """

    rows: list[list[bool | str | None]]
    unknown: list[str] = field(default_factory=list)
    cut: bool = False


def read_block(text: str, kinds: Sequence[str]) -> Block:
    """Read a block whose first column is ``kinds[0]``; columns beyond ``kinds`` are dropped, as beyond the grid.

    A line's missing cells at its end are left out, not read as blank. The last line's end is not a row of its own.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    cut = len(lines) > MOST_ROWS
    rows: list[list[bool | str | None]] = []
    unknown: dict[str, None] = {}
    for line in lines[:MOST_ROWS]:
        row = []
        for word, kind in zip(line.split("\t")[:MOST_COLUMNS], kinds, strict=False):
            value = _READERS.get(kind, _mark)(word)
            if value is None:
                unknown[nfc(word)[:40]] = None
            row.append(value)
        rows.append(row)
    return Block(rows, list(unknown), cut)


def _mark(word: str) -> bool | None:
    said = fold(word)
    if said in _YES:
        return True
    return False if said in _NO else None


def _grade(word: str) -> str | None:
    said = fold(word)
    if said in Grade.values:
        return said
    return _GRADES[said].value if said in _GRADES else ("" if said in _NO else None)


def _finding(word: str) -> str | None:
    """Read a judgement: an empty cell is “not judged”, never “does not hold”."""
    if not nfc(word):
        return ""
    mark = _mark(word)
    return None if mark is None else str(int(mark))


_READERS: dict[str, Callable[[str], bool | str | None]] = {
    Kind.MARK: _mark,
    Kind.GRADE: _grade,
    Kind.FINDING: _finding,
}
