"""Writes that make units out of units: merge several into one, split one into several. The past stays where it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, WrongState

from ..models import Membership, Unit, UnitAncestry, UnitPair, UnitSuccession, UnitVersion
from ..permissions import Permission
from ..policies import require
from ..states import SuccessionKind
from .ancestry import write_ancestry
from .timeline import check_day, check_going_on, check_parents_hold, lock_units
from .units import check_tree, end_rows, end_unit, new_unit, set_pair


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be made by a merger or a split. ``person_ids`` and ``child_ids``: who and what goes into it."""

    code: str
    name: str
    short_name: str
    agency_id: int | None = None
    person_ids: Sequence[int] = ()
    child_ids: Sequence[int] = ()


@service("unit.merge")
def merge_units(
    *,
    source_ids: Sequence[int],
    into: int | NewUnit,
    day: date,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Unit:
    """End the sources on ``day`` and carry their people, sub-units and (for agencies) pairs into one unit.

    ``into`` is an existing unit's id, or a new unit that stands where the first source stood. What happened in the
    sources before stays theirs, visible to the officers of the result. Returns that unit.
    """
    today = timezone.localdate(at)
    ids = list(dict.fromkeys(source_ids))
    targets = [into] if isinstance(into, int) else []
    for unit_id in [*ids, *targets]:
        require(by, Permission.EDIT_UNITS, unit_id, today)
    if not ids or set(ids) & set(targets):
        raise InvalidInput(
            _("Chọn các đơn vị được sáp nhập, khác với đơn vị nhận."), _("Bỏ đơn vị nhận khỏi danh sách sáp nhập.")
        )
    units = lock_units([*ids, *targets])
    sources = [units[unit_id] for unit_id in ids]
    check_day(day, at, *units.values())
    check_going_on(*units.values())
    for source in sources[1:]:
        check_tree(source, sources[0].kind.tree)
    target = _made(into, sources[0], day, at) if isinstance(into, NewUnit) else units[into]
    check_tree(target, sources[0].kind.tree)
    carried = _carry_over(sources, target, day)
    roles = sum(end_unit(source, day, at)["roles_ended"] for source in sources)
    _succeed(sources, [target], SuccessionKind.MERGE, day)
    check_parents_hold([target.pk, *ids, *carried["units"]])
    write_ancestry([target.pk, *ids, *carried["units"]])
    audit(
        target,
        unit_id=target.pk,
        details={"from": day, "sources": ids, "reason": reason, "roles_ended": roles, **carried},
    )
    return target


def _made(new: NewUnit, like: Unit, day: date, at: datetime) -> Unit:
    """Make a unit of the kind of ``like``, standing where it stands on ``day``."""
    parent_id = UnitVersion.objects.at(day).filter(unit=like).values_list("parent_id", flat=True).first()
    unit = new_unit(
        code=new.code, name=new.name, short_name=new.short_name, kind=like.kind, sector_id=like.sector_id, day=day
    )
    UnitVersion.objects.create(
        unit=unit, name=unit.name, short_name=unit.short_name, parent_id=parent_id, valid_from=day
    )
    if new.agency_id is not None:
        set_pair(unit, new.agency_id, day, at)
    return unit


def _carry_over(sources: Sequence[Unit], target: Unit, day: date) -> dict[str, Any]:
    """Carry what stands in the sources from ``day`` on into the target; returns what was carried."""
    ids = [source.pk for source in sources]
    under = UnitAncestry.objects.filter(ancestor_id__in=ids, descendant=target, depth__gt=0).exclude(valid_to__lte=day)
    if under.exists():
        raise InvalidInput(
            _("%(unit)s đang trực thuộc một đơn vị được sáp nhập.") % {"unit": target},
            _("Chuyển đơn vị nhận lên trên trước, rồi sáp nhập."),
        )
    people = move_members(Q(unit_id__in=ids), target, day)
    units = move_children(ids, target, day)
    _carry_pairs(ids, target, day)
    return {"people": people, "units": units}


def move_members(who: Q, target: Unit, day: date) -> int:
    """Move the memberships that reach past ``day`` into ``target``: those begun before are cut in two."""
    reaching = Membership.objects.filter(who).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    begun = list(reaching.filter(valid_from__lt=day).select_for_update())
    moved = reaching.filter(valid_from__gte=day).update(unit=target, version=F("version") + 1)
    fresh = [
        Membership(
            person_id=row.person_id,
            unit=target,
            position_id=row.position_id,
            staff_kind=row.staff_kind,
            union_member=row.union_member,
            valid_from=day,
            valid_to=row.valid_to,
        )
        for row in begun
    ]
    reaching.filter(valid_from__lt=day).update(valid_to=day, version=F("version") + 1)
    Membership.objects.bulk_create(fresh, batch_size=2000)
    return moved + len(fresh)


def move_children(parent_ids: Sequence[int], target: Unit, day: date, only: Sequence[int] | None = None) -> list[int]:
    """Put the units that stand under ``parent_ids`` on ``day`` or later under ``target``; returns their ids."""
    rows = UnitVersion.objects.filter(parent_id__in=parent_ids).exclude(unit=target)
    if only is not None:
        rows = rows.filter(unit_id__in=only)
    reaching = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    later = list(reaching.filter(valid_from__gte=day))
    spanning = list(reaching.filter(valid_from__lt=day))
    reaching.filter(valid_from__gte=day).update(parent=target)
    fresh = [
        UnitVersion(
            unit_id=row.unit_id,
            name=row.name,
            short_name=row.short_name,
            parent=target,
            valid_from=day,
            valid_to=row.valid_to,
        )
        for row in spanning
    ]
    reaching.filter(valid_from__lt=day).update(valid_to=day)
    UnitVersion.objects.bulk_create(fresh, batch_size=2000)
    return sorted({row.unit_id for row in (*later, *spanning)})


def _carry_pairs(source_ids: Sequence[int], target: Unit, day: date) -> None:
    """Pair the unions of merged agencies with the agency that they became."""
    pairs = UnitPair.objects.filter(agency_id__in=source_ids).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    fresh = [
        UnitPair(union_id=pair.union_id, agency=target, valid_from=max(day, pair.valid_from), valid_to=pair.valid_to)
        for pair in pairs
    ]
    end_rows(UnitPair.objects.filter(agency_id__in=source_ids), day)
    UnitPair.objects.bulk_create(fresh)


def _succeed(sources: Sequence[Unit], targets: Sequence[Unit], kind: SuccessionKind, day: date) -> None:
    """Record who came out of whom, also through earlier mergers and splits."""
    ids = [source.pk for source in sources]
    ended_by_it = UnitSuccession.objects.filter(successor_id__in=ids, predecessor__valid_to__lte=F("on"))
    earlier = ended_by_it.values_list("predecessor_id", flat=True).distinct()
    rows = [
        UnitSuccession(predecessor_id=unit_id, successor=target, kind=kind, on=day, direct=direct)
        for direct, unit_ids in ((True, ids), (False, list(earlier)))
        for unit_id in unit_ids
        for target in targets
        if unit_id != target.pk
    ]
    UnitSuccession.objects.bulk_create(rows, ignore_conflicts=True)


@service("unit.split")
def split_unit(
    *,
    unit_id: int,
    parts: Sequence[NewUnit],
    keep: bool,
    day: date,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> list[Unit]:
    """Make new units out of one from ``day`` on, each with the people and sub-units named for it.

    ``keep``: the unit goes on with the rest (tách); else it ends (chia) and everyone must have a place. Raises
    InvalidInput for people who are not in it on that day or are named twice, WrongState when somebody is left over.
    """
    require(by, Permission.EDIT_UNITS, unit_id, timezone.localdate(at))
    unit = lock_units([unit_id])[unit_id]
    check_day(day, at, unit)
    check_going_on(unit)
    _check_parts(unit, parts, day)
    made = []
    moved_units: list[int] = []
    for part in parts:
        new = _made(part, unit, day, at)
        move_members(Q(unit=unit, person_id__in=list(part.person_ids)), new, day)
        moved_units += move_children([unit_id], new, day, only=part.child_ids)
        made.append(new)
    roles = 0
    if not keep:
        _check_nothing_left(unit, day)
        roles = end_unit(unit, day, at)["roles_ended"]
    _succeed([unit], made, SuccessionKind.SPLIT, day)
    new_ids = [new.pk for new in made]
    check_parents_hold([unit_id, *new_ids, *moved_units])
    write_ancestry([unit_id, *new_ids, *moved_units])
    details = {"from": day, "parts": new_ids, "kept": keep, "reason": reason, "roles_ended": roles}
    audit(unit, unit_id=unit_id, details=details)
    return made


def _check_parts(unit: Unit, parts: Sequence[NewUnit], day: date) -> None:
    people = [person_id for part in parts for person_id in part.person_ids]
    children = [child_id for part in parts for child_id in part.child_ids]
    if not parts or len(set(people)) < len(people) or len(set(children)) < len(children):
        raise InvalidInput(
            _("Mỗi người và mỗi đơn vị trực thuộc chỉ chuyển tới một đơn vị mới."), _("Xem lại danh sách chia.")
        )
    here = Membership.objects.at(day).filter(unit=unit, person_id__in=people).count()
    below = UnitVersion.objects.at(day).filter(parent=unit, unit_id__in=children).count()
    if here != len(people) or below != len(children):
        raise InvalidInput(
            _("Có người hoặc đơn vị không thuộc %(unit)s vào ngày hiệu lực.") % {"unit": unit},
            _("Tải lại danh sách theo ngày hiệu lực rồi chọn lại."),
        )


def _check_nothing_left(unit: Unit, day: date) -> None:
    reaching = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    people = Membership.objects.filter(reaching, unit=unit).count()
    children = UnitVersion.objects.filter(reaching, parent=unit).count()
    if people or children:
        raise WrongState(
            _("Còn %(people)s người và %(units)s đơn vị trực thuộc chưa có nơi chuyển tới.")
            % {"people": people, "units": children},
            _("Chọn nơi chuyển tới cho tất cả, hoặc giữ đơn vị cũ hoạt động."),
        )
