"""A list of initiatives: one row for each author; rows that name the same initiative are one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar, NamedTuple

import polars as pl
from django.utils.translation import gettext as _

from thidua.initiatives.selectors import StoredInitiative, initiatives_like
from thidua.initiatives.services import (
    WHOLE,
    InitiativeList,
    NewInitiative,
    Recognition,
    problems_of_initiatives,
    write_initiatives,
)
from thidua.initiatives.states import InitiativeKind, Scope
from thidua.kernel.actors import Actor
from thidua.kernel.rowsets import Trace
from thidua.kernel.text import fold
from thidua.people.permissions import Permission

from ..cleaning.chains import chain
from ..cleaning.lexicon import Lexicon
from ..cleaning.numbers import number_reader
from ..cleaning.readings import Reading, Sureness
from ..planning.cleaned import CleanTable
from ..planning.plans import Level, Note, Plan, RowVerdict
from .asked import Asked
from .cells import achievement_year, text_of, unions_of, unit_of_rows, year_of_rows
from .entries import Entry, plan_of_entries, read_decisions, read_people, refuse_changed
from .known import Known
from .matching import holders

_KINDS = {
    InitiativeKind.INITIATIVE.value: ("sáng kiến", "SK", "SKKN", "sáng kiến kinh nghiệm", "giải pháp", "cải tiến"),
    InitiativeKind.RESEARCH.value: ("đề tài, đề án, công trình đã nghiệm thu", "đề tài", "đề án", "đề tài khoa học",
                                    "đề tài nghiên cứu khoa học", "công trình", "ĐTKH"),
}  # fmt: skip
_SCOPES = {
    Scope.GRASSROOTS.value: ("cơ sở", "cấp cơ sở", "cấp đơn vị", "cấp sở", "cấp trường", "cấp ngành"),
    Scope.PROVINCIAL.value: ("bộ, ban, ngành, tỉnh", "cấp bộ", "cấp tỉnh", "cấp Thành phố", "Thành phố", "tỉnh", "bộ"),
    Scope.NATIONAL.value: ("toàn quốc", "cấp toàn quốc", "cấp nhà nước", "cấp quốc gia"),
}
# What each line of our own workbook says when it is handed out, as keys; all but the recognition stays so.
_FIXED = ("initiative_code", "initiative_name", "initiative_kind", "year", "person_code", "share")
BASE_FIELDS = (*_FIXED, "scope", "decision_number", "decision_date")
_FIELDS = {
    "name": "initiative_name", "kind": "initiative_kind", "code": "initiative_code", "decided_on": "decision_date",
    "authors": "full_name",
}  # fmt: skip


class _Key(NamedTuple):
    """What makes rows one initiative: its code where there is one, else unit, year and name."""

    code: str
    unit_id: int
    year: int
    name: str


class InitiativesList:
    """Initiatives of people of a unit and the units below it."""

    kind: ClassVar[str] = "initiatives"

    def plan(self, table: CleanTable, asked: Asked) -> Plan:
        """Say what entering these initiatives would do."""
        units = unions_of(asked, Permission.RECORD_RESULTS)
        if not table.has("full_name") and table.has("authors"):
            table.frame = table.frame.with_columns(pl.col("authors").alias("full_name"))
        read_people(table, asked, units)
        read_decisions(table, asked)
        _read_own_columns(table)
        why = _("Sáng kiến đã có: muốn sửa phần này, mở trang của sáng kiến.")
        refuse_changed(table, asked, _FIXED, why)
        known = holders(table, asked)
        groups = _groups(table, known, units, asked)
        entries = list(_entries(table, groups, known))
        return plan_of_entries(
            table,
            entries,
            problems=lambda values: problems_of_initiatives(values, asked.by, asked.day),
            fields=_FIELDS,
            labels={row: key.name for key, rows in groups.items() for row, _place in rows},
        )

    def write(self, plan: Plan, *, unit_id: int, by: Actor, at: datetime, source: str) -> list[Trace]:
        """Enter and recognise the initiatives of the plan."""
        new = [one for one in plan.work if isinstance(one, NewInitiative)]
        recognised = [one for one in plan.work if isinstance(one, Recognition)]
        return write_initiatives(unit_id=unit_id, entries=InitiativeList(new, recognised), by=by, at=at, source=source)


def _read_own_columns(table: CleanTable) -> None:
    kinds = Lexicon(_KINDS, _("loại sáng kiến"))
    scopes = Lexicon(_SCOPES, _("phạm vi công nhận"))
    table.read("initiative_name", text_of(table, "initiative_name"))
    table.read("initiative_code", text_of(table, "initiative_code"))
    table.read(
        "initiative_kind",
        chain(text_of(table, "initiative_kind"), kinds.read),
        say=lambda key: str(InitiativeKind(key).label),
    )
    table.read("scope", chain(text_of(table, "scope"), scopes.read), say=lambda key: str(Scope(key).label))
    table.read("share", share_reader(table.texts("share")))
    table.read("year", chain(text_of(table, "year"), achievement_year))


def share_reader(texts: list[str]) -> Callable[[str], Reading[int]]:
    """Return the reader of shares in whole per cent; a column of fractions (0,5; 1) is one of per cent cells."""
    number = number_reader(texts)
    values = [number(text).value for text in texts]
    fractions = any(values) and all(value is None or value <= 1 for value in values)

    def read(text: str) -> Reading[int]:
        reading = number(text)
        if reading.value is None:
            return Reading(None, reading.sureness, reading.why_vi)
        share = reading.value * WHOLE if fractions else reading.value
        if share != int(share) or not 1 <= share <= WHOLE:
            why = _("“%(said)s”: tỷ lệ là số nguyên từ 1 đến 100.") % {"said": text}
            return Reading(None, Sureness.REFUSED, why)
        return Reading(int(share), Sureness.TIDIED if fractions else reading.sureness, _("Tỷ lệ phần trăm."))

    return read


def _groups(
    table: CleanTable, known: Mapping[int, Known], units: Lexicon[int], asked: Asked
) -> dict[_Key, list[tuple[int, int]]]:
    """Return for each initiative its rows, as (row, place in the frame)."""
    years = year_of_rows(table, asked)
    unit_of = unit_of_rows(table, units, asked)
    broken = table.broken_rows()
    columns = (
        table.rows(), table.keys("initiative_name"), table.keys("initiative_code"), years, table.keys("unit"),
        table.keys("unit_code"),
    )  # fmt: skip
    first: dict[tuple[str, int, int, str], _Key] = {}
    groups: dict[_Key, list[tuple[int, int]]] = {}
    nameless = []
    for place, (row, name, code, year, unit, unit_code) in enumerate(zip(*columns, strict=True)):
        if row in broken or year is None:
            continue
        if not name:
            nameless.append(Note(row, "initiative_name", Level.ERROR, _("Ghi tên sáng kiến, đề tài.")))
            continue
        one = known.get(row)
        own = None if unit or unit_code or one is None else one.unit_id
        unit_id = own if own is not None and units.knows(own) else unit_of[row]
        key = _Key(code or "", unit_id, year, name)
        # Co-authors may be of several units: the initiative is filed under that of the first named.
        same = (code, 0, 0, "") if code else ("", 0 if own else unit_id, year, fold(name))
        groups.setdefault(first.setdefault(same, key), []).append((row, place))
    table.remark(nameless)
    return groups


def _entries(
    table: CleanTable, groups: Mapping[_Key, list[tuple[int, int]]], known: Mapping[int, Known]
) -> Iterator[Entry]:
    stored = initiatives_like(groups)
    columns = {
        name: table.keys(name) for name in ("initiative_kind", "share", "scope", "decision_number", "decision_date")
    }
    notes: list[Note] = []
    for key, lines in groups.items():
        rows = tuple(row for row, _place in lines)
        said = {
            name: next((cells[place] for _row, place in lines if cells[place]), None) or ""
            for name, cells in columns.items()
        }
        if (old := stored.get(key)) is not None:
            yield _known(rows, key, old, said, notes)
            continue
        if not any(row in known for row in rows):
            notes.append(Note(rows[0], "full_name", Level.ERROR, _("Ghi ít nhất một tác giả.")))
        shares = [columns["share"][place] for _row, place in lines]
        whole = str(WHOLE) if len(lines) == 1 else "0"
        authors = tuple(
            (known[row].person_id, int(share or whole))
            for (row, _place), share in zip(lines, shares, strict=True)
            if row in known
        )
        kind = said["initiative_kind"] or InitiativeKind.INITIATIVE
        decided = (said["scope"], said["decision_number"], _day(said["decision_date"]))
        yield Entry(rows, NewInitiative(key.unit_id, key.year, key.name, authors, kind, key.code, *decided))
    table.remark(notes)


def _known(
    rows: tuple[int, ...], key: _Key, old: StoredInitiative, said: Mapping[str, str], notes: list[Note]
) -> Entry:
    """Say what a list adds to an initiative that stands: its recognition, where it had none."""
    decided = (said["scope"], said["decision_number"], _day(said["decision_date"]))
    if not said["scope"] or decided == (old.scope, old.decision_number, old.decided_on):
        return Entry(rows, None, RowVerdict.UNCHANGED)
    if old.scope:
        why = _("Sáng kiến này đã được công nhận theo quyết định %(number)s; muốn sửa, mở trang của sáng kiến.")
        notes.append(Note(rows[0], "scope", Level.ERROR, why % {"number": old.decision_number}))
        return Entry(rows, None, RowVerdict.UNCHANGED)
    notes.append(Note(rows[0], "scope", Level.CHANGE, _("Phạm vi công nhận"), str(Scope(said["scope"]).label)))
    return Entry(rows, Recognition(old.key, old.version, old.unit_id, old.year, *decided), RowVerdict.UPDATE)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
