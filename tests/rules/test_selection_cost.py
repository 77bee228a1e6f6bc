"""What the chooser may cost: a whole city is solved, and whoever does not choose does not load the solver."""

from __future__ import annotations

import random
import subprocess
import sys
from fractions import Fraction

from tests.rules.selection_samples import kept, source
from thidua.rules.selection.best import Question, best_list
from thidua.rules.selection.candidates import Candidate, Scope, Sex, TieBreak, Trait, in_order
from thidua.rules.selection.limits import BaseShare, ChosenShare, CountCap, Limit
from thidua.rules.selection.solver import Answer

SILENT = """
import pkgutil, sys, importlib, thidua.rules
for module in pkgutil.iter_modules(thidua.rules.__path__):
    importlib.import_module(f"thidua.rules.{module.name}")
import thidua.rules.selection.floors, thidua.rules.selection.limits, thidua.rules.selection.proposal
assert not {"highspy", "numpy"} & set(sys.modules)
import thidua.rules.selection.chooser
assert "highspy" in sys.modules
"""


def test_only_the_solver_loads_highs() -> None:
    """Every module of the law room, and the data of the chooser, start without it; the chooser itself needs it."""
    run = subprocess.run([sys.executable, "-c", SILENT], capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_the_solver_says_nothing_on_the_console() -> None:
    """Standard output belongs to the command that chooses."""
    ask = (
        "from thidua.rules.selection.candidates import Candidate, TieBreak\n"
        "from thidua.rules.selection.chooser import choose\n"
        "choose([Candidate(id='a', unit='u', rank=1)], [], TieBreak())"
    )
    run = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_twenty_thousand_people_in_three_hundred_units() -> None:
    """Every unit's share, a cap for the city and H-75 at once: proven optimal, and every limit kept."""
    drawn = random.Random(2018)
    size = {f"đơn vị {number:03}": drawn.randrange(20, 114) for number in range(300)}
    people = [
        Candidate(
            id=f"{unit}-{rank:03}",
            unit=unit,
            rank=rank,
            sex=drawn.choice([Sex.FEMALE, Sex.MALE]),
            direct_worker=drawn.random() < (0.45 if rank < 7 else 0.8),
        )
        for unit, members in size.items()
        for rank in range(1, int(members * drawn.uniform(0.25, 0.6)) + 1)
    ]
    held: list[Limit] = [
        BaseShare(**source("15"), scope=Scope.UNIT, share=Fraction(15, 100), base=size, base_vi="người"),
        CountCap(**source("tất cả"), most=2000),
        ChosenShare(**source("H-75"), share=Fraction(75, 100), trait=Trait.DIRECT_WORKER),
    ]
    best = best_list(Question(in_order(people, TieBreak(women_first=True)), tuple(held), True, 600.0), others=3)
    assert (best.answer, len(best.chosen), len(best.others)) == (Answer.PROVEN, 2000, 3)
    ordered = in_order(people, TieBreak(women_first=True))
    assert all(kept(limit, [ordered[index] for index in best.chosen]) for limit in held)
