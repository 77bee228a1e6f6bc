"""Lists whose rows become entries of a register: what each row becomes, what is known already, what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from thidua.kernel.rowsets import RowProblem

from ..cleaning.decisions import day_within, read_decision_number
from ..cleaning.lexicon import Lexicon
from ..cleaning.names import read_name
from ..planning.cleaned import CleanTable
from ..planning.plans import ROW_SCHEMA, WRITES, Level, Note, Plan, RowVerdict, with_gravest
from .asked import Asked
from .cells import chain, join_parts, read_units, said_day, text_of, whole_days


@dataclass(frozen=True, slots=True)
class Entry:
    """What ``rows`` of the list become: ``value`` is what the room writes; None where it stands there already."""

    rows: tuple[int, ...]
    value: Any
    verdict: RowVerdict = RowVerdict.CREATE


def plan_of_entries(
    table: CleanTable,
    entries: Sequence[Entry],
    *,
    problems: Callable[[Sequence[Any]], Sequence[RowProblem]],
    fields: Mapping[str, str],
    labels: Mapping[int, str],
) -> Plan:
    """Return the plan. ``problems`` says what the room would refuse of the values to be written, by their place.

    ``fields``: what the room calls a field → what a list calls it. ``labels``: row → how a person knows it. The plan's
    work is the values of entries none of whose rows is wrong or waits.
    """
    writes = [entry for entry in entries if entry.value is not None]
    found = problems([entry.value for entry in writes])
    table.remark(
        dict.fromkeys(
            Note(writes[index].rows[0], fields.get(name, name), Level.ERROR, message) for index, name, message in found
        )
    )
    notes = table.all_notes().unique(maintain_order=True)
    rows = with_gravest(_rows(table, entries, labels), notes)
    good = set(rows.filter(pl.col("verdict").is_in([verdict.value for verdict in WRITES]))["row"])
    refused = {index for index, _name, _message in found}
    work = [e.value for index, e in enumerate(writes) if index not in refused and good.issuperset(e.rows)]
    return Plan(rows, notes, work)


def _rows(table: CleanTable, entries: Sequence[Entry], labels: Mapping[int, str]) -> pl.DataFrame:
    """Return every row once; of several entries of one row the first that writes something names the verdict."""
    verdicts: dict[int, RowVerdict] = {}
    for entry in entries:
        for row in entry.rows:
            if verdicts.get(row, RowVerdict.UNCHANGED) == RowVerdict.UNCHANGED:
                verdicts[row] = entry.verdict
    rows = table.frame["row"].unique(maintain_order=True).to_list()
    return pl.DataFrame(
        {
            "row": rows,
            "verdict": [verdicts.get(row, RowVerdict.UNCHANGED).value for row in rows],
            "key": [None for _row in rows],
            "label": [labels.get(row, "") for row in rows],
        },
        schema=ROW_SCHEMA,
    )


def refuse_changed(table: CleanTable, asked: Asked, names: Iterable[str], why: str) -> None:
    """Remark cells of our own workbook that say another thing than when it was handed out, and cannot be changed so."""
    if asked.base is None:
        return
    for name in names:
        if not table.has(name) or name not in asked.base.columns:
            continue
        said = table.frame.select(pl.col("row").cast(pl.Int64), pl.col(name).fill_null("").alias("said"))
        both = said.join(asked.base.select("row", pl.col(name).alias("base")), on="row").unique(maintain_order=True)
        changed = both.filter(pl.col("said") != pl.col("base"))["row"]
        table.remark(Note(row, name, Level.ERROR, why) for row in changed)


def read_people(table: CleanTable, asked: Asked, units: Lexicon[int]) -> None:
    """Clean the columns that say who a row is about: name, number, birth day (it tells namesakes apart), unit."""
    join_parts(table)
    table.read("full_name", chain(text_of(table, "full_name"), read_name))
    table.read("person_code", text_of(table, "person_code"))
    table.read("birth_date", whole_days(table, "birth_date", asked.day), say=said_day)
    read_units(table, units)


def read_decisions(table: CleanTable, asked: Asked) -> None:
    """Clean a decision's number and day; the day may stand behind the number in one cell."""
    if table.has("decision_number"):
        within = pl.col("decision_number").map_elements(day_within, return_dtype=pl.String)
        day = pl.coalesce("decision_date", within) if table.has("decision_date") else within
        table.frame = table.frame.with_columns(day.alias("decision_date"))
    table.read("decision_number", chain(text_of(table, "decision_number"), read_decision_number))
    table.read("decision_date", whole_days(table, "decision_date", asked.day), say=said_day)


def names_of_rows(table: CleanTable) -> dict[int, str]:
    """Return row → the name that stands in it."""
    return {row: name for row, name in zip(table.rows(), table.keys("full_name"), strict=True) if name}
