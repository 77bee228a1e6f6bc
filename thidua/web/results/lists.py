"""The lists of yearly results, as their pages and files have them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.registration.selectors import AskedFinding, findings_asked, progress_of, results_sheet
from thidua.registration.states import CaseKind, DisciplineLevel, Grade, LeaveKind
from thidua.web.listing import Column, Kind, Listing, Narrowing, narrowed_by

from .forms import YearFilter

if TYPE_CHECKING:
    from thidua.people.models import Membership, Unit
    from thidua.registration.models import Discipline, Leave, OpenCase
    from thidua.registration.selectors.results import ResultRow

HOLDS = {True: _("đạt"), False: _("không đạt")}
UNITS = [
    Column(_("Đơn vị"), lambda line: line.unit.short_name, width=40),
    Column(_("Số người"), lambda line: line.people, Kind.NUMBER),
    Column(_("Đã có xếp loại"), lambda line: line.graded, Kind.NUMBER, width=14),
]
DISCIPLINES = [
    Column(_("Họ và tên"), lambda item: item.person.full_name, width=28),
    Column(_("Hình thức"), lambda item: item.level, words=dict(DisciplineLevel.choices)),
    Column(_("Số quyết định"), lambda item: item.decision_number),
    Column(_("Ngày quyết định"), lambda item: item.decided_on, Kind.DAY),
    Column(_("Hết hiệu lực"), lambda item: item.ends_on, Kind.DAY),
]
CASES = [
    Column(_("Về ai"), lambda item: item.person.full_name if item.person else _("Tập thể đơn vị"), width=28),
    Column(_("Loại vụ việc"), lambda item: item.kind, words=dict(CaseKind.choices)),
    Column(_("Nội dung"), lambda item: item.note, width=50),
    Column(_("Từ ngày"), lambda item: item.opened_on, Kind.DAY),
    Column(_("Ngày kết luận"), lambda item: item.closed_on, Kind.DAY),
    Column(_("Kết luận"), lambda item: item.outcome if item.closed_on else _("chưa có kết luận"), width=50),
]
LEAVES = [
    Column(_("Họ và tên"), lambda item: item.person.full_name, width=28),
    Column(_("Loại nghỉ"), lambda item: item.kind, words=dict(LeaveKind.choices)),
    Column(_("Từ ngày"), lambda item: item.starts_on, Kind.DAY),
    Column(_("Đến hết ngày"), lambda item: item.ends_on, Kind.DAY),
]


def progress_list(units: Sequence[Unit], form: YearFilter, year: int, today: date) -> Listing:
    """Return the units with how many of their people have a grade for the year."""
    title, narrowed = _now("Tiến độ ghi kết quả của các đơn vị"), narrowed_by(form)
    return Listing(
        title=title, of="registration.performancegrade", columns=UNITS, rows=units, narrowed=narrowed, day=today,
        prepared=lambda part: progress_of(part, year, today),
    )  # fmt: skip


def result_list(unit: Unit, year: int, places: list[Membership], today: date, *, ungraded_only: bool) -> Listing:
    """Return a unit's people with the grade and the findings of a year."""
    asked = [item for item in findings_asked(year) if item.bulk]
    columns = [
        Column(_("Họ và tên"), lambda row: row.person.full_name, width=28),
        Column(_("Chức vụ"), lambda row: row.about),
        Column(_("Xếp loại"), lambda row: row.grade, width=32, words=dict(Grade.choices)),
        *map(_finding, asked),
        *([Column(_("Lý do nếu không đạt"), lambda row: row.reason, width=50)] if asked else []),
        Column(_("Kỷ luật, nghỉ dài ngày"), lambda row: "; ".join(row.marks), width=40),
    ]

    def with_results(part: list[Membership]) -> Iterable[ResultRow]:
        return results_sheet(unit.pk, year, today, part).rows

    title = _now("Xếp loại và nhận xét năm {year}").format(year=year)
    narrowed = [Narrowing(_now("Chỉ người chưa có xếp loại"), _now("có"))] if ungraded_only else []
    return Listing(
        title=title, of="registration.performancegrade", columns=columns, rows=places, prepared=with_results,
        narrowed=narrowed, day=today, unit=unit,
    )  # fmt: skip


def _finding(asked: AskedFinding) -> Column:
    def holds(row: ResultRow) -> bool | None:
        return next(cell.holds for cell in row.cells if cell.asked.code == asked.code)

    return Column(capfirst(asked.about), holds, words=HOLDS)


def event_lists(
    unit: Unit, year: int, disciplines: Sequence[Discipline], cases: Sequence[OpenCase], leaves: Sequence[Leave]
) -> tuple[Listing, Listing, Listing]:
    """Return a unit's disciplinary measures, cases and leave that touch a year."""
    narrowed = [Narrowing(_now("Năm"), str(year))]
    return (
        Listing(title=_now("Quyết định kỷ luật"), of="registration.discipline", columns=DISCIPLINES, rows=disciplines,
                narrowed=narrowed, unit=unit, code="ky-luat"),
        Listing(title=_now("Vụ việc đang xem xét"), of="registration.opencase", columns=CASES, rows=cases,
                narrowed=narrowed, unit=unit, code="vu-viec"),
        Listing(title=_now("Nghỉ dài ngày"), of="registration.leave", columns=LEAVES, rows=leaves,
                narrowed=narrowed, unit=unit, code="nghi"),
    )  # fmt: skip
