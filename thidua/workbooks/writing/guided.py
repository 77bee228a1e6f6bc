"""A workbook that guides whoever fills it: lists to choose from, prompts, identity out of the way, a page of guidance.

Beside the list it keeps, on a sheet that Excel does not show, what each row said when the workbook was handed out: so
that on its return what its holder changed can be told from what others changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, NamedTuple

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from ..finding.fields import fields

BASE_SHEET = "_goc"
_CHOICES_SHEET = "_danh_muc"
_SPARE_ROWS = 2000  # below the list, for rows to be added; drop-downs reach so far
_ALLOWED = ("sort", "autofilter", "format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows")


@dataclass(frozen=True, slots=True)
class GuidedColumn:
    """A column: the field it holds, its width in characters, what may be chosen, what is said on entering a cell.

    ``title``: the head, where that is the name of a title to be marked. ``locked``: what stands in it is not to be
    changed here; rows that are added below are free.
    """

    field: str
    width: float = 14
    choices: Sequence[str] = ()
    prompt: str = ""
    hidden: bool = False
    title: str = ""
    locked: bool = False

    @property
    def head(self) -> str:
        """The head over the column: the first word of the field, by which it is found again."""
        return self.title or fields()[self.field].words[0]


@dataclass(frozen=True, slots=True)
class GuidedRow:
    """A row: ``cells`` in the order of the columns; ``base``: field → the value's key, as rows are compared."""

    cells: Sequence[str | int | date | None]
    base: Mapping[str, str]


def write_guided(
    target: IO[bytes],
    title: str,
    columns: Sequence[GuidedColumn],
    rows: Iterable[GuidedRow],
    *,
    base_fields: Sequence[str],
    guidance: Sequence[str],
) -> int:
    """Write the workbook to ``target``, row by row; return how many rows. ``title`` names the sheet (31 characters)."""
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
        page, base = book.add_worksheet(title[:31]), book.add_worksheet(BASE_SHEET)
        base.very_hidden()
        base.write_row(0, 0, ["row_id", *base_fields])
        formats = _Formats.of(book)
        count = _write_rows(page, base, columns, rows, base_fields, formats)
        lists = _write_choices(book, columns)
        _set_up(page, columns, lists, count, formats)
        _write_guidance(book, guidance)
        page.activate()
    return count


class _Formats(NamedTuple):
    """How cells look and whether they may be changed; ``…_day`` for days."""

    head: Any
    free: Any
    free_day: Any
    locked: Any
    locked_day: Any

    @classmethod
    def of(cls, book: Any) -> _Formats:
        head = {"bold": True, "bg_color": "#E7EEF7", "border": 1, "text_wrap": True, "valign": "vcenter"}
        day, locked = {"num_format": "dd/mm/yyyy"}, {"font_color": "#52606D"}
        looks = (head, {"locked": False}, {"locked": False, **day}, locked, {**locked, **day})
        return cls(*map(book.add_format, looks))

    def cell(self, column: GuidedColumn, *, is_day: bool, is_spare: bool = False) -> Any:
        """Return the format of a cell of a column; ``is_spare``: below the list."""
        if column.locked and not is_spare:
            return self.locked_day if is_day else self.locked
        return self.free_day if is_day else self.free


def _write_rows(
    page: Worksheet,
    base: Worksheet,
    columns: Sequence[GuidedColumn],
    rows: Iterable[GuidedRow],
    base_fields: Sequence[str],
    formats: _Formats,
) -> int:
    for place, column in enumerate(columns):
        page.write_string(0, place, column.head, formats.head)
    looks = [(formats.cell(column, is_day=False), formats.cell(column, is_day=True)) for column in columns]
    count = 0
    for count, row in enumerate(rows, start=1):
        for place, (value, (look, day)) in enumerate(zip(row.cells, looks, strict=True)):
            _write_cell(page, (count, place), value, day if isinstance(value, date) else look)
        base.write_string(count, 0, str(row.cells[0]))
        for place, name in enumerate(base_fields, start=1):
            base.write_string(count, place, row.base.get(name, ""))
    return count


def _write_cell(page: Worksheet, place: tuple[int, int], value: str | int | date | None, look: Any) -> None:
    if isinstance(value, date):
        page.write_datetime(*place, value, look)
    elif isinstance(value, int):
        page.write_number(*place, value, look)
    elif value:
        page.write_string(*place, value, look)
    else:  # written all the same: an empty cell is locked or free like its column
        page.write_blank(*place, None, look)


def _write_choices(book: Any, columns: Sequence[GuidedColumn]) -> dict[str, str]:
    """Write what may be chosen to a sheet of its own; return head → range."""
    page = book.add_worksheet(_CHOICES_SHEET)
    page.hide()
    chosen = [column for column in columns if column.choices]
    longest = max((len(column.choices) for column in chosen), default=0)
    for line in range(longest):  # row by row, as constant memory asks
        for place, column in enumerate(chosen):
            if line < len(column.choices):
                page.write_string(line, place, column.choices[line])
    return {
        column.head: f"={_CHOICES_SHEET}!${chr(ord('A') + place)}$1:${chr(ord('A') + place)}${len(column.choices)}"
        for place, column in enumerate(chosen)
    }


def _set_up(
    page: Worksheet, columns: Sequence[GuidedColumn], lists: Mapping[str, str], count: int, formats: _Formats
) -> None:
    last = count + _SPARE_ROWS
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(count, 1), len(columns) - 1)
    for place, column in enumerate(columns):
        look = formats.cell(column, is_day=fields()[column.field].shape == "date", is_spare=True)
        page.set_column(place, place, column.width, look, {"hidden": column.hidden})
        if column.choices or column.prompt:
            page.data_validation(
                1,
                place,
                last,
                place,
                {
                    **({"validate": "list", "source": lists[column.head]} if column.choices else {"validate": "any"}),
                    "input_title": column.head[:32],
                    "input_message": column.prompt[:255],
                    "error_type": "warning",
                    "error_message": _("Giá trị này không có trong danh mục; hệ thống sẽ hỏi lại khi nhận tệp."),
                },
            )
    # Without a password: it keeps a slip of the hand out, not a person.
    page.protect("", dict.fromkeys(_ALLOWED, True))


def guidance(what: str, *own: str) -> list[str]:
    """Return the page of guidance: ``what`` the list is, the kind's ``own`` sentences, what holds for every list."""
    said = [
        *own,
        _("Không đổi dòng tiêu đề. Các cột ẩn giúp hệ thống nhận ra từng dòng; đừng xóa."),
        _("Xóa một dòng ở đây không xóa gì trong hệ thống."),
        _("Gửi lại ở trang “Nhập tệp”. Bạn xem trước mọi thay đổi rồi mới ghi, và hoàn tác được trong 30 ngày."),
        _("Ô nào người khác đã sửa trong lúc bạn giữ tệp thì hệ thống hỏi bạn lấy giá trị nào."),
    ]
    return [what, "", *(f"{number}. {sentence}" for number, sentence in enumerate(said, start=1))]


def _write_guidance(book: Any, guidance: Sequence[str]) -> None:
    page = book.add_worksheet(_("Hướng dẫn"))
    page.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for line, text in enumerate(guidance):
        page.write_string(line, 0, text)
