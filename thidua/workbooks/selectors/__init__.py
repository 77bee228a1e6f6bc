"""Reads of this room: imports and their previews, and the workbooks that are handed out."""

from .handed_out import (
    dossier_workbook,
    grades_workbook,
    honours_workbook,
    initiatives_workbook,
    people_workbook,
    registration_workbook,
)
from .imports import (
    Conflict,
    Question,
    RowView,
    applied_before,
    conflicts,
    import_for,
    imports_visible_to,
    marked_file,
    preview_rows,
    questions,
    remembered_mappings,
)

__all__ = [
    "Conflict",
    "Question",
    "RowView",
    "applied_before",
    "conflicts",
    "dossier_workbook",
    "grades_workbook",
    "honours_workbook",
    "import_for",
    "imports_visible_to",
    "initiatives_workbook",
    "marked_file",
    "people_workbook",
    "preview_rows",
    "questions",
    "registration_workbook",
    "remembered_mappings",
]
