"""The same columns on a Spark cluster. Spark is an extra: this file alone knows it, and runs where it is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import narwhals as nw
import numpy as np
import polars as pl

from thidua.rules.bulk.compiler import Program
from thidua.rules.bulk.counted import Counts, joined, outcomes_of
from thidua.rules.errors import UnknownEngineError


def judge_on_spark(frame: Any, program: Program, keep: bool) -> tuple[Counts, pl.DataFrame | None]:
    """Let Spark judge and count; only the counts, or the outcomes asked for, come here."""
    native = _spark_frame(frame)
    judged = nw.from_native(program.run(native, ("person", "unit"))).lazy()
    sums = [
        nw.when(nw.col(item.award) == code).then(1).otherwise(0).sum().alias(f"{item.award}_{code}")
        for item in program.awards
        for code in item.possible
    ]
    by_unit = cast(pl.DataFrame, judged.group_by("unit").agg(*sums).collect("polars").to_native()).sort("unit")
    cells = by_unit.drop("unit").cast(pl.Int64).to_numpy().reshape(by_unit.height, len(sums))
    counts = joined(outcomes_of(program.awards), [(by_unit["unit"].to_numpy().astype(np.int64), cells)])
    kept = cast(pl.DataFrame, judged.collect("polars").to_native()).sort("unit", "person") if keep else None
    return counts, kept


def _spark_frame(frame: Any) -> Any:
    """Return a Spark frame, reading a path or a Polars frame through the session at hand."""
    try:
        from pyspark.sql import DataFrame, SparkSession  # noqa: PLC0415  # an extra that few install
    except ImportError:
        raise UnknownEngineError("Chưa cài Spark.", "Cài phần mở rộng: uv sync --extra spark.") from None
    if isinstance(frame, DataFrame):
        return frame
    session = SparkSession.builder.getOrCreate()
    if isinstance(frame, str | Path):
        return session.read.parquet(str(frame))
    return session.createDataFrame(frame.lazy().collect().to_arrow())
