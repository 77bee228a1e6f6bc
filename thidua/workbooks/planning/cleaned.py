"""The columns of a found table, each cell cleaned: every distinct text is read once and joined back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

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

    def rows(self) -> list[int]:
        """Return the row of each line of the frame."""
        rows: list[int] = self.frame["row"].to_list()
        return rows

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
        texts = self.texts(name)
        keys: list[str | None] = []
        told = []
        for text in texts:
            reading = reader(text)
            if reading.sureness is Sureness.CERTAIN:
                keys.append(None if reading.value is None else key(reading.value))
                continue
            remark = _remark(text, reading, chosen.get(text), key, say)
            keys.append(remark.key)
            told.append(remark)
        if told:
            self.notes.append(_notes(name, self.frame, told))
        if keys != texts:
            self.frame = self.frame.with_columns(pl.col(name).replace_strict(texts, keys, return_dtype=pl.String))

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


class _Remark(NamedTuple):
    """What is told at every cell with this text, and the key that stands there now."""

    cell: str
    key: str | None
    level: str
    text: str
    value: str
    choices: list[dict[str, str]]


def _remark(
    text: str, reading: Reading[Any], chosen: str | None, key: Callable[[Any], str], say: Callable[[Any], str]
) -> _Remark:
    """Say what a text that is not certain was taken for, or may be."""
    values = [] if reading.value is None else [reading.value, *reading.others]
    offered = {key(value): say(value) for value in values} | {NOTHING: ""}
    if reading.sureness is not Sureness.TIDIED and chosen in offered:
        settled = None if chosen == NOTHING else chosen
        return _Remark(text, settled, Level.INFO.value, reading.why_vi, offered[chosen], [])
    level = _LEVELS[reading.sureness].value
    if reading.sureness is Sureness.TIDIED:
        first = (key(values[0]), say(values[0])) if values else (None, "")
        return _Remark(text, first[0], level, reading.why_vi, first[1], [])
    choices = [{"key": k, "words": words} for k, words in offered.items() if k != NOTHING]
    return _Remark(text, None, level, reading.why_vi, text, choices)


def _notes(name: str, frame: pl.DataFrame, told: list[_Remark]) -> pl.DataFrame:
    said = pl.DataFrame(told, schema=_READ_SCHEMA, orient="row")
    rows = frame.select(pl.col("row").cast(pl.Int64), pl.col(name).alias("cell"))
    return rows.join(said, on="cell", how="inner", maintain_order="left").select(
        "row",
        pl.lit(name).alias("field"),
        "level",
        "text",
        "value",
        pl.col("cell").alias("was"),
        pl.lit("").alias("base"),
        pl.col("choices").cast(NOTE_SCHEMA["choices"]),
    )
