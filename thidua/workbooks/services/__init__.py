"""Writes of imports: what people ask for (``asking``), what the worker then does (``writing``); lists taken away."""

from .asking import APPLY, PREVIEW, UNDO, ask_apply, ask_undo, discard_import, send_file, settle_import
from .exporting import LONG_LIST, Taken, ask_export, record_export
from .purging import purge_imports
from .writing import apply_plan, undo_import, write_at_once

__all__ = [
    "APPLY",
    "LONG_LIST",
    "PREVIEW",
    "UNDO",
    "Taken",
    "apply_plan",
    "ask_apply",
    "ask_export",
    "ask_undo",
    "discard_import",
    "purge_imports",
    "record_export",
    "send_file",
    "settle_import",
    "undo_import",
    "write_at_once",
]
