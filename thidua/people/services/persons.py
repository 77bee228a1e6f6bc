"""Writes of people and their places. A person stands in at most one unit at a time.

``on`` is a first day (of a place) or the first day without it; it may lie in the past or the future.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotFound, StaleVersion, WrongState
from thidua.kernel.text import nfc
from thidua.kernel.versions import save_version

from ..models import Membership, Person, Unit
from ..permissions import Permission
from ..policies import require
from ..selectors import home_unit_id, person_for
from ..states import StaffKind, Tree
from .timeline import vn


@service("person.create")
def create_person(
    *,
    unit_id: int,
    full_name: str,
    on: date,
    by: Actor,
    at: datetime,
    code: str = "",
    sex: str = "",
    birth_date: date | None = None,
    position_id: int | None = None,
    staff_kind: str = StaffKind.CIVIL_SERVANT,
    union_member: bool = True,
) -> Person:
    """Enter a person who belongs to ``unit_id`` from ``on``. Without a ``code`` one is made up.

    Raises InvalidInput for an empty name, a code in use, or a day on which the unit did not exist.
    """
    require(by, Permission.EDIT_PEOPLE, unit_id, timezone.localdate(at))
    unit = _union_on(unit_id, on)
    code = _free_code(code)
    person = Person.objects.create(code=code, sex=sex, birth_date=birth_date, **_names(full_name))
    Membership.objects.create(
        person=person,
        unit=unit,
        position_id=position_id,
        staff_kind=staff_kind,
        union_member=union_member,
        valid_from=on,
    )
    audit(person, unit_id=unit_id, details={"code": code, "full_name": person.full_name, "unit": unit_id, "from": on})
    return person


def _names(full_name: str) -> dict[str, str]:
    if not nfc(full_name):
        message = _("Họ và tên không được để trống.")
        raise InvalidInput(message, _("Nhập họ và tên."), fields={"full_name": message})
    return Person.name_fields(full_name)


def made_up_code() -> str:
    """Return a number for a person who came without one."""
    return f"TD{secrets.randbelow(10**9):09d}"


def _free_code(code: str, person_id: int | None = None) -> str:
    code = nfc(code) or made_up_code()
    if Person.objects.filter(code=code).exclude(pk=person_id or 0).exists():
        message = _("Mã “%(code)s” đã có người dùng.") % {"code": code}
        raise InvalidInput(
            message,
            _("Kiểm tra lại mã; nếu người này từ đơn vị khác chuyển về, nhờ công đoàn cấp trên chuyển."),
            fields={"code": message},
        )
    return code


def _union_on(unit_id: int, day: date) -> Unit:
    unit = Unit.objects.select_related("kind").filter(pk=unit_id).first()
    if unit is None:
        raise NotFound(_("Không tìm thấy đơn vị."), _("Chọn lại đơn vị trong danh sách."))
    if unit.kind.tree != Tree.UNION:
        raise InvalidInput(_("Người được ghi vào tổ chức công đoàn, không ghi vào cơ quan."), _("Chọn công đoàn."))
    if not unit.holds_on(day):
        raise InvalidInput(
            _("%(unit)s không hoạt động vào ngày %(day)s.") % {"unit": unit, "day": vn(day)},
            _("Chọn ngày khác hoặc đơn vị khác."),
            fields={"on": _("Đơn vị không hoạt động vào ngày này.")},
        )
    return unit


@service("person.edit")
def edit_person(
    *,
    person_id: int,
    full_name: str,
    code: str,
    sex: str,
    birth_date: date | None,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Person:
    """Correct who a person is. Raises StaleVersion (with what is stored) when somebody else saved in between."""
    today = timezone.localdate(at)
    person = person_for(by, person_id, today)
    unit_id = home_unit_id(person_id, today)
    require(by, Permission.EDIT_PEOPLE, unit_id, today)
    new = {"code": _free_code(code or person.code, person_id), "sex": sex, "birth_date": birth_date}
    new |= {"full_name": _names(full_name)["full_name"]}
    old = {name: getattr(person, name) for name in new}
    if old == new:
        return person
    save_version(person, expected=expected_version, **new | Person.name_fields(full_name))
    audit(person, unit_id=unit_id, details={"old": old, "new": new})
    return person


@service("membership.add")
def add_membership(
    *,
    person_id: int,
    unit_id: int,
    on: date,
    by: Actor,
    at: datetime,
    until: date | None = None,
    position_id: int | None = None,
    staff_kind: str = StaffKind.CIVIL_SERVANT,
    union_member: bool = True,
) -> Membership:
    """Give a person a place during ``[on, until)``. Raises WrongState when they stand elsewhere at that time."""
    today = timezone.localdate(at)
    require(by, Permission.EDIT_PEOPLE, unit_id, today)
    person_for(by, person_id, today)
    person = _locked(person_id)
    unit = _union_on(unit_id, on)
    if until is not None and until <= on:
        raise InvalidInput(_("Ngày kết thúc phải sau ngày bắt đầu."), _("Sửa lại ngày."))
    same = Membership.objects.filter(person=person, unit=unit, valid_from=on, valid_to=until).first()
    if same is not None:
        return same
    _check_free(person_id, on, until)
    place = Membership.objects.create(
        person=person,
        unit=unit,
        position_id=position_id,
        staff_kind=staff_kind,
        union_member=union_member,
        valid_from=on,
        valid_to=until,
    )
    audit(place, unit_id=unit_id, label=str(person), details={"person": person_id, "from": on, "to": until})
    return place


def _locked(person_id: int) -> Person:
    return Person.objects.select_for_update().get(pk=person_id)


def _check_free(person_id: int, on: date, until: date | None) -> None:
    """Raise WrongState when a place of the person overlaps ``[on, until)``."""
    overlapping = Membership.objects.filter(person_id=person_id).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    if until is not None:
        overlapping = overlapping.filter(valid_from__lt=until)
    other = overlapping.select_related("unit").first()
    if other is not None:
        raise WrongState(
            _("Người này đang thuộc %(unit)s từ ngày %(day)s.") % {"unit": other.unit, "day": vn(other.valid_from)},
            _("Dùng “Chuyển đơn vị”, hoặc kết thúc nơi cũ trước."),
        )


def _open_place(person_id: int) -> Membership:
    place = Membership.objects.select_for_update().filter(person_id=person_id, valid_to__isnull=True).first()
    if place is None:
        raise WrongState(_("Người này hiện không thuộc đơn vị nào."), _("Dùng “Thêm vào đơn vị”."))
    return place


@service("membership.transfer")
def transfer_person(
    *,
    person_id: int,
    to_unit_id: int,
    on: date,
    by: Actor,
    at: datetime,
    position_id: int | None = None,
    staff_kind: str | None = None,
    expected_version: int | None = None,
) -> Membership:
    """Move a person from where they stand to another unit from ``on``. Asks EDIT_PEOPLE at both units.

    The post is the new one given (None: none yet). Raises WrongState when the person stands nowhere,
    InvalidInput when ``on`` is not after the day they came.
    """
    today = timezone.localdate(at)
    person = person_for(by, person_id, today)
    _locked(person_id)
    place = _open_place(person_id)
    if place.unit_id == to_unit_id:
        return place
    require(by, Permission.EDIT_PEOPLE, place.unit_id, today)
    require(by, Permission.EDIT_PEOPLE, to_unit_id, today)
    _check_place_version(place, expected_version)
    unit = _union_on(to_unit_id, on)
    _end(place, on)
    fresh = Membership.objects.create(
        person_id=person_id,
        unit=unit,
        position_id=position_id,
        staff_kind=staff_kind or place.staff_kind,
        union_member=place.union_member,
        valid_from=on,
    )
    details = {"person": person_id, "from_unit": place.unit_id, "to_unit": to_unit_id, "on": on}
    audit(fresh, unit_id=to_unit_id, label=str(person), details=details)
    return fresh


def _check_place_version(place: Membership, expected: int | None) -> None:
    if expected is not None and place.version != expected:
        raise StaleVersion(
            _("Nơi công tác của người này vừa được người khác thay đổi."),
            _("Tải lại trang để xem nơi công tác hiện tại."),
            current={"unit": place.unit_id, "valid_from": place.valid_from},
        )


def _end(place: Membership, on: date) -> None:
    if on <= place.valid_from:
        message = _("Ngày này phải sau ngày bắt đầu ở nơi cũ (%(day)s).") % {"day": vn(place.valid_from)}
        raise InvalidInput(message, _("Chọn ngày muộn hơn."), fields={"on": message})
    Membership.objects.filter(pk=place.pk).update(valid_to=on, version=F("version") + 1)


@service("membership.end")
def end_membership(
    *,
    person_id: int,
    on: date,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Membership:
    """End the place where a person stands; ``on`` is the first day without it. Repeating changes nothing."""
    today = timezone.localdate(at)
    person = person_for(by, person_id, today)
    ended = Membership.objects.filter(person_id=person_id, valid_to=on).select_related("unit").first()
    if ended is not None and not Membership.objects.filter(person_id=person_id, valid_to__isnull=True).exists():
        require(by, Permission.EDIT_PEOPLE, ended.unit_id, today)
        return ended
    _locked(person_id)
    place = _open_place(person_id)
    require(by, Permission.EDIT_PEOPLE, place.unit_id, today)
    _check_place_version(place, expected_version)
    _end(place, on)
    audit(place, unit_id=place.unit_id, label=str(person), details={"person": person_id, "until": on})
    place.refresh_from_db()
    return place
