"""Judge all subjects of a snapshot for several awards: outcomes a subject, counts a unit. The engine only advises.

Engines: ``polars`` on one machine, in batches so that memory stays small; ``spark`` on a cluster. Both run the same
expressions and give the same counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from thidua.rules.answers import CHAIN
from thidua.rules.book import LawBook
from thidua.rules.bulk.compiler import Compiled, Program, compile_awards
from thidua.rules.bulk.counted import Counts, count_batch, joined, outcomes_of
from thidua.rules.bulk.spark import judge_on_spark
from thidua.rules.errors import UnknownEngineError

ENGINES = ("polars", "spark")
# Rows at a time: large enough to keep the engine busy, small enough for the processor's cache.
BATCH = 262_144


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """``counts`` by unit; ``outcomes``: person, unit and one outcome column an award, when they were asked for."""

    compiled: tuple[Compiled, ...]
    counts: Counts
    outcomes: pl.DataFrame | None = None

    def verdicts(self) -> pl.DataFrame:
        """Return for each subject and award the verdict (``<award>``: rank 0–3) and ``<award>_reason`` (its place)."""
        if self.outcomes is None:
            raise ValueError("outcomes were not kept")
        ranks = [(pl.col(item.award) % len(CHAIN)).cast(pl.UInt8) for item in self.compiled]
        places = [
            (pl.col(item.award) // len(CHAIN)).cast(pl.UInt8).alias(f"{item.award}_reason") for item in self.compiled
        ]
        return self.outcomes.select("person", "unit", *ranks, *places)


def evaluate_frame(
    frame: Any,
    book: LawBook,
    awards: Sequence[str],
    year: int,
    day: date,
    *,
    engine: str = "polars",
    keep_outcomes: bool = False,
) -> Result:
    """Judge a snapshot (see the package) for these awards, proposed for ``year`` and decided on ``day``.

    ``frame``: a Polars frame, lazy or not, or the path of a Parquet file; for Spark also a Spark frame. Sorted by unit
    it is fastest; any order gives the same. Raises ``UnknownAwardError``, ``UnknownEngineError``, ``RuleDataError``.
    """
    program = compile_awards(book, awards, year, day)
    if engine == "polars":
        return _on_polars(frame, program, keep_outcomes)
    if engine == "spark":
        return Result(program.awards, *judge_on_spark(frame, program, keep_outcomes))
    raise UnknownEngineError(f"Không có máy tính “{engine}”.", f"Dùng một trong: {', '.join(ENGINES)}.")


def _on_polars(frame: Any, program: Program, keep: bool) -> Result:
    """Run over batches, counting one while the engine makes the next."""
    lazy = frame.lazy() if isinstance(frame, pl.DataFrame | pl.LazyFrame) else pl.scan_parquet(frame)
    keys = ("person", "unit") if keep else ("unit",)
    kept: list[pl.DataFrame] = []
    parts = []
    for batch in _batches(program.run(lazy, keys)):
        parts.append(count_batch(batch, program.awards))
        if keep:
            kept.append(batch)
    counts = joined(outcomes_of(program.awards), parts)
    return Result(program.awards, counts, pl.concat(kept) if kept else None)


def _batches(lazy: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    return iter(lazy.collect_batches(chunk_size=BATCH, maintain_order=True, engine="streaming"))
