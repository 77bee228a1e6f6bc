"""Counts by unit × award × verdict × reason: made from outcomes, joined over batches, rolled up the tree of units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from thidua.rules.answers import CHAIN, Answer
from thidua.rules.bulk.compiler import Compiled

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is counted: an award, a verdict, and the code of what decided it (see ``rules.deciding``)."""

    award: str
    verdict: Answer
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """``cells``: one row per unit of ``units`` (ascending), one column per outcome; how many subjects."""

    outcomes: tuple[Outcome, ...]
    units: Whole
    cells: Whole

    def frame(self) -> pl.DataFrame:
        """Return the counts above zero, one row each; by unit, then in the order of the outcomes."""
        rows, columns = np.nonzero(self.cells)
        words = pl.DataFrame(
            {
                "award": [outcome.award for outcome in self.outcomes],
                "verdict": [outcome.verdict.value for outcome in self.outcomes],
                "reason": [outcome.reason for outcome in self.outcomes],
            },
            schema=dict.fromkeys(("award", "verdict", "reason"), pl.String),
        )
        said = words[columns]
        found = {"unit": self.units[rows], "count": self.cells[rows, columns]}
        return pl.DataFrame(found).hstack(said).select("unit", "award", "verdict", "reason", "count")

    def csv(self) -> bytes:
        """Return the counts as comma-separated text: the same bytes for the same counts, whichever engine made them."""
        return self.frame().write_csv(line_terminator="\n").encode()


def outcomes_of(compiled: Iterable[Compiled]) -> tuple[Outcome, ...]:
    """Return all that may be counted, in the order of the awards."""
    return tuple(
        Outcome(item.award, item.verdict(code), item.reason(code)) for item in compiled for code in item.possible
    )


def count_batch(batch: pl.DataFrame, compiled: Sequence[Compiled]) -> tuple[Whole, Whole]:
    """Count a batch of outcomes by runs of equal units; return the unit of each run, and its counts.

    Two linear passes an award: a hash table over units and outcomes would take ten times as long.
    """
    units = batch["unit"].to_numpy()
    starts = _starts(units)
    runs = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(units)]))
    counted = [_count_award(batch[item.award].to_numpy(), runs, len(starts), item) for item in compiled]
    cells = np.concatenate(counted, axis=1) if counted else np.zeros((len(starts), 0), np.int64)
    return units[starts].astype(np.int64), cells


def _count_award(outcome: npt.NDArray[Any], runs: Whole, length: int, item: Compiled) -> Whole:
    """Count one award's outcomes in each run."""
    width = len(item.reasons) * len(CHAIN)
    counted: Whole = np.bincount(runs * width + outcome, minlength=length * width).reshape(length, width)
    return counted[:, list(item.possible)]


def joined(outcomes: tuple[Outcome, ...], parts: Sequence[tuple[Whole, Whole]]) -> Counts:
    """Join counts of batches; a unit may stand in several, and in any order."""
    nothing = (np.zeros(0, np.int64), np.zeros((0, len(outcomes)), np.int64))
    units, cells = map(np.concatenate, zip(nothing, *parts, strict=True))
    if not np.all(units[1:] > units[:-1]):
        order = np.argsort(units, kind="stable")
        units, cells = _summed(units[order], cells[order])
    return Counts(outcomes, units, cells)


def _starts(keys: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """Return where each run of equal keys begins."""
    return np.flatnonzero(np.append(keys[:1] == keys[:1], keys[1:] != keys[:-1]))


def _summed(keys: Whole, cells: Whole) -> tuple[Whole, Whole]:
    """Add up rows of equal keys, which stand together."""
    starts = _starts(keys)
    return keys[starts], np.add.reduceat(cells, starts, axis=0)


def roll_up(counts: Counts, ancestry: pl.DataFrame) -> Counts:
    """Return counts of every unit with all below it.

    ``ancestry``: columns ``ancestor``, ``descendant``, ``depth`` as the table of ancestry on one day; each unit itself
    at depth 0. Units without a row stand alone. Goes up level by level, so each unit is added once.
    """
    levels = ancestry.group_by("descendant").agg(pl.col("depth").max().alias("level"))
    links = ancestry.filter(pl.col("depth") == 1).join(levels, on="descendant").sort("level", "ancestor")
    inside = levels["descendant"].cast(pl.Int64)
    units = pl.concat([inside, pl.Series(counts.units)]).unique().sort().to_numpy()
    cells = np.zeros((len(units), len(counts.outcomes)), np.int64)
    cells[np.searchsorted(units, counts.units)] = counts.cells
    parents, children, level = (links[name].to_numpy() for name in ("ancestor", "descendant", "level"))
    for depth in np.unique(level)[::-1]:
        here = level == depth
        above, added = _summed(parents[here], cells[np.searchsorted(units, children[here])])
        cells[np.searchsorted(units, above)] += added
    return Counts(counts.outcomes, units, cells)
