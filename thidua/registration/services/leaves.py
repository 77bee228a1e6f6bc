"""Writes of long absences: recorded, corrected, cancelled; every earlier value stays in the audit chain."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotFound
from thidua.kernel.text import nfc
from thidua.kernel.versions import save_version
from thidua.people.models import Person
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ..models import Leave
from ..states import LeaveKind
from .discipline import check_member, check_reason

_FIELDS = ("kind", "starts_on", "ends_on")


@service("leave.record")
def record_leave(
    *, person_id: int, unit_id: int, kind: str, starts_on: date, ends_on: date, by: Actor, at: datetime
) -> Leave:
    """Record an absence from ``starts_on`` to ``ends_on``, both days included; planned ones too.

    Recording the same absence again returns it. Raises InvalidInput for days out of order, days that overlap
    another absence of the person, or a person not in the unit on the first day.
    """
    require(by, Permission.RECORD_RESULTS, unit_id, localdate(at))
    values = _checked(kind, starts_on, ends_on)
    existing = Leave.objects.filter(person_id=person_id, unit_id=unit_id, **values).first()
    if existing is not None:
        return existing
    _check_free(person_id, starts_on, ends_on)
    check_member(unit_id, person_id, starts_on)
    leave = Leave.objects.create(person_id=person_id, unit_id=unit_id, **values)
    audit(leave, unit_id=unit_id, details={"person": person_id, **values})
    return leave


@service("leave.edit")
def edit_leave(
    *,
    leave_id: int,
    kind: str,
    starts_on: date,
    ends_on: date,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Leave:
    """Correct an absence, or end it earlier. Errors as for ``record_leave``, and StaleVersion."""
    leave = _locked(leave_id)
    require(by, Permission.RECORD_RESULTS, leave.unit_id, localdate(at))
    values, before = _checked(kind, starts_on, ends_on), {name: getattr(leave, name) for name in _FIELDS}
    if values == before:
        return leave
    _check_free(leave.person_id, starts_on, ends_on, but=leave.pk)
    check_member(leave.unit_id, leave.person_id, starts_on)
    save_version(leave, expected=expected_version, **values)
    changes = {name: [before[name], value] for name, value in values.items() if before[name] != value}
    audit(leave, unit_id=leave.unit_id, details={"person": leave.person_id, **changes})
    return leave


@service("leave.cancel")
def cancel_leave(*, leave_id: int, reason: str, expected_version: int | None, by: Actor, at: datetime) -> None:
    """Take an absence out of the record; the chain keeps it with the reason."""
    leave = _locked(leave_id)
    require(by, Permission.RECORD_RESULTS, leave.unit_id, localdate(at))
    check_reason(reason)
    save_version(leave, expected=expected_version)
    removed = {name: getattr(leave, name) for name in _FIELDS}
    audit(leave, unit_id=leave.unit_id, details={"person": leave.person_id, "removed": removed, "reason": nfc(reason)})
    leave.delete()


def _locked(leave_id: int) -> Leave:
    leave = Leave.objects.select_for_update().filter(pk=leave_id).first()
    if leave is None:
        raise NotFound(_("Không tìm thấy lần nghỉ này."), _("Có thể lần nghỉ vừa được hủy."))
    return leave


def _checked(kind: str, starts_on: date, ends_on: date) -> dict[str, Any]:
    errors = {}
    if kind not in LeaveKind.values:
        errors["kind"] = _("Chọn loại nghỉ.")
    if ends_on < starts_on:
        errors["ends_on"] = _("Ngày cuối không được trước ngày đầu.")
    if errors:
        raise InvalidInput.at(errors)
    return {"kind": kind, "starts_on": starts_on, "ends_on": ends_on}


def _check_free(person_id: int, starts_on: date, ends_on: date, but: int | None = None) -> None:
    """Refuse days that overlap another absence; the person's row is locked so that two at once cannot slip by."""
    Person.objects.select_for_update().filter(pk=person_id).first()
    overlapping = Leave.objects.filter(person_id=person_id, starts_on__lte=ends_on, ends_on__gte=starts_on)
    other = (overlapping if but is None else overlapping.exclude(pk=but)).first()
    if other is not None:
        message = _("Trùng với lần nghỉ đã ghi: %(leave)s.") % {"leave": other}
        raise InvalidInput(message, _("Sửa lần nghỉ đó, hoặc chọn ngày khác."), fields={"starts_on": message})
