"""Exact choice of yes or no under whole-number rows, goal after goal, proven by HiGHS.

The only module that loads the solver. It knows positions, weights and rows, nothing of people or law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

import highspy

# Twelve doublings rank twelve candidates exactly in one goal; more would come near the solver's tolerance.
TOGETHER = 12
# The solver's own tolerance: what is nearer than this to a whole number is that number.
TOLERANCE = 1e-6


class Answer(Enum):
    """What the solver can say of a goal."""

    PROVEN = "proven"
    IMPOSSIBLE = "impossible"
    STOPPED = "stopped"


class Program:
    """A growing list of goals, each reached as far as the earlier ones allow.

    Deterministic: one thread, fixed seed, and the same rows always come in the same order. ``chosen`` is the best
    choice so far, ``None`` before the first goal is reached.
    """

    def __init__(self, size: int, rows: Iterable[tuple[Mapping[int, int], int]], seconds: float) -> None:
        """Take ``size`` choices and rows ``sum(weight × chosen) ≤ bound``; ``seconds`` is for all goals together."""
        self._size = size
        self._open = set(range(size))
        self.chosen: frozenset[int] | None = None
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]  # its __init__ alone has no types
        for option, value in {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0}.items():
            self._highs.setOptionValue(option, value)
        self._highs.setOptionValue("time_limit", seconds)
        # One choice more, which is never taken: HiGHS refuses to look at the rows of a problem without any.
        self._highs.addVars(size + 1, [0.0] * (size + 1), [1.0] * size + [0.0])
        for index in range(size):
            self._highs.changeColIntegrality(index, highspy.HighsVarType.kInteger)
        self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        for weights, bound in rows:
            self.add_row(weights, -highspy.kHighsInf, bound)

    @property
    def open(self) -> frozenset[int]:
        """The positions that the goals so far leave open; all others are the same in every best choice."""
        return frozenset(self._open)

    def add_row(self, weights: Mapping[int, int], least: float, most: float) -> None:
        """Demand ``least ≤ sum(weight × chosen) ≤ most``."""
        self._highs.addRow(least, most, len(weights), list(weights), [float(weight) for weight in weights.values()])

    def reach(self, weights: Mapping[int, int]) -> Answer:
        """Make the weight chosen as great as the earlier goals allow, and hold it from now on."""
        if self.chosen is not None and self._open.isdisjoint(weights):
            return Answer.PROVEN
        answer = self._best(weights)
        if answer is Answer.PROVEN and self.chosen is not None:
            value = sum(weights[index] for index in self.chosen if index in weights)
            self.add_row(weights, value, value)
        return answer

    def settle(self, order: Sequence[int]) -> Answer:
        """Decide all that is open, the earlier in ``order`` before the later."""
        while waiting := [index for index in order if index in self._open][:TOGETHER]:
            answer = self._best({index: 1 << place for place, index in enumerate(reversed(waiting))})
            if answer is not Answer.PROVEN:
                return answer
            self._close(waiting)
        return Answer.PROVEN

    def reopen(self, positions: Iterable[int]) -> None:
        """Undo what ``settle`` decided: let the positions be chosen or not again."""
        for index in positions:
            self._open.add(index)
            self._highs.changeColBounds(index, 0.0, 1.0)

    def forbid_choice(self, among: Iterable[int]) -> None:
        """Let no later goal give the present choice among these positions again."""
        chosen = self.chosen or frozenset()
        weights = {index: 1 if index in chosen else -1 for index in among}
        self.add_row(weights, -highspy.kHighsInf, sum(weight > 0 for weight in weights.values()) - 1)

    def _best(self, weights: Mapping[int, int]) -> Answer:
        """Solve without whole numbers first: mostly that is whole already, and its prices fix what cannot change."""
        self._highs.changeColsCost(
            self._size, list(range(self._size)), [float(weights.get(index, 0)) for index in range(self._size)]
        )
        answer = self._run(whole=False)
        if answer is not Answer.PROVEN:
            return answer
        solution = self._highs.getSolution()
        values, prices = list(solution.col_value), list(solution.col_dual)
        most = sum(weight * values[index] for index, weight in weights.items())
        if any(abs(value - round(value)) > TOLERANCE for value in values):
            answer = self._run(whole=True)
            if answer is not Answer.PROVEN:
                return answer
            values = list(self._highs.getSolution().col_value)
        self.chosen = frozenset(index for index, value in enumerate(values) if round(value) == 1)
        # Changing a choice costs its price; where that is more than the proven gap, no best choice changes it.
        gap = most - sum(weight for index, weight in weights.items() if index in self.chosen)
        self._close([index for index in self._open if abs(prices[index]) > gap + TOLERANCE])
        return answer

    def _run(self, *, whole: bool) -> Answer:
        """Run HiGHS on whole numbers or on the relaxed problem, which starts from where the last one ended."""
        self._highs.setOptionValue("solve_relaxation", not whole)
        self._highs.setOptionValue("presolve", "on" if whole else "off")
        self._highs.run()
        return {
            highspy.HighsModelStatus.kOptimal: Answer.PROVEN,
            highspy.HighsModelStatus.kInfeasible: Answer.IMPOSSIBLE,
        }.get(self._highs.getModelStatus(), Answer.STOPPED)

    def _close(self, positions: Iterable[int]) -> None:
        """Fix the positions as they are in the present choice."""
        chosen = self.chosen or frozenset()
        for index in list(positions):
            self._open.discard(index)
            bound = 1.0 if index in chosen else 0.0
            self._highs.changeColBounds(index, bound, bound)
