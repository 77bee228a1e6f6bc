"""Writes of the grid: ticks saved as they are made, and last year's taken over. Set-based, under a version check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.honours.models import Title
from thidua.honours.states import Subject
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, StaleVersion
from thidua.kernel.versions import save_version
from thidua.people.models import Person, UnitSuccession
from thidua.people.policies import ENDED_BY_IT

from ..models import Registration, RegistrationLine
from ..policies import can_edit
from ..selectors.grid import Cell, offered_titles, ticked
from ..selectors.rolls import roll_on
from .registrations import allow, lock_registration


class Tick(TypedDict):
    """One change of the grid; ``person_id`` None is the unit itself."""

    person_id: int | None
    title_code: str
    on: bool


@dataclass(frozen=True, slots=True)
class Copied:
    """What “the same as last year” took over, and what it left out and why (sentences for people)."""

    registration: Registration
    added: int
    left_out: list[str] = field(default_factory=list)


@service("registration.save_lines")
def save_lines(
    *, registration_id: int, changes: Iterable[Tick], expected_version: int | None, by: Actor, at: datetime
) -> Registration:
    """Apply ticks to a draft; of two changes of one cell the last counts. The number of queries does not grow.

    ``expected_version`` None means “whatever is stored” (loaders). Raises StaleVersion with the stored ticks when
    somebody saved in between (nothing is written), InvalidInput for a person or title that does not belong.
    """
    registration = lock_registration(registration_id)
    allow(can_edit(by, registration, localdate(at)))
    _check_version(registration, expected_version)
    wanted = {(change["person_id"], change["title_code"]): change["on"] for change in changes}
    on = ticked(registration)
    added = {cell for cell, is_on in wanted.items() if is_on} - on
    removed = {cell for cell, is_on in wanted.items() if not is_on} & on
    _check_titles(registration, set(wanted))
    _check_people(registration, {person for person, _code in added}, at)
    return _write(registration, added, removed, by, at)


@service("registration.copy_last_year")
def copy_last_year(*, registration_id: int, expected_version: int | None, by: Actor, at: datetime) -> Copied:
    """Add what the unit registered last year, for people who are still members and titles still offered.

    Nothing already ticked is taken away. Units that merged into this one bring their people's registrations too.
    """
    registration = lock_registration(registration_id)
    allow(can_edit(by, registration, localdate(at)))
    _check_version(registration, expected_version)
    before = _last_year(registration)
    offered = {title.code for title in offered_titles(registration)}
    people = _roll(registration, at)
    fits = {(person, code) for person, code in before if code in offered and (person is None or person in people)}
    added = fits - ticked(registration)
    theirs = before - _stayed_behind(registration, people)
    return Copied(_write(registration, added, set(), by, at), len(added), _left_out(theirs, offered, people))


def _check_version(registration: Registration, expected: int | None) -> None:
    if expected is None or expected == registration.version:
        return
    who = str(registration.saved_by) if registration.saved_by else _("người khác")
    raise StaleVersion(
        _("%(who)s vừa lưu bản đăng ký này trong lúc bạn đang sửa.") % {"who": who},
        _("Các ô bạn vừa đổi chưa được lưu. Xem giá trị hiện tại rồi chọn lưu lại hoặc bỏ các ô đó."),
        current=current_of(registration),
    )


def current_of(registration: Registration) -> dict[str, object]:
    """Return what is stored now, as plain data for a page: version, who saved last and when, the ticked cells."""
    return {
        "version": registration.version,
        "saved_by": str(registration.saved_by) if registration.saved_by else "",
        "saved_at": registration.saved_at,
        "on": sorted(f"{person or 0}:{code}" for person, code in ticked(registration)),
    }


def _check_titles(registration: Registration, cells: set[Cell]) -> None:
    subjects = {title.code: title.subject for title in offered_titles(registration)}
    for person_id, code in cells:
        if code not in subjects:
            raise InvalidInput(
                _("Danh hiệu “%(code)s” không có trong đợt đăng ký này.") % {"code": code},
                _("Tải lại trang để thấy các danh hiệu đang nhận đăng ký."),
            )
        if (subjects[code] == Subject.PERSON) != (person_id is not None):
            raise InvalidInput(_("Danh hiệu tập thể chỉ đăng ký cho đơn vị, danh hiệu cá nhân chỉ đăng ký cho người."))


def _check_people(registration: Registration, person_ids: set[int | None], at: datetime) -> None:
    asked = {person_id for person_id in person_ids if person_id is not None}
    strangers = asked - _roll(registration, at) if asked else set()
    if strangers:
        raise InvalidInput(
            _("Có %(count)s người không thuộc đơn vị vào ngày đăng ký.") % {"count": len(strangers)},
            _("Tải lại trang để thấy danh sách đoàn viên hiện tại."),
        )


def _roll(registration: Registration, at: datetime) -> set[int]:
    places = roll_on(registration.unit_id, registration.round.roll_day(localdate(at)))
    return set(places.order_by().values_list("person_id", flat=True))


def _write(registration: Registration, added: set[Cell], removed: set[Cell], by: Actor, at: datetime) -> Registration:
    """Insert and delete whole sets of lines, raise the version once, leave one event; nothing when nothing changes."""
    if not added and not removed:
        return registration
    titles = {title.code: title for title in offered_titles(registration)}
    RegistrationLine.objects.bulk_create(
        [RegistrationLine(registration=registration, person_id=person, title=titles[code]) for person, code in added],
        batch_size=500,
    )
    if removed:
        lines = registration.lines.filter(title__code__in={code for _person, code in removed})
        gone = [pk for pk, *cell in lines.values_list("pk", "person_id", "title__code") if tuple(cell) in removed]
        RegistrationLine.objects.filter(pk__in=gone).delete()
    save_version(registration, expected=None, saved_at=at, saved_by_id=by.pk)
    audit(
        registration,
        unit_id=registration.unit_id,
        details={"added": _plain(added), "removed": _plain(removed), "version": registration.version},
    )
    return registration


def _plain(cells: set[Cell]) -> list[list[object]]:
    return [[person, code] for person, code in sorted(cells, key=lambda cell: (cell[0] or 0, cell[1]))]


def _last_year(registration: Registration) -> set[Cell]:
    """Return last year's ticks of the unit, and those for people of the units that became part of it."""
    own = registration.unit_id
    merged = UnitSuccession.objects.filter(successor_id=own).values_list("predecessor_id", flat=True)
    lines = RegistrationLine.objects.filter(
        registration__year=registration.year - 1, registration__unit_id__in=[own, *merged]
    ).values_list("registration__unit_id", "person_id", "title__code")
    return {(person, code) for unit_id, person, code in lines if person is not None or unit_id == own}


def _stayed_behind(registration: Registration, people: set[int]) -> set[Cell]:
    """Return last year's ticks that are the affair of a unit which goes on beside this one: of people not in this."""
    going_on = UnitSuccession.objects.filter(successor_id=registration.unit_id).exclude(ENDED_BY_IT)
    lines = RegistrationLine.objects.filter(
        registration__year=registration.year - 1, registration__unit_id__in=going_on.values("predecessor_id")
    ).exclude(person_id__in=people)
    return set(lines.values_list("person_id", "title__code"))


def _left_out(before: set[Cell], offered: set[str], people: set[int]) -> list[str]:
    """Say in sentences what was not taken over."""
    gone = {person for person, _code in before if person is not None and person not in people}
    said = [
        _("%(name)s không còn trong danh sách đơn vị.") % {"name": name}
        for name in Person.objects.filter(id__in=gone).order_by("name_sort", "id").values_list("full_name", flat=True)
    ]
    dropped = {code for _person, code in before} - offered
    names = Title.objects.filter(code__in=dropped).order_by("order", "name").values_list("name", flat=True)
    return said + [_("Danh hiệu %(title)s không nhận đăng ký trong đợt này.") % {"title": name} for name in names]
