"""Our own workbook come back: what each of its rows said when it was handed out."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from .grids import Grid
from .writing.guided import BASE_SHEET


def base_of(grids: Sequence[Grid], rows: pl.DataFrame) -> pl.DataFrame | None:
    """Return what the rows of the list said, by ``row`` and field; None for a file that is not ours.

    ``rows``: the list's data, with ``row`` and ``row_id``. Rows without a base are left out.
    """
    grid = next((grid for grid in grids if grid.sheet == BASE_SHEET and not grid.cells.is_empty()), None)
    if grid is None or "row_id" not in rows.columns:
        return None
    heads = [head or "" for head in grid.cells.row(0)]
    if heads[0] != "row_id" or len(set(heads)) != len(heads):
        return None
    base = grid.cells.slice(1)
    base.columns = heads
    base = base.unique("row_id", keep="none").with_columns(pl.all().fill_null(""))
    return rows.select(pl.col("row").cast(pl.Int64), "row_id").join(base, on="row_id", how="inner").drop("row_id")
