"""Ours on Spark, local with two threads: the same expressions, for more than one machine holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from thidua.rules.bulk.counted import Counts, roll_up
from thidua.rules.bulk.run import evaluate_frame
from thidua.rules.library import shipped

from ..data import TITLES
from .ours import DAY, YEAR, ancestry, outcome

__all__ = ["compute", "load", "outcome"]
# Ranking people is the chooser's, on one machine.
MOST_WITH_QUOTA = 0


def load(path: Path) -> Any:
    """Start Spark and name the file."""
    builder = SparkSession.builder.master("local[2]").config("spark.driver.memory", "6g")
    session = builder.config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "8").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session.read.parquet(str(path))


def compute(frame: Any, *, quota: bool) -> tuple[Counts, None]:
    """Judge and count on Spark, roll up here."""
    result = evaluate_frame(frame, shipped(), TITLES, YEAR, DAY, engine="spark")
    return roll_up(result.counts, ancestry()), None
