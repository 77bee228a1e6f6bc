"""People as they stand in the database, beside what a row says of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.people.models import Membership, Person, Unit

_PERSON = ("pk", "version", "full_name", "code", "sex", "birth_date")
_PLACE = ("person_id", "pk", "version", "unit_id", "position_id", "staff_kind", "union_member")


@dataclass(slots=True)
class Known:
    """Somebody in the database: the person, and the place they hold on the day (``membership_id`` None: none)."""

    person_id: int
    version: int
    full_name: str
    code: str
    sex: str
    birth_date: date | None
    membership_id: int | None = None
    membership_version: int = 0
    unit_id: int | None = None
    position_id: int | None = None
    staff_kind: str = ""
    union_member: bool = True

    def texts(self) -> dict[str, str]:
        """Return the values by field, in the form in which a row is compared."""
        return {
            "full_name": self.full_name,
            "person_code": self.code,
            "sex": self.sex,
            "birth_date": self.birth_date.isoformat() if self.birth_date else "",
            "position": str(self.position_id or ""),
            "staff_kind": self.staff_kind,
            "union_member": str(self.union_member),
        }


def people_by_code(codes: Iterable[str], day: date) -> dict[str, Known]:
    """Return people by staff or union number. Two queries."""
    return {one.code: one for one in _people("code", set(codes), day)}


def people_by_id(ids: Iterable[int], day: date) -> dict[int, Known]:
    """Return people by key. Two queries."""
    return {one.person_id: one for one in _people("pk", set(ids), day)}


def unit_names(unit_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return the code and name of units by key."""
    found = Unit.objects.filter(pk__in=set(unit_ids)).values_list("pk", "code", "name")
    return {pk: (code, name) for pk, code, name in found}


def _people(column: str, wanted: set[Any], day: date) -> list[Known]:
    rows = Person.objects.filter(**{f"{column}__among": wanted}).order_by().values_list(*_PERSON)
    found = {row[0]: Known(*row) for row in rows}
    places = Membership.objects.at(day).filter(person_id__among=found.keys()).order_by("valid_from", "pk")
    for person_id, *place in places.values_list(*_PLACE):
        one = found[person_id]
        one.membership_id, one.membership_version, one.unit_id = place[:3]
        one.position_id, one.staff_kind, one.union_member = place[3:]
    return list(found.values())
