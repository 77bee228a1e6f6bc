"""A list of honours held: titles and commendations of the past, by decision, of people, collectives and households."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar

from django.utils.translation import gettext as _

from thidua.honours.models import Distinction
from thidua.honours.services import NewHonour, already_held, problems_of_honours, write_honours
from thidua.honours.states import Branch, IssuerLevel, Subject
from thidua.kernel.actors import Actor
from thidua.kernel.rowsets import Trace
from thidua.kernel.text import fold
from thidua.people.permissions import Permission

from ..cleaning.chains import chain
from ..cleaning.lexicon import Lexicon
from ..planning.cleaned import CleanTable
from ..planning.plans import Level, Note, Plan, RowVerdict
from .asked import Asked
from .cells import achievement_year, text_of, unions_of, unit_of_rows, year_of_rows
from .entries import Entry, names_of_rows, plan_of_entries, read_decisions, read_people, refuse_changed
from .known import Known
from .matching import holders
from .subjects import Distinctions, distinction_keys, part_subjects

# What the register calls a field, where a list calls it otherwise.
_FIELDS = {"distinction": "title", "unit_id": "unit", "person_id": "full_name", "issuer_level": "issuer"}
# What each entry of our own workbook says when it is handed out, as keys.
BASE_FIELDS = (
    "title", "year", "decision_number", "decision_date", "issuer", "certificate_number", "note",
)  # fmt: skip
_UNIONS = ("cong doan", "lien doan lao dong", "ldld", "cdcs", "cdvc")
_CENTRAL = ("tong lien doan", "tld")


class TitlesHeld:
    """Honours of people, collectives and households of a unit and the units below it."""

    kind: ClassVar[str] = "titles"

    def plan(self, table: CleanTable, asked: Asked) -> Plan:
        """Say what entering these honours into the register would do."""
        catalogue = Distinctions.read()
        units = unions_of(asked, Permission.EDIT_HONOURS)
        catalogue.clean(table)
        part_subjects(table, catalogue, units)
        read_people(table, asked, units)
        read_decisions(table, asked)
        table.read("year", chain(text_of(table, "year"), achievement_year))
        table.read("issuer", text_of(table, "issuer"))
        for name in ("certificate_number", "note"):
            table.read(name, text_of(table, name))
        why = _("Khen thưởng đã ghi trong sổ: muốn sửa, mở mục đó và bấm “Điều chỉnh”.")
        refuse_changed(table, asked, BASE_FIELDS, why)
        known = holders(table, asked)
        lines = list(_lines(table, known, catalogue, units, asked))
        held = already_held([entry for _row, entry in lines])
        entries = [
            Entry((row,), None if is_held else entry, RowVerdict.UNCHANGED if is_held else RowVerdict.CREATE)
            for (row, entry), is_held in zip(lines, held, strict=True)
        ]
        labels = {
            row: entry.household or units.label(entry.unit_id) for row, entry in lines if units.knows(entry.unit_id)
        }
        labels |= {row: one.full_name for row, one in known.items()} | names_of_rows(table)
        return plan_of_entries(
            table,
            entries,
            problems=lambda values: problems_of_honours(values, asked.by, asked.day),
            fields=_FIELDS,
            labels=labels,
        )

    def write(self, plan: Plan, *, unit_id: int, by: Actor, at: datetime, source: str) -> list[Trace]:
        """Enter the honours of the plan."""
        return write_honours(unit_id=unit_id, entries=plan.work, by=by, at=at, source=source)


def _lines(
    table: CleanTable, known: Mapping[int, Known], catalogue: Distinctions, units: Lexicon[int], asked: Asked
) -> Iterator[tuple[int, NewHonour]]:
    """Yield what each sound line of the list becomes; remark what is missing."""
    keys = distinction_keys(table)
    years = year_of_rows(table, asked)
    table.remark(_missing(table, keys))
    broken = table.broken_rows()
    unit_of = unit_of_rows(table, units, asked)
    names = ("subject", "household", "decision_number", "decision_date", "issuer", "certificate_number", "note", "unit")
    columns = [table.keys(name) for name in names]
    wrong = []
    # What our own workbook was handed out with stands in the register already.
    passed_over = broken | (set(asked.base["row"]) if asked.base is not None else set())
    for row, key, year, *cells in zip(table.rows(), keys, years, *columns, strict=True):
        said = dict(zip(names, cells, strict=True))
        is_unknown = said["subject"] == Subject.PERSON and row not in known
        if row in passed_over or is_unknown or not key or year is None:
            continue
        distinction, issuer = catalogue.by_key[key], said["issuer"] or ""
        level = _level_of(distinction, issuer)
        if level is None:
            why = _("“%(issuer)s” là tổ chức công đoàn, không tặng “%(name)s”: ghi hình thức của công đoàn.")
            wrong.append(Note(row, "issuer", Level.ERROR, why % {"issuer": issuer, "name": distinction.label}))
            continue
        one = known.get(row) if said["subject"] == Subject.PERSON else None
        own = one is not None and not said["unit"] and one.unit_id is not None and units.knows(one.unit_id)
        kind, code = key.split(":", 1)
        yield (
            row,
            NewHonour(
                unit_id=one.unit_id if one is not None and own and one.unit_id is not None else unit_of[row],
                year=year,
                issuer=issuer,
                issuer_level=level,
                decision_number=said["decision_number"] or "",
                decision_date=date.fromisoformat(said["decision_date"] or ""),
                title=code if kind == "title" else "",
                form=code if kind == "form" else "",
                person_id=one.person_id if one else None,
                household=said["household"] or "",
                certificate_number=said["certificate_number"] or "",
                note=said["note"] or "",
            ),
        )
    table.remark(wrong)


def _missing(table: CleanTable, keys: list[str | None]) -> list[Note]:
    broken = table.broken_rows()
    marks = table.marked
    notes = []
    for row, key, day in zip(table.rows(), keys, table.keys("decision_date"), strict=True):
        if row in broken:
            continue
        if not key and not marks:
            notes.append(Note(row, "title", Level.ERROR, _("Chưa có danh hiệu, hình thức khen thưởng.")))
        elif key and not day:
            notes.append(Note(row, "decision_date", Level.ERROR, _("Chưa có ngày quyết định.")))
    return list(dict.fromkeys(notes))


def _level_of(distinction: Distinction, issuer: str) -> str | None:
    """Return the level of the decision; None where a union's body cannot have given it (Luật TĐKT 2022 Đ3 k5, Đ79)."""
    said = f" {fold(issuer)} "
    if any(f" {name} " in said for name in _CENTRAL):
        state = distinction.branch == Branch.STATE
        return str(IssuerLevel.UNION_CENTRAL if state else distinction.issuer_level)
    high = distinction.issuer_level in {IssuerLevel.STATE, IssuerLevel.MINISTERIAL_PROVINCIAL}
    if distinction.branch == Branch.STATE and high and any(f" {name} " in said for name in _UNIONS):
        return None
    return distinction.issuer_level
