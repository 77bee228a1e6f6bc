"""What the file says beside what stands: field by field over whole columns, three ways where the old value is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from .plans import CHOICES, NOTE_SCHEMA, Level

MINE, THEIRS = "mine", "theirs"
_DAYS = ("birth_date", "decision_date")


def compare(
    said: pl.DataFrame,
    stored: pl.DataFrame,
    *,
    fields: Sequence[str],
    words: Mapping[str, str],
    base: pl.DataFrame | None = None,
    stale: pl.Series | None = None,
    settled: Mapping[str, str] | None = None,
    may_clear: frozenset[str] = frozenset(),
) -> pl.DataFrame:
    """Return for each row and field where the file differs from what is stored: a note, and what is to be written.

    ``said``, ``stored`` and ``base`` have ``row`` and text columns by field, one row for each matched row; ``base`` is
    what the workbook said when it was handed out. Without it, ``stale`` (rows whose version is no longer the one in
    the file) tells what changed on both sides. An empty cell says nothing, except where ``base`` shows that it was
    emptied and the field is in ``may_clear``. ``settled`` maps “row:field” to MINE or THEIRS.

    Columns: as ``NOTE_SCHEMA``, and ``write`` (whether the file's value is to be written).
    """
    parts = [
        _one_field(name, words.get(name, name), said, stored, base, stale, name in may_clear)
        for name in fields
        if name in said.columns and name in stored.columns
    ]
    found = pl.concat(parts) if parts else pl.DataFrame(schema={**NOTE_SCHEMA, "write": pl.Boolean})
    return _settle(found, settled or {}).sort("row", maintain_order=True)


def in_words(changes: pl.DataFrame, words: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """Return the changes as remarks that people read: names and days for keys."""
    said = changes.drop("write")
    for name, named in words.items():
        told = [pl.col(column).replace(dict(named)).alias(column) for column in ("value", "was", "base")]
        here = pl.col("field") == name
        said = said.with_columns(
            pl.when(here).then(new).otherwise(pl.col(column)).alias(column)
            for new, column in zip(told, ("value", "was", "base"), strict=True)
        )
    day = pl.col("field").is_in(_DAYS)
    return said.with_columns(
        pl.when(day)
        .then(pl.col(column).str.replace(r"^(\d{4})-(\d\d)-(\d\d)$", "${3}/${2}/${1}"))
        .otherwise(pl.col(column))
        .alias(column)
        for column in ("value", "was", "base")
    )


def _one_field(
    name: str,
    words: str,
    said: pl.DataFrame,
    stored: pl.DataFrame,
    base: pl.DataFrame | None,
    stale: pl.Series | None,
    may_clear: bool,
) -> pl.DataFrame:
    both = said.select("row", pl.col(name).alias("value")).join(
        stored.select("row", pl.col(name).alias("was")), on="row", how="inner"
    )
    known = base is not None and name in base.columns
    if base is not None and known:
        both = both.join(base.select("row", pl.col(name).alias("base")), on="row", how="left")
    else:
        both = both.with_columns(pl.lit(None, dtype=pl.String).alias("base"))
    value, was, before = (pl.col(column).fill_null("") for column in ("value", "was", "base"))
    says = (value != "") | pl.lit(may_clear and known)
    if known:
        mine, theirs = value != before, was != before
    else:
        mine = pl.lit(True)
        theirs = pl.col("row").is_in(stale.implode()) if stale is not None and len(stale) else pl.lit(False)
    return (
        both.filter(says & (value != was) & mine)
        .with_columns(
            pl.when(theirs).then(pl.lit(Level.CONFLICT.value)).otherwise(pl.lit(Level.CHANGE.value)).alias("level")
        )
        .select(
            pl.col("row").cast(pl.Int64),
            pl.lit(name).alias("field"),
            "level",
            pl.lit(words).alias("text"),
            value.alias("value"),
            was.alias("was"),
            before.alias("base"),
            pl.lit([], dtype=CHOICES).alias("choices"),
            pl.lit(True).alias("write"),
        )
    )


def _settle(found: pl.DataFrame, settled: Mapping[str, str]) -> pl.DataFrame:
    """Apply a person's choices to conflicts; an unsettled conflict writes nothing."""
    conflict = pl.col("level") == Level.CONFLICT.value
    key = pl.col("row").cast(pl.String) + ":" + pl.col("field")
    chosen = (
        key.replace_strict(dict(settled), default=None, return_dtype=pl.String) if settled else pl.lit(None, pl.String)
    )
    return (
        found.with_columns(pl.when(conflict).then(chosen).alias("_chosen"))
        .with_columns(
            pl.when(pl.col("_chosen") == MINE)
            .then(pl.lit(Level.CHANGE.value))
            .when(pl.col("_chosen") == THEIRS)
            .then(pl.lit(Level.INFO.value))
            .otherwise(pl.col("level"))
            .alias("level")
        )
        .with_columns((pl.col("level") == Level.CHANGE.value).alias("write"))
        .drop("_chosen")
    )
