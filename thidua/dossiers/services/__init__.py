"""Writes of evaluations: starting a run, its batches, its end, and clearing old runs."""

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
    "purge_runs",
    "run_evaluation",
    "start_evaluation",
]
