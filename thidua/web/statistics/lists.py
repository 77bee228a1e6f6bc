"""The lists of targets and of what stands behind their figures, as their pages and files have them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.statistics.figures import Part, Progress, ProgressState, UnitReading
from thidua.web.listing import Column, Kind, Listing, Narrowing

if TYPE_CHECKING:
    from thidua.movements.models import Target
    from thidua.people.models import Unit

TARGETS = [
    Column(_("Chỉ tiêu"), lambda one: one.target.name, width=50),
    Column(_("Đơn vị giao"), lambda one: one.target.owner.short_name, width=36),
    Column(_("Phong trào"), lambda one: one.target.movement.name if one.target.movement else None, width=36),
    Column(_("Yêu cầu"), lambda one: one.band),
    Column(_("Tử số"), lambda one: one.reading.numerator, Kind.NUMBER),
    Column(_("Mẫu số"), lambda one: one.reading.denominator, Kind.NUMBER),
    Column(_("Loại trừ"), lambda one: one.reading.excluded, Kind.NUMBER),
    Column(_("Tỷ lệ"), lambda one: one.ratio, Kind.SHARE),
    Column(_("Đánh giá"), lambda one: one.state, words=dict(ProgressState.choices)),
    Column(_("Hạn"), lambda one: one.target.due_on, Kind.DAY),
    Column(_("Trạng thái"), lambda one: _standing(one)),
    Column(_("Phạm vi"), lambda one: one.partial, words={True: _("chỉ tính đơn vị của bạn")}),
]
UNITS = [
    Column(_("Đơn vị"), lambda row: row.unit.short_name, width=40),
    Column(_("Thuộc đâu"), lambda row: row.direct, words={True: _("(trực thuộc, ngoài CĐCS)")}),
    Column(_("Tử số"), lambda row: row.reading.numerator, Kind.NUMBER),
    Column(_("Còn thiếu"), lambda row: row.reading.missing, Kind.NUMBER),
    Column(_("Mẫu số"), lambda row: row.reading.denominator, Kind.NUMBER),
    Column(_("Loại trừ"), lambda row: row.reading.excluded, Kind.NUMBER),
    Column(_("Tỷ lệ"), lambda row: row.reading.ratio, Kind.SHARE),
]
EVIDENCE = Column(_("Căn cứ"), lambda row: row[1], width=60)
PEOPLE_COUNTED = [
    Column(_("Họ và tên"), lambda row: row[0].person.full_name, width=28),
    Column(_("Mã"), lambda row: row[0].person.code, width=16),
    Column(_("Chức vụ"), lambda row: row[0].position.label if row[0].position else None),
    Column(_("Đơn vị"), lambda row: row[0].unit.short_name, width=36),
    EVIDENCE,
]
UNITS_COUNTED = [Column(_("Đơn vị"), lambda row: row[0].short_name, width=40), EVIDENCE]


def target_list(
    rows: QuerySet[Target], year: int, today: date, progress: Callable[[Sequence[Target]], Iterable[Progress]]
) -> Listing:
    """Return the year's targets; ``progress`` reads some of them."""
    narrowed = [Narrowing(_now("Năm"), str(year))]
    return Listing(
        title=_now("Chỉ tiêu"), of="movements.target", columns=TARGETS, rows=rows, prepared=progress,
        narrowed=narrowed, day=today,
    )  # fmt: skip


def _standing(one: Progress) -> Any:
    if one.target.state == "closed":
        return one.target.get_state_display()
    return _("quá hạn") if one.is_late else None


def unit_reading_list(target: Target, rows: Sequence[UnitReading], day: date) -> Listing:
    """Return a target's reading of each unit."""
    title, narrowed = _now("Kết quả của từng đơn vị"), [Narrowing(_now("Chỉ tiêu"), target.name)]
    return Listing(title=title, of="movements.target", columns=UNITS, rows=rows, narrowed=narrowed, day=day)


def counted_list(
    target: Target,
    part: Part,
    rows: QuerySet[Any],
    unit: Unit | None,
    day: date,
    *,
    people: bool,
    with_evidence: Callable[[Sequence[Any]], Iterable[tuple[Any, str]]],
) -> Listing:
    """Return who or what stands behind one number of a target; ``with_evidence`` says why each is counted."""
    narrowed = [Narrowing(_now("Chỉ tiêu"), target.name), Narrowing(_now("Phần"), str(part.label))]
    return Listing(
        title=_now("Danh sách sau con số"), of="people.person" if people else "people.unit", narrowed=narrowed,
        columns=PEOPLE_COUNTED if people else UNITS_COUNTED, rows=rows, prepared=with_evidence, day=day, unit=unit,
    )  # fmt: skip
