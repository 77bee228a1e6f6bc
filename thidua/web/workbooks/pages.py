"""What the pages of imports show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.kernel.jobs import is_stale
from thidua.kernel.states import JobState
from thidua.workbooks.finding.fields import fields
from thidua.workbooks.planning.cleaned import NOTHING
from thidua.workbooks.planning.plans import RowVerdict, rows_to_write, rows_waiting
from thidua.workbooks.selectors import Question, RowView
from thidua.workbooks.states import UNDER_WAY, ImportState

if TYPE_CHECKING:
    from thidua.workbooks.models import Import

VERDICTS = {
    RowVerdict.CREATE: (_("thêm mới"), "ok"),
    RowVerdict.UPDATE: (_("sửa"), "info"),
    RowVerdict.UNCHANGED: (_("không đổi"), "muted"),
    RowVerdict.CONFLICT: (_("xung đột"), "warn"),
    RowVerdict.ASK: (_("chờ bạn trả lời"), "warn"),
    RowVerdict.ERROR: (_("sai"), "bad"),
}
LEFT_OUT = {
    "total": _("dòng tổng cộng"),
    "note": _("dòng ghi chú, nơi nhận, chữ ký"),
    "prefilled": _("dòng chỉ có số thứ tự hoặc công thức"),
    "group": _("dòng tên nhóm"),
    "repeated_header": _("dòng tiêu đề lặp lại"),
}
_TONES = {
    ImportState.REFUSED: "bad",
    ImportState.MAPPING: "warn",
    ImportState.PREVIEW: "warn",
    ImportState.APPLIED: "ok",
    ImportState.UNDONE: "muted",
    ImportState.DISCARDED: "muted",
}


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import with what may be done to it now."""

    row: Import
    now: datetime

    @property
    def tone(self) -> str:
        """The badge's tone."""
        return _TONES.get(ImportState(self.row.state), "info")

    @property
    def is_under_way(self) -> bool:
        """Whether a worker has it, or should."""
        return self.row.state in UNDER_WAY

    @property
    def is_stuck(self) -> bool:
        """Whether its worker failed, was stopped or is gone."""
        job = self.row.job
        ended = job is None or job.state in {JobState.FAILED, JobState.CANCELLED} or is_stale(job, self.now)
        return self.is_under_way and ended

    @property
    def can_undo(self) -> bool:
        """Whether it can still be taken back."""
        until = self.row.undo_until()
        return until is not None and self.now <= until

    @property
    def writes(self) -> int:
        """Of how many rows something would be written."""
        return rows_to_write(self.row.counts)

    @property
    def waiting(self) -> int:
        """How many rows are wrong or wait for an answer."""
        return rows_waiting(self.row.counts)

    @property
    def left_out(self) -> list[dict[str, Any]]:
        """The rows of the sheet that are no rows of the list, by kind."""
        return [{**part, "words": LEFT_OUT[part["class"]]} for part in self.row.layout.get("left_out", ())]

    @property
    def missing(self) -> list[str]:
        """The needed meanings that no column has."""
        return [" + ".join(fields()[code].name_vi for code in group) for group in self.row.layout.get("missing", ())]

    def tabs(self, chosen: str) -> list[dict[str, Any]]:
        """Return the tabs of the preview, one for each verdict that some row has."""
        counts = self.row.counts
        every = {"label": _("tất cả"), "url": "?", "current": not chosen, "count": sum(counts.values())}
        return [every] + [
            {"label": words, "url": f"?loai={code}", "current": chosen == code, "count": counts[code]}
            for code, (words, _tone) in VERDICTS.items()
            if counts.get(code)
        ]


def marked_name(file_name: str) -> str:
    """Return the name under which a marked workbook is handed back."""
    return f"{PurePosixPath(file_name).stem} - {_now('cần sửa')}.xlsx"


def row_views(rows: Sequence[RowView]) -> list[dict[str, Any]]:
    """Return the rows of a preview with the words and tones of their verdicts."""
    return [
        {"row": row, "words": words, "tone": tone}
        for row in rows
        for words, tone in [VERDICTS[RowVerdict(row.verdict)]]
    ]


def question_views(found: Sequence[Question]) -> list[dict[str, Any]]:
    """Return questions grouped by their field, numbered over all; the groups know whether they have suggestions."""
    groups: dict[str, dict[str, Any]] = {}
    for number, question in enumerate(found):
        name = fields()[question.field].name_vi if question.field in fields() else _("Người này là ai?")
        group = groups.setdefault(question.field, {"field": question.field, "name": name, "questions": []})
        choices: list[tuple[str, Any]] = list(question.choices)
        if question.row is None:
            choices.append((NOTHING, _("để trống ô này")))
        group["questions"].append({"number": number, "question": question, "choices": choices})
    return list(groups.values())
