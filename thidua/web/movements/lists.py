"""The lists of movements and who takes part, as their pages and files have them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.movements.states import MovementKind, MovementMode, MovementState, ParticipationState
from thidua.web.listing import Column, Kind, Listing, Narrowing, narrowed_by

from .forms import MovementFilter

if TYPE_CHECKING:
    from thidua.movements.models import Movement, Participation
    from thidua.people.models import Membership

CONFIRMED = {True: _("đã xác nhận"), False: _("chờ xác nhận")}
MOVEMENTS = [
    Column(_("Tên"), lambda row: row["movement"].name, width=60),
    Column(_("Đơn vị phát động"), lambda row: row["movement"].owner.short_name, width=36),
    Column(_("Loại"), lambda row: row["movement"].kind, words=dict(MovementKind.choices)),
    Column(_("Tính chất"), lambda row: row["movement"].mode, words=dict(MovementMode.choices)),
    Column(_("Từ ngày"), lambda row: row["movement"].starts_on, Kind.DAY),
    Column(_("Đến ngày"), lambda row: row["movement"].ends_on, Kind.DAY),
    Column(_("Trạng thái"), lambda row: row["movement"].state, words=dict(MovementState.choices)),
    Column(_("Đơn vị đã phát động"), lambda row: row["count"].launched, Kind.NUMBER),
    Column(_("Đơn vị trong diện tham gia"), lambda row: row["count"].total, Kind.NUMBER),
]
PARTS = [
    Column(_("Đơn vị"), lambda part: part.unit.short_name, width=40),
    Column(_("Trạng thái"), lambda part: part.state, words=dict(ParticipationState.choices)),
    Column(_("Công đoàn"), lambda part: part.union_confirmed_at is not None, words=CONFIRMED),
    Column(_("Thủ trưởng"), lambda part: part.head_confirmed_at is not None, words=CONFIRMED),
    Column(_("Ngày phát động"), lambda part: part.launched_on, Kind.DAY),
    Column(_("Người tham gia"), lambda part: part.people, Kind.NUMBER),
]
SILENT = [
    Column(_("Đơn vị"), lambda row: row[0].unit.short_name, width=40),
    Column(_("Còn thiếu"), lambda row: row[0].words, width=50),
    Column(_("Người phụ trách"), lambda row: "; ".join(row[1]) or _("chưa có tài khoản"), width=40),
    Column(_("Kết quả liên hệ"), lambda row: None, width=40),
]
PEOPLE = [
    Column(_("Họ và tên"), lambda place: place.person.full_name, width=28),
    Column(_("Mã"), lambda place: place.person.code, width=16),
    Column(_("Chức vụ"), lambda place: place.position.label if place.position else None),
    Column(_("Tham gia"), lambda place: place.mobilised, words={True: _("có tham gia"), False: _("chưa")}),
]


def movement_list(
    rows: QuerySet[Movement],
    form: MovementFilter,
    year: int,
    with_counts: Callable[[Sequence[Movement]], Iterable[dict[str, Any]]],
    *,
    has_own: bool,
) -> Listing:
    """Return the year's movements; ``with_counts`` tells of some of them what else a row shows."""
    own = Column(_("Đơn vị của tôi"), _own_parts, width=30)
    title, narrowed = _now("Phong trào, cuộc vận động"), [Narrowing(_now("Năm"), str(year)), *narrowed_by(form)]
    columns = [*MOVEMENTS, own] if has_own else MOVEMENTS
    return Listing(
        title=title, of="movements.movement", columns=columns, rows=rows, prepared=with_counts, narrowed=narrowed
    )


def _own_parts(row: dict[str, Any]) -> str:
    return "; ".join(str(own["part"].get_state_display()) for own in row["own"]) or _now("chưa tham gia")


def part_list(movement: Movement, rows: QuerySet[Participation], today: date) -> Listing:
    """Return the units that take part in a movement; ``rows`` with their number of people."""
    title, narrowed = _now("Đơn vị tham gia"), [Narrowing(_now("Phong trào"), movement.name)]
    return Listing(title=title, of="movements.participation", columns=PARTS, rows=rows, narrowed=narrowed, day=today)


def silent_list(movement: Movement, rows: Sequence[Any], today: date) -> Listing:
    """Return the call sheet of silent units."""
    title, narrowed = _now("Đơn vị còn im lặng"), [Narrowing(_now("Phong trào"), movement.name)]
    return Listing(title=title, of="people.unit", columns=SILENT, rows=rows, narrowed=narrowed, day=today)


def mobilised_list(part: Participation, rows: QuerySet[Membership], query: str, today: date) -> Listing:
    """Return a unit's members with who of them takes part."""
    narrowed = [Narrowing(_now("Phong trào"), part.movement.name)]
    narrowed += [Narrowing(_now("Tên hoặc mã"), query, typed=True)] if query else []
    title = _now("Người tham gia phong trào")
    return Listing(
        title=title,
        of="movements.mobilisation",
        columns=PEOPLE,
        rows=rows,
        narrowed=narrowed,
        day=today,
        unit=part.unit,
    )
