"""The lists of registrations, as their pages and files have them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.registration.selectors.overview import NOT_STARTED, UnitLine
from thidua.registration.states import RegistrationState
from thidua.web.listing import Column, Kind, Listing, narrowed_by

from .forms import OverviewFilter

if TYPE_CHECKING:
    from thidua.honours.models import Title
    from thidua.registration.models import Registration
    from thidua.registration.selectors import Grid, GridRow

STATES = {**dict(RegistrationState.choices), NOT_STARTED: _("chưa bắt đầu")}
TICK = {True: "x"}
UNITS = [
    Column(_("Đơn vị"), lambda line: line.unit.short_name, width=40),
    Column(_("Trạng thái"), lambda line: line.state, words=STATES),
    Column(_("Nộp muộn"), lambda line: line.late, width=12, words={True: _("muộn")}),
    Column(_("Người đăng ký"), lambda line: line.people, Kind.NUMBER),
    Column(_("Lượt danh hiệu"), lambda line: line.ticks, Kind.NUMBER),
    Column(_("Nộp lúc"), lambda line: line.registration and line.registration.submitted_at, Kind.MOMENT),
]


def round_list(lines: list[UnitLine], form: OverviewFilter) -> Listing:
    """Return the units of a round with where each stands."""
    title, narrowed = _now("Các đơn vị trong đợt đăng ký"), narrowed_by(form)
    return Listing(title=title, of="registration.registration", columns=UNITS, rows=lines, narrowed=narrowed)


def grid_list(registration: Registration, table: Grid, day: date) -> Listing:
    """Return a registration: the unit, then its people, each by the titles offered."""
    title = _now("Danh hiệu đăng ký năm {year}").format(year=registration.year)
    columns = [
        Column(_("Họ và tên"), lambda row: row.name, width=32),
        Column(_("Chức vụ"), lambda row: row.about),
        *map(_ticked, [*table.unit_titles, *table.person_titles]),
        Column(_("Ghi chú"), lambda row: row.note),
    ]
    rows = [*([table.unit_row] if table.unit_titles else []), *table.rows]
    of, unit = "registration.registration", registration.unit
    return Listing(title=title, of=of, columns=columns, rows=rows, day=day, unit=unit)


def _ticked(title: Title) -> Column:
    def on(row: GridRow) -> bool:
        return any(cell.on for cell in row.cells if cell.title.code == title.code)

    return Column(title.label, on, width=14, words=TICK)
