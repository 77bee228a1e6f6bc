"""A list of people, collectives and households put up for titles and forms: a new dossier, or more of a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, NamedTuple

import polars as pl
from django.utils.translation import gettext as _

from thidua.honours.states import Subject
from thidua.kernel.actors import Actor
from thidua.kernel.rowsets import RowProblem, Trace, trace_of_new
from thidua.nominations.models import Nomination
from thidua.nominations.services import (
    Achievement,
    Letter,
    NewNomination,
    create_dossier,
    problems_of_nominations,
    put_up_already,
    write_nominations,
)
from thidua.nominations.states import NominationState
from thidua.people.permissions import Permission

from ..cleaning.chains import chain
from ..cleaning.lexicon import Lexicon
from ..cleaning.text import lines_reader
from ..finding.fields import fields
from ..planning.cleaned import CleanTable
from ..planning.comparing import compare, in_words
from ..planning.plans import Level, Note, Plan, RowVerdict
from .asked import Asked
from .cells import achievement_year, text_of, unions_of, unit_of_rows, year_of_rows
from .entries import Entry, names_of_rows, plan_of_entries, read_people, refuse_changed
from .known import Known
from .matching import holders
from .subjects import Distinctions, distinction_keys, part_subjects

# What a nomination of our own workbook says when it is handed out, as keys; all but the summary stays so.
_FIXED = ("title", "person_code")
BASE_FIELDS = (*_FIXED, "achievement")


class _New(NamedTuple):
    """Whom a row puts up, and for which year."""

    year: int
    entry: NewNomination


@dataclass(frozen=True, slots=True)
class PutUp:
    """What a list puts up in one year: into ``dossier_id``, or into a new dossier."""

    year: int
    dossier_id: int | None
    new: list[NewNomination] = field(default_factory=list)
    achievements: list[Achievement] = field(default_factory=list)


class NominationsList:
    """People, collectives and households of a unit and the units below it, put up."""

    kind: ClassVar[str] = "nominations"

    def plan(self, table: CleanTable, asked: Asked) -> Plan:
        """Say what putting them up would do."""
        catalogue = Distinctions.read()
        units = unions_of(asked, Permission.NOMINATE)
        _clean(table, catalogue, units, asked)
        why = _("Đề nghị đã có trong hồ sơ: muốn đổi người hay danh hiệu, mở trang của hồ sơ.")
        refuse_changed(table, asked, _FIXED, why)
        known = holders(table, asked)
        stored = _stored(table, asked)
        years = dict(zip(table.rows(), year_of_rows(table, asked), strict=True))
        lines = list(_lines(table, known, catalogue, units, asked, years, stored))
        entries = [*_new(lines), *_edited(table, stored, asked)]
        names = {row: one.full_name for row, one in known.items()} | names_of_rows(table)
        labels = {row: new.household or units.label(new.unit_id) for row, _year, new in lines} | names
        plan = plan_of_entries(
            table,
            entries,
            problems=lambda values: _problems(values, asked),
            fields={"unit_id": "unit", "household": "subject_name"},
            labels=labels,
        )
        return Plan(plan.rows, plan.notes, _work(plan.work, stored))

    def write(self, plan: Plan, *, unit_id: int, by: Actor, at: datetime, source: str) -> list[Trace]:
        """Put them up, one dossier for each year."""
        traces: list[Trace] = []
        for one in plan.work:
            dossier_id = one.dossier_id
            if dossier_id is None:
                letter = Letter(one.year, _("Đề nghị khen thưởng năm %(year)s") % {"year": one.year})
                dossier = create_dossier(unit_id=unit_id, letter=letter, by=by, at=at)
                traces.append(trace_of_new(dossier))
                dossier_id = dossier.pk
            traces += write_nominations(
                dossier_id=dossier_id, entries=one.new, achievements=one.achievements, by=by, at=at, source=source
            )
        return traces


def _clean(table: CleanTable, catalogue: Distinctions, units: Lexicon[int], asked: Asked) -> None:
    catalogue.clean(table)
    part_subjects(table, catalogue, units)
    read_people(table, asked, units)
    table.read("year", chain(text_of(table, "year"), achievement_year))
    table.read("achievement", lines_reader(table.texts("achievement")))


def _stored(table: CleanTable, asked: Asked) -> dict[int, Nomination]:
    """Return the nominations that the rows of our own workbook were handed out with. One query."""
    if asked.base is None:
        return {}
    ours = set(asked.base["row"])
    ids = {row: int(key) for row, key in zip(table.rows(), table.keys("row_id"), strict=True) if key and row in ours}
    rows = Nomination.objects.filter(pk__among=set(ids.values())).select_related("dossier")
    found = {row.pk: row for row in rows}
    return {row: found[key] for row, key in ids.items() if key in found}


def _lines(
    table: CleanTable,
    known: Mapping[int, Known],
    catalogue: Distinctions,
    units: Lexicon[int],
    asked: Asked,
    years: Mapping[int, int | None],
    stored: Mapping[int, Nomination],
) -> Iterator[tuple[int, int, NewNomination]]:
    """Yield (row, year, whom it puts up) for each sound row that is not in a dossier; remark what is missing."""
    broken = table.broken_rows()
    unit_of = unit_of_rows(table, units, asked)
    names = ("subject", "household", "achievement", "unit")
    columns = zip(table.rows(), distinction_keys(table), *map(table.keys, names), strict=True)
    nothing = []
    for row, key, subject, household, achievement, unit in columns:
        year = years[row]
        if row in broken or row in stored or year is None or (subject == Subject.PERSON and row not in known):
            continue
        if not key:
            nothing += [] if table.marked else [Note(row, "title", Level.ERROR, _("Chưa có danh hiệu."))]
            continue
        one = known.get(row) if subject == Subject.PERSON else None
        own = one.unit_id if one is not None and not unit and one.unit_id and units.knows(one.unit_id) else None
        kind, code = key.split(":", 1)
        title, form = (code, "") if kind == "title" else ("", code)
        person = one.person_id if one else None
        yield row, year, NewNomination(own or unit_of[row], person, household or "", title, form, achievement or "")
    table.remark(dict.fromkeys(nothing))


def _new(lines: list[tuple[int, int, NewNomination]]) -> Iterator[Entry]:
    for year in dict.fromkeys(year for _row, year, _new in lines):
        own = [(row, new) for row, of, new in lines if of == year]
        for (row, new), is_there in zip(own, put_up_already([new for _row, new in own], year), strict=True):
            verdict = RowVerdict.UNCHANGED if is_there else RowVerdict.CREATE
            yield Entry((row,), None if is_there else _New(year, new), verdict)


def _edited(table: CleanTable, stored: Mapping[int, Nomination], asked: Asked) -> Iterator[Entry]:
    """Yield the summaries that the holder of our own workbook wrote anew."""
    if not stored:
        return
    frame = table.frame.filter(pl.col("row").is_in(list(stored)))
    said = frame.select(pl.col("row").cast(pl.Int64), "achievement") if table.has("achievement") else pl.DataFrame()
    stands = [(row, one.achievement) for row, one in stored.items()]
    changes = compare(
        said,
        pl.DataFrame(stands, schema={"row": pl.Int64, "achievement": pl.String}, orient="row"),
        fields=["achievement"],
        words={"achievement": fields()["achievement"].name_vi},
        base=asked.base,
        settled=asked.settled,
        may_clear=frozenset({"achievement"}),
    )
    table.notes.append(in_words(changes, {}))
    for row, text in changes.filter("write").select("row", "value").iter_rows():
        one = stored[row]
        if one.state != NominationState.DRAFT:
            why = _("Đề nghị đã gửi nên không sửa bằng tệp được.")
            table.remark([Note(row, "achievement", Level.ERROR, why)])
            continue
        yield Entry((row,), Achievement(one.pk, one.version, text), RowVerdict.UPDATE)


def _problems(values: Sequence[_New | Achievement], asked: Asked) -> list[RowProblem]:
    """Say what the room would refuse, each at its place among the values."""
    new = [(index, value.entry) for index, value in enumerate(values) if isinstance(value, _New)]
    found = problems_of_nominations([entry for _index, entry in new], asked.unit_id, asked.by, asked.day)
    return [RowProblem(new[place][0], name, message) for place, name, message in found]


def _work(values: Sequence[_New | Achievement], stored: Mapping[int, Nomination]) -> list[PutUp]:
    """Gather what is written by year; our own workbook goes back into the dossier that it came from."""
    drafts = {one.dossier.year: one.dossier_id for one in stored.values() if one.state == NominationState.DRAFT}
    by_year: dict[int, PutUp] = {}
    dossier_of = {one.pk: one.dossier for one in stored.values()}
    for value in values:
        year = value.year if isinstance(value, _New) else dossier_of[value.nomination_id].year
        part = by_year.setdefault(year, PutUp(year, drafts.get(year)))
        if isinstance(value, _New):
            part.new.append(value.entry)
        else:
            part.achievements.append(value)
    return list(by_year.values())
