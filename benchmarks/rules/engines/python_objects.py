"""Plain Python: one object a person with typed fields, and the four rules as functions over it."""

from __future__ import annotations

from dataclasses import make_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ..counting import CODES, NONE, REASONS, Outcome, rolled
from ..data import REVIEW, TITLES, UNITS

PROPOSAL_YEAR = 2018
WORKER, FIGHTER, PROVINCIAL, NATIONAL = TITLES


def load(path: Path) -> list[Any]:
    """Read the file into objects, one a person."""
    frame = pl.read_parquet(path)
    person = make_dataclass("Person", frame.columns, slots=True)
    return [person(*row) for row in frame.iter_rows()]


def compute(people: list[Any], *, quota: bool) -> Outcome:
    """Judge person by person, title by title."""
    counts = np.zeros((len(TITLES), UNITS, CODES), dtype=np.int32)
    workers: dict[int, int] = {}
    able: dict[int, list[tuple[int, int]]] = {}
    for person in people:
        for place, rule in enumerate((_worker, _fighter, _provincial, _national)):
            parts = rule(person)
            verdict = min(parts)
            counts[place, person.unit, verdict * REASONS + (NONE if verdict == 3 else parts.index(verdict))] += 1
            if quota and verdict == 3 and place == 0:
                workers[person.unit] = workers.get(person.unit, 0) + 1
            elif quota and verdict == 3 and place == 1:
                able.setdefault(person.unit, []).append((-person.score, person.person))
    if not quota:
        return Outcome(rolled(counts))
    chosen = (sorted(those)[: workers.get(unit, 0) * 15 // 100] for unit, those in able.items())
    return Outcome(rolled(counts), sum(number for those in chosen for _score, number in those))


def _rank(value: bool | None, null: int = 1) -> int:
    return null if value is None else 3 if value else 0


def _registered(person: Any, place: int) -> int:
    if getattr(person, f"registered_{TITLES[place]}") is None:
        return 1
    return max(_rank(getattr(person, f"registered_{title}")) for title in TITLES[place:])


def _worker(person: Any) -> list[int]:
    grade = person.grade_0
    graded = 1 if grade is None else 3 if grade >= 2 else 0
    return [_registered(person, 0), graded, *(_rank(getattr(person, f"finding_{code}"), 2) for code in REVIEW)]


def _fighter(person: Any) -> list[int]:
    lower = max(_rank(person.granted_advanced_worker), min(_worker(person)))
    return [_registered(person, 1), lower, _initiatives(person, FIGHTER, "grassroots", 1)]


def _held(person: Any, title: str, k: int) -> bool | None:
    value: bool | None = getattr(person, f"held_{title}_{k}")
    return value


def _provincial(person: Any) -> list[int]:
    before = [_held(person, PROVINCIAL, k) for k in (1, 2)]
    return [
        _registered(person, 2),
        min(_rank(_held(person, FIGHTER, k)) for k in range(3)),
        min(_rank(None if held is None else not held) for held in before),
        _initiatives(person, PROVINCIAL, "provincial", 3),
        _rank(person.finding_chosen_ministerial_provincial_fighter, 2),
    ]


def _national(person: Any) -> list[int]:
    granted = [_held(person, PROVINCIAL, k) for k in range(1, 7)]
    surely, perhaps = granted.count(True), granted.count(True) + granted.count(None)
    return [
        _registered(person, 3),
        3 if surely >= 2 else 1 if perhaps >= 2 else 0,
        _rank(granted[0]),
        min(_rank(_held(person, FIGHTER, k)) for k in range(1, 7)),
        _initiatives(person, NATIONAL, "national", 7),
        _rank(person.finding_chosen_national_fighter, 2),
    ]


def _initiatives(person: Any, title: str, scope: str, window: int) -> int:
    if not person.initiatives_known:
        return 1
    free = sum(
        getattr(person, f"free_{scope}_{k}") + getattr(person, f"used_{scope}_{k}_for_{title}") for k in range(window)
    )
    every = sum(getattr(person, f"free_{scope}_{k}") + getattr(person, f"used_{scope}_{k}") for k in range(window))
    short = int(person.lists_known_from > PROPOSAL_YEAR - window + 1)
    consent = _rank(getattr(person, f"finding_initiative_reuse_{title}"), 2)
    return max(3 if free >= 1 else short, min(3 if every >= 1 else short, consent))
