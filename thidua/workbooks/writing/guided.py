"""A workbook that guides whoever fills it: lists to choose from, prompts, identity out of the way, a page of guidance.

Beside the list it keeps, on a sheet that Excel does not show, what each row said when the workbook was handed out: so
that on its return what its holder changed can be told from what others changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

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
    """A column: the field it holds, its width in characters, what may be chosen, what is said on entering a cell."""

    field: str
    width: float = 14
    choices: Sequence[str] = ()
    prompt: str = ""
    hidden: bool = False

    @property
    def head(self) -> str:
        """The head over the column: the first word of the field, by which it is found again."""
        return fields()[self.field].words[0]


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
        free = book.add_format({"locked": False})
        day = book.add_format({"locked": False, "num_format": "dd/mm/yyyy"})
        count = _write_rows(page, base, columns, rows, base_fields, (free, day, _head_format(book)))
        lists = _write_choices(book, columns)
        _set_up(page, columns, lists, count, (free, day))
        _write_guidance(book, guidance)
        page.activate()
    return count


def _head_format(book: Any) -> Any:
    return book.add_format({"bold": True, "bg_color": "#E7EEF7", "border": 1, "text_wrap": True, "valign": "vcenter"})


def _write_rows(
    page: Worksheet,
    base: Worksheet,
    columns: Sequence[GuidedColumn],
    rows: Iterable[GuidedRow],
    base_fields: Sequence[str],
    formats: tuple[Any, Any, Any],
) -> int:
    free, day, head = formats
    for place, column in enumerate(columns):
        page.write_string(0, place, column.head, head)
    count = 0
    for count, row in enumerate(rows, start=1):
        for place, value in enumerate(row.cells):
            if isinstance(value, date):
                page.write_datetime(count, place, value, day)
            elif isinstance(value, int):
                page.write_number(count, place, value, free)
            elif value:
                page.write_string(count, place, value, free)
        base.write_string(count, 0, str(row.cells[0]))
        for place, name in enumerate(base_fields, start=1):
            base.write_string(count, place, row.base.get(name, ""))
    return count


def _write_choices(book: Any, columns: Sequence[GuidedColumn]) -> dict[str, str]:
    """Write what may be chosen to a sheet of its own; return field → range."""
    page = book.add_worksheet(_CHOICES_SHEET)
    page.hide()
    chosen = [column for column in columns if column.choices]
    longest = max((len(column.choices) for column in chosen), default=0)
    for line in range(longest):  # row by row, as constant memory asks
        for place, column in enumerate(chosen):
            if line < len(column.choices):
                page.write_string(line, place, column.choices[line])
    return {
        column.field: f"={_CHOICES_SHEET}!${chr(ord('A') + place)}$1:${chr(ord('A') + place)}${len(column.choices)}"
        for place, column in enumerate(chosen)
    }


def _set_up(
    page: Worksheet, columns: Sequence[GuidedColumn], lists: Mapping[str, str], count: int, formats: tuple[Any, Any]
) -> None:
    free, day = formats
    last = count + _SPARE_ROWS
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(count, 1), len(columns) - 1)
    for place, column in enumerate(columns):
        is_day = fields()[column.field].shape == "date"
        page.set_column(place, place, column.width, day if is_day else free, {"hidden": column.hidden})
        if column.choices or column.prompt:
            page.data_validation(
                1,
                place,
                last,
                place,
                {
                    **({"validate": "list", "source": lists[column.field]} if column.choices else {"validate": "any"}),
                    "input_title": column.head[:32],
                    "input_message": column.prompt[:255],
                    "error_type": "warning",
                    "error_message": _("Giá trị này không có trong danh mục; hệ thống sẽ hỏi lại khi nhận tệp."),
                },
            )
    # Without a password: it keeps a slip of the hand out, not a person.
    page.protect("", dict.fromkeys(_ALLOWED, True))


def _write_guidance(book: Any, guidance: Sequence[str]) -> None:
    page = book.add_worksheet(_("Hướng dẫn"))
    page.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for line, text in enumerate(guidance):
        page.write_string(line, 0, text)
