"""A plain list as a file: typed cells in xlsx, values in csv. Rows come one by one; none is held.

No text becomes a formula: an xlsx cell says that it holds text, and goes on saying so when somebody edits it; in csv it
is guarded (``inert``).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import chain, islice
from typing import IO, Any, BinaryIO, cast

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import Format, write_worksheets

from thidua.kernel.errors import InvalidInput

from ..inert import guarded

MOST_ROWS = 1_048_575  # of a sheet, under its heads
_MOST_CHARACTERS = 32_000  # of a cell; Excel's limit is little more
_CUT = "…"
# What no file of this kind can hold: halves of a character, and the two that Unicode keeps free of meaning.
_IMPOSSIBLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_FIRST_YEAR = 1900  # of Excel's calendar


class Kind(StrEnum):
    """What a column holds. A share is a ratio of one; money is in đồng."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    SHARE = "share"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class PlainColumn:
    """A column: its head (no two alike), what it holds, and its width in characters."""

    head: str
    kind: Kind
    width: float


_LOOKS = {
    Kind.NUMBER: "General",
    Kind.DAY: "dd/mm/yyyy",
    Kind.MOMENT: "hh:mm dd/mm/yyyy",
    Kind.SHARE: "0.00%",
    Kind.MONEY: "#,##0",
}


def write_xlsx(
    target: IO[bytes],
    columns: Sequence[PlainColumn],
    rows: Iterable[Sequence[Any]],
    about: Callable[[int], Sequence[tuple[str, str]]],
) -> int:
    """Write a sheet with the list and one that tells about it; return how many rows.

    ``about`` is asked for (what, said) after the last row and told how many there were. Raises InvalidInput when there
    are more than a sheet can hold.
    """
    makers = [_CELLS[column.kind] for column in columns]
    heads = [column.head for column in columns]
    counted = _Counted(rows, MOST_ROWS)
    records = (dict(zip(heads, map(_made, makers, row), strict=True)) for row in counted)
    first = list(islice(records, 1)) or [dict.fromkeys(heads)]
    page, told = _("Danh sách"), _("Thông tin")
    write_worksheets(
        [(page, chain(first, records)), (told, _told(about, counted))],
        cast(BinaryIO, target),
        freeze_panes={page: {"row": 1, "col": 0}},
        autofilter={page: True},
        header_format={"general": _head()},
        column_formats={page: {column.head: _look(column.kind) for column in columns}, told: [_look(Kind.TEXT)] * 2},
        column_widths={page: {column.head: column.width for column in columns}, told: [24, 90]},
        page_setup={page: {"landscape": len(columns) > 5, "paper_size": 9, "repeat_rows": 0, "fit_to_pages": (1, 0)}},
    )
    return counted.count


def write_csv(target: IO[bytes], columns: Sequence[PlainColumn], rows: Iterable[Sequence[Any]]) -> int:
    """Write the heads and the rows as RFC 4180 has it, commas between, UTF-8 with its mark; return how many rows.

    Days are written 2018-03-05, moments 2018-03-05 09:15 in local time, numbers with a point, a share as a ratio.
    """
    makers = [_VALUES[column.kind] for column in columns]
    counted = _Counted(rows)
    # Half a character (which no database holds) has no bytes: it is left out.
    text = io.TextIOWrapper(target, encoding="utf-8-sig", errors="ignore", newline="")
    writer = csv.writer(text)
    writer.writerow(guarded(column.head) for column in columns)
    writer.writerows([_made(make, value) for make, value in zip(makers, row, strict=True)] for row in counted)
    text.flush()
    text.detach()
    return counted.count


class _Counted:
    """Rows that are counted as they go by; more than ``most`` are refused."""

    def __init__(self, rows: Iterable[Sequence[Any]], most: int | None = None) -> None:
        self.rows = rows
        self.most = most
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self.rows:
            self.count += 1
            if self.most is not None and self.count > self.most:
                raise InvalidInput(
                    _("Danh sách dài hơn một trang tính Excel."), _("Tải tệp .csv, hoặc lọc bớt rồi tải lại.")
                )
            yield row


def _made(make: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else make(value)


def _told(about: Callable[[int], Sequence[tuple[str, str]]], counted: _Counted) -> Iterator[dict[str, Any]]:
    what, said = _("Mục"), _("Nội dung")
    for name, words in about(counted.count):
        yield {what: _text(name), said: _text(words)}


def _head() -> Format:
    return Format().set_bold().set_text_wrap().set_align("top").set_background_color("#E7EEF7").set_border("thin")


def _look(kind: Kind) -> Format:
    if kind is Kind.TEXT:
        # Says that a text is a text even after somebody has edited the cell.
        return Format().set_quote_prefix()
    return Format().set_num_format(_LOOKS[kind])


def _text(value: Any) -> str | None:
    text = _IMPOSSIBLE.sub("", str(value))
    if len(text) > _MOST_CHARACTERS:
        text = text[:_MOST_CHARACTERS] + _CUT
    return text or None


def _number(value: int | Decimal | Fraction | float) -> int | float:
    whole = int(value)
    return whole if whole == value else float(value)


def _day(value: date) -> date | str:
    return value if value.year >= _FIRST_YEAR else date_format(value, "d/m/Y")


def _moment(value: datetime) -> datetime | str:
    here = localtime(value).replace(tzinfo=None, microsecond=0)
    return here if here.year >= _FIRST_YEAR else date_format(here, "H:i d/m/Y")


_CELLS: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.SHARE: float,
    Kind.MONEY: _number,
}
_VALUES: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: lambda value: guarded(str(value)),
    Kind.NUMBER: _number,
    Kind.DAY: date.isoformat,
    Kind.MOMENT: lambda value: f"{localtime(value):%Y-%m-%d %H:%M}",
    Kind.SHARE: lambda value: f"{float(value):.4f}",
    Kind.MONEY: _number,
}
