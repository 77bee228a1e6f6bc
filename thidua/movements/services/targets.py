"""Writes of targets: plan, edit, close with the figures read at that moment."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput
from thidua.kernel.text import nfc
from thidua.kernel.versions import save_version
from thidua.movements.models import Movement, Target
from thidua.movements.policies import can_edit_target
from thidua.movements.states import MovementState, TargetState
from thidua.movements.tightening import Requirement
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ._doors import insist, insist_version, locked
from ._freezing import ReadTarget, freeze_targets


@service("target.plan")
def plan_target(
    *,
    owner_id: int,
    year: int,
    name: str,
    figure: str,
    operator: str,
    value: Decimal,
    due_on: date,
    by: Actor,
    at: datetime,
    upper: Decimal | None = None,
    movement_id: int | None = None,
) -> Target:
    """Set a target of a unit's year, or of one of its movements. ``value`` and ``upper`` are ratios of one.

    ``figure`` is a code of the figure register, which the rooms above hold. Raises InvalidInput when the movement is
    closed, of another owner or of another year.
    """
    day = localdate(at)
    require(by, Permission.LAUNCH_MOVEMENT, owner_id, day)
    if movement_id is not None:
        _insist_open_movement(movement_id, owner_id, year)
    values = _checked(name=name, figure=figure, operator=operator, value=value, upper=upper, due_on=due_on)
    target = Target.objects.create(owner_id=owner_id, movement_id=movement_id, year=year, **values)
    audit(
        target,
        unit_id=owner_id,
        details={"year": year, "movement": movement_id, **{key: [None, new] for key, new in values.items()}},
    )
    return target


@service("target.edit")
def edit_target(
    *,
    target_id: int,
    expected_version: int | None,
    name: str,
    figure: str,
    operator: str,
    value: Decimal,
    due_on: date,
    by: Actor,
    at: datetime,
    upper: Decimal | None = None,
) -> Target:
    """Change an open target. Raises StaleVersion when somebody else saved in the meantime."""
    target = locked(Target, target_id)
    day = localdate(at)
    require(by, Permission.LAUNCH_MOVEMENT, target.owner_id, day)
    insist(can_edit_target(by, target, day))
    insist_version(target, expected_version)
    values = _checked(name=name, figure=figure, operator=operator, value=value, upper=upper, due_on=due_on)
    changes = {key: [getattr(target, key), new] for key, new in values.items() if getattr(target, key) != new}
    if changes:
        save_version(target, expected=None, **values)
        audit(target, unit_id=target.owner_id, details=changes)
    return target


@service("target.close")
def close_target(*, target_id: int, read_target: ReadTarget, by: Actor, at: datetime) -> Target:
    """Close a target of the whole year and keep its figures; one of a movement closes with its movement."""
    target = locked(Target, target_id)
    day = localdate(at)
    require(by, Permission.LAUNCH_MOVEMENT, target.owner_id, day)
    if target.state == TargetState.CLOSED:
        return target
    if target.movement_id is not None:
        raise InvalidInput(
            _("Chỉ tiêu này thuộc một phong trào và được chốt cùng phong trào."), _("Mở phong trào để tổng kết.")
        )
    closed = freeze_targets([target], read_target, day)
    audit(target, unit_id=target.owner_id, details={"state": ["open", "closed"], "figures": closed})
    return target


def _checked(
    *, name: str, figure: str, operator: str, value: Decimal, upper: Decimal | None, due_on: date
) -> dict[str, Any]:
    words = nfc(name)
    if not words:
        raise InvalidInput(_("Chỉ tiêu cần có tên."), fields={"name": _("Nhập tên chỉ tiêu.")})
    Requirement(operator, value, upper)
    if not (0 <= value <= 1) or (upper is not None and upper > 1):
        raise InvalidInput(_("Chỉ tiêu là tỷ lệ từ 0 % đến 100 %."), fields={"value": _("Nhập số từ 0 đến 100.")})
    return {
        "name": words, "figure": figure, "operator": operator, "value": value, "upper": upper, "due_on": due_on,
    }  # fmt: skip


def _insist_open_movement(movement_id: int, owner_id: int, year: int) -> None:
    movement = locked(Movement, movement_id)
    if (movement.owner_id, movement.year) != (owner_id, year):
        raise InvalidInput(
            _("Phong trào thuộc đơn vị hoặc năm khác với chỉ tiêu."),
            fields={"movement": _("Chọn phong trào của đơn vị trong năm này.")},
        )
    if movement.state == MovementState.CLOSED:
        raise InvalidInput(
            _("Phong trào đã tổng kết; không thêm chỉ tiêu được nữa."),
            fields={"movement": _("Chọn phong trào chưa tổng kết.")},
        )
