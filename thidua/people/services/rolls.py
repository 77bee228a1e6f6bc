"""Writes of many people at once: what a workbook brings. Set-based, all or nothing, each write traced for its undoing.

The same checks tell a preview what is wrong at which row (``problems_of_roll``) and refuse the whole on writing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.rowsets import RowProblem, Trace, insert_rows, refuse, update_rows
from thidua.kernel.text import nfc

from ..models import Membership, Person, Unit
from ..permissions import Permission
from ..policies import require
from ..selectors.scope import visible_units
from ..states import Sex, StaffKind, Tree
from .persons import made_up_code
from .timeline import vn

FIRST_BIRTH = date(1900, 1, 1)
_NAME_LENGTH, _CODE_LENGTH = 120, 40
_SEXES, _STAFF = frozenset({"", *Sex.values}), frozenset(StaffKind.values)
_PERSON = ("full_name", "name_exact", "name_folded", "name_sort", "code", "sex", "birth_date")
_PLACE = ("person_id", "unit_id", "position_id", "staff_kind", "union_member", "valid_from")


class NewPerson(NamedTuple):
    """Somebody to be entered, with the place held from ``on``. ``code``: staff or union number; "" for one made up."""

    unit_id: int
    full_name: str
    code: str
    on: date
    sex: str = ""
    birth_date: date | None = None
    position_id: int | None = None
    staff_kind: str = StaffKind.CIVIL_SERVANT
    union_member: bool = True


class PersonEdit(NamedTuple):
    """Who a person is, corrected; ``version`` as it was seen."""

    person_id: int
    version: int
    full_name: str
    code: str
    sex: str
    birth_date: date | None


class PlaceEdit(NamedTuple):
    """What a person is at the place they hold, corrected; ``version`` of the membership as it was seen."""

    membership_id: int
    version: int
    position_id: int | None
    staff_kind: str
    union_member: bool


@dataclass(frozen=True, slots=True)
class Roll:
    """What is to be written about people."""

    new: Sequence[NewPerson] = ()
    edits: Sequence[PersonEdit] = ()
    places: Sequence[PlaceEdit] = ()

    def __bool__(self) -> bool:
        """Say whether there is anything to write."""
        return bool(self.new or self.edits or self.places)


@dataclass(frozen=True, slots=True)
class RollProblems:
    """What is wrong, by the part of the roll; indexes count in that part."""

    new: list[RowProblem] = field(default_factory=list)
    edits: list[RowProblem] = field(default_factory=list)
    places: list[RowProblem] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Say whether anything is."""
        return bool(self.new or self.edits or self.places)


@service("people.write_roll")
def write_roll(*, unit_id: int, roll: Roll, by: Actor, at: datetime, source: str = "") -> list[Trace]:
    """Enter and correct many people of ``unit_id`` and the units below; return the traces that undo it.

    All or nothing: raises InvalidInput naming the first wrong rows, StaleVersion when somebody saved in between.
    ``source`` says in the audit where the rows come from.
    """
    day = localdate(at)
    require(by, Permission.EDIT_PEOPLE, unit_id, day)
    problems = problems_of_roll(roll, by, day)
    for part in (problems.new, problems.edits, problems.places):
        refuse(part)
    traces = [trace for trace in _write(roll) if trace.keys]
    if traces:
        counts = {"new": len(roll.new), "edited": len(roll.edits), "places": len(roll.places)}
        audit(Person, unit_id=unit_id, label=source, details={"source": source, **counts})
    return traces


def _write(roll: Roll) -> Iterator[Trace]:
    if roll.new:
        people = insert_rows(Person, _PERSON, (_person_values(person) for person in roll.new))
        yield people
        places = zip(people.keys, roll.new, strict=True)
        yield insert_rows(Membership, _PLACE, (_place_values(key, person) for key, person in places))
    if roll.edits:
        rows = ((edit.person_id, *_person_values(edit)) for edit in roll.edits)
        yield update_rows(Person, _PERSON, rows, expected={edit.person_id: edit.version for edit in roll.edits})
    if roll.places:
        places_edited = ((p.membership_id, p.position_id, p.staff_kind, p.union_member) for p in roll.places)
        expected = {place.membership_id: place.version for place in roll.places}
        yield update_rows(Membership, ("position_id", "staff_kind", "union_member"), places_edited, expected=expected)


def _person_values(person: NewPerson | PersonEdit) -> tuple[object, ...]:
    code = nfc(person.code) or made_up_code()
    return (*Person.name_fields(person.full_name).values(), code, person.sex, person.birth_date)


def _place_values(key: int, person: NewPerson) -> tuple[object, ...]:
    return (key, person.unit_id, person.position_id, person.staff_kind, person.union_member, person.on)


def problems_of_roll(roll: Roll, by: Actor, day: date) -> RollProblems:
    """Say what of ``roll`` could not be written by ``by`` on ``day``, row by row. Constant queries."""
    found = RollProblems()
    if not roll:
        return found
    reach = set(visible_units(by, day, Permission.EDIT_PEOPLE).values_list("pk", flat=True))
    found.new.extend(_new_problems(roll.new, reach, day))
    for index, edit in enumerate(roll.edits):
        found.edits.extend(RowProblem(index, *said) for said in _identity_problems(edit, day))
    found.edits.extend(_unreached(roll, reach))
    found.places.extend(_place_problems(roll.places, reach))
    for part, problem in _code_problems(roll):
        (found.new if part == "new" else found.edits).append(problem)
    return found


def _new_problems(people: Sequence[NewPerson], reach: set[int], day: date) -> Iterator[RowProblem]:
    units = {
        pk: (tree, first, end)
        for pk, tree, first, end in Unit.objects.filter(pk__in={person.unit_id for person in people}).values_list(
            "pk", "kind__tree", "valid_from", "valid_to"
        )
    }
    for index, person in enumerate(people):
        for said in _identity_problems(person, day):
            yield RowProblem(index, *said)
        if person.staff_kind not in _STAFF:
            yield RowProblem(index, "staff_kind", _("Chọn đối tượng trong danh sách."))
        if person.unit_id not in reach or person.unit_id not in units:
            yield RowProblem(index, "unit", _("Đơn vị này nằm ngoài phạm vi bạn được giao."))
            continue
        tree, first, end = units[person.unit_id]
        if tree != Tree.UNION:
            yield RowProblem(index, "unit", _("Người được ghi vào tổ chức công đoàn, không ghi vào cơ quan."))
        if person.on < first or (end is not None and person.on >= end):
            message = _("Đơn vị không hoạt động vào ngày %(day)s.") % {"day": vn(person.on)}
            yield RowProblem(index, "on", message)


def _identity_problems(person: NewPerson | PersonEdit, day: date) -> Iterator[tuple[str, str]]:
    if not person.full_name.strip():
        yield "full_name", _("Họ và tên không được để trống.")
    elif len(person.full_name) > _NAME_LENGTH:
        yield "full_name", _("Họ và tên dài quá %(length)s chữ.") % {"length": _NAME_LENGTH}
    if len(person.code) > _CODE_LENGTH:
        yield "code", _("Mã dài quá %(length)s chữ.") % {"length": _CODE_LENGTH}
    if person.sex not in _SEXES:
        yield "sex", _("Giới tính phải là nam hoặc nữ.")
    if person.birth_date is not None and not FIRST_BIRTH <= person.birth_date <= day:
        message = _("Ngày sinh phải từ %(first)s đến hôm nay.") % {"first": vn(FIRST_BIRTH)}
        yield "birth_date", message


def _unreached(roll: Roll, reach: set[int]) -> Iterator[RowProblem]:
    """Refuse to correct people whom the actor does not answer for: who stand, or stood last, outside the reach."""
    people = {edit.person_id for edit in roll.edits}
    places = Membership.objects.filter(person_id__among=people).order_by("valid_from", "pk")
    last = dict(places.values_list("person_id", "unit_id"))
    for index, edit in enumerate(roll.edits):
        if last.get(edit.person_id) not in reach:
            yield RowProblem(index, "", _("Người này nằm ngoài phạm vi bạn được giao."))


def _place_problems(places: Sequence[PlaceEdit], reach: set[int]) -> Iterator[RowProblem]:
    rows = Membership.objects.filter(pk__among={place.membership_id for place in places})
    units = dict(rows.values_list("pk", "unit_id"))
    for index, place in enumerate(places):
        if units.get(place.membership_id) not in reach:
            yield RowProblem(index, "unit", _("Người này nằm ngoài phạm vi bạn được giao."))
        if place.staff_kind not in _STAFF:
            yield RowProblem(index, "staff_kind", _("Chọn đối tượng trong danh sách."))


def _code_problems(roll: Roll) -> Iterator[tuple[str, RowProblem]]:
    """Refuse codes that are twice in the roll or somebody else's already, and to take somebody's code away."""
    rows = [("new", i, nfc(person.code), 0) for i, person in enumerate(roll.new)]
    rows += [("edits", i, nfc(edit.code), edit.person_id) for i, edit in enumerate(roll.edits)]
    holders = _holders({code for _part, _index, code, _person in rows})
    seen: set[str] = set()
    for part, index, code, person_id in rows:
        if not code:
            if part == "edits":
                yield part, RowProblem(index, "code", _("Mã cán bộ, đoàn viên không được để trống."))
            continue
        if code in seen:
            message = _("Mã “%(code)s” có hai lần trong danh sách.") % {"code": code}
            yield part, RowProblem(index, "code", message)
        elif holders.get(code, person_id) != person_id:
            message = _("Mã “%(code)s” đã có người dùng.") % {"code": code}
            yield part, RowProblem(index, "code", message)
        seen.add(code)


def _holders(codes: set[str]) -> dict[str, int]:
    return dict(Person.objects.filter(code__among=codes).order_by().values_list("code", "pk"))
