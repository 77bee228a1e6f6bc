"""What is wrong with single rows of many: told at each row of a preview, refused as a whole on writing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..errors import InvalidInput

_SHOWN = 10


class RowProblem(NamedTuple):
    """A reason why the row at place ``row`` (from 0) cannot be written; ``field`` is the value it is about, or ""."""

    row: int
    field: str
    message: str


def refuse(problems: Sequence[RowProblem]) -> None:
    """Raise InvalidInput naming the first wrong rows, counted from 1; nothing where there is no problem."""
    if not problems:
        return
    told: dict[int, list[str]] = {}
    for problem in problems:
        told.setdefault(problem.row, []).append(problem.message)
    shown = " ".join(
        _("Dòng {number}: {problems}").format(number=row + 1, problems="; ".join(messages))
        for row, messages in sorted(told.items())[:_SHOWN]
    )
    raise InvalidInput(
        _("Có {count} dòng chưa đúng nên chưa ghi dòng nào. {shown}").format(count=len(told), shown=shown),
        _("Sửa các dòng này rồi nhập lại cả danh sách."),
    )
