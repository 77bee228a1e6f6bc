"""The lists of people, as their pages and files have them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.people.selectors import places_on
from thidua.people.states import Sex, StaffKind
from thidua.web.listing import Column, Listing, narrowed_by

from .forms import PeopleFilterForm

if TYPE_CHECKING:
    from thidua.people.models import Membership, Person, Unit


GONE = _("đã rời đơn vị")
MEMBER = {True: _("đoàn viên")}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person and where they stand on the day; no place: they have left."""

    person: Person
    place: Membership | None


def _post(place: Membership | None) -> Any:
    return place.position.label if place and place.position else None


PEOPLE = [
    Column(_("Họ và tên"), lambda row: row.person.full_name, width=28),
    Column(_("Đơn vị"), lambda row: row.place.unit if row.place else GONE, width=36),
    Column(_("Chức vụ"), lambda row: _post(row.place)),
    Column(_("Giới tính"), lambda row: row.person.sex, width=10, words=dict(Sex.choices)),
    Column(_("Đoàn viên"), lambda row: row.place and row.place.union_member, width=12, words=MEMBER),
    Column(_("Mã"), lambda row: row.person.code, width=16),
]

MEMBERS = [
    Column(_("Họ và tên"), lambda place: place.person.full_name, width=28),
    Column(_("Chức vụ"), _post),
    Column(_("Đối tượng"), lambda place: place.staff_kind, words=dict(StaffKind.choices)),
    Column(_("Đoàn viên"), lambda place: place.union_member, width=12, words=MEMBER),
]


def people_list(rows: QuerySet[Person], form: PeopleFilterForm, day: date) -> Listing:
    """Return the list of people, each with their place on ``day``."""

    def with_places(people: list[Person]) -> Iterable[PersonRow]:
        places = places_on([person.pk for person in people], day)
        return [PersonRow(person, places.get(person.pk)) for person in people]

    title, narrowed = _now("Danh sách người"), narrowed_by(form)
    return Listing(
        title=title, of="people.person", columns=PEOPLE, rows=rows, prepared=with_places, narrowed=narrowed, day=day
    )


def member_list(unit: Unit, rows: QuerySet[Membership], day: date) -> Listing:
    """Return the list of those who stand in a unit on ``day``."""
    title = _now("Thành viên của đơn vị")
    return Listing(title=title, of="people.membership", columns=MEMBERS, rows=rows, day=day, unit=unit)
