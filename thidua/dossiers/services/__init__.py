"""Writes of evaluations: runs from start to end, a unit's own ranking, proposals inside the quota."""

from .proposing import propose_for_all
from .ranking import rank_candidates
from .runs import (
    evaluate_batch,
    evaluate_collectives,
    finish_run,
    purge_runs,
    run_evaluation,
    start_evaluation,
)

__all__ = [
    "evaluate_batch",
    "evaluate_collectives",
    "finish_run",
    "propose_for_all",
    "purge_runs",
    "rank_candidates",
    "run_evaluation",
    "start_evaluation",
]
