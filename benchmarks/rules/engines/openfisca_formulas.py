"""OpenFisca-core, the field's anchor for rules as code: one variable per condition and title, vector formulas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from ..counting import CODES, Outcome, pack, rolled
from ..data import REVIEW, TITLES, UNITS
from . import numpy_by_hand

PERIOD = "2018"
# Its ranking builds a table of every unit by the biggest unit's people: beyond this size it no longer fits in memory.
MOST_WITH_QUOTA = 1_000_000
WORKER, FIGHTER, PROVINCIAL, NATIONAL = TITLES
Person = build_entity("person", "people", "A person", is_person=True)
Unit = build_entity("unit", "units", "A unit", roles=[{"key": "member", "plural": "members"}])


def _variable(name: str, formula: Any = None) -> type[Variable]:
    body: dict[str, Any] = {"value_type": int, "entity": Person, "definition_period": DateUnit.YEAR, "label": name}
    if formula is not None:
        body["formula"] = _asking(formula)
    return type(name, (Variable,), body)


def _asking(formula: Any) -> Any:
    """Give a formula its facts; OpenFisca counts the arguments of what it calls, so there are just two."""
    return lambda person, period: formula(lambda other: person(other, period))


def _registered(place: int) -> Any:
    def formula(fact: Any) -> Any:
        best = fact(f"registered_{TITLES[-1]}")
        for title in TITLES[place:-1]:
            best = np.maximum(best, fact(f"registered_{title}"))
        return np.where(fact(f"registered_{TITLES[place]}") == 1, 1, best)

    return formula


def _initiatives(title: str, scope: str, window: int) -> Any:
    def formula(fact: Any) -> Any:
        free = sum(fact(f"free_{scope}_{k}") + fact(f"used_{scope}_{k}_for_{title}") for k in range(window))
        every = sum(fact(f"free_{scope}_{k}") + fact(f"used_{scope}_{k}") for k in range(window))
        short = (fact("lists_known_from") > int(PERIOD) - window + 1) * 1
        consent = np.minimum(np.where(every >= 1, 3, short), fact(f"finding_initiative_reuse_{title}"))
        return np.where(fact("initiatives_known"), np.maximum(np.where(free >= 1, 3, short), consent), 1)

    return formula


def _lowest(*names: str) -> Any:
    return lambda fact: np.minimum.reduce([fact(name) for name in names])


def _times(fact: Any) -> Any:
    granted = [fact(f"held_{PROVINCIAL}_{k}") for k in range(1, 7)]
    surely, perhaps = sum(rank == 3 for rank in granted), sum(rank != 0 for rank in granted)
    return np.where(surely >= 2, 3, np.where(perhaps >= 2, 1, 0))


def _fresh(fact: Any) -> Any:
    flipped = [np.choose(fact(f"held_{PROVINCIAL}_{k}"), [3, 1, 1, 0]) for k in (1, 2)]
    return np.minimum(*flipped)


def _graded(fact: Any) -> Any:
    grade = fact("grade_0")
    return np.where(grade < 0, 1, np.where(grade >= 2, 3, 0))


PARTS: dict[str, list[str]] = {
    WORKER: ["worker_registered", "graded", *(f"finding_{code}" for code in REVIEW)],
    FIGHTER: ["fighter_registered", "is_worker", "fighter_initiatives"],
    PROVINCIAL: [
        "provincial_registered",
        "run_of_three",
        "fresh_run",
        "provincial_initiatives",
        f"finding_chosen_{PROVINCIAL}",
    ],
    NATIONAL: [
        "national_registered",
        "two_grants",
        f"held_{PROVINCIAL}_1",
        "run_of_six",
        "national_initiatives",
        f"finding_chosen_{NATIONAL}",
    ],
}
FORMULAS: dict[str, Any] = {
    "worker_registered": _registered(0),
    "fighter_registered": _registered(1),
    "provincial_registered": _registered(2),
    "national_registered": _registered(3),
    "graded": _graded,
    "is_worker": lambda fact: np.maximum(fact(f"granted_{WORKER}"), fact(f"verdict_{WORKER}")),
    "fighter_initiatives": _initiatives(FIGHTER, "grassroots", 1),
    "provincial_initiatives": _initiatives(PROVINCIAL, "provincial", 3),
    "national_initiatives": _initiatives(NATIONAL, "national", 7),
    "run_of_three": _lowest(*(f"held_{FIGHTER}_{k}" for k in range(3))),
    "run_of_six": _lowest(*(f"held_{FIGHTER}_{k}" for k in range(1, 7))),
    "two_grants": _times,
    "fresh_run": _fresh,
    **{f"verdict_{title}": _lowest(*parts) for title, parts in PARTS.items()},
}


def load(path: Path) -> dict[str, np.ndarray]:
    """Read the columns as NumPy has them, in the integers that OpenFisca keeps."""
    return {name: np.asarray(values, dtype=np.int32) for name, values in numpy_by_hand.load(path).items()}


def compute(data: dict[str, np.ndarray], *, quota: bool) -> Outcome:
    """Build a simulation, set the inputs, ask for the four verdicts and their parts, count."""
    system = TaxBenefitSystem([Person, Unit])
    inputs = [name for name in data if name not in ("person", "unit")]
    for name in inputs:
        system.add_variable(_variable(name))
    for name, formula in FORMULAS.items():
        system.add_variable(_variable(name, formula))
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", data["person"])
    unit = builder.declare_entity("unit", np.unique(data["unit"]))
    builder.join_with_persons(unit, data["unit"], np.zeros(len(data["unit"]), dtype=np.int64))
    simulation = builder.build(system)
    for name in inputs:
        simulation.set_input(name, PERIOD, data[name])
    return _count(simulation, data, quota=quota)


def _count(simulation: Any, data: dict[str, np.ndarray], *, quota: bool) -> Outcome:
    counts = np.empty((len(TITLES), UNITS, CODES), dtype=np.int32)
    met = {}
    for place, title in enumerate(TITLES):
        verdict = simulation.calculate(f"verdict_{title}", PERIOD).astype(np.int64)
        reason = np.zeros(len(verdict), dtype=np.int64)
        for at, part in reversed(list(enumerate(PARTS[title]))):
            reason[simulation.calculate(part, PERIOD) == verdict] = at
        key = data["unit"].astype(np.int64) * CODES + pack(verdict, reason)
        counts[place] = np.bincount(key, minlength=UNITS * CODES).reshape(UNITS, CODES)
        met[title] = verdict == 3
    return Outcome(rolled(counts), _inside(simulation, data, met) if quota else None)


def _inside(simulation: Any, data: dict[str, np.ndarray], met: dict[str, np.ndarray]) -> int:
    """Choose with OpenFisca's own ranking inside a group; the criterion carries the tie-break."""
    population = simulation.populations["person"]
    unit = simulation.populations["unit"]
    number = np.arange(len(data["person"]))
    criterion = -data["score"].astype(np.int64) * (len(number) + 1) + number
    rank = population.get_rank(unit, criterion, condition=met[FIGHTER])
    limit = np.bincount(data["unit"][met[WORKER]], minlength=UNITS) * 15 // 100
    chosen = met[FIGHTER] & (rank >= 0) & (rank < limit[data["unit"]])
    return int(data["person"][chosen].astype(np.int64).sum())
