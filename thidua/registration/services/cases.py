"""Writes of open cases: opened when something is being looked into, closed by a written conclusion."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotFound, WrongState
from thidua.kernel.text import nfc
from thidua.kernel.versions import save_version
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ..models import OpenCase
from ..states import CaseKind
from .discipline import check_member


@service("case.open")
def open_case(
    *,
    unit_id: int,
    kind: str,
    opened_on: date,
    by: Actor,
    at: datetime,
    person_id: int | None = None,
    note: str = "",
) -> OpenCase:
    """Record that something is being looked into, about a person or (without one) about the unit itself.

    Recording the same open case again returns it. Raises InvalidInput for an unknown kind, a day to come, or a person
    not in the unit on the day.
    """
    today = localdate(at)
    require(by, Permission.RECORD_RESULTS, unit_id, today)
    values = {"kind": kind, "opened_on": opened_on, "note": nfc(note)}
    _check(kind, opened_on, today)
    whom = Q(person__isnull=True) if person_id is None else Q(person_id=person_id)
    same = OpenCase.objects.filter(whom, unit_id=unit_id, closed_on__isnull=True, **values).first()
    if same is not None:
        return same
    if person_id is not None:
        check_member(unit_id, person_id, opened_on)
    case = OpenCase.objects.create(person_id=person_id, unit_id=unit_id, **values)
    audit(case, unit_id=unit_id, details={"person": person_id, **values})
    return case


@service("case.close")
def close_case(
    *, case_id: int, closed_on: date, outcome: str, expected_version: int | None, by: Actor, at: datetime
) -> OpenCase:
    """Record the written conclusion that ends a case; from that day on it holds nothing any more.

    Raises InvalidInput without an outcome or with a day before the case or to come, WrongState when it is closed.
    """
    case = OpenCase.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise NotFound(_("Không tìm thấy vụ việc này."), _("Mở lại từ danh sách của đơn vị."))
    today = localdate(at)
    require(by, Permission.RECORD_RESULTS, case.unit_id, today)
    if case.closed_on is not None:
        raise WrongState(_("Vụ việc này đã có kết luận."), _("Xem kết luận ở danh sách của đơn vị."))
    values: dict[str, Any] = {"closed_on": closed_on, "outcome": nfc(outcome)}
    _check_closing(case, closed_on, values["outcome"], today)
    save_version(case, expected=expected_version, **values)
    audit(case, unit_id=case.unit_id, details={"person": case.person_id, **values})
    return case


def _check(kind: str, opened_on: date, today: date) -> None:
    errors = {}
    if kind not in CaseKind.values:
        errors["kind"] = _("Chọn loại vụ việc.")
    if opened_on > today:
        errors["opened_on"] = _("Ngày bắt đầu không được ở tương lai.")
    if errors:
        raise InvalidInput.at(errors)


def _check_closing(case: OpenCase, closed_on: date, outcome: str, today: date) -> None:
    errors = {}
    if not case.opened_on <= closed_on <= today:
        errors["closed_on"] = _("Ngày kết luận phải từ ngày bắt đầu đến hôm nay.")
    if not outcome:
        errors["outcome"] = _("Ghi kết luận: số văn bản, của ai, kết luận thế nào.")
    if errors:
        raise InvalidInput.at(errors)
