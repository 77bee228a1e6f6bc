"""A list of people: who they are and where they stand, matched by number, compared, entered or corrected as a roll."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import ClassVar

import polars as pl
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.rowsets import Trace
from thidua.people.permissions import Permission
from thidua.people.selectors import positions_on
from thidua.people.services import write_roll
from thidua.people.states import Sex, StaffKind

from ..cleaning.chains import chain
from ..cleaning.lexicon import Lexicon
from ..cleaning.names import read_name
from ..cleaning.sexes import sex_reader
from ..finding.fields import fields
from ..planning.cleaned import CleanTable
from ..planning.comparing import compare, in_words
from ..planning.plans import ROW_SCHEMA, WRITES, Level, Note, Plan, RowVerdict, with_gravest
from .asked import Asked
from .cells import join_parts, read_units, said_day, said_truth, text_of, unions_of, unit_of_rows, whole_days, yes_no
from .known import Known
from .matching import matched, refuse_twice
from .people_roll import IDENTITY, PLACE, roll_of_rows

# Fields that an emptied cell of our own workbook clears; the others cannot be empty.
_MAY_CLEAR = frozenset({"sex", "birth_date", "position"})


class PeopleList:
    """A list of people of a unit and the units below it."""

    kind: ClassVar[str] = "people"

    def plan(self, table: CleanTable, asked: Asked) -> Plan:
        """Say what entering and correcting these people would do."""
        join_parts(table)
        units = unions_of(asked, Permission.EDIT_PEOPLE)
        words = _clean(table, units, asked)
        unit_of = unit_of_rows(table, units, asked)
        known = matched(table, asked)
        refuse_twice(table, known)
        table.remark(_nameless(table, known))
        table.remark(_moved(table, known, unit_of, units))
        changes = _changes(table, known, asked)
        made = roll_of_rows(table, known, unit_of, changes, asked)
        table.remark(made.problems(asked))
        notes = pl.concat([table.all_notes(), in_words(changes, words)])
        rows = with_gravest(_verdicts(_rows(table, known), changes), notes)
        good = rows.filter(pl.col("verdict").is_in([verdict.value for verdict in WRITES]))["row"]
        return Plan(rows, notes, made.only(set(good)).roll())

    def write(self, plan: Plan, *, unit_id: int, by: Actor, at: datetime, source: str) -> list[Trace]:
        """Enter and correct the people of the plan."""
        return write_roll(unit_id=unit_id, roll=plan.work, by=by, at=at, source=source)


def _clean(table: CleanTable, units: Lexicon[int], asked: Asked) -> dict[str, dict[str, str]]:
    """Clean every column; return by field the words of keys that are no words themselves."""
    known_posts = list(positions_on(asked.day))
    posts = Lexicon({post.pk: (post.name, post.code, *post.synonyms) for post in known_posts}, _("chức vụ"))
    kinds = Lexicon({kind.value: (str(kind.label),) for kind in StaffKind}, _("đối tượng"))
    table.read("full_name", chain(text_of(table, "full_name"), read_name))
    table.read("person_code", text_of(table, "person_code"))
    sexes = chain(text_of(table, "sex"), sex_reader(table.texts("sex")))
    table.read("sex", sexes, say=lambda sex: str(Sex(sex).label))
    for name in ("birth_date", "starts_on"):
        table.read(name, whole_days(table, name, asked.day), say=said_day)
    read_units(table, units)
    table.read("position", chain(text_of(table, "position"), posts.read), say=posts.label)
    table.read("staff_kind", chain(text_of(table, "staff_kind"), kinds.read), say=kinds.label)
    table.read("union_member", chain(text_of(table, "union_member"), yes_no), say=said_truth)
    return {
        "position": {str(post.pk): post.name for post in known_posts},
        "sex": {sex.value: str(sex.label) for sex in Sex},
        "staff_kind": {kind.value: str(kind.label) for kind in StaffKind},
        "union_member": {str(truth): said_truth(truth) for truth in (True, False)},
    }


def _nameless(table: CleanTable, known: Mapping[int, Known]) -> Iterator[Note]:
    """Refuse newcomers without a name; of somebody known a list may leave it out."""
    broken = table.broken_rows()
    for row, name in zip(table.rows(), table.keys("full_name"), strict=True):
        if not name and row not in known and row not in broken:
            yield Note(row, "full_name", Level.ERROR, _("Chưa có họ và tên."))


def _moved(
    table: CleanTable, known: Mapping[int, Known], unit_of: Mapping[int, int], units: Lexicon[int]
) -> Iterator[Note]:
    """Refuse rows that put somebody into another unit: a transfer has a day and a reason, and its own page."""
    said = _("Người này đang ở đơn vị khác. Muốn chuyển, mở trang của người này và bấm “Chuyển đơn vị”.")
    columns = (table.rows(), table.keys("unit"), table.keys("unit_code"))
    for row, name, code in zip(*columns, strict=True):
        one = known.get(row)
        if one and (name or code) and one.unit_id not in (None, unit_of[row]):
            yield Note(row, "unit" if name else "unit_code", Level.ERROR, said, value=units.label(unit_of[row]))


def _changes(table: CleanTable, known: Mapping[int, Known], asked: Asked) -> pl.DataFrame:
    names = [name for name in (*IDENTITY, *PLACE) if table.has(name)]
    stored = pl.DataFrame(
        [{"row": row, **one.texts()} for row, one in known.items()],
        schema={"row": pl.Int64, **dict.fromkeys((*IDENTITY, *PLACE), pl.String)},
    )
    return compare(
        table.frame.select(pl.col("row").cast(pl.Int64), *names).filter(pl.col("row").is_in(list(known))),
        stored,
        fields=names,
        words={name: fields()[name].name_vi for name in names},
        base=asked.base,
        stale=_stale(table, known),
        settled=asked.settled,
        may_clear=_MAY_CLEAR,
    )


def _stale(table: CleanTable, known: Mapping[int, Known]) -> pl.Series:
    """Return the rows whose version in the file is no longer that of the person."""
    pairs = zip(table.rows(), table.keys("row_version"), strict=True)
    old = [row for row, version in pairs if row in known and version and version != str(known[row].version)]
    return pl.Series(old, dtype=pl.Int64)


def _rows(table: CleanTable, known: Mapping[int, Known]) -> pl.DataFrame:
    rows = table.rows()
    names = zip(rows, table.keys("full_name"), strict=True)
    return pl.DataFrame(
        {
            "row": rows,
            "verdict": [(RowVerdict.UNCHANGED if row in known else RowVerdict.CREATE).value for row in rows],
            "key": [known[row].person_id if row in known else None for row in rows],
            "label": [name or (known[row].full_name if row in known else "") for row, name in names],
        },
        schema=ROW_SCHEMA,
    )


def _verdicts(rows: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """Turn rows with something to write into updates."""
    written = changes.filter("write")["row"].unique()
    update = pl.col("row").is_in(written.implode()) & (pl.col("verdict") == RowVerdict.UNCHANGED.value)
    return rows.with_columns(
        pl.when(update).then(pl.lit(RowVerdict.UPDATE.value)).otherwise("verdict").alias("verdict")
    )
