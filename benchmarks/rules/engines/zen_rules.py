"""zen-engine (GoRules): the four rules as one decision of expression nodes, evaluated person by person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import zen

from ..counting import CODES, NONE, REASONS, Outcome, rolled
from ..data import REVIEW, TITLES, UNITS

PROPOSAL_YEAR = 2018
WORKER, FIGHTER, PROVINCIAL, NATIONAL = TITLES


def load(path: Path) -> tuple[Any, list[dict[str, Any]]]:
    """Compile the decision and read the people as dictionaries."""
    return zen.ZenEngine().create_decision(_decision()), pl.read_parquet(path).to_dicts()


def compute(loaded: tuple[Any, list[dict[str, Any]]], *, quota: bool) -> Outcome:
    """Ask the decision for each person; it answers with the parts of each title."""
    decision, people = loaded
    counts = np.zeros((len(TITLES), UNITS, CODES), dtype=np.int32)
    workers: dict[int, int] = {}
    able: dict[int, list[tuple[int, int]]] = {}
    for person in people:
        answer = decision.evaluate(person)["result"]
        unit = person["unit"]
        for place, title in enumerate(TITLES):
            parts = [int(part) for part in answer[title]]
            verdict = min(parts)
            counts[place, unit, verdict * REASONS + (NONE if verdict == 3 else parts.index(verdict))] += 1
            if verdict == 3 and place == 0:
                workers[unit] = workers.get(unit, 0) + 1
            elif verdict == 3 and place == 1:
                able.setdefault(unit, []).append((-person["score"], person["person"]))
    if not quota:
        return Outcome(rolled(counts))
    chosen = (sorted(those)[: workers.get(unit, 0) * 15 // 100] for unit, those in able.items())
    return Outcome(rolled(counts), sum(number for those in chosen for _score, number in those))


def _rank(name: str, null: int = 1) -> str:
    return f"({name} == null ? {null} : ({name} ? 3 : 0))"


def _registered(place: int) -> str:
    higher = ", ".join(_rank(f"registered_{title}") for title in TITLES[place:])
    return f"(registered_{TITLES[place]} == null ? 1 : max([{higher}]))"


def _initiatives(title: str, scope: str, window: int) -> str:
    free = " + ".join(f"free_{scope}_{k} + used_{scope}_{k}_for_{title}" for k in range(window))
    every = " + ".join(f"free_{scope}_{k} + used_{scope}_{k}" for k in range(window))
    short = f"(lists_known_from > {PROPOSAL_YEAR - window + 1} ? 1 : 0)"
    consent = _rank(f"finding_initiative_reuse_{title}", 2)
    enough_free, enough = (f"({total} >= 1 ? 3 : {short})" for total in (free, every))
    return f"(initiatives_known ? max([{enough_free}, min([{enough}, {consent}])]) : 1)"


def _decision() -> dict[str, Any]:
    graded = "(grade_0 == null ? 1 : (grade_0 >= 2 ? 3 : 0))"
    of_worker = [_registered(0), graded, *(_rank(f"finding_{code}", 2) for code in REVIEW)]
    granted = [f"held_{PROVINCIAL}_{k}" for k in range(1, 7)]
    surely = " + ".join(f"({name} == true ? 1 : 0)" for name in granted)
    perhaps = " + ".join(f"({name} == false ? 0 : 1)" for name in granted)
    fresh = ", ".join(f"(held_{PROVINCIAL}_{k} == null ? 1 : (held_{PROVINCIAL}_{k} ? 0 : 3))" for k in (1, 2))
    parts = {
        WORKER: of_worker,
        FIGHTER: [
            _registered(1),
            f"max([{_rank(f'granted_{WORKER}')}, min([{', '.join(of_worker)}])])",
            _initiatives(FIGHTER, "grassroots", 1),
        ],
        PROVINCIAL: [
            _registered(2),
            f"min([{', '.join(_rank(f'held_{FIGHTER}_{k}') for k in range(3))}])",
            f"min([{fresh}])",
            _initiatives(PROVINCIAL, "provincial", 3),
            _rank(f"finding_chosen_{PROVINCIAL}", 2),
        ],
        NATIONAL: [
            _registered(3),
            f"({surely} >= 2 ? 3 : ({perhaps} >= 2 ? 1 : 0))",
            _rank(granted[0]),
            f"min([{', '.join(_rank(f'held_{FIGHTER}_{k}') for k in range(1, 7))}])",
            _initiatives(NATIONAL, "national", 7),
            _rank(f"finding_chosen_{NATIONAL}", 2),
        ],
    }
    expressions = [{"id": title, "key": title, "value": f"[{', '.join(texts)}]"} for title, texts in parts.items()]
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "judge", "type": "expressionNode", "name": "judge", "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "judge", "type": "edge"},
            {"id": "b", "sourceId": "judge", "targetId": "out", "type": "edge"},
        ],
    }
