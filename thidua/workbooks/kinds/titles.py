"""A list of honours held: titles and commendations of the past, by decision, of people, collectives and households."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

import polars as pl
from django.utils.translation import gettext as _

from thidua.honours.models import CommendationForm, Distinction, Title
from thidua.honours.services import NewHonour, already_held, problems_of_honours, write_honours
from thidua.honours.states import Branch, IssuerLevel, Subject
from thidua.kernel.actors import Actor
from thidua.kernel.rowsets import Trace
from thidua.kernel.text import fold
from thidua.people.permissions import Permission

from ..cleaning.chains import chain
from ..cleaning.lexicon import Lexicon
from ..cleaning.readings import Sureness
from ..planning.cleaned import CleanTable
from ..planning.plans import Level, Note, Plan, RowVerdict
from .asked import Asked
from .cells import achievement_year, read_units, text_of, unions_of, unit_of_rows, year_of_rows
from .entries import Entry, names_of_rows, plan_of_entries, read_birth, read_decisions, read_people
from .known import Known
from .matching import holders

_SURE = (Sureness.CERTAIN, Sureness.TIDIED)
_SUBJECTS = {
    Subject.PERSON.value: ("cá nhân", "người"),
    Subject.COLLECTIVE.value: ("tập thể", "đơn vị", "tổ chức"),
    Subject.HOUSEHOLD.value: ("hộ gia đình", "gia đình", "hộ"),
}
# What the register calls a field, where a list calls it otherwise.
_FIELDS = {"distinction": "title", "unit_id": "unit", "person_id": "full_name", "issuer_level": "issuer"}
_UNIONS = ("cong doan", "lien doan lao dong", "ldld", "cdcs", "cdvc")
_CENTRAL = ("tong lien doan", "tld")


@dataclass(frozen=True, slots=True)
class _Distinctions:
    """Both catalogues under one key: “title:…” and “form:…”."""

    by_key: Mapping[str, Distinction]
    lexicon: Lexicon[str]

    @classmethod
    def read(cls) -> _Distinctions:
        found: dict[str, Distinction] = {f"title:{one.code}": one for one in Title.objects.order_by("order", "pk")}
        found |= {f"form:{one.code}": one for one in CommendationForm.objects.order_by("order", "pk")}
        names = {key: (one.name, *one.synonyms, one.code) for key, one in found.items()}
        return cls(found, Lexicon(names, _("danh hiệu, hình thức khen thưởng")))


class TitlesHeld:
    """Honours of people, collectives and households of a unit and the units below it."""

    kind: ClassVar[str] = "titles"

    def plan(self, table: CleanTable, asked: Asked) -> Plan:
        """Say what entering these honours into the register would do."""
        catalogue = _Distinctions.read()
        units = unions_of(asked, Permission.EDIT_HONOURS)
        for name in ("title", "title_code"):
            table.read(name, chain(text_of(table, name), catalogue.lexicon.read), say=catalogue.lexicon.label)
        _part_subjects(table, catalogue, units)
        read_people(table)
        read_birth(table, asked)
        read_units(table, units)
        read_decisions(table, asked)
        table.read("year", chain(text_of(table, "year"), achievement_year))
        table.read("issuer", text_of(table, "issuer"))
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


def _part_subjects(table: CleanTable, catalogue: _Distinctions, units: Lexicon[int]) -> None:
    """Part a column of people and collectives: names to the people, units to the units, households to their own.

    What a row says of itself decides, then the title (each is for people or for collectives), then whether the text
    names a unit.
    """
    kinds = Lexicon(_SUBJECTS, _("loại đối tượng"))
    table.read(
        "subject_kind", chain(text_of(table, "subject_kind"), kinds.read), say=lambda key: str(Subject(key).label)
    )
    columns = (
        table.keys("subject_name"), table.keys("subject_kind"), _distinction_keys(table), table.keys("full_name"),
        table.keys("unit"),
    )  # fmt: skip
    parted: dict[str, list[str | None]] = {"full_name": [], "unit": [], "household": [], "subject": []}
    for name, said, key, person, unit in zip(*columns, strict=True):
        subject = said or _subject_of(name, catalogue.by_key.get(key or ""), person, units)
        told = name or person
        parted["subject"].append(subject)
        parted["full_name"].append(told if subject == Subject.PERSON else None)
        parted["unit"].append(name or unit if subject == Subject.COLLECTIVE else unit)
        parted["household"].append(told if subject == Subject.HOUSEHOLD else None)
    table.frame = table.frame.with_columns(pl.Series(name, cells, dtype=pl.String) for name, cells in parted.items())


def _subject_of(name: str | None, distinction: Distinction | None, person: str | None, units: Lexicon[int]) -> str:
    if isinstance(distinction, Title):
        return distinction.subject
    if person or not name:
        return Subject.PERSON
    reading = units.read(name)
    return Subject.COLLECTIVE if reading.value is not None and reading.sureness in _SURE else Subject.PERSON


def _distinction_keys(table: CleanTable) -> list[str | None]:
    return [code or name for code, name in zip(table.keys("title_code"), table.keys("title"), strict=True)]


def _lines(
    table: CleanTable, known: Mapping[int, Known], catalogue: _Distinctions, units: Lexicon[int], asked: Asked
) -> Iterator[tuple[int, NewHonour]]:
    """Yield what each sound line of the list becomes; remark what is missing."""
    keys = _distinction_keys(table)
    years = year_of_rows(table, asked)
    table.remark(_missing(table, keys))
    broken = table.broken_rows()
    unit_of = unit_of_rows(table, units, asked)
    names = ("subject", "household", "decision_number", "decision_date", "issuer", "certificate_number", "note", "unit")
    columns = [table.keys(name) for name in names]
    wrong = []
    for row, key, year, *cells in zip(table.rows(), keys, years, *columns, strict=True):
        said = dict(zip(names, cells, strict=True))
        if row in broken or not key or year is None or (said["subject"] == Subject.PERSON and row not in known):
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
