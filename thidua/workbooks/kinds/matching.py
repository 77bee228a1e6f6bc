"""Whom a row is about: by staff or union number, then by our own id; by name only when a person says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from thidua.people.models import Membership, Person
from thidua.people.selectors import units_below

from ..planning.cleaned import CleanTable
from ..planning.plans import Level, Note
from .asked import Asked
from .known import Known, people_by_code, people_by_id

NEW = "new"  # the answer “somebody else of the same name”
PERSON = "person"  # the field under which the answer is kept


class _Alike(NamedTuple):
    person_id: int
    name: str
    birth: date | None


def matched(table: CleanTable, asked: Asked) -> dict[int, Known]:
    """Return row → the person it is about; rows about nobody known are left out: newcomers.

    Remarked at the row: a number and an id of two people, and somebody of the same name whom nobody confirmed yet.
    """
    known = _by_number(table, asked, table.keys("row_id"))
    known.update(_by_name(table, known, asked, newcomers=True))
    return known


def holders(table: CleanTable, asked: Asked, *, rows_are_people: bool = False) -> dict[int, Known]:
    """Return row → the person it is about, for lists that bring no newcomers: who is not known is an error.

    ``rows_are_people``: the hidden id of a row of our own workbook is the person's.
    """
    own = table.keys("row_id") if rows_are_people else [None] * table.frame.height
    known = _by_number(table, asked, own)
    known.update(_by_name(table, known, asked, newcomers=False))
    broken = table.broken_rows()
    columns = (table.rows(), table.keys("person_code"), table.keys("full_name"))
    strangers = [
        _stranger(row, code, name or "")
        for row, code, name in zip(*columns, strict=True)
        if (code or name) and row not in known and row not in broken
    ]
    table.remark(dict.fromkeys(strangers))
    return known


def _stranger(row: int, code: str | None, name: str) -> Note:
    if code:
        said = _("Không có ai mang mã này. Kiểm tra lại mã, hoặc nhập danh sách người trước.")
        return Note(row, "person_code", Level.ERROR, said, value=code)
    said = _("Không thấy người này trong đơn vị. Ghi mã cán bộ, đoàn viên, hoặc nhập danh sách người trước.")
    return Note(row, "full_name", Level.ERROR, said, value=name)


def _by_number(table: CleanTable, asked: Asked, ids: Sequence[str | None]) -> dict[int, Known]:
    codes = table.keys("person_code")
    by_code = people_by_code((code for code in codes if code), asked.day)
    by_id = people_by_id((int(own) for own in ids if own and own.isdigit()), asked.day)
    known: dict[int, Known] = {}
    notes = []
    for row, code, own in zip(table.rows(), codes, ids, strict=True):
        one = by_code.get(code or "")
        other = by_id.get(int(own)) if own and own.isdigit() else None
        if one and other and one.person_id != other.person_id:
            said = _("Mã này là của người khác với dòng đã tải về.")
            notes.append(Note(row, "person_code", Level.ERROR, said, value=code or ""))
        elif found := one or other:
            known[row] = found
    table.remark(notes)
    return known


def refuse_twice(table: CleanTable, known: Mapping[int, Known]) -> None:
    """Remark at every row but the first that is about the same person."""
    counts = Counter(one.person_id for one in known.values())
    first: dict[int, int] = {}
    notes = []
    for row, one in sorted(known.items()):
        if counts[one.person_id] > 1 and one.person_id in first:
            said = _("Người này đã có ở dòng %(row)s của bảng.") % {"row": table.line(first[one.person_id])}
            notes.append(Note(row, "", Level.ERROR, said))
        first.setdefault(one.person_id, row)
    table.remark(notes)


def _by_name(table: CleanTable, known: Mapping[int, Known], asked: Asked, *, newcomers: bool) -> dict[int, Known]:
    """Return whom a person chose for rows without a number; ask about the others that look like somebody."""
    said = {
        row: (name, birth)
        for row, code, name, birth in zip(
            table.rows(),
            table.keys("person_code"),
            table.keys("full_name"),
            table.keys("birth_date"),
            strict=True,
        )
        if name and not code and row not in known
    }
    if not said:
        return {}
    folded = {name: Person.name_fields(name)["name_folded"] for name, _birth in said.values()}
    alike = _alike(set(folded.values()), asked)
    chosen: dict[int, int] = {}
    notes = []
    for row, (name, birth) in said.items():
        near = [
            one for one in alike.get(folded[name], ()) if not birth or not one.birth or one.birth.isoformat() == birth
        ]
        answer = asked.settled.get(f"{row}:{PERSON}", "")
        if answer in {str(one.person_id) for one in near}:
            chosen[row] = int(answer)
        elif near and not (newcomers and answer == NEW):
            notes.append(_question(row, name, near, newcomers=newcomers))
    table.remark(notes)
    people = people_by_id(chosen.values(), asked.day)
    return {row: people[person_id] for row, person_id in chosen.items()}


def _alike(names: set[str], asked: Asked) -> dict[str, list[_Alike]]:
    """Return folded name → people who hold a place at or below the unit under that name."""
    places = Membership.objects.at(asked.day).filter(unit__in=units_below([asked.unit_id], asked.day))
    found: dict[str, list[_Alike]] = {}
    people = Person.objects.filter(name_folded__among=names, pk__in=places.values("person_id")).order_by("pk")
    for folded, person_id, name, birth in people.values_list("name_folded", "pk", "full_name", "birth_date"):
        found.setdefault(folded, []).append(_Alike(person_id, name, birth))
    return found


def _question(row: int, name: str, near: list[_Alike], *, newcomers: bool) -> Note:
    new = ((NEW, _("người mới")),) if newcomers else ()
    return Note(
        row,
        PERSON,
        Level.ASK,
        _("Đã có người cùng tên trong đơn vị; bảng không ghi mã."),
        value=name,
        choices=(*_choices(near), *new),
    )


def _choices(near: list[_Alike]) -> Iterator[tuple[str, str]]:
    for one in near:
        born = f" ({one.birth:%d/%m/%Y})" if one.birth else ""
        yield str(one.person_id), _("là %(name)s đã có") % {"name": one.name + born}
