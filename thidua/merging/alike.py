"""Who looks like whom: pairs of people who may be one, over whole columns, each with reasons and a confidence.

Only people who share a block are compared: the same name (without marks) and year of birth; the same day of birth and
all of the name but one word; the same number, however it is written; the same name and unit where no day is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cpdist

# What ``Suspect.reasons`` can hold, in the order in which they are told.
REASONS = (
    "same_code", "same_name", "same_letters", "one_letter", "same_date", "swapped", "year_only", "near_date", "no_date",
    "same_unit", "other_sex",
)  # fmt: skip
LEAST = 50  # per cent; below it two are not worth asking about
# Per cent that what is known of the birth is worth, the best that holds; then what the names and the rest take away.
_WORTH = (("same_date", 95), ("same_code", 90), ("swapped", 85), ("year_only", 72), ("no_date", 65), ("near_date", 60))
_UNMARKED, _OTHER_MARKS, _ONE_LETTER, _OTHER_SEX, _ELSEWHERE = 5, 25, 15, 20, 12


@dataclass(frozen=True, slots=True)
class Suspect:
    """Two people who may be one; ``first_id`` is the lower key, ``confidence`` in per cent."""

    first_id: int
    second_id: int
    confidence: int
    reasons: tuple[str, ...]


def alike(people: pl.DataFrame) -> list[Suspect]:
    """Return the pairs, the surest first.

    ``people``: id, code, name_exact, name_folded, birth_date, sex, unit_id. The number of comparisons grows with how
    many share a block, not with the square of the people.
    """
    keyed = _with_keys(people)
    pairs = pl.concat(_blocks(keyed)).unique()
    both = pairs.join(keyed, left_on="a", right_on="id").join(keyed, left_on="b", right_on="id", suffix="_b")
    judged = _judged(_one_letter_away(both))
    flags = [pl.when(pl.col(reason)).then(pl.lit(reason)) for reason in REASONS]
    found = judged.filter(pl.col("confidence") >= LEAST).select(
        "a", "b", "confidence", pl.concat_list(flags).list.drop_nulls().alias("reasons")
    )
    rows = found.sort(["confidence", "a", "b"], descending=[True, False, False]).iter_rows()
    return [Suspect(a, b, confidence, tuple(reasons)) for a, b, confidence, reasons in rows]


def _with_keys(people: pl.DataFrame) -> pl.DataFrame:
    words = pl.col("name_folded").str.split(" ")
    return people.with_columns(
        year=pl.col("birth_date").dt.year(),
        last=words.list.last(),
        front=words.list.slice(0, words.list.len() - 1).list.join(" "),
        # “CB-0012” and “cb12” are one number.
        plain_code=pl.col("code")
        .str.to_uppercase()
        .str.replace_all(r"[^A-Z0-9]", "")
        .str.replace_all(r"^([A-Z]*)0+", "$1"),
    )


def _blocks(keyed: pl.DataFrame) -> list[pl.DataFrame]:
    undated = keyed.filter(pl.col("birth_date").is_null())
    return [
        _meeting(keyed, keyed, ["name_folded", "year"]),
        _meeting(keyed, keyed, ["birth_date", "last"]),
        _meeting(keyed, keyed, ["birth_date", "front"]),
        _meeting(keyed, keyed, ["plain_code"]),
        _meeting(undated, keyed, ["name_folded", "unit_id"]),
    ]


def _meeting(some: pl.DataFrame, others: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    """Return the pairs of different people who have the same values, none of them empty."""
    met = some.select("id", *on).join(others.select("id", *on), on=list(on), suffix="_b")
    low, high = pl.min_horizontal("id", "id_b").alias("a"), pl.max_horizontal("id", "id_b").alias("b")
    return met.filter(pl.col("id") != pl.col("id_b")).select(low, high)


def _one_letter_away(both: pl.DataFrame) -> pl.DataFrame:
    names, others = both["name_folded"].to_list(), both["name_folded_b"].to_list()
    apart: Any = cpdist(names, others, scorer=Levenshtein.distance, score_cutoff=1) if names else []
    return both.with_columns(letters=pl.Series("letters", apart, dtype=pl.Int64))


def _judged(both: pl.DataFrame) -> pl.DataFrame:
    one, other = pl.col("birth_date"), pl.col("birth_date_b")
    day, month = one.dt.day(), one.dt.month()
    other_day, other_month = other.dt.day(), other.dt.month()
    same_year = (one.dt.year() == other.dt.year()).fill_null(value=False)
    dated = one.is_not_null() & other.is_not_null()
    first_of_year = ((day == 1) & (month == 1)) | ((other_day == 1) & (other_month == 1))
    known = both.with_columns(
        same_code=pl.col("plain_code") == pl.col("plain_code_b"),
        same_name=pl.col("name_exact") == pl.col("name_exact_b"),
        same_folded=pl.col("name_folded") == pl.col("name_folded_b"),
        one_letter=pl.col("letters") == 1,
        same_date=(one == other).fill_null(value=False),
        same_unit=(pl.col("unit_id") == pl.col("unit_id_b")).fill_null(value=False),
        other_sex=(pl.col("sex") != pl.col("sex_b")) & (pl.col("sex") != "") & (pl.col("sex_b") != ""),
        no_date=~dated,
        unmarked=(pl.col("name_exact") == pl.col("name_folded")) | (pl.col("name_exact_b") == pl.col("name_folded_b")),
    )
    differ = pl.col("same_date").not_() & same_year
    known = known.with_columns(
        same_letters=pl.col("same_folded") & ~pl.col("same_name"),
        swapped=differ & (day == other_month) & (month == other_day),
        year_only=differ & first_of_year,
        near_date=differ & pl.col("same_unit") & ((day == other_day) | (month == other_month)),
    ).with_columns(pl.col("swapped", "year_only", "near_date").fill_null(value=False))
    known = known.with_columns(near_date=pl.col("near_date") & ~pl.col("swapped") & ~pl.col("year_only"))
    # Without a day, only who stands in the same unit; one letter away, only born on the same day (or of one number).
    dateable = ~pl.col("no_date") | pl.col("same_unit") | pl.col("same_code")
    nearly = pl.col("one_letter") & (pl.col("same_date") | pl.col("same_code"))
    return known.filter(pl.when(pl.col("same_folded")).then(dateable).otherwise(nearly)).with_columns(
        confidence=_confidence()
    )


def _confidence() -> pl.Expr:
    worth = pl.max_horizontal([pl.when(pl.col(name)).then(points).otherwise(0) for name, points in _WORTH])
    marks = pl.when(pl.col("unmarked")).then(_UNMARKED).otherwise(_OTHER_MARKS)
    letter = pl.when(pl.col("one_letter")).then(_ONE_LETTER).otherwise(0)
    less = pl.when(pl.col("same_letters")).then(marks).otherwise(letter)
    sex = pl.when(pl.col("other_sex")).then(_OTHER_SEX).otherwise(0)
    unsure = ~pl.col("same_unit") & ~pl.col("same_code") & ~(pl.col("same_name") & pl.col("same_date"))
    elsewhere = pl.when(unsure).then(_ELSEWHERE).otherwise(0)
    return (worth - less - sex - elsewhere).cast(pl.Int64)
