"""Writes of disciplinary measures: recorded, corrected, cancelled; every earlier value stays in the audit chain."""

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
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ..models import Discipline
from ..selectors.rolls import roll_on
from ..states import DisciplineLevel

_FIELDS = ("level", "decision_number", "decided_on", "ends_on")


@service("discipline.record")
def record_discipline(
    *,
    person_id: int,
    unit_id: int,
    level: str,
    decision_number: str,
    decided_on: date,
    ends_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Discipline:
    """Record a measure; ``ends_on`` is the first day free of it (None: not known).

    Recording the same decision again with the same values returns it. Raises InvalidInput for days out of order or
    to come, a person not in the unit on the day, or a decision number already recorded with other values.
    """
    today = localdate(at)
    require(by, Permission.RECORD_RESULTS, unit_id, today)
    values = _checked(level, decision_number, decided_on, ends_on, today)
    existing = Discipline.objects.filter(person_id=person_id, decision_number=values["decision_number"]).first()
    if existing is not None and existing.unit_id == unit_id and _values(existing) == values:
        return existing
    _check_number_free(existing)
    check_member(unit_id, person_id, decided_on)
    measure = Discipline.objects.create(person_id=person_id, unit_id=unit_id, **values)
    audit(measure, unit_id=unit_id, details={"person": person_id, **values})
    return measure


@service("discipline.edit")
def edit_discipline(
    *,
    discipline_id: int,
    level: str,
    decision_number: str,
    decided_on: date,
    ends_on: date | None,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Discipline:
    """Correct a measure, or end it earlier by its ``ends_on``. Errors as for ``record_discipline``."""
    today = localdate(at)
    measure = _locked(discipline_id)
    require(by, Permission.RECORD_RESULTS, measure.unit_id, today)
    values, before = _checked(level, decision_number, decided_on, ends_on, today), _values(measure)
    if values == before:
        return measure
    others = Discipline.objects.filter(person_id=measure.person_id, decision_number=values["decision_number"])
    _check_number_free(others.exclude(pk=measure.pk).first())
    check_member(measure.unit_id, measure.person_id, decided_on)
    save_version(measure, expected=expected_version, **values)
    changes = {name: [before[name], value] for name, value in values.items() if before[name] != value}
    audit(measure, unit_id=measure.unit_id, details={"person": measure.person_id, **changes})
    return measure


@service("discipline.cancel")
def cancel_discipline(
    *, discipline_id: int, reason: str, expected_version: int | None, by: Actor, at: datetime
) -> None:
    """Take a measure out of the record (cancelled, or entered by mistake); the chain keeps it with the reason."""
    measure = _locked(discipline_id)
    require(by, Permission.RECORD_RESULTS, measure.unit_id, localdate(at))
    check_reason(reason)
    save_version(measure, expected=expected_version)
    details = {"person": measure.person_id, "removed": _values(measure), "reason": nfc(reason)}
    audit(measure, unit_id=measure.unit_id, details=details)
    measure.delete()


def check_member(unit_id: int, person_id: int, day: date) -> None:
    """Refuse a person who was not in the unit (or below it) on ``day``."""
    if not roll_on(unit_id, day).filter(person_id=person_id).exists():
        message = _("Người này không thuộc đơn vị vào ngày %(day)s.") % {"day": f"{day:%d/%m/%Y}"}
        raise InvalidInput(message, _("Kiểm tra lại ngày, hoặc nơi công tác ở mục “Con người”."))


def check_reason(reason: str) -> None:
    """Refuse to take something out of the record without a reason."""
    if not reason.strip():
        message = _("Ghi rõ lý do hủy.")
        raise InvalidInput(message, fields={"reason": message})


def _locked(discipline_id: int) -> Discipline:
    measure = Discipline.objects.select_for_update().filter(pk=discipline_id).first()
    if measure is None:
        raise NotFound(_("Không tìm thấy quyết định kỷ luật này."), _("Có thể quyết định vừa được hủy."))
    return measure


def _values(measure: Discipline) -> dict[str, Any]:
    return {name: getattr(measure, name) for name in _FIELDS}


def _checked(level: str, number: str, decided_on: date, ends_on: date | None, today: date) -> dict[str, Any]:
    errors = {}
    if level not in DisciplineLevel.values:
        errors["level"] = _("Chọn hình thức kỷ luật.")
    if not nfc(number):
        errors["decision_number"] = _("Ghi số quyết định.")
    if decided_on > today:
        errors["decided_on"] = _("Ngày quyết định không được ở tương lai.")
    if ends_on is not None and ends_on <= decided_on:
        errors["ends_on"] = _("Ngày hết hiệu lực phải sau ngày quyết định.")
    if errors:
        raise InvalidInput.at(errors)
    return {"level": level, "decision_number": nfc(number), "decided_on": decided_on, "ends_on": ends_on}


def _check_number_free(existing: Discipline | None) -> None:
    if existing is not None:
        message = _("Người này đã có quyết định kỷ luật mang số này.")
        raise InvalidInput(message, _("Mở quyết định đó để sửa."), fields={"decision_number": message})
