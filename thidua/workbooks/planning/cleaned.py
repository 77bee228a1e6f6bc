"""The columns of a found table, each cell cleaned: every distinct text is read once and joined back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import polars as pl

from ..cleaning.readings import Reading, Sureness
from .plans import CHOICES, NOTE_SCHEMA, Level, Note, note_frame

Value = TypeVar("Value")
NOTHING = "-"  # the answer “leave this cell empty”
_LEVELS = {Sureness.TIDIED: Level.INFO, Sureness.GUESSED: Level.ASK, Sureness.REFUSED: Level.ERROR}
_READ_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "cell": pl.String,
    "key": pl.String,
    "level": pl.String,
    "text": pl.String,
    "value": pl.String,
    "choices": CHOICES,
}


def key_of(value: object) -> str:
    """Return the one text form under which a value is compared and remembered: days as ISO text, keys as digits."""
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(slots=True)
class CleanTable:
    """Rows under cleaning: ``frame`` has ``row`` and a text column by field; ``notes`` gathers remarks.

    A cleaned column holds keys (``key_of``); null where the cell is empty, refused, or waits for an answer.
    ``answers``: field → text of the cell → key that a person chose for it (or ``NOTHING``). ``first_line`` is the
    number that the spreadsheet shows beside row 0. ``marked``: titles stand as heads of columns, with a mark under
    them; a row with several marks is several lines of the frame, with none it has no title.
    """

    frame: pl.DataFrame
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notes: list[pl.DataFrame] = field(default_factory=list)
    first_line: int = 1
    marked: bool = False

    def line(self, row: int) -> int:
        """Return the number that the spreadsheet shows beside a row."""
        return row + self.first_line

    def has(self, name: str) -> bool:
        """Say whether the file has a column of this meaning."""
        return name in self.frame.columns

    def texts(self, name: str) -> list[str]:
        """Return the distinct filled texts of a column; none where the file has no such column."""
        if not self.has(name):
            return []
        cells: list[str] = self.frame[name].drop_nulls().unique(maintain_order=True).to_list()
        return cells

    def read(
        self,
        name: str,
        reader: Callable[[str], Reading[Value]],
        *,
        key: Callable[[Value], str] = key_of,
        say: Callable[[Value], str] = str,
    ) -> None:
        """Clean a column in place: ``key`` gives a value's text form, ``say`` its words for people."""
        if not self.has(name):
            return
        chosen = self.answers.get(name, {})
        rows = [_row(text, reader(text), chosen.get(text), key, say) for text in self.texts(name)]
        found = pl.DataFrame(rows, schema=_READ_SCHEMA, orient="row")
        joined = self.frame.select("row", pl.col(name).alias("cell")).join(
            found, on="cell", how="left", maintain_order="left"
        )
        self.notes.append(_notes(name, joined))
        self.frame = self.frame.with_columns(joined["key"].alias(name))

    def remark(self, notes: Iterable[Note]) -> None:
        """Add remarks that are about more than one cell's text."""
        self.notes.append(note_frame(notes))

    def all_notes(self) -> pl.DataFrame:
        """Return every remark so far."""
        return pl.concat([note_frame(()), *self.notes])

    def keys(self, name: str) -> list[str | None]:
        """Return a cleaned column, row by row; all None where the file has no such column."""
        return self.frame[name].to_list() if self.has(name) else [None] * self.frame.height

    def broken_rows(self) -> set[int]:
        """Return the rows with a cell that was refused or waits for an answer."""
        levels = [Level.ERROR.value, Level.ASK.value]
        return set(self.all_notes().filter(pl.col("level").is_in(levels))["row"].to_list())


def _row(
    text: str, reading: Reading[Any], chosen: str | None, key: Callable[[Any], str], say: Callable[[Any], str]
) -> tuple[Any, ...]:
    """Return (cell, key, level, text, value, choices) for a distinct text."""
    values = [] if reading.value is None else [reading.value, *reading.others]
    if reading.sureness is Sureness.CERTAIN:
        return (text, key(values[0]) if values else None, None, "", text, [])
    offered = {key(value): say(value) for value in values} | {NOTHING: ""}
    if reading.sureness is not Sureness.TIDIED and chosen in offered:
        return (text, None if chosen == NOTHING else chosen, Level.INFO.value, reading.why_vi, offered[chosen], [])
    choices = [{"key": k, "words": words} for k, words in offered.items() if k != NOTHING]
    level = _LEVELS[reading.sureness].value
    if reading.sureness is Sureness.TIDIED:
        return (text, key(values[0]) if values else None, level, reading.why_vi, say(values[0]) if values else "", [])
    return (text, None, level, reading.why_vi, text, choices)


def _notes(name: str, joined: pl.DataFrame) -> pl.DataFrame:
    return joined.filter(pl.col("level").is_not_null()).select(
        pl.col("row").cast(pl.Int64),
        pl.lit(name).alias("field"),
        "level",
        "text",
        "value",
        pl.col("cell").alias("was"),
        pl.lit("").alias("base"),
        pl.col("choices").cast(NOTE_SCHEMA["choices"]),
    )
