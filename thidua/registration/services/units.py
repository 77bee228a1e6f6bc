"""Writes of a unit's own year as a collective: its grade, rank and targets, given by the level above."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, StaleVersion
from thidua.kernel.versions import save_version
from thidua.people.models import Unit

from ..models import UnitResult
from ..policies import can_conclude
from ..states import Grade
from .grades import check_year
from .registrations import allow


@service("unit_result.record")
def record_unit_result(
    *,
    unit_id: int,
    year: int,
    grade: str,
    rank: int | None,
    targets_exceeded: bool | None,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> UnitResult | None:
    """Record what is known of a unit's own year; "" or None is not known. Returns the row, None when all stay empty.

    ``expected_version`` is the version seen (0: none yet). Raises NotAllowed for the unit's own officers, InvalidInput
    for an unknown grade, a rank below one or a year to come, StaleVersion.
    """
    today = localdate(at)
    allow(can_conclude(by, unit_id, today, own_level=False))
    check_year(year, today)
    values: dict[str, Any] = {"grade": grade, "rank": rank, "targets_exceeded": targets_exceeded}
    _check(grade, rank)
    Unit.objects.select_for_update().get(pk=unit_id)
    row = UnitResult.objects.filter(unit_id=unit_id, year=year).first()
    before = _values(row) if row else {"grade": "", "rank": None, "targets_exceeded": None}
    if before == values:
        return row
    if row is None:
        row = UnitResult.objects.create(unit_id=unit_id, year=year, **values)
    elif expected_version == 0:
        raise StaleVersion(
            _("Kết quả của đơn vị vừa được người khác ghi."),
            _("Xem giá trị hiện tại, sửa nếu cần rồi lưu lại."),
            current={**before, "version": row.version},
        )
    else:
        save_version(row, expected=expected_version, **values)
    changes = {name: [before[name], value] for name, value in values.items() if before[name] != value}
    audit(row, unit_id=unit_id, details={"year": year, **changes})
    return row


def _values(row: UnitResult) -> dict[str, Any]:
    return {"grade": row.grade, "rank": row.rank, "targets_exceeded": row.targets_exceeded}


def _check(grade: str, rank: int | None) -> None:
    errors = {}
    if grade and grade not in Grade.values:
        errors["grade"] = _("Chọn một mức xếp loại.")
    if rank is not None and rank < 1:
        errors["rank"] = _("Thứ hạng bắt đầu từ 1.")
    if errors:
        raise InvalidInput.at(errors)
