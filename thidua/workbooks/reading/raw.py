"""A sheet as a reader gives it, before its cells are made text in columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class RawSheet:
    """A sheet as read: rows of values from (``first_row``, ``first_column``) on; merges as four positions.

    ``is_text``: no table, but the paragraphs of a document, one to a row.
    """

    name: str
    rows: list[list[Any]]
    visible: bool = True
    first_row: int = 0
    first_column: int = 0
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    unread_formulas: list[str] = field(default_factory=list)
    rounded_numbers: list[str] = field(default_factory=list)
    is_text: bool = False
