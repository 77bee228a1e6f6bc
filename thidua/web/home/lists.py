"""The lists of the home page, as it and their files have them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.statistics.stages import StageCode, UnitYear
from thidua.statistics.todo import When
from thidua.web.listing import Column, Kind, Listing, Narrowing, narrowed_by

from .forms import UnitFilter

if TYPE_CHECKING:
    from .tasks import Line

TASKS = [
    Column(_("Khi nào"), lambda row: row[0].label),
    Column(_("Việc"), lambda row: row[1].words, width=60),
    Column(_("Đơn vị"), lambda row: row[1].unit, width=36),
    Column(_("Hạn"), lambda row: row[1].due_on, Kind.DAY),
]


def _stage(code: StageCode) -> Column:
    def standing(one: UnitYear) -> str | None:
        found = next((stage for stage in one.stages if stage.code == code), None)
        if found is None:
            return None
        return f"{found.state.label}: {found.note}" if found.note else str(found.state.label)

    return Column(code.label, standing, width=28)


UNITS = [
    Column(_("Đơn vị"), lambda one: one.unit.short_name, width=40),
    Column(_("Đang ở bước"), lambda one: _current(one), width=28),
    *map(_stage, StageCode),
]


def _current(one: UnitYear) -> str:
    if one.is_done:
        return _now("xong cả năm")
    return f"{one.current.label}: {one.current.state.label}"


def task_list(groups: Iterable[tuple[When, Sequence[Line]]], year: int, today: date) -> Listing:
    """Return what waits for somebody, the most urgent first."""
    rows = [(when, line) for when, lines in groups for line in lines]
    narrowed = [Narrowing(_now("Năm"), str(year))]
    title = _now("Việc cần làm")
    return Listing(title=title, of="people.unit", columns=TASKS, rows=rows, narrowed=narrowed, day=today, code="viec")


def stage_list(
    rows: Any, form: UnitFilter, year: int, today: date, with_stages: Callable[[list[Any]], Iterable[UnitYear]]
) -> Listing:
    """Return the units with the stages of their year; ``with_stages`` reads them for some of ``rows``."""
    narrowed = [Narrowing(_now("Năm"), str(year)), *narrowed_by(form)]
    return Listing(
        title=_now("Các đơn vị và bước của năm"), of="people.unit", columns=UNITS, rows=rows, prepared=with_stages,
        narrowed=narrowed, day=today, code="don-vi",
    )  # fmt: skip
