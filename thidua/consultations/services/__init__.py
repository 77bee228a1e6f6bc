"""Writes of consultations: a list published, comments, their dispositions, the window ended or stopped."""

from .comments import Author, answer_comment, confirm_comment, write_comment
from .windows import end_consultation, publish, stop_consultation

__all__ = [
    "Author", "answer_comment", "confirm_comment", "end_consultation", "publish", "stop_consultation", "write_comment",
]  # fmt: skip
