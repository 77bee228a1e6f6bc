"""Writes of movements: theme of the year, plan, edit, launch, milestones, close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, WrongState
from thidua.kernel.text import fold, nfc
from thidua.kernel.versions import save_version
from thidua.movements.models import Criterion, Milestone, Movement, YearlyTheme
from thidua.movements.policies import can_close, can_edit, can_launch, can_record_milestone
from thidua.movements.selectors import open_matters, open_targets
from thidua.movements.states import MOVEMENT_MOVES, MilestoneKind, MovementKind, MovementMode
from thidua.movements.tightening import Requirement
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ._doors import insist, insist_version, locked
from ._freezing import ReadTarget, freeze_targets

EDITABLE_FIELDS = ("kind", "mode", "code", "year", "name", "purpose", "starts_on", "ends_on")


@dataclass(frozen=True, slots=True)
class CriterionInput:
    """One criterion as typed: its words and, optionally, the figure it asks."""

    text: str
    operator: str = ""
    value: Decimal | None = None
    upper: Decimal | None = None
    measure_unit: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the table's columns; raises InvalidInput for a figure that is not whole."""
        if not nfc(self.text):
            raise InvalidInput(_("Mỗi tiêu chí cần nội dung."), fields={"text": _("Nhập nội dung tiêu chí.")})
        if bool(self.operator) != (self.value is not None):
            raise InvalidInput(
                _("Tiêu chí “%(text)s”: cần cả cách so sánh và giá trị, hoặc bỏ trống cả hai.") % {"text": self.text},
                fields={"value": _("Nhập giá trị cùng cách so sánh.")},
            )
        if self.operator and self.value is not None:
            Requirement(self.operator, self.value, self.upper)
        return {
            "text": nfc(self.text),
            "operator": self.operator,
            "value": self.value,
            "upper": self.upper if self.operator else None,
            "measure_unit": nfc(self.measure_unit) if self.operator else "",
        }


@service("theme.set")
def set_theme(
    *, unit_id: int, year: int, title: str, by: Actor, at: datetime, expected_version: int | None = None
) -> YearlyTheme:
    """Give a unit's year its theme, or change it."""
    require(by, Permission.LAUNCH_MOVEMENT, unit_id, localdate(at))
    words = nfc(title)
    if not words:
        raise InvalidInput(_("Chủ đề năm cần nội dung."), fields={"title": _("Nhập chủ đề năm.")})
    theme = YearlyTheme.objects.select_for_update().filter(unit_id=unit_id, year=year).first()
    if theme is None:
        theme = YearlyTheme.objects.create(unit_id=unit_id, year=year, title=words)
        audit(theme, unit_id=unit_id, label=words, details={"year": year, "title": [None, words]})
    elif theme.title != words:
        old = theme.title
        save_version(theme, expected=expected_version, title=words)
        audit(theme, unit_id=unit_id, label=words, details={"year": year, "title": [old, words]})
    return theme


@service("movement.plan")
def plan_movement(
    *,
    owner_id: int,
    kind: str,
    code: str,
    year: int,
    name: str,
    starts_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
    mode: str = MovementMode.REGULAR,
    purpose: str = "",
    criteria: Sequence[CriterionInput] = (),
    milestones: Mapping[str, date] | None = None,
) -> Movement:
    """Plan a movement or campaign of ``owner_id``: nobody below sees it until it is launched.

    ``milestones`` maps kinds (launch, interim_review, final_review, honour) to the days they are due.
    """
    require(by, Permission.LAUNCH_MOVEMENT, owner_id, localdate(at))
    values = _checked(
        {
            "kind": kind, "mode": mode, "code": code, "year": year, "name": name, "purpose": purpose,
            "starts_on": starts_on, "ends_on": ends_on,
        }
    )  # fmt: skip
    _insist_free_code(owner_id, values["code"], year, but=None)
    movement = Movement.objects.create(owner_id=owner_id, **values)
    columns = [criterion.columns() for criterion in criteria]
    _write_criteria(movement, columns)
    dates = _checked_milestones(milestones or {})
    Milestone.objects.bulk_create(Milestone(movement=movement, kind=kind, due_on=day) for kind, day in dates.items())
    audit(
        movement,
        unit_id=owner_id,
        details={**{name: [None, value] for name, value in values.items()}, "criteria": columns, "milestones": dates},
    )
    return movement


@service("movement.edit")
def edit_movement(
    *,
    movement_id: int,
    expected_version: int | None,
    by: Actor,
    at: datetime,
    criteria: Sequence[CriterionInput] | None = None,
    milestones: Mapping[str, date] | None = None,
    **fields: Any,
) -> Movement:
    """Change a planned movement; ``criteria`` and ``milestones`` are replaced when given, kept when None.

    ``fields`` are those of ``EDITABLE_FIELDS``. Raises StaleVersion when somebody else saved in the meantime.
    """
    movement = locked(Movement, movement_id)
    day = localdate(at)
    require(by, Permission.LAUNCH_MOVEMENT, movement.owner_id, day)
    insist(can_edit(by, movement, day))
    insist_version(movement, expected_version)
    if unknown := set(fields) - set(EDITABLE_FIELDS):
        raise TypeError(f"edit_movement: unknown fields {sorted(unknown)}")
    values = _checked({name: getattr(movement, name) for name in EDITABLE_FIELDS} | fields)
    _insist_free_code(movement.owner_id, values["code"], values["year"], but=movement.pk)
    changes: dict[str, Any] = {
        name: [getattr(movement, name), value] for name, value in values.items() if getattr(movement, name) != value
    }
    changes |= _replace_criteria(movement, criteria) | _replace_milestones(movement, milestones)
    if changes:
        save_version(movement, expected=None, **values)
        audit(movement, unit_id=movement.owner_id, details=changes)
    return movement


@service("movement.launch")
def launch_movement(*, movement_id: int, by: Actor, at: datetime) -> Movement:
    """Launch a planned movement: from now on the units below see it and may join. Also marks the launch milestone."""
    movement = locked(Movement, movement_id)
    day = localdate(at)
    require(by, Permission.LAUNCH_MOVEMENT, movement.owner_id, day)
    insist(can_launch(by, movement, day))
    move = MOVEMENT_MOVES.check("launch", movement.state)
    save_version(movement, expected=None, state=move.target, launched_on=day)
    Milestone.objects.filter(movement=movement, kind=MilestoneKind.LAUNCH, done_on__isnull=True).update(
        done_on=day, version=F("version") + 1
    )
    audit(movement, unit_id=movement.owner_id, details={"state": ["planned", move.target], "launched_on": [None, day]})
    return movement


@service("milestone.record")
def record_milestone(
    *, milestone_id: int, done_on: date, by: Actor, at: datetime, note: str = "", expected_version: int | None = None
) -> Milestone:
    """Record when a milestone was reached, or correct it; a day in the future is refused."""
    milestone = locked(Milestone, milestone_id, "movement")
    movement, day = milestone.movement, localdate(at)
    require(by, Permission.LAUNCH_MOVEMENT, movement.owner_id, day)
    insist(can_record_milestone(by, movement, day))
    insist_version(milestone, expected_version)
    if done_on > day:
        raise InvalidInput(_("Ngày thực hiện không thể ở tương lai."), fields={"done_on": _("Nhập ngày đã thực hiện.")})
    words = nfc(note)
    if (milestone.done_on, milestone.note) == (done_on, words):
        return milestone
    details = {"kind": milestone.kind, "done_on": [milestone.done_on, done_on], "note": [milestone.note, words]}
    save_version(milestone, expected=None, done_on=done_on, note=words)
    audit(milestone, unit_id=movement.owner_id, label=str(movement), details=details)
    return milestone


@service("movement.close")
def close_movement(
    *, movement_id: int, read_target: ReadTarget, by: Actor, at: datetime, confirmed: bool = False
) -> Movement:
    """Close a launched movement and, with it, its open targets: their figures are read now and kept.

    ``read_target(target, day)`` gives a target's figures (the statistics room's). Raises WrongState with the list of
    what is still open unless there is nothing, or the caller has ``confirmed`` it.
    """
    movement = locked(Movement, movement_id)
    day = localdate(at)
    require(by, Permission.LAUNCH_MOVEMENT, movement.owner_id, day)
    insist(can_close(by, movement, day))
    move = MOVEMENT_MOVES.check("close", movement.state)
    matters = open_matters(movement, day)
    if matters and not confirmed:
        raise WrongState(
            _("Phong trào còn việc chưa xong: %(matters)s") % {"matters": " ".join(matters)},
            _("Hoàn tất các việc này, hoặc xác nhận rằng vẫn kết thúc."),
        )
    closed = freeze_targets(list(open_targets(movement).select_for_update()), read_target, day)
    save_version(movement, expected=None, state=move.target, closed_on=day)
    audit(
        movement,
        unit_id=movement.owner_id,
        details={"state": ["launched", move.target], "closed_on": [None, day], "open": matters, "targets": closed},
    )
    return movement


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """Return a movement's fields cleaned; raises InvalidInput naming the field that cannot be accepted."""
    name = nfc(values["name"])
    if not name:
        raise InvalidInput(_("Phong trào cần có tên."), fields={"name": _("Nhập tên.")})
    if values["kind"] not in MovementKind.values or values["mode"] not in MovementMode.values:
        raise InvalidInput(_("Loại hoặc tính chất không có trong danh sách."))
    if values["ends_on"] < values["starts_on"]:
        raise InvalidInput(
            _("Ngày kết thúc phải từ ngày bắt đầu trở đi."), fields={"ends_on": _("Nhập ngày sau ngày bắt đầu.")}
        )
    return values | {"name": name, "name_folded": fold(name), "purpose": values["purpose"].strip()}


def _insist_free_code(owner_id: int, code: str, year: int, *, but: int | None) -> None:
    if Movement.objects.filter(owner_id=owner_id, code=code, year=year).exclude(pk__in=[but] if but else []).exists():
        raise InvalidInput(
            _("Năm %(year)d đã có phong trào mang mã “%(code)s”.") % {"year": year, "code": code},
            _("Đặt mã khác, hoặc mở phong trào đã có."),
            fields={"code": _("Mã này đã dùng trong năm.")},
        )


def _checked_milestones(milestones: Mapping[str, date]) -> dict[str, date]:
    if unknown := set(milestones) - set(MilestoneKind.values):
        raise InvalidInput(_("Mốc “%(kind)s” không có trong danh sách.") % {"kind": ", ".join(sorted(unknown))})
    return {str(kind): day for kind, day in milestones.items()}


def _write_criteria(movement: Movement, columns: list[dict[str, Any]]) -> None:
    Criterion.objects.bulk_create(
        Criterion(movement=movement, position=position, **row) for position, row in enumerate(columns, 1)
    )


def _replace_criteria(movement: Movement, criteria: Sequence[CriterionInput] | None) -> dict[str, Any]:
    """Replace the criteria when they differ; return old and new for the audit. Nobody has taken them over yet."""
    if criteria is None:
        return {}
    new = [criterion.columns() for criterion in criteria]
    old = list(movement.criteria.values("text", "operator", "value", "upper", "measure_unit"))
    if old == new:
        return {}
    movement.criteria.all().delete()
    _write_criteria(movement, new)
    return {"criteria": [old, new]}


def _replace_milestones(movement: Movement, milestones: Mapping[str, date] | None) -> dict[str, Any]:
    if milestones is None:
        return {}
    new = _checked_milestones(milestones)
    old = dict(movement.milestones.values_list("kind", "due_on"))
    if old == new:
        return {}
    movement.milestones.exclude(kind__in=new).delete()
    for kind in new.keys() & old.keys():
        if old[kind] != new[kind]:
            movement.milestones.filter(kind=kind).update(due_on=new[kind], version=F("version") + 1)
    Milestone.objects.bulk_create(
        Milestone(movement=movement, kind=kind, due_on=new[kind]) for kind in new.keys() - old.keys()
    )
    return {"milestones": [old, new]}
