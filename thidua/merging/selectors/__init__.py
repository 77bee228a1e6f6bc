"""Reads of merging: two people side by side, the merges done, and who took a merged person's place."""

from .merges import kept_instead, merge_for, merges_visible_to
from .preview import ClashView, MergePreview, RowView, preview_for, value_in_words
from .suspects import SuspectRow, suspect_rows, suspects_for

__all__ = [
    "ClashView",
    "MergePreview",
    "RowView",
    "SuspectRow",
    "kept_instead",
    "merge_for",
    "merges_visible_to",
    "preview_for",
    "suspect_rows",
    "suspects_for",
    "value_in_words",
]
