"""What people answered on a preview, read from the form: one answer for a text, one for a row, or all at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import QueryDict

from thidua.workbooks.planning.comparing import MINE, THEIRS
from thidua.workbooks.selectors import conflicts, questions

if TYPE_CHECKING:
    from thidua.workbooks.models import Import


@dataclass(slots=True)
class Answers:
    """``answers``: field → text → key; ``settled``: “row:field” → key. As ``settle_import`` takes them."""

    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    settled: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Say whether anything was answered."""
        return bool(self.answers or self.settled)


def answers_sent(row: Import, sent: QueryDict) -> Answers:
    """Return the answers of a form. Questions are numbered as ``questions`` and ``conflicts`` list them.

    The button ``all`` (a field) takes the first suggestion of each question about it; the button ``whose`` settles
    every conflict for the file (mine) or for the system (theirs).
    """
    found = Answers()
    every = sent.get("all", "")
    for number, question in enumerate(questions(row, most=None)):
        key = sent.get(f"q-{number}", "")
        if every:
            key = question.choices[0][0] if question.field == every and question.choices else ""
        if key and question.row is not None:
            found.settled[f"{question.row}:{question.field}"] = key
        elif key:
            found.answers.setdefault(question.field, {})[question.text] = key
    whose = sent.get("whose", "")
    for conflict in [] if every else conflicts(row, most=None):
        key = whose or sent.get(f"c-{conflict.row}-{conflict.field}", "")
        if key in (MINE, THEIRS):
            found.settled[f"{conflict.row}:{conflict.field}"] = key
    return found
