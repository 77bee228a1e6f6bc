"""DuckDB: one SQL query per title over the same Parquet file, loaded into memory."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np

from ..counting import CODES, NONE, REASONS, Outcome, rolled
from ..data import REVIEW, TITLES, UNITS

PROPOSAL_YEAR = 2018


def load(path: Path) -> duckdb.DuckDBPyConnection:
    """Load the file into a table."""
    database = duckdb.connect()
    database.execute("SET threads = 2")
    database.execute(f"CREATE TABLE people AS SELECT * FROM read_parquet('{path}')")
    return database


def compute(database: duckdb.DuckDBPyConnection, *, quota: bool) -> Outcome:
    """Judge and count, each title by one query."""
    counts = np.zeros((len(TITLES), UNITS, CODES), dtype=np.int32)
    for place, parts in enumerate(_parts().values()):
        verdict = f"least({', '.join(parts)})"
        cases = " ".join(f"WHEN p{i} = verdict THEN {i}" for i in range(len(parts)))
        columns = ", ".join(f"{part} AS p{i}" for i, part in enumerate(parts))
        code = f"verdict * {REASONS} + CASE WHEN verdict = 3 THEN {NONE} {cases} END"
        rows = database.execute(
            f"SELECT unit, {code} AS code, count(*) AS people "
            f"FROM (SELECT unit, {columns}, {verdict} AS verdict FROM people) GROUP BY ALL"
        ).fetchnumpy()
        counts[place, rows["unit"], rows["code"].astype(np.int64)] = rows["people"]
    return Outcome(rolled(counts), _inside(database) if quota else None)


def _rank(column: str, null: int = 1) -> str:
    return f"CASE WHEN {column} THEN 3 WHEN {column} IS NULL THEN {null} ELSE 0 END"


def _registered(place: int) -> str:
    higher = ", ".join(_rank(f"registered_{title}") for title in TITLES[place:])
    return f"CASE WHEN registered_{TITLES[place]} IS NULL THEN 1 ELSE greatest({higher}) END"


def _initiatives(title: str, scope: str, window: int) -> str:
    free = " + ".join(f"free_{scope}_{k} + used_{scope}_{k}_for_{title}" for k in range(window))
    every = " + ".join(f"free_{scope}_{k} + used_{scope}_{k}" for k in range(window))
    short = f"(lists_known_from > {PROPOSAL_YEAR - window + 1})::INT"
    consent = _rank(f"finding_initiative_reuse_{title}", 2)
    return (
        f"CASE WHEN NOT initiatives_known THEN 1 ELSE greatest(CASE WHEN {free} >= 1 THEN 3 ELSE {short} END, "
        f"least(CASE WHEN {every} >= 1 THEN 3 ELSE {short} END, {consent})) END"
    )


def _parts() -> dict[str, list[str]]:
    worker, fighter, provincial, national = TITLES
    graded = "CASE WHEN grade_0 IS NULL THEN 1 WHEN grade_0 >= 2 THEN 3 ELSE 0 END"
    of_worker = [_registered(0), graded, *(_rank(f"finding_{code}", 2) for code in REVIEW)]
    granted = [f"held_{provincial}_{k}" for k in range(1, 7)]
    surely = " + ".join(f"coalesce({name}, false)::INT" for name in granted)
    perhaps = " + ".join(f"coalesce({name}, true)::INT" for name in granted)
    fresh = ", ".join(_rank(f"(NOT held_{provincial}_{k})") for k in (1, 2))
    return {
        worker: of_worker,
        fighter: [
            _registered(1),
            f"greatest({_rank(f'granted_{worker}')}, least({', '.join(of_worker)}))",
            _initiatives(fighter, "grassroots", 1),
        ],
        provincial: [
            _registered(2),
            f"least({', '.join(_rank(f'held_{fighter}_{k}') for k in range(3))})",
            f"least({fresh})",
            _initiatives(provincial, "provincial", 3),
            _rank(f"finding_chosen_{provincial}", 2),
        ],
        national: [
            _registered(3),
            f"CASE WHEN {surely} >= 2 THEN 3 WHEN {perhaps} >= 2 THEN 1 ELSE 0 END",
            _rank(f"held_{provincial}_1"),
            f"least({', '.join(_rank(f'held_{fighter}_{k}') for k in range(1, 7))})",
            _initiatives(national, "national", 7),
            _rank(f"finding_chosen_{national}", 2),
        ],
    }


def _inside(database: duckdb.DuckDBPyConnection) -> int:
    parts = _parts()
    worker, fighter = (f"least({', '.join(parts[title])}) = 3" for title in TITLES[:2])
    row = database.execute(
        f"WITH judged AS (SELECT person, unit, score, {worker} AS worker, {fighter} AS fighter FROM people), "
        "limits AS (SELECT unit, (count(*) FILTER (worker)) * 15 // 100 AS most FROM judged GROUP BY unit), "
        "placed AS (SELECT person, unit, row_number() OVER (PARTITION BY unit ORDER BY score DESC, person) AS place "
        "FROM judged WHERE fighter) "
        "SELECT coalesce(sum(person), 0) FROM placed JOIN limits USING (unit) WHERE place <= most"
    ).fetchone()
    return int(row[0]) if row else 0
