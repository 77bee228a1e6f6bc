"""Who may do what with a movement, a participation or a target, and why not. Pages and services ask the same."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.verdicts import ALLOWED, Verdict, refused
from thidua.people.permissions import Permission
from thidua.people.policies import may

from .models import Movement, Participation, Target
from .states import MovementState, ParticipationState, Side, TargetState

SIDE_PERMISSION = {Side.UNION: Permission.JOIN_MOVEMENT, Side.HEAD: Permission.CONFIRM_AS_HEAD}


def can_edit(actor: Actor, movement: Movement, day: date) -> Verdict:
    """Say whether the plan may still be changed: by its owner's officers, until it is launched."""
    if movement.state != MovementState.PLANNED:
        return refused(_("Chỉ sửa được kế hoạch khi chưa phát động."))
    return may(actor, Permission.LAUNCH_MOVEMENT, movement.owner_id, day)


def can_launch(actor: Actor, movement: Movement, day: date) -> Verdict:
    """Say whether the movement may be launched now."""
    if movement.state != MovementState.PLANNED:
        return refused(_("Phong trào này đã được phát động."))
    return may(actor, Permission.LAUNCH_MOVEMENT, movement.owner_id, day)


def can_record_milestone(actor: Actor, movement: Movement, day: date) -> Verdict:
    """Say whether milestones may be recorded: from the launch on, also after closing (the ceremony comes last)."""
    if movement.state == MovementState.PLANNED:
        return refused(_("Phát động phong trào trước khi ghi các mốc."))
    return may(actor, Permission.LAUNCH_MOVEMENT, movement.owner_id, day)


def can_close(actor: Actor, movement: Movement, day: date) -> Verdict:
    """Say whether the movement may be closed now."""
    if movement.state != MovementState.LAUNCHED:
        return refused(_("Chỉ tổng kết được phong trào đang phát động."))
    return may(actor, Permission.LAUNCH_MOVEMENT, movement.owner_id, day)


def can_join(actor: Actor, movement: Movement, unit_id: int, day: date) -> Verdict:
    """Say whether ``actor`` may bring ``unit_id`` into the movement; where the unit stands is the service's check."""
    if movement.state != MovementState.LAUNCHED:
        return refused(_("Đơn vị chỉ tham gia được phong trào đang phát động."))
    return may(actor, Permission.JOIN_MOVEMENT, unit_id, day)


def can_edit_participation(actor: Actor, participation: Participation, day: date) -> Verdict:
    """Say whether the unit's plan and tightened criteria may still be changed: until it has launched."""
    if participation.state != ParticipationState.PREPARING:
        return refused(_("Đơn vị đã phát động; kế hoạch không sửa được nữa."))
    return can_join(actor, participation.movement, participation.unit_id, day)


def can_confirm(actor: Actor, participation: Participation, side: str, day: date) -> Verdict:
    """Say whether ``actor`` may confirm for ``side``: with its permission, and not having confirmed the other."""
    if participation.movement.state != MovementState.LAUNCHED:
        return refused(_("Chỉ xác nhận được khi phong trào đang phát động."))
    if participation.state != ParticipationState.PREPARING:
        return refused(_("Đơn vị đã phát động phong trào này."))
    verdict = may(actor, SIDE_PERMISSION[Side(side)], participation.unit_id, day)
    if not verdict:
        return verdict
    other = participation.head_confirmed_by_id if side == Side.UNION else participation.union_confirmed_by_id
    if actor.pk is not None and actor.pk == other:
        return refused(_("Công đoàn và thủ trưởng phải xác nhận bằng hai tài khoản khác nhau."))
    return ALLOWED


def can_unconfirm(actor: Actor, participation: Participation, side: str, day: date) -> Verdict:
    """Say whether a confirmation may be taken back: by its side, while the other has not confirmed too."""
    if participation.state != ParticipationState.PREPARING:
        return refused(_("Đơn vị đã phát động; không rút xác nhận được nữa."))
    return may(actor, SIDE_PERMISSION[Side(side)], participation.unit_id, day)


def can_mobilise(actor: Actor, participation: Participation, day: date) -> Verdict:
    """Say whether people may be mobilised or taken off: once launched at the unit, until the movement closes."""
    if participation.movement.state != MovementState.LAUNCHED:
        return refused(_("Phong trào đã tổng kết; danh sách tham gia không đổi được nữa."))
    if participation.state != ParticipationState.LAUNCHED:
        return refused(_("Công đoàn và thủ trưởng cần xác nhận phát động trước khi vận động người tham gia."))
    return may(actor, Permission.JOIN_MOVEMENT, participation.unit_id, day)


def can_edit_target(actor: Actor, target: Target, day: date) -> Verdict:
    """Say whether a target may be changed: by its owner's officers, while it is open."""
    if target.state != TargetState.OPEN:
        return refused(_("Chỉ tiêu đã chốt; không sửa được nữa."))
    return may(actor, Permission.LAUNCH_MOVEMENT, target.owner_id, day)
