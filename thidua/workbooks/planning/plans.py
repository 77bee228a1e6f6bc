"""A plan: the verdict on each row of a list before anything is written, and every remark with its cell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

import polars as pl


class RowVerdict(StrEnum):
    """What applying would do with a row. Each row has exactly one."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"  # changed in the file and in the database since
    ASK = "ask"  # a guess that a person must confirm first
    ERROR = "error"


# What stops “apply” until it is settled, or left out by an explicit choice.
OPEN = (RowVerdict.CONFLICT, RowVerdict.ASK, RowVerdict.ERROR)
WRITES = (RowVerdict.CREATE, RowVerdict.UPDATE)


class Level(StrEnum):
    """How grave a remark is; the gravest of a row decides its verdict."""

    INFO = "info"  # said, nothing to do: tidied, left out
    DOUBT = "doubt"  # the file does not agree with itself; told, and the row is written all the same
    CHANGE = "change"  # an old value gives way to a new one
    CONFLICT = "conflict"
    ASK = "ask"
    ERROR = "error"


_GRAVITY = {Level.CONFLICT: RowVerdict.CONFLICT, Level.ASK: RowVerdict.ASK, Level.ERROR: RowVerdict.ERROR}


class Note(NamedTuple):
    """A remark on a cell (``field`` "" for the whole row).

    ``row`` is the row's position in the grid; ``was`` what the database holds, ``value`` what the file says, ``base``
    what the file's row said when it was handed out. ``choices`` are the answers that settle it, as (key, words).
    """

    row: int
    field: str
    level: Level
    text: str
    value: str = ""
    was: str = ""
    base: str = ""
    choices: tuple[tuple[str, str], ...] = ()


CHOICES = pl.List(pl.Struct({"key": pl.String, "words": pl.String}))
NOTE_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "row": pl.Int64,
    "field": pl.String,
    "level": pl.String,
    "text": pl.String,
    "value": pl.String,
    "was": pl.String,
    "base": pl.String,
    "choices": CHOICES,
}
ROW_SCHEMA: dict[str, type[pl.DataType]] = {"row": pl.Int64, "verdict": pl.String, "key": pl.Int64, "label": pl.String}


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen.

    ``rows``: ``row`` (position in the grid), ``verdict`` (a RowVerdict), ``key`` (of the row it matches, or null),
    ``label`` (how a person knows the row). ``notes``: as ``NOTE_SCHEMA``. ``work`` is the kind's own list of writes,
    each with the row it comes from, made only of rows that may be written.
    """

    rows: pl.DataFrame
    notes: pl.DataFrame
    work: Any = field(default=None, compare=False)

    def counts(self) -> dict[str, int]:
        """Return verdict → number of rows; every verdict is named."""
        found = dict(self.rows.group_by("verdict").len().iter_rows())
        return {verdict.value: found.get(verdict.value, 0) for verdict in RowVerdict}

    def is_settled(self) -> bool:
        """Say whether no row waits for a person."""
        return self.rows.filter(pl.col("verdict").is_in([verdict.value for verdict in OPEN])).is_empty()

    def digest(self) -> str:
        """Return a SHA-256 of every verdict and remark: the same plan has the same digest, on any day and machine."""
        said = hashlib.sha256(self.rows.sort("row").write_csv().encode())
        flat = self.notes.with_columns(
            pl.col("choices").list.eval(pl.element().struct.field("key")).list.join("\x1f")
        ).sort("row", "field", "level", "text")
        said.update(flat.write_csv().encode())
        return said.hexdigest()


def rows_to_write(counts: Mapping[str, int]) -> int:
    """Return of how many rows something would be written; ``counts`` as ``Plan.counts`` gives them."""
    return sum(counts.get(verdict, 0) for verdict in WRITES)


def rows_waiting(counts: Mapping[str, int]) -> int:
    """Return how many rows are wrong, conflict or wait for an answer."""
    return sum(counts.get(verdict, 0) for verdict in OPEN)


def note_frame(notes: Iterable[Note]) -> pl.DataFrame:
    """Return remarks as a frame."""
    rows = [
        (*note[:-1], [{"key": key, "words": words} for key, words in note.choices])
        for note in (Note(*note) for note in notes)
    ]
    return pl.DataFrame(rows, schema=NOTE_SCHEMA, orient="row")


def with_gravest(rows: pl.DataFrame, notes: pl.DataFrame) -> pl.DataFrame:
    """Return ``rows`` with the verdict that the gravest remark on each asks for; the others keep theirs."""
    order = {verdict.value: place for place, verdict in enumerate(_GRAVITY.values())}
    asked = (
        notes.filter(pl.col("level").is_in([level.value for level in _GRAVITY]))
        .with_columns(
            pl.col("level").replace_strict({level.value: order[v.value] for level, v in _GRAVITY.items()}).alias("_g")
        )
        .group_by("row")
        .agg(pl.col("_g").max())
    )
    names = {place: verdict for verdict, place in order.items()}
    return (
        rows.join(asked, on="row", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce(
                pl.col("_g").replace_strict(names, default=None, return_dtype=pl.String), pl.col("verdict")
            ).alias("verdict")
        )
        .drop("_g")
    )
