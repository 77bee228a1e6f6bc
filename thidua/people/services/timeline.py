"""Changes of a unit's dated versions: a name or a place holds from a day on, until the next recorded change of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from thidua.kernel.errors import InvalidInput, NotFound, StaleVersion, WrongState

from ..models import Unit, UnitAncestry, UnitVersion


def vn(day: date) -> str:
    """Return a day as people write it in messages: 30/06/2016."""
    return f"{day:%d/%m/%Y}"


def lock_units(unit_ids: Iterable[int]) -> dict[int, Unit]:
    """Lock units, and everything that was ever above them, in one order; returns the asked ones by id.

    Two moves that together would make a ring thus wait for each other. Raises NotFound when one is missing.
    """
    wanted = set(unit_ids)
    above = UnitAncestry.objects.filter(descendant_id__in=wanted).values("ancestor_id")
    rows = Unit.objects.select_for_update().filter(Q(id__in=wanted) | Q(id__in=above)).order_by("id")
    found = {unit.pk: unit for unit in rows if unit.pk in wanted}
    if wanted - found.keys():
        raise NotFound(_("Không tìm thấy đơn vị."), _("Chọn lại đơn vị trong danh sách."))
    return found


def check_version(unit: Unit, expected: int | None) -> None:
    """Raise StaleVersion when somebody changed the unit since the form was opened (None: not asked by a form)."""
    if expected is not None and unit.version != expected:
        raise StaleVersion(
            _("Đơn vị này vừa được người khác thay đổi trong lúc bạn đang xem."),
            _("Tải lại trang, xem thay đổi đó rồi làm lại."),
            current={"name": unit.name, "short_name": unit.short_name},
        )


def check_day(day: date, at: datetime, *units: Unit) -> None:
    """Raise InvalidInput unless ``day`` is not after today and falls within the life of each unit."""
    if day > timezone.localdate(at):
        raise InvalidInput(
            _("Ngày hiệu lực %(day)s còn ở tương lai.") % {"day": vn(day)},
            _("Ghi thay đổi khi quyết định đã có hiệu lực."),
            fields={"day": _("Ngày hiệu lực không được sau hôm nay.")},
        )
    for unit in units:
        if not unit.holds_on(day):
            raise InvalidInput(
                _("%(unit)s không hoạt động vào ngày %(day)s.") % {"unit": unit, "day": vn(day)},
                _("Chọn ngày khác, hoặc chọn đơn vị đang hoạt động vào ngày đó."),
                fields={"day": _("Đơn vị không hoạt động vào ngày này.")},
            )


def check_going_on(*units: Unit) -> None:
    """Raise WrongState when a unit has ended: it cannot end again, nor take anybody in."""
    for unit in units:
        if unit.valid_to is not None:
            raise WrongState(
                _("%(unit)s đã kết thúc hoạt động từ ngày %(day)s.") % {"unit": unit, "day": vn(unit.valid_to)},
                _("Chọn đơn vị đang hoạt động."),
            )


def change_from(unit: Unit, day: date, *, reason: str = "", **values: Any) -> dict[str, Any] | None:
    """Give the unit new ``values`` (name, short_name, parent_id) from ``day`` on; returns the old ones.

    The new values hold until the next recorded change of the same fields; None when nothing changes.
    """
    versions = list(UnitVersion.objects.filter(unit=unit).order_by("valid_from"))
    index = next(i for i, version in enumerate(versions) if version.holds_on(day))
    current = versions[index]
    old = {name: getattr(current, name) for name in values}
    if old == values:
        return None
    later = versions[index + 1 :]
    if current.valid_from < day:
        end = current.valid_to
        UnitVersion.objects.filter(pk=current.pk).update(valid_to=day)
        kept = {"name": current.name, "short_name": current.short_name, "parent_id": current.parent_id}
        UnitVersion.objects.create(unit=unit, valid_from=day, valid_to=end, reason=reason, **kept | values)
    else:
        UnitVersion.objects.filter(pk=current.pk).update(**values, reason=reason or current.reason)
    carried = []
    for version in later:
        if {name: getattr(version, name) for name in values} != old:
            break
        carried.append(version.pk)
    UnitVersion.objects.filter(pk__in=carried).update(**values)
    return old


def end_versions(unit: Unit, day: date) -> None:
    """End the unit's last version on ``day``; raises WrongState when a change after that day is recorded."""
    if UnitVersion.objects.filter(unit=unit, valid_from__gte=day).exists():
        raise WrongState(
            _("%(unit)s đã có thay đổi được ghi từ ngày %(day)s trở đi.") % {"unit": unit, "day": vn(day)},
            _("Chọn ngày sau thay đổi gần nhất trong mục “Quá trình của đơn vị”."),
        )
    UnitVersion.objects.filter(unit=unit, valid_to__isnull=True).update(valid_to=day)
    Unit.objects.filter(pk=unit.pk).update(valid_to=day, version=F("version") + 1)
    unit.valid_to = day


def check_parents_hold(unit_ids: Iterable[int]) -> None:
    """Raise InvalidInput when a version of these units stands under a parent that did not exist all that time."""
    outside = (
        UnitVersion.objects.filter(unit_id__in=list(unit_ids), parent__isnull=False)
        .filter(
            Q(valid_from__lt=F("parent__valid_from"))
            | Q(parent__valid_to__isnull=False, valid_to__isnull=True)
            | Q(valid_to__gt=F("parent__valid_to"))
        )
        .select_related("parent", "unit")
        .first()
    )
    if outside is not None and outside.parent is not None:
        raise InvalidInput(
            _("%(parent)s không hoạt động trong suốt thời gian %(unit)s trực thuộc.")
            % {"parent": outside.parent, "unit": outside.unit},
            _("Chọn đơn vị cấp trên khác hoặc ngày khác."),
            fields={"parent": _("Đơn vị cấp trên không hoạt động trong suốt thời gian này.")},
        )


def refresh_today(unit: Unit, at: datetime) -> None:
    """Copy the name that holds today (for an ended unit: its last) to the unit's own row and raise its version."""
    today = timezone.localdate(at)
    version = UnitVersion.objects.filter(unit=unit, valid_from__lte=today).order_by("-valid_from").first()
    name, short_name = (version.name, version.short_name) if version else (unit.name, unit.short_name)
    Unit.objects.filter(pk=unit.pk).update(**Unit.name_fields(name, short_name), version=F("version") + 1)
    unit.refresh_from_db()
