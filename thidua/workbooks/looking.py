"""A file looked at from beginning to end: read, its list found, a plan made. Writes nothing anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from thidua.kernel.memory import uncollected

from .checking.documents import doubts_around, other_lists
from .checking.rows import doubts_in_rows
from .cleaning.readings import Sureness
from .finding.around import around
from .finding.fields import MARKED_TITLE
from .finding.tables import Findings, FoundTable, RowClass
from .finding.workbooks import find_tables, table_at
from .grids import Grid
from .kinds import PLANNERS, Asked
from .planning.cleaned import CleanTable
from .planning.decided import take_decision
from .planning.plans import Level, Note, Plan
from .reading import LIMITS, Limits, read_file
from .returned import base_of

_LEFT_OUT = (RowClass.TOTAL, RowClass.NOTE, RowClass.PREFILLED, RowClass.GROUP, RowClass.REPEATED_HEADER)
_LINES_TOLD = 20
_OF_ONE_DECISION = frozenset({"titles"})  # lists that are often the annex of a decision, which says number and day once
# Fields that planners fill from columns of another meaning, the likeliest first.
_TAKEN_FROM = {
    "full_name": ("authors", "subject_name", "family_name"),
    "sex": ("sex_male", "sex_female"),
    "birth_date": ("birth_date_male", "birth_date_female"),
    "unit": ("unit_code", "subject_name"),
    "title": ("title_code",),
    "decision_date": ("decision_number",),
}
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class Choice:
    """A person's own choice: the sheet by name, the header's row in its grid, the field of each named column."""

    sheet: str
    row: int | None
    columns: tuple[str | None, ...]

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Choice | None:
        """Return the choice that was kept; None where nobody chose."""
        return cls(said["sheet"], said.get("row"), tuple(said.get("columns") or ())) if said else None


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking: the list found, as plain values for pages, and the plan once its columns are sure.

    ``signature`` is that of the list's heads; "" where no list was found.
    """

    layout: dict[str, Any]
    signature: str
    plan: Plan | None


@uncollected()
def look_at(
    path: Path,
    kind: str,
    asked: Asked,
    *,
    choice: Choice | None = None,
    answers: Mapping[str, Mapping[str, str]] | None = None,
    remembered: Mapping[str, Sequence[str | None]] | None = None,
    limits: Limits = LIMITS,
) -> Looked:
    """Read a file and say what bringing in its list of ``kind`` would do. Raises UnreadableFile.

    No plan is made while a column's meaning is a guess or a needed column is missing: a person chooses first.
    """
    grids = read_file(path, limits)
    found = find_tables(grids, kind, remembered=remembered)
    table = _chosen(grids, kind, choice) if choice else next(iter(found.tables), None)
    layout = _layout(found, table)
    if table is None:
        return Looked(layout, "", None)
    said = around(grids, table)
    layout["doubts"] = [*other_lists(found, table), *doubts_around(grids, table, said)]
    if not is_sure(table):
        return Looked(layout, table.signature, None)
    data = _with_marks(table)
    asked = replace(asked, base=base_of(grids, data))
    clean = CleanTable(data, answers or {}, first_line=table.grid.first_row + 1, marked=_is_marked(table))
    clean.remark(_unread_cells(table))
    clean.remark(_unclear_marks(table))
    clean.remark(doubts_in_rows(table))
    if kind in _OF_ONE_DECISION:
        take_decision(clean, said.decision())
    return Looked(layout, table.signature, PLANNERS[kind].plan(clean, asked))


def is_sure(table: FoundTable) -> bool:
    """Say whether every column is understood without a guess and no needed one is missing."""
    return not table.missing and all(column.sureness is not Sureness.GUESSED for column in table.columns)


def _chosen(grids: Sequence[Grid], kind: str, choice: Choice) -> FoundTable | None:
    grid = next((grid for grid in grids if grid.sheet == choice.sheet and not grid.cells.is_empty()), None)
    return None if grid is None else table_at(grid, kind, row=choice.row, choice=choice.columns or None)


def _layout(found: Findings, table: FoundTable | None) -> dict[str, Any]:
    sheets = [{"name": sheet.name, "role": sheet.role.value, "why": sheet.why_vi} for sheet in found.sheets]
    if table is None:
        return {"sheets": sheets}
    return {
        "sheets": sheets,
        "sheet": table.grid.sheet,
        "header": table.header_rows[0],
        "first_line": table.grid.first_row + 1,
        "header_lines": [row + table.grid.first_row + 1 for row in table.header_rows],
        "missing": [list(group) for group in table.missing],
        "columns": [
            {
                "letters": table.letters(column),
                "text": column.text,
                "field": column.field,
                "sure": column.sureness is not Sureness.GUESSED,
                "why": column.why_vi,
                "others": list(column.others),
                "share": round(column.share, 2),
                "samples": _samples(table, column.index),
            }
            for column in table.columns
        ],
        "left_out": list(_left_out(table)),
    }


def letters_of(layout: Mapping[str, Any]) -> dict[str, str]:
    """Return field → letters of the column that holds it, in the order of the columns, from a ``Looked.layout``.

    A field without a column of its own has the letters of the column that it is taken from.
    """
    letters = {column["field"]: column["letters"] for column in layout.get("columns", ())}
    for name, sources in _TAKEN_FROM.items():
        source = next((source for source in sources if source in letters), None)
        if source and name not in letters:
            letters[name] = letters[source]
    return letters


def _samples(table: FoundTable, index: int) -> list[str]:
    cells = table.grid.cells[str(index)].filter(table.rows["class"] == RowClass.DATA.value).drop_nulls()
    return [str(text)[:60] for text in cells.head(3)]


def _left_out(table: FoundTable) -> Iterator[dict[str, Any]]:
    """Yield by class the rows that are no rows of the list, so that whoever looks can see that none is missing."""
    for row_class in _LEFT_OUT:
        rows = table.rows_of(row_class)
        if rows:
            lines = [row + table.grid.first_row + 1 for row in rows[:_LINES_TOLD]]
            yield {"class": row_class.value, "count": len(rows), "lines": lines}


def _is_marked(table: FoundTable) -> bool:
    return any(column.field == MARKED_TITLE for column in table.columns)


def _with_marks(table: FoundTable) -> pl.DataFrame:
    """Return the list's data; where titles stand as heads, one line for each mark with its title."""
    data = table.data()
    if not _is_marked(table):
        return data
    marks = table.marked_titles().filter("clear").select("row", pl.col("title").alias("title"))
    lines = data.drop("title", strict=False).join(marks, on="row", how="left", maintain_order="left_right")
    if "title" not in data.columns:
        return lines
    named = data.filter(pl.col("title").is_not_null()).select(lines.columns)
    return pl.concat([named, lines]).sort("row", maintain_order=True)


def _unclear_marks(table: FoundTable) -> Iterator[Note]:
    """Refuse what stands under a title's head without being a plain mark."""
    for mark in table.marked_titles().filter(~pl.col("clear")).iter_rows(named=True):
        said = _("Dưới “%(title)s” ghi “%(mark)s”: đánh dấu X, hoặc để trống.")
        said = said % {"title": mark["title"], "mark": mark["mark"]}
        yield Note(int(mark["row"]), "", Level.ERROR, said, value=mark["mark"])


def _unread_cells(table: FoundTable) -> Iterator[Note]:
    """Refuse cells of the list whose value the file does not hold, or holds without its last digits."""
    said = {
        _("Ô là công thức chưa có giá trị: mở tệp bằng Excel, lưu lại rồi gửi."): table.grid.unread_formulas,
        _("Số dài hơn 15 chữ số: Excel đã làm mất các chữ số cuối. Định dạng cột là Text rồi nhập lại."): (
            table.grid.rounded_numbers
        ),
    }
    fields = {table.letters(column): column.field for column in table.columns if column.field}
    data = set(table.rows.filter(pl.col("class") == RowClass.DATA.value)["row"])
    for why, addresses in said.items():
        for letters, line in (match.groups() for match in map(_ADDRESS.fullmatch, addresses) if match):
            row = int(line) - 1 - table.grid.first_row
            if row in data and letters in fields:
                yield Note(row, fields[letters] or "", Level.ERROR, why)
