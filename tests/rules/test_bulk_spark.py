"""Spark runs the same expressions: the same bytes come out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.rules.bulk_samples import Maker, findings_on
from thidua.rules.bulk.run import evaluate_frame
from thidua.rules.bulk.schema import from_histories
from thidua.rules.library import shipped

pyspark_sql = pytest.importorskip("pyspark.sql", reason="the extra “spark” is not installed")
pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
    pytest.mark.filterwarnings("ignore"),  # Spark's own
]
DAY = date(2025, 12, 20)
# One way and several, counts, windows that grow, weighted months.
AWARDS = (
    "advanced_worker",
    "ministerial_provincial_fighter",
    "ministerial_provincial_merit_certificate",
    "union_medal",
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    builder = pyspark_sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "2").config("spark.driver.bindAddress", "127.0.0.1")
    started = builder.config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("spark"))).getOrCreate()
    yield started
    started.stop()


def test_spark_gives_the_same_bytes(session: Any, tmp_path: Path) -> None:
    """Counts as text, and outcomes of everybody, from a file and from a frame."""
    maker = Maker(3, DAY.year, DAY, findings_on(shipped(), DAY))
    people = [(n, n // 5, history) for n, history in enumerate(maker.histories(120))]
    frame = from_histories(people, shipped(), AWARDS, DAY.year, DAY)
    path = tmp_path / "snapshot.parquet"
    frame.write_parquet(path)
    here = evaluate_frame(frame, shipped(), AWARDS, DAY.year, DAY, keep_outcomes=True)
    for given in (path, frame, session.read.parquet(str(path))):
        there = evaluate_frame(given, shipped(), AWARDS, DAY.year, DAY, engine="spark", keep_outcomes=True)
        assert there.counts.csv() == here.counts.csv()
        assert there.verdicts().equals(here.verdicts())
