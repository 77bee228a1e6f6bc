"""Counts by unit, their roll-up, and that batches, order, files and engines change nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pytest

from tests.rules.bulk_samples import Maker, findings_on
from thidua.rules.bulk import run
from thidua.rules.bulk.counted import roll_up
from thidua.rules.bulk.run import Result, evaluate_frame
from thidua.rules.bulk.schema import from_histories
from thidua.rules.case import case_for
from thidua.rules.deciding import deciding_reason
from thidua.rules.errors import UnknownEngineError
from thidua.rules.facts import History
from thidua.rules.library import shipped

DAY = date(2025, 12, 20)
AWARDS = ("advanced_worker", "grassroots_fighter", "ministerial_provincial_merit_certificate")
UNITS = (11, 12, 13, 21, 22, 99)


@pytest.fixture(scope="module")
def people() -> list[tuple[int, int, History]]:
    chance = Random(7)
    maker = Maker(7, DAY.year, DAY, findings_on(shipped(), DAY))
    return [(n, chance.choice(UNITS), history) for n, history in enumerate(maker.histories(300))]


@pytest.fixture(scope="module")
def frame(people: list[tuple[int, int, History]]) -> pl.DataFrame:
    return from_histories(people, shipped(), AWARDS, DAY.year, DAY)


def _judged(frame: object, **options: object) -> Result:
    return evaluate_frame(frame, shipped(), AWARDS, DAY.year, DAY, **options)  # type: ignore[arg-type]


def _tree(chance: Random, units: int) -> tuple[dict[int, int], pl.DataFrame]:
    """Make a tree of units, numbered in no order: each unit's parent, and the table of ancestry."""
    numbers = chance.sample(range(1, 10_000), units)
    parents = {number: chance.choice(numbers[:place]) for place, number in enumerate(numbers) if place}
    rows = []
    for number in numbers:
        above, depth = number, 0
        while above is not None:
            rows.append((above, number, depth))
            above, depth = parents.get(above), depth + 1  # type: ignore[assignment]
    return parents, pl.DataFrame(rows, schema=["ancestor", "descendant", "depth"], orient="row")


def test_counts_equal_a_tally_of_the_interpreter(people: list[tuple[int, int, History]], frame: pl.DataFrame) -> None:
    """Nobody is lost or counted twice, and each stands under the reason the interpreter gives."""
    expected: Counter[tuple[int, str, str, str]] = Counter()
    for _, unit, history in people:
        for award in AWARDS:
            case = case_for(shipped(), award, history, DAY.year, DAY)
            assert case is not None
            answer, reason = deciding_reason(case)
            expected[unit, award, answer.value, reason] += 1
    found = _judged(frame).counts.frame()
    assert {row[:4]: row[4] for row in found.iter_rows()} == expected
    assert found["count"].sum() == len(people) * len(AWARDS)


def test_order_batches_and_files_change_nothing(
    frame: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes come out of a lazy frame, a shuffled one, small batches that cut units apart, and a file."""
    expected = _judged(frame).counts.csv()
    assert expected.count(b"\n") > 50
    frame.write_parquet(tmp_path / "snapshot.parquet", row_group_size=64)
    assert _judged(frame.lazy()).counts.csv() == expected
    assert _judged(frame.sample(fraction=1, shuffle=True, seed=3)).counts.csv() == expected
    monkeypatch.setattr(run, "BATCH", 10)
    assert _judged(frame).counts.csv() == expected
    assert _judged(tmp_path / "snapshot.parquet").counts.csv() == expected


def test_outcomes_come_one_a_person(frame: pl.DataFrame) -> None:
    """Written back, each subject has a verdict and the place of the reason; not asked for, they are not kept."""
    kept = _judged(frame, keep_outcomes=True)
    verdicts = kept.verdicts()
    assert verdicts["person"].to_list() == frame["person"].to_list()
    assert verdicts.schema["advanced_worker"] == verdicts.schema["advanced_worker_reason"] == pl.UInt8
    assert set(verdicts["advanced_worker"]) == {0, 1, 2, 3}
    met = verdicts.filter(pl.col("advanced_worker") == 3)
    counted = kept.counts.frame().filter(pl.col("award") == "advanced_worker", pl.col("verdict") == "met")
    assert met.height == counted["count"].sum() > 0
    assert set(met["advanced_worker_reason"]) == {0}
    with pytest.raises(ValueError, match="not kept"):
        _judged(frame).verdicts()


def test_nobody_at_all(frame: pl.DataFrame) -> None:
    """An empty unit tree of an empty country is no error."""
    nothing = _judged(frame.head(0), keep_outcomes=True)
    assert nothing.counts.frame().height == 0
    ancestry = pl.DataFrame({"ancestor": [1], "descendant": [1], "depth": [0]})
    assert roll_up(nothing.counts, ancestry).cells.sum() == 0


@pytest.mark.parametrize("seed", range(5))
def test_roll_up_equals_a_walk(frame: pl.DataFrame, seed: int) -> None:
    """Each unit's sum is that of all units from which one comes up to it; a unit outside the tree stands alone."""
    chance = Random(seed)
    parents, ancestry = _tree(chance, 40)
    inside = [*sorted({*parents, *parents.values()}), 10_001]
    placed = frame.with_columns(unit=pl.Series([chance.choice(inside) for _ in range(frame.height)], dtype=pl.Int32))
    counts = _judged(placed).counts
    expected = {unit: np.zeros(len(counts.outcomes), np.int64) for unit in inside}
    for unit, row in zip(counts.units.tolist(), counts.cells, strict=True):
        above: int | None = unit
        while above is not None:
            expected[above] += row
            above = parents.get(above)
    total = roll_up(counts, ancestry.sample(fraction=1, shuffle=True, seed=seed))
    assert total.units.tolist() == inside
    assert all((total.cells[place] == expected[unit]).all() for place, unit in enumerate(inside))


def test_an_unknown_engine_is_named(frame: pl.DataFrame) -> None:
    """The refusal says which engines there are."""
    with pytest.raises(UnknownEngineError, match="polars, spark"):
        _judged(frame, engine="abacus")


def test_spark_that_is_not_installed_says_how(frame: pl.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the operator reads what to install."""
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    with pytest.raises(UnknownEngineError, match="--extra spark"):
        _judged(frame, engine="spark")
