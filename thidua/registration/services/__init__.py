"""Writes of this room: rounds, registrations and their ticks, grades, findings, discipline, leave."""

from .cases import close_case, open_case
from .conclusions import conclude_finding
from .discipline import cancel_discipline, edit_discipline, record_discipline
from .findings import Found, record_findings, record_findings_for_all
from .grade_lists import GradeLine, problems_of_grades, write_grades
from .grades import record_grade_for_all, record_grades
from .leaves import cancel_leave, edit_leave, record_leave
from .lines import Tick, copy_last_year, save_lines
from .registration_lists import RegistrationEntry, problems_of_registrations, write_registrations
from .registrations import move_registration, start_registration
from .results import record_results
from .rounds import EARLIEST_YEAR, edit_round, open_round
from .units import record_unit_result

__all__ = [
    "EARLIEST_YEAR",
    "Found",
    "GradeLine",
    "RegistrationEntry",
    "Tick",
    "cancel_discipline",
    "cancel_leave",
    "close_case",
    "conclude_finding",
    "copy_last_year",
    "edit_discipline",
    "edit_leave",
    "edit_round",
    "move_registration",
    "open_case",
    "open_round",
    "problems_of_grades",
    "problems_of_registrations",
    "record_discipline",
    "record_findings",
    "record_findings_for_all",
    "record_grade_for_all",
    "record_grades",
    "record_leave",
    "record_results",
    "record_unit_result",
    "save_lines",
    "start_registration",
    "write_grades",
    "write_registrations",
]
