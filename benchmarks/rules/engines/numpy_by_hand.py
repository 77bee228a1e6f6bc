"""The practical limit: the same work written by hand in NumPy, for these four titles of 2018 and nothing else.

Verdicts are ranks in one byte (0 not met, 1 missing data, 2 needs a person, 3 met), so “all of” is minimum and “any of”
is maximum; unknown facts are loaded as the rank they give.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from ..counting import CODES, Outcome, pack, rolled
from ..data import REVIEW, TITLES, UNITS

PROPOSAL_YEAR = 2018


def load(path: Path) -> dict[str, np.ndarray]:
    """Read the columns as arrays: facts null → 1 (missing), findings null → 2 (needs a person), true → 3."""
    frame = pl.read_parquet(path)
    arrays = {}
    for name, dtype in frame.schema.items():
        column = frame[name]
        if dtype == pl.Boolean and not name.endswith("_known"):
            null = 2 if name.startswith("finding_") else 1
            column = (column.cast(pl.Int8) * 3).fill_null(null)
        elif name == "grade_0":
            column = column.fill_null(-1)
        arrays[name] = column.to_numpy()
    return arrays


def compute(data: dict[str, np.ndarray], *, quota: bool) -> Outcome:
    """Judge all titles, count verdicts and reasons by unit, and choose inside the quota where asked."""
    unit = data["unit"].astype(np.int64)
    parts_of = _parts(data)
    counts = np.empty((len(TITLES), UNITS, CODES), dtype=np.int32)
    met = {}
    for place, title in enumerate(TITLES):
        verdict, reason = _decide(parts_of[title])
        met[title] = verdict == 3
        key = unit * CODES + pack(verdict, reason)
        counts[place] = np.bincount(key, minlength=UNITS * CODES).reshape(UNITS, CODES)
    return Outcome(rolled(counts), _inside(unit, met, data) if quota else None)


def _decide(parts: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    verdict = np.minimum.reduce(parts)
    reason = np.zeros(len(verdict), dtype=np.int64)
    for place in range(len(parts) - 1, -1, -1):
        reason[parts[place] == verdict] = place
    return verdict.astype(np.int64), reason


def _parts(data: dict[str, np.ndarray]) -> dict[str, list[np.ndarray]]:
    worker, fighter, provincial, national = TITLES
    registered = {
        title: np.maximum.reduce([data[f"registered_{name}"] for name in TITLES[place:]])
        for place, title in enumerate(TITLES)
    }
    for title in TITLES:  # one list holds them all: unknown for one is unknown for all
        np.copyto(registered[title], 1, where=data[f"registered_{title}"] == 1)
    grade = data["grade_0"]
    graded = np.where(grade < 0, np.int8(1), np.where(grade >= 2, np.int8(3), np.int8(0)))
    of_worker = [registered[worker], graded, *(data[f"finding_{code}"] for code in REVIEW)]
    run = [data[f"held_{fighter}_{k}"] for k in range(7)]
    granted = [data[f"held_{provincial}_{k}"] for k in range(7)]
    times = _at_least(granted[1:7], 2)
    return {
        worker: of_worker,
        fighter: [
            registered[fighter],
            np.maximum(data[f"granted_{worker}"], np.minimum.reduce(of_worker)),
            _initiatives(data, fighter, "grassroots", 1),
        ],
        provincial: [
            registered[provincial],
            np.minimum.reduce(run[:3]),
            np.minimum(_no(granted[1]), _no(granted[2])),
            _initiatives(data, provincial, "provincial", 3),
            data[f"finding_chosen_{provincial}"],
        ],
        national: [
            registered[national],
            times,
            granted[1],
            np.minimum.reduce(run[1:7]),
            _initiatives(data, national, "national", 7),
            data[f"finding_chosen_{national}"],
        ],
    }


def _no(ranks: np.ndarray) -> np.ndarray:
    return np.array([3, 1, 1, 0], dtype=np.int8)[ranks]


def _at_least(held: list[np.ndarray], needed: int) -> np.ndarray:
    surely = sum((ranks == 3).astype(np.int8) for ranks in held)
    perhaps = sum((ranks != 0).astype(np.int8) for ranks in held)
    return np.where(surely >= needed, np.int8(3), np.where(perhaps >= needed, np.int8(1), np.int8(0)))


def _initiatives(data: dict[str, np.ndarray], title: str, scope: str, window: int) -> np.ndarray:
    free = sum(data[f"free_{scope}_{k}"] + data[f"used_{scope}_{k}_for_{title}"] for k in range(window))
    every = sum(data[f"free_{scope}_{k}"] + data[f"used_{scope}_{k}"] for k in range(window))
    gaps = data["lists_known_from"] > PROPOSAL_YEAR - window + 1
    short = gaps.astype(np.int8)
    enough_free = np.where(free >= 1, np.int8(3), short)
    enough = np.where(every >= 1, np.int8(3), short)
    answer = np.maximum(enough_free, np.minimum(enough, data[f"finding_initiative_reuse_{title}"]))
    return np.where(data["initiatives_known"], answer, np.int8(1))


def _inside(unit: np.ndarray, met: dict[str, np.ndarray], data: dict[str, np.ndarray]) -> int:
    """Choose by score, then person, inside 15 % of each unit's people with Lao động tiên tiến; return a check sum."""
    limit = np.bincount(unit[met[TITLES[0]]], minlength=UNITS) * 15 // 100
    who = np.flatnonzero(met[TITLES[1]])
    order = np.lexsort((data["person"][who], -data["score"][who].astype(np.int32), unit[who]))
    sorted_units = unit[who][order]
    place = np.arange(len(who)) - np.searchsorted(sorted_units, sorted_units)
    chosen = who[order][place < limit[sorted_units]]
    return int(data["person"][chosen].sum())
