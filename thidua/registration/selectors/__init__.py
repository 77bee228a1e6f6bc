"""Reads of this room: what an account may see, the grids, and the yearly record of people in bulk."""

from .findings import AskedFinding, findings_asked
from .grid import Grid, GridRow, counts_of, grid
from .months import months_worked
from .records import (
    PersonFacts,
    YearFacts,
    disciplines_visible_to,
    findings_visible_to,
    grades_of,
    grades_visible_to,
    leaves_visible_to,
    record_of,
    records_for,
)
from .registrations import (
    registered_titles,
    registration_for,
    registrations_visible_to,
    round_for,
    rounds_visible_to,
    titles_offered_on,
)
from .results import Reach, ResultSheet, people_of, progress_of, reach_of_findings, reach_of_grade, results_sheet
from .rolls import roll_of_year, roll_on, year_day

__all__ = [
    "AskedFinding",
    "Grid",
    "GridRow",
    "PersonFacts",
    "Reach",
    "ResultSheet",
    "YearFacts",
    "counts_of",
    "disciplines_visible_to",
    "findings_asked",
    "findings_visible_to",
    "grades_of",
    "grades_visible_to",
    "grid",
    "leaves_visible_to",
    "months_worked",
    "people_of",
    "progress_of",
    "reach_of_findings",
    "reach_of_grade",
    "record_of",
    "records_for",
    "registered_titles",
    "registration_for",
    "registrations_visible_to",
    "results_sheet",
    "roll_of_year",
    "roll_on",
    "round_for",
    "rounds_visible_to",
    "titles_offered_on",
    "year_day",
]
