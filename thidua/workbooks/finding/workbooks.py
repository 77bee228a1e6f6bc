"""The tables of a workbook: every sheet looked at, the best table first, the others told with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from ..cleaning.readings import Sureness
from ..grids import Grid
from .fields import MARKED_TITLE, NUMBER, fields, kind
from .headers import Meaning
from .layout import Header, find_header
from .rows import classify, heads_key
from .shapes import fits
from .tables import Column, Findings, FoundTable, RowClass, Sheet, SheetRole

_NAMES = ("full_name", "family_name", "given_name", "subject_name", "person_code", "initiative_name", "criterion")
_GUIDANCE = ("huong dan", "guide", "read me", "readme")


def find_tables(
    grids: Sequence[Grid], code: str, *, remembered: Mapping[str, Sequence[str | None]] | None = None
) -> Findings:
    """Return every table of kind ``code`` in a workbook, the best first, and every sheet with what it was taken for.

    ``remembered``: signature → the fields a person chose for the columns of such a source.
    """
    tables, sheets = [], []
    for grid in grids:
        table = None if grid.cells.is_empty() or grid.is_text else table_at(grid, code, remembered=remembered)
        sheets.append(_sheet(grid, table))
        if table is not None:
            tables.append(table)
    tables.sort(key=_rank)
    return Findings(tuple(tables), tuple(sheets))


def table_at(
    grid: Grid,
    code: str,
    *,
    row: int | None = None,
    choice: Sequence[str | None] | None = None,
    remembered: Mapping[str, Sequence[str | None]] | None = None,
) -> FoundTable | None:
    """Return the table of a sheet; ``row`` and ``choice`` are a person's own header row and fields of the columns."""
    header = find_header(grid, code, at=row)
    if header is None:
        return None
    signature = hashlib.sha256(f"{code}:{heads_key(header)}".encode()).hexdigest()
    chosen = choice if choice is not None else (remembered or {}).get(signature)
    columns = _columns(grid, header, chosen)
    present = frozenset(column.field for column in columns if column.field)
    number = next((column.index for column in columns if column.field == NUMBER), None)
    needed = [column.index for column in columns if column.field in _NAMES]
    filled = [column.index for column in columns if column.field]
    rows = classify(grid, header, number, needed, filled)
    return FoundTable(grid, code, header.rows, columns, rows, signature, kind(code).missing(present))


def _columns(grid: Grid, header: Header, chosen: Sequence[str | None] | None) -> tuple[Column, ...]:
    named = [place for place, parts in enumerate(header.parts) if parts]
    if chosen is not None and len(chosen) == len(named):
        why = "Theo lựa chọn đã ghi cho mẫu này."
        return tuple(
            Column(place, header.parts[place], field, Sureness.CERTAIN, why, share=1.0)
            for place, field in zip(named, chosen, strict=True)
        )
    taken = _assigned(header, named)
    return tuple(_column(grid, header, place, taken) for place in named)


def _assigned(header: Header, named: Sequence[int]) -> dict[int, Meaning]:
    """Give each field to the column that means it most; what many columns may mean at once (marks) goes to each."""
    pairs = sorted(
        ((meaning.share, -place, meaning) for place in named for meaning in header.meant[place]),
        key=lambda pair: pair[:2],
        reverse=True,
    )
    taken: dict[int, Meaning] = {}
    used: set[str] = set()
    for _share, behind, meaning in pairs:
        if -behind not in taken and (meaning.field not in used or meaning.field == MARKED_TITLE):
            taken[-behind] = meaning
            used.add(meaning.field)
    return taken


def _column(grid: Grid, header: Header, place: int, taken: Mapping[int, Meaning]) -> Column:
    parts, meaning = header.parts[place], taken.get(place)
    others = tuple(one.field for one in header.meant[place] if meaning is None or one.field != meaning.field)
    if meaning is None:
        why = "Cột khác đã có nghĩa này." if others else "Không rõ cột này là gì; sẽ bỏ qua."
        return Column(place, parts, None, Sureness.GUESSED if others else Sureness.CERTAIN, why, others)
    below = grid.cells[str(place)].slice(header.rows[-1] + 1)
    name = fields()[meaning.field].name_vi
    if not fits(below, fields()[meaning.field].shape):
        why = f"Đầu cột giống “{name}” nhưng các ô bên dưới thì không."
        return Column(place, parts, None, Sureness.GUESSED, why, (meaning.field, *others), meaning.share)
    why = "" if meaning.sureness is Sureness.CERTAIN else f"Hiểu là “{name}”."
    return Column(place, parts, meaning.field, meaning.sureness, why, others, meaning.share)


def _rank(table: FoundTable) -> tuple[int, int, int, int]:
    """Order tables: complete ones first, shown sheets before hidden ones, then by columns and rows understood."""
    understood = sum(column.field is not None for column in table.columns)
    return (len(table.missing), not table.grid.visible, -understood, -len(table.rows_of(RowClass.DATA)))


def _sheet(grid: Grid, table: FoundTable | None) -> Sheet:
    name = grid.sheet
    if grid.cells.is_empty():
        return Sheet(name, SheetRole.EMPTY, "Trang trống.")
    if grid.is_text:
        return Sheet(name, SheetRole.TEXT, "Lời văn ngoài bảng.")
    if any(word in name.lower() for word in ("hướng dẫn", *_GUIDANCE)):
        return Sheet(name, SheetRole.GUIDANCE, "Trang hướng dẫn.")
    if not grid.visible:
        return Sheet(name, SheetRole.HIDDEN, "Trang ẩn.")
    if table is None:
        return Sheet(name, SheetRole.NO_TABLE, "Không thấy dòng tiêu đề nào hiểu được.")
    if table.missing:
        names = ", ".join(fields()[code].name_vi for group in table.missing for code in group)
        return Sheet(name, SheetRole.OTHER, f"Có bảng nhưng thiếu cột: {names}.")
    return Sheet(name, SheetRole.TABLE, f"Bảng có {len(table.rows_of(RowClass.DATA))} dòng.")
