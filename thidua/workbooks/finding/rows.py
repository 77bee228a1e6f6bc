"""Which rows under a header are rows of the list, and what the others are; told by whole columns at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from ..grids import Grid
from .fields import folded_head
from .layout import Header
from .tables import RowClass

_TOTAL = r"^(?:tổng|tong|cộng|cong)\b"
_NUMBER = r"^\(?[-+]?[\d.,]+\)?\s*%?$"
_ORDER = r"^(?:[\dIVXLCivxlc]+|[A-Za-zĐđ])[.)]?$"
_NUMBERING = r"^\(?\s*(?:\d{1,2}|[A-Z])\s*\)?(?:\s*=.*)?$"
_SAME_HEADS = 0.6
_SIGNATURE = (
    r"^(?:người lập|nguoi lap|thủ trưởng|thu truong|chủ tịch|tm\.|kt\.|nơi nhận|ghi chú\s*:|lập biểu|xác nhận|ký tên"
    r"|.*,?\s*ngày\s.*tháng\s.*năm)"
)


def classify(
    grid: Grid, header: Header, number: int | None, needed: Sequence[int], filled_by: Sequence[int]
) -> pl.DataFrame:
    """Return ``row``, ``class`` and ``group`` for each row of the grid.

    ``number``: the column of running numbers, or None. ``needed``: columns without which a row is none (the name);
    ``filled_by``: all columns that mean something.
    """
    cells = grid.cells.with_columns(pl.all().str.strip_chars()).with_columns(
        pl.when(pl.all() == "").then(None).otherwise(pl.all()).name.keep()
    )
    names = cells.columns
    count = pl.sum_horizontal([pl.col(name).is_not_null().cast(pl.Int32) for name in names])
    own = [names[place] for place in filled_by if place != number]
    told = pl.sum_horizontal([pl.col(name).is_not_null().cast(pl.Int32) for name in own]) if own else pl.lit(0)
    has_name = pl.any_horizontal([pl.col(names[place]).is_not_null() for place in needed]) if needed else pl.lit(True)
    first = pl.coalesce([pl.col(name) for name in names])
    order = pl.col(names[number]) if number is not None else pl.lit(None, dtype=pl.String)
    # A sub-heading merged over the whole width stands in the first column, be it that of the numbers.
    wide = pl.when(~order.str.contains(_ORDER)).then(order)
    first_words = pl.coalesce([pl.col(name) for place, name in enumerate(names) if place != number] + [wide])
    last_header = header.rows[-1]
    position = pl.int_range(pl.len(), dtype=pl.UInt32)
    numbering = (
        pl.all_horizontal([pl.col(name).is_null() | pl.col(name).str.contains(_NUMBERING) for name in names])
        & (count >= 2)
        & (position <= last_header + 2)
    )
    alone = (told <= 1) & (order.is_null() | ~order.str.contains(r"^\d+$"))
    group = alone & first_words.is_not_null() & ~first_words.str.contains(_NUMBER) & (count <= 2)
    total = first_words.str.to_lowercase().str.contains(_TOTAL) | first.str.to_lowercase().str.contains(_TOTAL)
    signature = first.str.to_lowercase().str.contains(_SIGNATURE) | first_words.str.to_lowercase().str.contains(
        _SIGNATURE
    )
    found = cells.select(
        position.alias("row"),
        pl.when(position < header.rows[0])
        .then(pl.lit(RowClass.ABOVE.value))
        .when(position <= last_header)
        .then(pl.lit(RowClass.HEADER.value))
        .when(count == 0)
        .then(pl.lit(RowClass.EMPTY.value))
        .when(_repeats(grid, header, names))
        .then(pl.lit(RowClass.REPEATED_HEADER.value))
        .when(numbering)
        .then(pl.lit(RowClass.NUMBERING.value))
        .when(total & (told <= 3))
        .then(pl.lit(RowClass.TOTAL.value))
        .when(signature & (told <= 2))
        .then(pl.lit(RowClass.NOTE.value))
        .when(group)
        .then(pl.lit(RowClass.GROUP.value))
        .when((told == 0) | ~has_name & (told <= 1))
        .then(pl.lit(RowClass.PREFILLED.value))
        .otherwise(pl.lit(RowClass.DATA.value))
        .alias("class"),
        first_words.alias("group"),
    )
    return _with_groups(_without_tail(found))


def _repeats(grid: Grid, header: Header, names: Sequence[str]) -> pl.Expr:
    """Say which rows repeat the header's texts, or those of one of its levels, as each printed page does."""
    levels = [dict(zip(names, grid.cells.row(row), strict=True)) for row in header.rows]
    lowest = {name: part[-1] for name, part in zip(names, header.parts, strict=True) if part}
    return pl.any_horizontal([_says(heads) for heads in (lowest, *levels)])


def _says(heads: Mapping[str, str | None]) -> pl.Expr:
    """Say which rows have most of these texts in these columns, and two at least."""
    told = {name: text.strip().lower() for name, text in heads.items() if text and text.strip()}
    same = [(pl.col(name).str.to_lowercase() == text).fill_null(False).cast(pl.Int32) for name, text in told.items()]
    return pl.sum_horizontal(same or [pl.lit(0)]) >= max(2, int(_SAME_HEADS * len(told)))


def _without_tail(found: pl.DataFrame) -> pl.DataFrame:
    """After the last row of the list everything else is a note: places, days, signatures."""
    data = found.filter(pl.col("class") == RowClass.DATA.value)["row"]
    last = int(data[-1]) if len(data) else -1
    loose = [RowClass.GROUP.value, RowClass.PREFILLED.value]
    return found.with_columns(
        pl.when((pl.col("row") > last) & pl.col("class").is_in(loose))
        .then(pl.lit(RowClass.NOTE.value))
        .otherwise(pl.col("class"))
        .alias("class")
    )


def _with_groups(found: pl.DataFrame) -> pl.DataFrame:
    """Tell each row the sub-heading it stands under."""
    is_group = pl.col("class") == RowClass.GROUP.value
    return found.with_columns(pl.when(is_group).then(pl.col("group")).forward_fill().alias("group")).with_columns(
        pl.when(pl.col("class") == RowClass.DATA.value).then(pl.col("group")).alias("group")
    )


def heads_key(header: Header) -> str:
    """Return the heads in their order, folded, as the source's signature is made of."""
    return "|".join(folded_head(" ".join(part)) for part in header.parts if part)
