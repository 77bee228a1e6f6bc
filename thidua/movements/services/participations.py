"""Writes of a unit's part in a movement: join, tighten, confirm by union and head, mobilise people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput
from thidua.kernel.versions import save_version
from thidua.movements.models import Criterion, LocalCriterion, Mobilisation, Movement, Participation
from thidua.movements.policies import (
    SIDE_PERMISSION,
    can_confirm,
    can_edit_participation,
    can_join,
    can_mobilise,
    can_unconfirm,
)
from thidua.movements.selectors import members_to_mobilise
from thidua.movements.states import ParticipationState, Side
from thidua.movements.tightening import Requirement, require_as_strict
from thidua.movements.years import day_in_year
from thidua.people.models import UnitAncestry
from thidua.people.permissions import Permission
from thidua.people.policies import require

from ._doors import insist, insist_version, locked

NO_CONFIRMATION = {
    "union_confirmed_by_id": None,
    "union_confirmed_at": None,
    "head_confirmed_by_id": None,
    "head_confirmed_at": None,
}
_BATCH = 1000


@service("participation.join")
def join_movement(
    *,
    movement_id: int,
    unit_id: int,
    by: Actor,
    at: datetime,
    plan: str = "",
    local_criteria: Mapping[int, Requirement] | None = None,
) -> Participation:
    """Bring a unit into a launched movement of a unit above it (or its own), with its plan and tightened figures.

    ``local_criteria`` maps a criterion's id to the unit's own figure; loosening raises InvalidInput. A unit that has
    joined already is returned as it is.
    """
    movement = locked(Movement, movement_id)
    day = localdate(at)
    require(by, Permission.JOIN_MOVEMENT, unit_id, day)
    joined = Participation.objects.select_related("movement", "unit").filter(movement=movement, unit_id=unit_id).first()
    if joined is not None:
        return joined
    insist(can_join(by, movement, unit_id, day))
    _insist_below(movement, unit_id, day)
    figures = _tightened(movement, local_criteria or {})
    participation = Participation.objects.create(movement=movement, unit_id=unit_id, plan=plan.strip())
    _write_local(participation, figures)
    audit(
        participation,
        unit_id=unit_id,
        label=str(movement),
        details={"plan": [None, participation.plan], "local_criteria": _plain(figures)},
    )
    return participation


@service("participation.edit")
def edit_participation(
    *,
    participation_id: int,
    plan: str,
    local_criteria: Mapping[int, Requirement],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Participation:
    """Change the unit's plan and figures before it has launched; what one side had confirmed must be confirmed anew."""
    participation = locked(Participation, participation_id, "movement")
    day = localdate(at)
    require(by, Permission.JOIN_MOVEMENT, participation.unit_id, day)
    insist(can_edit_participation(by, participation, day))
    insist_version(participation, expected_version)
    new = _tightened(participation.movement, local_criteria)
    old = {row.criterion_id: _requirement(row) for row in participation.local_criteria.all()}
    if (participation.plan, old) == (plan.strip(), new):
        return participation
    details = {"plan": [participation.plan, plan.strip()], "local_criteria": [_plain(old), _plain(new)]}
    save_version(participation, expected=None, plan=plan.strip(), **NO_CONFIRMATION)
    participation.local_criteria.all().delete()
    _write_local(participation, new)
    audit(participation, unit_id=participation.unit_id, label=str(participation.movement), details=details)
    return participation


@service("participation.confirm")
def confirm_participation(*, participation_id: int, side: str, by: Actor, at: datetime) -> Participation:
    """Confirm for ``side`` (union or head); with the second confirmation the unit has launched the movement.

    The two must be different accounts. Confirming twice for one side changes nothing.
    """
    participation = locked(Participation, participation_id, "movement")
    day = localdate(at)
    require(by, SIDE_PERMISSION[_side(side)], participation.unit_id, day)
    if getattr(participation, f"{side}_confirmed_at") is not None:
        return participation
    insist(can_confirm(by, participation, side, day))
    values: dict[str, Any] = {f"{side}_confirmed_by_id": by.pk, f"{side}_confirmed_at": at}
    other = Side.HEAD if side == Side.UNION else Side.UNION
    if getattr(participation, f"{other}_confirmed_at") is not None:
        values |= {"state": ParticipationState.LAUNCHED, "launched_on": day}
    save_version(participation, expected=None, **values)
    audit(
        participation,
        unit_id=participation.unit_id,
        label=str(participation.movement),
        details={"side": side, "state": participation.state, "launched_on": participation.launched_on},
    )
    return participation


@service("participation.unconfirm")
def unconfirm_participation(*, participation_id: int, side: str, by: Actor, at: datetime) -> Participation:
    """Take back a confirmation while the unit is still preparing; nothing to take back changes nothing."""
    participation = locked(Participation, participation_id, "movement")
    day = localdate(at)
    require(by, SIDE_PERMISSION[_side(side)], participation.unit_id, day)
    insist(can_unconfirm(by, participation, side, day))
    if getattr(participation, f"{side}_confirmed_at") is None:
        return participation
    save_version(participation, expected=None, **{f"{side}_confirmed_by_id": None, f"{side}_confirmed_at": None})
    audit(
        participation,
        unit_id=participation.unit_id,
        label=str(participation.movement),
        details={"side": side, "state": participation.state},
    )
    return participation


@service("participation.mobilise")
def mobilise(
    *,
    participation_id: int,
    by: Actor,
    at: datetime,
    person_ids: Iterable[int] | None = None,
    joined_on: date | None = None,
) -> int:
    """Enter people who take part through the unit: all its members (None) or the chosen ones; return how many are new.

    Members are those of the unit and its groups on ``joined_on`` (today when empty; never past the movement's year).
    Raises InvalidInput when a chosen person was no member then. People entered before stay as they are.
    """
    participation = locked(Participation, participation_id, "movement")
    day = localdate(at)
    require(by, Permission.JOIN_MOVEMENT, participation.unit_id, day)
    insist(can_mobilise(by, participation, day))
    joined = joined_on or day
    if joined > day:
        raise InvalidInput(_("Ngày tham gia không thể ở tương lai."), fields={"joined_on": _("Nhập ngày đã qua.")})
    then = day_in_year(participation.movement.year, joined)
    members = set(members_to_mobilise(participation, then).values_list("person_id", flat=True))
    taken = set(Mobilisation.objects.filter(participation=participation).values_list("person_id", flat=True))
    new = (members if person_ids is None else _chosen(set(person_ids), members)) - taken
    if not new:
        return 0
    Mobilisation.objects.bulk_create(
        (Mobilisation(participation=participation, person_id=person, joined_on=joined) for person in sorted(new)),
        batch_size=_BATCH,
    )
    audit(
        participation,
        unit_id=participation.unit_id,
        label=str(participation.movement),
        details={"joined_on": joined, "all": person_ids is None, "people": len(new)}
        | ({} if person_ids is None else {"person_ids": sorted(new)}),
    )
    return len(new)


@service("participation.demobilise")
def demobilise(*, participation_id: int, person_ids: Iterable[int], by: Actor, at: datetime) -> int:
    """Take people off the list of those who take part through the unit; return how many were on it."""
    participation = locked(Participation, participation_id, "movement")
    day = localdate(at)
    require(by, Permission.JOIN_MOVEMENT, participation.unit_id, day)
    insist(can_mobilise(by, participation, day))
    rows = Mobilisation.objects.filter(participation=participation, person_id__in=set(person_ids))
    gone = sorted(rows.values_list("person_id", flat=True))
    if not gone:
        return 0
    rows.delete()
    audit(
        participation,
        unit_id=participation.unit_id,
        label=str(participation.movement),
        details={"person_ids": [gone, []]},
    )
    return len(gone)


def _side(side: str) -> Side:
    if side not in Side.values:
        raise InvalidInput(_("Bên xác nhận phải là công đoàn hoặc thủ trưởng."))
    return Side(side)


def _insist_below(movement: Movement, unit_id: int, day: date) -> None:
    """Raise InvalidInput unless the movement's owner stands above the unit (or is it)."""
    above = UnitAncestry.objects.at(day_in_year(movement.year, day)).filter(
        ancestor_id=movement.owner_id, descendant_id=unit_id
    )
    if not above.exists():
        raise InvalidInput(
            _("Đơn vị này không trực thuộc nơi phát động phong trào."),
            _("Chọn phong trào của công đoàn cấp trên hoặc của chính đơn vị."),
        )


def _tightened(movement: Movement, local: Mapping[int, Requirement]) -> dict[int, Requirement]:
    """Return the unit's figures that differ from the original; raises InvalidInput for one that loosens it."""
    criteria = {criterion.pk: criterion for criterion in movement.criteria.all()}
    if local.keys() - criteria.keys():
        raise InvalidInput(_("Tiêu chí không thuộc phong trào này."), _("Tải lại trang rồi nhập lại."))
    kept = {}
    for pk, figure in local.items():
        criterion = criteria[pk]
        if criterion.operator:
            original = _requirement(criterion)
            require_as_strict(figure, original, what=criterion.text, measure_unit=criterion.measure_unit)
            if figure == original:
                continue
        kept[pk] = figure
    return kept


def _requirement(row: Criterion | LocalCriterion) -> Requirement:
    """Return the figure of a row that has one (a database constraint keeps figures whole)."""
    return Requirement(row.operator, cast(Decimal, row.value), row.upper)


def _write_local(participation: Participation, figures: Mapping[int, Requirement]) -> None:
    LocalCriterion.objects.bulk_create(
        LocalCriterion(
            participation=participation, criterion_id=pk, operator=one.operator, value=one.value, upper=one.upper
        )
        for pk, one in figures.items()
    )


def _plain(figures: Mapping[int, Requirement]) -> dict[str, str]:
    return {str(pk): figure.words() for pk, figure in figures.items()}


def _chosen(wanted: set[int], members: set[int]) -> set[int]:
    """Return the people chosen; raises InvalidInput when one of them is no member."""
    strangers = wanted - members
    if strangers:
        raise InvalidInput(
            ngettext(
                "%(count)d người được chọn không thuộc đơn vị vào ngày này.",
                "%(count)d người được chọn không thuộc đơn vị vào ngày này.",
                len(strangers),
            )
            % {"count": len(strangers)},
            _("Tải lại danh sách rồi chọn lại."),
        )
    return wanted
