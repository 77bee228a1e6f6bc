"""pandas: nullable columns and a group-by per title, as an analyst would write it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from ..counting import CODES, NONE, REASONS, Outcome, rolled
from ..data import REVIEW, TITLES, UNITS

PROPOSAL_YEAR = 2018


def load(path: Path) -> pd.DataFrame:
    """Read the file into a frame; facts become ranks (0 no, 1 missing, 2 a person, 3 yes)."""
    frame = pl.read_parquet(path).to_pandas(types_mapper=None)
    for name in frame:
        if frame[name].dtype == object or name.startswith(("registered_", "finding_", "held_", "granted_")):
            null = 2 if name.startswith("finding_") else 1
            frame[name] = frame[name].map({True: 3, False: 0}).fillna(null).astype("int8")
    frame["grade_0"] = frame["grade_0"].fillna(-1).astype("int8")
    return frame


def compute(frame: pd.DataFrame, *, quota: bool) -> Outcome:
    """Judge and count."""
    counts = np.zeros((len(TITLES), UNITS, CODES), dtype=np.int32)
    met = {}
    for place, (title, parts) in enumerate(_parts(frame).items()):
        table = pd.concat(parts, axis=1, keys=range(len(parts)))
        verdict = table.min(axis=1)
        reason = table.eq(verdict, axis=0).to_numpy().argmax(axis=1)
        code = verdict.astype("int64") * REASONS + np.where(verdict == 3, NONE, reason)
        size = pd.DataFrame({"unit": frame["unit"], "code": code}).groupby(["unit", "code"], sort=False).size()
        counts[place, size.index.get_level_values(0), size.index.get_level_values(1)] = size.to_numpy()
        met[title] = verdict == 3
    return Outcome(rolled(counts), _inside(frame, met) if quota else None)


def _registered(frame: pd.DataFrame, place: int) -> pd.Series:
    found = frame[[f"registered_{title}" for title in TITLES[place:]]].max(axis=1)
    return found.mask(frame[f"registered_{TITLES[place]}"] == 1, 1)


def _initiatives(frame: pd.DataFrame, title: str, scope: str, window: int) -> pd.Series:
    years = range(window)
    free = frame[[f"free_{scope}_{k}" for k in years]].sum(axis=1)
    own = frame[[f"used_{scope}_{k}_for_{title}" for k in years]].sum(axis=1)
    used = frame[[f"used_{scope}_{k}" for k in years]].sum(axis=1)
    short = (frame["lists_known_from"] > PROPOSAL_YEAR - window + 1).astype("int8")
    enough_free = short.mask(free + own >= 1, 3)
    enough = short.mask(free + used >= 1, 3)
    consented = pd.concat([enough, frame[f"finding_initiative_reuse_{title}"]], axis=1).min(axis=1)
    return pd.concat([enough_free, consented], axis=1).max(axis=1).where(frame["initiatives_known"], 1)


def _parts(frame: pd.DataFrame) -> dict[str, list[pd.Series]]:
    worker, fighter, provincial, national = TITLES
    grade = frame["grade_0"]
    graded = pd.Series(np.select([grade < 0, grade >= 2], [1, 3], 0), index=frame.index)
    of_worker = [_registered(frame, 0), graded, *(frame[f"finding_{code}"] for code in REVIEW)]
    standards = pd.concat(of_worker, axis=1).min(axis=1)
    granted = frame[[f"held_{provincial}_{k}" for k in range(1, 7)]]
    surely, perhaps = (granted == 3).sum(axis=1), (granted != 0).sum(axis=1)
    fresh = granted[[f"held_{provincial}_1", f"held_{provincial}_2"]].replace({3: 0, 0: 3}).min(axis=1)
    return {
        worker: of_worker,
        fighter: [
            _registered(frame, 1),
            pd.concat([frame[f"granted_{worker}"], standards], axis=1).max(axis=1),
            _initiatives(frame, fighter, "grassroots", 1),
        ],
        provincial: [
            _registered(frame, 2),
            frame[[f"held_{fighter}_{k}" for k in range(3)]].min(axis=1),
            fresh,
            _initiatives(frame, provincial, "provincial", 3),
            frame[f"finding_chosen_{provincial}"],
        ],
        national: [
            _registered(frame, 3),
            pd.Series(np.select([surely >= 2, perhaps >= 2], [3, 1], 0), index=frame.index),
            granted[f"held_{provincial}_1"],
            frame[[f"held_{fighter}_{k}" for k in range(1, 7)]].min(axis=1),
            _initiatives(frame, national, "national", 7),
            frame[f"finding_chosen_{national}"],
        ],
    }


def _inside(frame: pd.DataFrame, met: dict[str, pd.Series]) -> int:
    limit = met[TITLES[0]].groupby(frame["unit"]).sum() * 15 // 100
    able = frame.loc[met[TITLES[1]], ["person", "unit", "score"]].sort_values(
        ["unit", "score", "person"], ascending=[True, False, True]
    )
    place = able.groupby("unit").cumcount()
    return int(able.loc[place < able["unit"].map(limit), "person"].sum())
