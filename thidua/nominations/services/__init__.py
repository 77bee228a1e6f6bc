"""Writes of nominations: letters and who stands in them, moves, the office's appraisal, how offices work."""

from .appraisals import Said, judge_conditions, lower_nomination
from .edits import edit_nomination, remove_nominations
from .letters import Letter, create_dossier, edit_dossier
from .lists import (
    Achievement,
    NewNomination,
    entries_of,
    key_of,
    problems_of_nominations,
    put_up_already,
    write_nominations,
)
from .moves import Moved, move_nominations
from .offices import OfficeSettings, assign_nominations, set_office

__all__ = [
    "Achievement",
    "Letter",
    "Moved",
    "NewNomination",
    "OfficeSettings",
    "Said",
    "assign_nominations",
    "create_dossier",
    "edit_dossier",
    "edit_nomination",
    "entries_of",
    "judge_conditions",
    "key_of",
    "lower_nomination",
    "move_nominations",
    "problems_of_nominations",
    "put_up_already",
    "remove_nominations",
    "set_office",
    "write_nominations",
]
