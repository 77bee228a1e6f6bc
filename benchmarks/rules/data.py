"""Made-up people for the benchmark, written once per size as Parquet in the columns that the bulk snapshot has.

One row per person, sorted by unit, six years back from the proposal year 2018; four levels of units, 120,000 at the
bottom. Seeded: the same size is always the same people. Near the boundaries of the rules, so that every verdict occurs.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

UNITS = 120_000
DISTRICTS = 3_400
PROVINCES = 34
YEARS = 7  # the proposal year and six before it
CHUNK = 1_000_000
TITLES = ("advanced_worker", "grassroots_fighter", "ministerial_provincial_fighter", "national_fighter")
REVIEW = ("law_abiding", "united", "active", "productive")


def tree() -> pl.DataFrame:
    """Return node → parent over the four levels; bottom units are 0 … UNITS−1, the top has no parent."""
    first_district, first_province = UNITS, UNITS + DISTRICTS
    top = first_province + PROVINCES
    parents = [
        *(first_district + unit * DISTRICTS // UNITS for unit in range(UNITS)),
        *(first_province + district * PROVINCES // DISTRICTS for district in range(DISTRICTS)),
        *([top] * PROVINCES),
        None,
    ]
    return pl.DataFrame({"unit": range(top + 1), "parent": parents}, schema={"unit": pl.Int32, "parent": pl.Int32})


def ensure(folder: Path, people: int) -> Path:
    """Write the people of this size unless they are there; return the file."""
    path = folder / f"people-{people}.parquet"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        parts = [_chunk(first, min(CHUNK, people - first), people) for first in range(0, people, CHUNK)]
        draft = path.with_suffix(".part")
        pl.concat([part.lazy() for part in parts]).sink_parquet(draft, row_group_size=CHUNK, compression="zstd")
        draft.rename(path)
    return path


def _last_people(people: int) -> np.ndarray:
    """Return for each unit the first person after it: unit sizes are uneven, as those of schools and hospitals are."""
    sizes = np.random.default_rng(34).lognormal(0, 1.2, UNITS)
    return np.floor(np.cumsum(sizes) / sizes.sum() * people + 0.5).astype(np.int64)


def _chunk(first: int, rows: int, people: int) -> pl.DataFrame:
    rng = np.random.default_rng(20181220 + first)
    person = np.arange(first, first + rows, dtype=np.int64)
    columns: dict[str, pl.Series] = {
        "person": pl.Series(person),
        "unit": pl.Series(np.searchsorted(_last_people(people), person, side="right").astype(np.int32)),
        "score": pl.Series(rng.integers(0, 100, rows, dtype=np.int16)),
        "grade_0": _small(rng, rows, (0.03, 0.12, 0.55, 0.30), null=0.02),
    }
    willing, unknown = rng.random(rows), pl.Series(rng.random(rows) < 0.02)  # one list: unknown for all or for none
    for rank, title in enumerate(TITLES):
        columns[f"registered_{title}"] = pl.Series(willing > (0.08, 0.6, 0.85, 0.97)[rank]).set(unknown, None)
    for code in REVIEW:
        columns[f"finding_{code}"] = _flag(rng, rng.random(rows) < 0.97, null=0.03)
    for title in TITLES[2:]:
        columns[f"finding_chosen_{title}"] = _flag(rng, rng.random(rows) < 0.5, null=0.5)
    for title in TITLES[1:]:
        columns[f"finding_initiative_reuse_{title}"] = _flag(rng, rng.random(rows) < 0.5, null=0.7)
    columns["granted_advanced_worker"] = _flag(rng, rng.random(rows) < 0.1, null=0.02)
    strong = rng.random(rows) < 0.12
    for k in range(YEARS):
        held = np.where(strong, rng.random(rows) < 0.92, rng.random(rows) < 0.1)
        columns[f"held_grassroots_fighter_{k}"] = _flag(rng, held, null=0.02)
        columns[f"held_ministerial_provincial_fighter_{k}"] = _flag(rng, strong & (rng.random(rows) < 0.3), null=0.02)
    _initiatives(rng, rows, columns)
    columns["initiatives_known"] = pl.Series(rng.random(rows) < 0.98)
    columns["titles_known"] = pl.Series(np.ones(rows, dtype=bool))
    columns["forms_known"] = pl.Series(np.ones(rows, dtype=bool))
    columns["lists_known_from"] = pl.Series(
        rng.choice(np.array([0, 2014, 2016, 2018], dtype=np.int16), rows, p=(0.7, 0.1, 0.1, 0.1))
    )
    columns["titles_known_until"] = pl.Series(np.full(rows, 9999, dtype=np.int16))
    return pl.DataFrame([series.alias(name) for name, series in columns.items()])


def _initiatives(rng: np.random.Generator, rows: int, columns: dict[str, pl.Series]) -> None:
    """Counts by year and widest scope, free and used; a wider scope counts for the narrower ones too."""
    for k in range(YEARS):
        free = used = own = np.zeros(rows, dtype=np.int8)
        for scope, title, share in (
            ("national", TITLES[3], 0.004),
            ("provincial", TITLES[2], 0.03),
            ("grassroots", TITLES[1], 0.15),
        ):
            free = free + (rng.random(rows) < share).astype(np.int8)
            here = (rng.random(rows) < share / 3).astype(np.int8)
            own = here * (rng.random(rows) < 0.4)
            used = used + here
            columns[f"free_{scope}_{k}"] = pl.Series(free)
            columns[f"used_{scope}_{k}"] = pl.Series(used)
            columns[f"used_{scope}_{k}_for_{title}"] = pl.Series(own.astype(np.int8))


def _flag(rng: np.random.Generator, known: np.ndarray, null: float) -> pl.Series:
    return pl.Series(known).set(pl.Series(rng.random(len(known)) < null), None)


def _small(rng: np.random.Generator, rows: int, shares: tuple[float, ...], null: float) -> pl.Series:
    values = rng.choice(np.arange(len(shares), dtype=np.int8), rows, p=shares)
    return pl.Series(values).set(pl.Series(rng.random(rows) < null), None)
