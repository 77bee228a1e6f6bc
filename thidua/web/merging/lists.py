"""The lists of merging, as their pages and files have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from thidua.merging.selectors import suspect_rows
from thidua.web.listing import Column, Kind, Listing

if TYPE_CHECKING:
    from thidua.merging.alike import Suspect
    from thidua.merging.models import Merge
    from thidua.merging.selectors import SuspectRow

# The codes of ``merging.alike.REASONS`` in words.
REASONS = {
    "same_code": _("cùng mã, viết khác nhau"),
    "same_name": _("cùng họ tên"),
    "same_letters": _("cùng họ tên, khác dấu"),
    "one_letter": _("họ tên lệch một chữ cái"),
    "same_date": _("cùng ngày sinh"),
    "swapped": _("ngày và tháng sinh đổi chỗ"),
    "year_only": _("cùng năm sinh, một bên chỉ ghi năm"),
    "near_date": _("cùng năm sinh, ngày hoặc tháng lệch"),
    "no_date": _("có người chưa ghi ngày sinh"),
    "same_unit": _("cùng đơn vị"),
    "other_sex": _("giới tính ghi khác nhau"),
}
_SURE, _LIKELY = 80, 65  # per cent


@dataclass(frozen=True, slots=True)
class PairView:
    """A suspected pair, ready to show."""

    row: SuspectRow

    @property
    def tone(self) -> str:
        """How sure it is, as a badge shows it."""
        confidence = self.row.suspect.confidence
        return "danger" if confidence >= _SURE else "warning" if confidence >= _LIKELY else "muted"

    @property
    def reasons(self) -> str:
        """Why they may be one, in words."""
        return "; ".join(str(REASONS[reason]) for reason in self.row.suspect.reasons)


@dataclass(frozen=True, slots=True)
class MergeView:
    """A merge, with how many days are left to undo it on the moment shown (None: no more)."""

    row: Merge
    now: datetime

    @property
    def days_left(self) -> int | None:
        """Whole days, the one begun counted."""
        until = self.row.undo_until()
        if until is None or until < self.now:
            return None
        return (until - self.now) // timedelta(days=1) + 1

    @property
    def state(self) -> str:
        """What has become of it, in words."""
        if self.row.undone_at:
            return str(_("đã hoàn tác"))
        if self.days_left is None:
            return str(_("đã quá hạn hoàn tác"))
        return str(_("còn %(days)s ngày để hoàn tác")) % {"days": self.days_left}


def _place(place: Any) -> Any:
    return place.unit.short_name if place else None


PAIRS = [
    Column(_("Người thứ nhất"), lambda view: view.row.first.full_name, width=28),
    Column(_("Mã thứ nhất"), lambda view: view.row.first.code, width=16),
    Column(_("Ngày sinh thứ nhất"), lambda view: view.row.first.birth_date, Kind.DAY),
    Column(_("Đơn vị thứ nhất"), lambda view: _place(view.row.first_place), width=36),
    Column(_("Người thứ hai"), lambda view: view.row.second.full_name, width=28),
    Column(_("Mã thứ hai"), lambda view: view.row.second.code, width=16),
    Column(_("Ngày sinh thứ hai"), lambda view: view.row.second.birth_date, Kind.DAY),
    Column(_("Đơn vị thứ hai"), lambda view: _place(view.row.second_place), width=36),
    Column(_("Vì sao"), lambda view: view.reasons, width=48),
    Column(_("Mức chắc chắn (phần trăm)"), lambda view: view.row.suspect.confidence, Kind.NUMBER),
]
DONE = [
    Column(_("Người được giữ"), lambda view: view.row.kept.full_name, width=28),
    Column(_("Người được gộp"), lambda view: view.row.gone.full_name, width=28),
    Column(_("Đơn vị"), lambda view: view.row.unit.short_name, width=36),
    Column(_("Gộp lúc"), lambda view: view.row.at, Kind.MOMENT),
    Column(_("Người gộp"), lambda view: str(view.row.by or ""), width=28),
    Column(_("Tình trạng"), lambda view: view.state, width=28),
]


def pair_list(rows: Sequence[Suspect], day: date) -> Listing:
    """Return the suspected pairs, the surest first."""

    def prepared(some: list[Suspect]) -> list[PairView]:
        return [PairView(row) for row in suspect_rows(some, day)]

    title = str(_("Người có thể bị ghi trùng"))
    return Listing(title=title, of="people.person", columns=PAIRS, rows=rows, prepared=prepared, day=day)


def done_list(rows: QuerySet[Merge], now: datetime) -> Listing:
    """Return the merges done, as they stand at ``now``."""
    title = str(_("Các lần gộp người"))
    return Listing(
        title=title, of="merging.merge", columns=DONE, rows=rows,
        prepared=lambda some: [MergeView(row, now) for row in some],
    )  # fmt: skip
