"""The best list by goals in order: most people, best ranks, the law's tie rule, then the stated order and the code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from thidua.rules.selection.candidates import Candidate
from thidua.rules.selection.ledger import Ledger
from thidua.rules.selection.limits import Limit, Row
from thidua.rules.selection.solver import Answer, Program


@dataclass(frozen=True, slots=True)
class Question:
    """Candidates already in order (``candidates.in_order``), the limits on them and the solver's time in seconds."""

    candidates: tuple[Candidate, ...]
    limits: tuple[Limit, ...]
    women_first: bool
    seconds: float

    def without(self, limit: Limit) -> Question:
        """Return the same question with one limit removed."""
        return self.under([other for other in self.limits if other is not limit])

    def under(self, limits: Sequence[Limit]) -> Question:
        """Return the same question with other limits."""
        return Question(self.candidates, tuple(limits), self.women_first, self.seconds)

    def rows(self, number: int | None = None) -> list[Row]:
        """Return the rows of all limits; see ``Limit.rows``."""
        return [row for limit in self.limits for row in limit.rows(self.candidates, number)]

    def program(self, number: int | None = None) -> Program:
        """Give the rows to the solver."""
        rows = [(row.weights, row.at_most) for row in self.rows(number)]
        return Program(len(self.candidates), rows, self.seconds)

    def everyone(self) -> dict[int, int]:
        """Weigh all candidates alike."""
        return dict.fromkeys(range(len(self.candidates)), 1)

    def goals(self) -> Iterator[dict[int, int]]:
        """Yield what to maximise after the number: how many of rank 1, of rank 2, …; then women by the same ranks."""
        ranks = sorted({one.rank for one in self.candidates})
        for only_favoured in (False, True) if self.women_first else (False,):
            for rank in ranks:
                yield {
                    index: 1
                    for index, one in enumerate(self.candidates)
                    if one.rank == rank and (one.favoured or not only_favoured)
                }


@dataclass(frozen=True, slots=True)
class Best:
    """The best list found: positions in the ordered candidates, how sure, and other lists as good."""

    answer: Answer
    chosen: frozenset[int]
    others: tuple[frozenset[int], ...] = ()


def best_list(question: Question, others: int = 0) -> Best:
    """Find the best list and up to ``others`` equally good ones; never raises for what cannot be met."""
    first = question.program()
    answer = first.reach(question.everyone())
    if answer is not Answer.PROVEN or not first.chosen:
        return Best(answer, frozenset())
    best = ranked(question, first.chosen, others)
    # The solver reckons in floating point; a list counts only if whole numbers say that it keeps every limit.
    rows = question.rows()
    if any(Ledger(rows, chosen).broken() for chosen in (best.chosen, *best.others)):
        return Best(Answer.STOPPED, frozenset())
    return best


def ranked(question: Question, first: frozenset[int], others: int) -> Best:
    """Find, among lists as long as ``first``, the best by ranks and tie rule."""
    # With the number known, shares of the chosen become plain counts, which the solver proves far faster.
    program = question.program(len(first))
    program.add_row(question.everyone(), len(first), len(first))
    for goal in question.goals():
        answer = program.reach(goal)
        if answer is not Answer.PROVEN:
            return Best(answer, program.chosen or first)
    return _settled(program, range(len(question.candidates)), others)


def _settled(program: Program, order: Sequence[int], others: int) -> Best:
    """Decide among equals by order, and collect the next lists in that order."""
    equal = program.open
    answer = program.settle(order)
    chosen = program.chosen or frozenset()
    found: list[frozenset[int]] = []
    while answer is Answer.PROVEN and equal and len(found) < others:
        program.forbid_choice(equal)
        program.reopen(equal)
        if program.settle(order) is not Answer.PROVEN:
            break
        found.append(program.chosen or frozenset())
    return Best(answer, chosen, tuple(found))


def smallest_blame(question: Question) -> tuple[Limit, ...]:
    """Return a smallest set of limits under which nobody can be inside, though all of them together let nobody in."""
    for size in range(1, len(question.limits)):
        for some in combinations(question.limits, size):
            if not _lets_somebody_in(question.under(some)):
                return some
    return question.limits


def _lets_somebody_in(question: Question) -> bool:
    """Say whether some list keeps the limits with at least one person in it, if there is anybody to choose."""
    program = question.program()
    program.add_row(question.everyone(), min(1, len(question.candidates)), len(question.candidates))
    return program.reach({}) is not Answer.IMPOSSIBLE
