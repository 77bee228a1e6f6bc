"""Reads of evaluations: which run is shown, its figures, its people, and one person's reasons."""

from ..facts import histories
from .counts import TitleCount, UnitCount, counts_by_title, counts_by_unit
from .runs import (
    root_unit,
    run_for,
    runs_visible_to,
    shown_run,
    title_of_run,
    units_of_run,
    units_to_evaluate,
    years_with_runs,
)
from .verdicts import (
    Sheet,
    VerdictFilter,
    Why,
    evaluations_of,
    evaluations_visible_to,
    explain,
    newest_year_of,
    sheet_for,
    why,
)

__all__ = [
    "Sheet",
    "TitleCount",
    "UnitCount",
    "VerdictFilter",
    "Why",
    "counts_by_title",
    "counts_by_unit",
    "evaluations_of",
    "evaluations_visible_to",
    "explain",
    "histories",
    "newest_year_of",
    "root_unit",
    "run_for",
    "runs_visible_to",
    "sheet_for",
    "shown_run",
    "title_of_run",
    "units_of_run",
    "units_to_evaluate",
    "why",
    "years_with_runs",
]
