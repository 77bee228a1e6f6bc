"""Reads of imports: whose somebody may see, the rows and remarks of one, its questions."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.errors import NotFound
from thidua.people.permissions import Permission
from thidua.people.selectors import visible_units

from ..files import file_path, read_preview
from ..looking import letters_of
from ..models import Import, RememberedMapping
from ..planning.plans import Level
from ..states import PERMISSION_OF, ImportState
from ..writing.marked import write_marked


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a preview: the number the spreadsheet shows beside it, and the remarks on its cells.

    ``row`` counts in the grid; each remark has ``cell`` (“C7”, or "" for the whole row) and the fields of ``Note``.
    """

    row: int
    line: int
    verdict: str
    label: str
    notes: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Question:
    """A text that can mean several things, asked once for all the rows that hold it.

    ``choices``: (key, words). ``row`` is told where the question is about that one row.
    """

    field: str
    text: str
    why: str
    choices: list[tuple[str, str]]
    count: int
    lines: list[int]
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value changed in the file and, since the file was handed out, in the system. All values are words."""

    row: int
    line: int
    label: str
    field: str
    words: str
    mine: str
    theirs: str
    base: str


def imports_visible_to(actor: Actor, day: date) -> QuerySet[Import]:
    """Return the imports of the units where ``actor`` may bring in lists of that kind."""
    kinds: dict[Permission, list[str]] = {}
    for kind, permission in PERMISSION_OF.items():
        kinds.setdefault(permission, []).append(kind)
    seen = Q(pk__in=[])
    for permission, names in kinds.items():
        seen |= Q(kind__in=names, unit__in=visible_units(actor, day, permission).values("pk"))
    return Import.objects.filter(seen).select_related("unit", "job", "created_by")


def import_for(actor: Actor, import_id: int, day: date) -> Import:
    """Return the import; raises NotFound where it does not exist or is not ``actor``'s to see."""
    found = imports_visible_to(actor, day).filter(pk=import_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy lượt nhập tệp này."), _("Nó có thể thuộc đơn vị ngoài phạm vi của bạn."))
    return found


def remembered_mappings(unit_id: int, kind: str) -> dict[str, list[str | None]]:
    """Return signature → the fields chosen for the columns of such a source at this unit."""
    rows = RememberedMapping.objects.filter(unit_id=unit_id, kind=kind)
    return dict(rows.values_list("signature", "columns"))


def applied_before(row: Import) -> Import | None:
    """Return the newest import of the same file, kind and unit that was written, if there is one."""
    same = Import.objects.filter(
        file_hash=row.file_hash, kind=row.kind, unit_id=row.unit_id, state=ImportState.APPLIED
    ).exclude(pk=row.pk)
    return same.order_by("-applied_at").first()


def preview_rows(
    row: Import, *, verdicts: Collection[str] = (), start: int = 0, count: int = 50
) -> tuple[list[RowView], int]:
    """Return ``count`` rows with these verdicts (none: all) from the ``start``-th, and how many there are."""
    rows, notes = read_preview(row.pk)
    if verdicts:
        rows = rows.filter(pl.col("verdict").is_in(list(verdicts)))
    total = rows.select(pl.len()).collect().item()
    page = rows.sort("row").slice(start, count).collect()
    told = notes.filter(pl.col("row").is_in(page["row"].implode())).collect()
    by_row: dict[int, list[dict[str, Any]]] = {}
    letters = letters_of(row.layout)
    first_line = row.layout.get("first_line", 1)
    for note in told.iter_rows(named=True):
        column = letters.get(note["field"])
        note["cell"] = f"{column}{note['row'] + first_line}" if column else ""
        by_row.setdefault(note["row"], []).append(note)
    order = {field: place for place, field in enumerate(letters)}
    for told_of_row in by_row.values():
        told_of_row.sort(key=lambda note: order.get(note["field"], -1))
    views = [
        RowView(number, number + first_line, verdict, label or "", by_row.get(number, []))
        for number, verdict, label in page.select("row", "verdict", "label").iter_rows()
    ]
    return views, total


def conflicts(row: Import, *, most: int | None = 100) -> list[Conflict]:
    """Return the values about which a person must say whose holds, by row."""
    rows, notes = read_preview(row.pk)
    found = notes.filter(pl.col("level") == Level.CONFLICT.value).join(
        rows.select("row", "label"), on="row", how="left"
    )
    first_line = row.layout.get("first_line", 1)
    return [
        Conflict(
            one["row"],
            one["row"] + first_line,
            one["label"] or "",
            one["field"],
            one["text"],
            one["value"],
            one["was"],
            one["base"],
        )
        for one in found.sort("row", maintain_order=True).slice(0, most).collect().iter_rows(named=True)
    ]


def questions(row: Import, *, most: int | None = 100) -> list[Question]:
    """Return what a person must answer before the rows concerned can be written; guesses of one text once."""
    found = read_preview(row.pk)[1].filter(pl.col("level") == Level.ASK.value).collect()
    return list(_questions(found, row.layout.get("first_line", 1)))[:most]


def _questions(found: pl.DataFrame, first_line: int) -> Iterator[Question]:
    # A remark without the cell's own text is about its row alone.
    keys = ["field", "was", pl.when(pl.col("was") == "").then(pl.col("row")).alias("alone")]
    for part in found.group_by(keys, maintain_order=True).agg(pl.all().exclude("field", "was")).iter_rows(named=True):
        choices = [(choice["key"], choice["words"]) for choice in part["choices"][0]]
        yield Question(
            part["field"],
            part["was"] or part["value"][0],
            part["text"][0],
            choices,
            len(part["row"]),
            [number + first_line for number in part["row"][:5]],
            part["alone"],
        )


def marked_file(row: Import) -> bytes:
    """Return the workbook of a preview with its faults marked."""
    content = io.BytesIO()
    write_marked(file_path(row.file_hash), content, row.layout, read_preview(row.pk)[1].collect())
    return content.getvalue()
