"""Which columns a question needs, and the snapshot built from histories. What each column means: the package's text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from thidua.rules.book import LawBook
from thidua.rules.bulk.columns import Column
from thidua.rules.bulk.compiler import compile_awards
from thidua.rules.facts import History

DTYPES: Mapping[str, type[pl.DataType]] = {
    "Boolean": pl.Boolean,
    "Int8": pl.Int8,
    "Int16": pl.Int16,
    "Int32": pl.Int32,
    "Int64": pl.Int64,
}
KEYS: Mapping[str, type[pl.DataType]] = {"person": pl.Int64, "unit": pl.Int32}


def columns_for(book: LawBook, awards: Iterable[str], year: int, day: date) -> tuple[Column, ...]:
    """Return the columns that the rules of these awards read on the day, by name; beside ``person`` and ``unit``."""
    asked = compile_awards(book, awards, year, day).work.asked
    return tuple(asked[name] for name in sorted(asked))


def from_histories(
    histories: Iterable[tuple[int, int, History]], book: LawBook, awards: Iterable[str], year: int, day: date
) -> pl.DataFrame:
    """Build the snapshot of subjects given as (person, unit, history), sorted by unit and person."""
    rows = sorted(histories, key=lambda row: (row[1], row[0]))
    needed = columns_for(book, awards, year, day)
    keys = {"person": [person for person, _, _ in rows], "unit": [unit for _, unit, _ in rows]}
    facts = {column.name: [column.read(history, year, day) for *_, history in rows] for column in needed}
    types = {column.name: DTYPES[column.dtype] for column in needed}
    return pl.DataFrame(keys | facts, schema={**KEYS, **types})
