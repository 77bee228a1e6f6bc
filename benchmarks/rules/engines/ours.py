"""Ours: the law's own files compiled to column expressions, run over a frame in memory."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from thidua.rules.bulk.counted import Counts, roll_up
from thidua.rules.bulk.run import Result, evaluate_frame
from thidua.rules.library import shipped

from ..counting import CODES, NONE, REASONS, Outcome
from ..data import TITLES, tree

YEAR, DAY = 2018, date(2018, 12, 20)
ENGINE = "polars"
SHARE = 15
PER_CENT = 100


def load(path: Path) -> Any:
    """Read the file into memory."""
    return pl.read_parquet(path)


def compute(frame: Any, *, quota: bool) -> tuple[Counts, int | None]:
    """Judge, count and roll up; with the quota, keep the outcomes and rank those who meet the standards."""
    result = evaluate_frame(frame, shipped(), TITLES, YEAR, DAY, engine=ENGINE, keep_outcomes=quota)
    return roll_up(result.counts, ancestry()), _inside(result, frame) if quota else None


def ancestry() -> pl.DataFrame:
    """Return the four-level tree as the product keeps it: every ancestor of every unit."""
    links = tree()
    step = links.drop_nulls().rename({"unit": "descendant", "parent": "ancestor"})
    parts = [links.select(ancestor="unit", descendant="unit").with_columns(depth=0), step.with_columns(depth=1)]
    for depth in (2, 3):
        parts.append(
            parts[-1]
            .select("descendant", middle="ancestor")
            .join(step.rename({"descendant": "middle"}), on="middle")
            .select("ancestor", "descendant")
            .with_columns(depth=depth)
        )
    return pl.concat([part.select("ancestor", "descendant", "depth") for part in parts])


def outcome(computed: tuple[Counts, int | None]) -> Outcome:
    """Bring the counts into the form in which engines are compared; not timed."""
    counts, inside = computed
    dense = np.zeros((len(TITLES), len(counts.units), CODES), dtype=np.int32)
    for column, item in enumerate(counts.outcomes):
        place = _places()[item.award].get(item.reason, NONE)
        rank = ("not_met", "missing_data", "needs_person", "met").index(item.verdict.value)
        code = rank * REASONS + (NONE if rank == 3 else place)
        dense[TITLES.index(item.award), :, code] += counts.cells[:, column].astype(np.int32)
    return Outcome(dense, inside)


def _places() -> dict[str, dict[str, int]]:
    """Return each title's conditions by code, numbered in the law's order."""
    rules = {title: shipped().rules_on(title, DAY)[0] for title in TITLES}
    return {
        title: {part.clause.code: place for place, part in enumerate(rule.condition.parts)}
        for title, rule in rules.items()
    }


def _inside(result: Result, frame: Any) -> int:
    """Choose by score, then person, inside 15 % of each unit's people with Lao động tiên tiến; return a check sum."""
    verdicts = result.verdicts()
    scores = frame.lazy().select("score").collect().to_series() if not isinstance(frame, Path) else _scores(frame)
    judged = verdicts.select("person", "unit", *TITLES[:2]).with_columns(score=scores)
    limits = judged.filter(pl.col(TITLES[0]) == 3).group_by("unit").agg(most=pl.len() * SHARE // PER_CENT)
    able = judged.filter(pl.col(TITLES[1]) == 3).sort("unit", -pl.col("score").cast(pl.Int32), "person")
    placed = able.with_columns(place=pl.int_range(pl.len()).over("unit")).join(limits, on="unit")
    return int(placed.filter(pl.col("place") < pl.col("most"))["person"].sum())


def _scores(path: Path) -> pl.Series:
    return pl.read_parquet(path, columns=["score"])["score"]
