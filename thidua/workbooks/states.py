"""Kinds of list that a workbook brings, and the life of an import from upload to undoing."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from thidua.kernel.moves import Move, MoveTable
from thidua.people.permissions import Permission

FIRST_YEAR, LAST_YEAR = 1945, 2100  # of a list
# How long an import can be undone, and how long its file is kept.
UNDO_WITHIN = timedelta(days=30)


class ListKind(models.TextChoices):
    """What a list is about; the codes are those of ``finding/fields.yaml``."""

    PEOPLE = "people", _("danh sách người")
    REGISTRATIONS = "registrations", _("đăng ký danh hiệu")
    GRADES = "grades", _("xếp loại chất lượng")
    TITLES = "titles", _("khen thưởng đã có")
    INITIATIVES = "initiatives", _("sáng kiến")
    SCORES = "scores", _("bảng điểm")
    NOMINATIONS = "nominations", _("đề nghị khen thưởng")


# What writing each kind asks for, at the unit of the import.
PERMISSION_OF: dict[str, Permission] = {
    ListKind.PEOPLE: Permission.EDIT_PEOPLE,
    ListKind.REGISTRATIONS: Permission.REGISTER_TITLES,
    ListKind.GRADES: Permission.RECORD_RESULTS,
    ListKind.TITLES: Permission.EDIT_HONOURS,
    ListKind.INITIATIVES: Permission.RECORD_RESULTS,
    ListKind.SCORES: Permission.RECORD_RESULTS,
    ListKind.NOMINATIONS: Permission.NOMINATE,
}


class ImportState(models.TextChoices):
    """The life of an import."""

    READING = "reading", _("đang đọc")
    REFUSED = "refused", _("không đọc được")
    MAPPING = "mapping", _("chờ chọn cột")
    PREVIEW = "preview", _("chờ bạn xem và ghi")
    APPLYING = "applying", _("đang ghi")
    APPLIED = "applied", _("đã ghi")
    UNDOING = "undoing", _("đang hoàn tác")
    UNDONE = "undone", _("đã hoàn tác")
    DISCARDED = "discarded", _("đã bỏ")


# While a worker has it, nobody else may move it.
UNDER_WAY = frozenset({ImportState.READING, ImportState.APPLYING, ImportState.UNDOING})
_BEFORE = frozenset({ImportState.MAPPING, ImportState.PREVIEW, ImportState.REFUSED})

# What a person may do; the worker's own moves (read, applied, undone) are in the services of its jobs. The permission
# is that of the list's kind (PERMISSION_OF).
IMPORT_MOVES = MoveTable(
    [
        Move("settle", _("Chọn lại cột, trả lời"), _BEFORE - {ImportState.REFUSED}, ImportState.READING, ""),
        Move("apply", _("Ghi vào hệ thống"), frozenset({ImportState.PREVIEW}), ImportState.APPLYING, ""),
        Move("undo", _("Hoàn tác"), frozenset({ImportState.APPLIED}), ImportState.UNDOING, ""),
        Move("discard", _("Bỏ, không ghi"), _BEFORE, ImportState.DISCARDED, ""),
    ]
)
