"""Writes of units: create, describe, rename, move, close, pair with an agency, put in a bloc.

``day`` is the day from which a change holds: it may be long past, never in the future.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, NotFound, WrongState
from thidua.kernel.text import nfc
from thidua.kernel.versions import save_version

from ..models import BlocMembership, Membership, RoleGrant, Unit, UnitKind, UnitPair, UnitVersion
from ..permissions import Permission
from ..policies import require, require_at_top
from ..states import Tree
from .ancestry import write_ancestry
from .timeline import (
    change_from,
    check_day,
    check_going_on,
    check_parents_hold,
    check_version,
    end_versions,
    lock_units,
    refresh_today,
    vn,
)


@service("unit.create")
def create_unit(
    *,
    code: str,
    name: str,
    short_name: str,
    kind: UnitKind | str,
    parent_id: int | None,
    day: date,
    by: Actor,
    at: datetime,
    sector_id: int | None = None,
    agency_id: int | None = None,
    reason: str = "",
) -> Unit:
    """Create a unit under ``parent_id`` (None: at the top of its tree) from ``day`` on, paired with ``agency_id``.

    ``kind`` is a catalogue entry or its code.
    Raises InvalidInput for a code in use, a parent of the other tree, or a day on which the parent did not exist.
    """
    today = timezone.localdate(at)
    kind = _kind(kind)
    if parent_id is None:
        require_at_top(by, Permission.EDIT_UNITS, today)
    else:
        require(by, Permission.EDIT_UNITS, parent_id, today)
        parent = lock_units([parent_id])[parent_id]
        check_day(day, at, parent)
        check_tree(parent, kind.tree)
    unit = new_unit(code=code, name=name, short_name=short_name, kind=kind, sector_id=sector_id, day=day)
    UnitVersion.objects.create(
        unit=unit, name=unit.name, short_name=unit.short_name, parent_id=parent_id, valid_from=day, reason=reason
    )
    check_parents_hold([unit.pk])
    write_ancestry([unit.pk])
    if agency_id is not None:
        set_pair(unit, agency_id, day, at)
    audit(unit, unit_id=unit.pk, details={"code": unit.code, "name": unit.name, "parent": parent_id, "from": day})
    return unit


def _kind(kind: UnitKind | str) -> UnitKind:
    found = kind if isinstance(kind, UnitKind) else UnitKind.objects.filter(code=kind).first()
    if found is None:
        raise InvalidInput(_("Không có loại đơn vị “%(code)s”.") % {"code": kind}, _("Chọn loại trong danh mục."))
    return found


def new_unit(*, code: str, name: str, short_name: str, kind: UnitKind, sector_id: int | None, day: date) -> Unit:
    """Insert the bare unit row; raises InvalidInput when the code is taken."""
    if Unit.objects.filter(code=code).exists():
        raise InvalidInput(
            _("Mã đơn vị “%(code)s” đã được dùng.") % {"code": code},
            _("Đặt mã khác."),
            fields={"code": _("Mã này đã được dùng.")},
        )
    return Unit.objects.create(
        code=code, kind=kind, sector_id=sector_id, valid_from=day, **Unit.name_fields(name, short_name)
    )


def check_tree(unit: Unit, tree: str) -> None:
    """Raise InvalidInput unless ``unit`` stands in ``tree``."""
    if unit.kind.tree != tree:
        raise InvalidInput(
            _("%(unit)s thuộc hệ thống %(tree)s.") % {"unit": unit, "tree": Tree(unit.kind.tree).label},
            _("Chọn đơn vị cùng hệ thống: tổ chức công đoàn, hoặc cơ quan, đơn vị."),
        )


@service("unit.edit")
def edit_unit(
    *,
    unit_id: int,
    kind: UnitKind,
    sector_id: int | None,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Unit:
    """Change what has no history: the kind and the sector. The kind stays within its tree."""
    require(by, Permission.EDIT_UNITS, unit_id, timezone.localdate(at))
    unit = lock_units([unit_id])[unit_id]
    check_tree(unit, kind.tree)
    old = {"kind": unit.kind_id, "sector": unit.sector_id}
    new = {"kind": kind.pk, "sector": sector_id}
    if old == new:
        return unit
    save_version(unit, expected=expected_version, kind_id=kind.pk, sector_id=sector_id)
    audit(unit, unit_id=unit_id, details={"old": old, "new": new})
    return unit


@service("unit.rename")
def rename_unit(
    *,
    unit_id: int,
    name: str,
    short_name: str,
    day: date,
    by: Actor,
    at: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> Unit:
    """Give the unit another name from ``day`` until its next recorded change of name. Repeating changes nothing."""
    require(by, Permission.EDIT_UNITS, unit_id, timezone.localdate(at))
    unit = lock_units([unit_id])[unit_id]
    check_day(day, at, unit)
    new = {"name": nfc(name), "short_name": nfc(short_name)}
    if not all(new.values()):
        raise InvalidInput(_("Tên đơn vị không được để trống."), _("Nhập tên đầy đủ và tên ngắn."))
    old = change_from(unit, day, reason=reason, **new)
    if old is None:
        return unit
    check_version(unit, expected_version)
    refresh_today(unit, at)
    audit(unit, unit_id=unit_id, details={"from": day, "old": old, "new": new, "reason": reason})
    return unit


@service("unit.move")
def move_unit(
    *,
    unit_id: int,
    parent_id: int,
    day: date,
    by: Actor,
    at: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> Unit:
    """Put the unit, with all below it, under another parent from ``day`` until its next recorded move.

    Asks EDIT_UNITS at the unit and at the new parent. Raises InvalidInput when the unit would come to stand under
    itself on any date.
    """
    today = timezone.localdate(at)
    require(by, Permission.EDIT_UNITS, unit_id, today)
    require(by, Permission.EDIT_UNITS, parent_id, today)
    if unit_id == parent_id:
        raise InvalidInput(_("Một đơn vị không thể trực thuộc chính nó."), _("Chọn đơn vị cấp trên khác."))
    units = lock_units([unit_id, parent_id])
    unit, parent = units[unit_id], units[parent_id]
    check_day(day, at, unit, parent)
    check_tree(parent, unit.kind.tree)
    old = change_from(unit, day, reason=reason, parent_id=parent_id)
    if old is None:
        return unit
    check_version(unit, expected_version)
    check_parents_hold([unit_id])
    refresh_today(unit, at)
    write_ancestry([unit_id])
    audit(unit, unit_id=unit_id, details={"from": day, "old": old, "new": {"parent_id": parent_id}, "reason": reason})
    return unit


@service("unit.close")
def close_unit(
    *,
    unit_id: int,
    day: date,
    by: Actor,
    at: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> Unit:
    """End the unit on ``day`` (its last day is the one before). Nobody and nothing may stand in it from then on."""
    require(by, Permission.EDIT_UNITS, unit_id, timezone.localdate(at))
    unit = lock_units([unit_id])[unit_id]
    if unit.valid_to == day:
        return unit
    check_day(day, at, unit)
    check_going_on(unit)
    check_version(unit, expected_version)
    people = Membership.objects.filter(_reaching(day), unit=unit).count()
    children = UnitVersion.objects.filter(_reaching(day), parent=unit).values("unit_id").distinct().count()
    if people or children:
        raise WrongState(
            _("Còn %(people)s người và %(units)s đơn vị trực thuộc sau ngày %(day)s.")
            % {"people": people, "units": children, "day": vn(day)},
            _("Chuyển người và đơn vị trực thuộc đi nơi khác, hoặc dùng “Sáp nhập”."),
        )
    ended = end_unit(unit, day, at)
    write_ancestry([unit_id])
    audit(unit, unit_id=unit_id, details={"on": day, "reason": reason, **ended})
    return unit


def _reaching(day: date) -> Q:
    """Return the filter for dated rows that hold on ``day`` or later."""
    return Q(valid_to__isnull=True) | Q(valid_to__gt=day)


def end_unit(unit: Unit, day: date, at: datetime) -> dict[str, int]:
    """End a unit's versions, pairs and bloc places on ``day``, and today the roles held at it. Returns counts.

    Raises InvalidInput when the unit began on ``day``: it would never have existed.
    """
    if unit.valid_from >= day:
        raise InvalidInput(
            _("%(unit)s mới thành lập ngày %(day)s.") % {"unit": unit, "day": vn(unit.valid_from)},
            _("Chọn ngày sau ngày thành lập."),
        )
    end_versions(unit, day)
    end_rows(UnitPair.objects.filter(Q(union=unit) | Q(agency=unit)), day)
    end_rows(BlocMembership.objects.filter(unit=unit), day)
    # Rights are about now: they end today, whatever day the change itself holds from.
    return {"roles_ended": end_rows(RoleGrant.objects.filter(unit=unit), timezone.localdate(at))}


def end_rows(rows: QuerySet[Any], day: date) -> int:
    """End dated rows on ``day`` and drop those that would only have begun then; returns how many."""
    reaching = rows.filter(_reaching(day))
    begun, later = reaching.filter(valid_from__lt=day), reaching.filter(valid_from__gte=day)
    return later.delete()[0] + begun.update(valid_to=day)


@service("unit.pair")
def pair_units(*, union_id: int, agency_id: int | None, day: date, by: Actor, at: datetime) -> Unit:
    """Pair a union with the agency whose staff it gathers, from ``day`` on; None ends its pair.

    Raises InvalidInput unless one is a union and the other an agency.
    """
    require(by, Permission.EDIT_UNITS, union_id, timezone.localdate(at))
    union = lock_units([union_id])[union_id]
    check_day(day, at, union)
    old = UnitPair.objects.at(day).filter(union=union).values_list("agency_id", flat=True).first()
    if old == agency_id:
        return union
    set_pair(union, agency_id, day, at)
    audit(union, unit_id=union_id, details={"from": day, "old_agency": old, "new_agency": agency_id})
    return union


def set_pair(union: Unit, agency_id: int | None, day: date, at: datetime) -> None:
    """Pair the union with the agency from ``day`` until its next recorded pair; None leaves it without one."""
    check_tree(union, Tree.UNION)
    pairs = UnitPair.objects.filter(union=union)
    following = pairs.filter(valid_from__gt=day).order_by("valid_from").values_list("valid_from", flat=True).first()
    pairs.filter(valid_from=day).delete()
    pairs.filter(_reaching(day), valid_from__lt=day).update(valid_to=day)
    if agency_id is None:
        return
    agency = Unit.objects.select_related("kind").filter(pk=agency_id).first()
    if agency is None:
        raise NotFound(_("Không tìm thấy cơ quan, đơn vị."), _("Chọn lại trong danh sách."))
    check_tree(agency, Tree.AGENCY)
    check_day(day, at, agency)
    end = min((each for each in (following, agency.valid_to) if each), default=None)
    UnitPair.objects.create(union=union, agency=agency, valid_from=day, valid_to=end)
