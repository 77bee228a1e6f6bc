"""The lists of the law's pages, as they and their files have them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.kernel.states import JobState
from thidua.lawbooks.states import ProvisionState
from thidua.web.listing import Column, Kind, Listing, Narrowing

if TYPE_CHECKING:
    from thidua.lawbooks.models import Provision, SimulatedChange, Simulation
    from thidua.lawbooks.reading import Row
    from thidua.lawbooks.selectors import CarriedRow


@dataclass(frozen=True, slots=True)
class LawRow:
    """A row of the law under the award it is a way to, or under its kind."""

    group: str
    name: str
    kind: str
    row: Row


LAW = [
    Column(_("Đối tượng"), lambda one: capfirst(one.group)),
    Column(_("Danh hiệu, hình thức"), lambda one: one.name, width=50),
    Column(_("Loại"), lambda one: one.kind),
    Column(_("Quy tắc"), lambda one: one.row.id, width=20),
    Column(_("Thời kỳ"), lambda one: _regimes(one.row, unread=False), width=40),
    Column(_("Tạm dùng, chưa đối chiếu"), lambda one: _regimes(one.row, unread=True)),
    Column(_("Trạng thái"), lambda one: bool(one.row.disabled), words={True: _("chưa dùng được")}),
]
PROVISIONS = [
    Column(_("Quy định"), lambda row: capfirst(str(row)), width=60),
    Column(_("Văn bản"), lambda row: f"{row.source} [{row.confidence}]", width=50),
    Column(_("Áp dụng"), lambda row: row.first_day, Kind.DAY),
    Column(_("Đến hết ngày"), lambda row: row.last_day, Kind.DAY),
    Column(_("Trạng thái"), lambda row: row.state, words=dict(ProvisionState.choices)),
    Column(_("Người nhập"), lambda row: row.entered_by),
    Column(_("Người đồng ý"), lambda row: row.seconded_by),
]
CHECKS = [
    Column(_("Quy tắc"), lambda row: row.item.id, width=20),
    Column(_("Tên"), lambda row: row.item.name_vi, width=60),
    Column(_("Căn cứ cũ"), lambda row: row.item.citation, width=50),
    Column(_("Đối chiếu"), lambda row: row.check and row.check.state, words=dict(ProvisionState.choices)),
    Column(_("Người nhập"), lambda row: row.check and row.check.entered_by),
    Column(_("Người đồng ý"), lambda row: row.check and row.check.seconded_by),
]
SIMULATIONS = [
    Column(_("Đơn vị"), lambda row: row.unit.short_name, width=36),
    Column(_("Năm"), lambda row: row.year, Kind.NUMBER),
    Column(_("Bên thứ nhất"), lambda row: row.before["words"], width=40),
    Column(_("Bên thứ hai"), lambda row: row.after["words"], width=40),
    Column(_("Trạng thái"), lambda row: row.state, words=dict(JobState.choices)),
]
COMPARED = [
    Column(_("Theo"), lambda row: row[0], width=28),
    Column(_("Mục"), lambda row: capfirst(str(row[1]["label"])), width=60),
    Column(_("Được thêm"), lambda row: row[1]["gain"], Kind.NUMBER),
    Column(_("Mất đi"), lambda row: row[1]["loss"], Kind.NUMBER),
    Column(_("Đổi kết luận khác"), lambda row: row[1]["other"], Kind.NUMBER, width=16),
]


def _regimes(row: Row, *, unread: bool) -> str:
    """Return the periods of the law in which a row holds; with ``unread`` only those with which nobody compared it."""
    spans = (span for span in row.spans if not unread or (span.carried and not span.checked))
    return ", ".join(code for span in spans for code in span.regimes)


def law_list(groups: Iterable[dict[str, Any]], others: Iterable[dict[str, Any]], query: str) -> Listing:
    """Return every rule under its awards, then what else the law says; the law is everybody's."""
    rows = [*_ways(groups), *(LawRow(group["label"], row.name, "", row) for group in others for row in group["rows"])]
    narrowed = [Narrowing(_now("Tìm"), query, typed=True)] if query else []
    title = _now("Các quy tắc của luật")
    return Listing(title=title, of="lawbooks.provision", columns=LAW, rows=rows, narrowed=narrowed, open=True)


def _ways(groups: Iterable[dict[str, Any]]) -> Iterator[LawRow]:
    for group in groups:
        for item in group["awards"]:
            for row in item["rows"]:
                yield LawRow(group["label"], item["award"].name_vi, item["kind"], row)


def provision_list(rows: QuerySet[Provision]) -> Listing:
    """Return what was entered, the newest first."""
    return Listing(title=_now("Quy định đã nhập"), of="lawbooks.provision", columns=PROVISIONS, rows=rows)


def check_list(rows: Sequence[CarriedRow]) -> Listing:
    """Return the rules carried into the unread law, and who checked them."""
    return Listing(title=_now("Quy tắc tạm dùng"), of="lawbooks.provision", columns=CHECKS, rows=rows)


def simulation_list(rows: QuerySet[Simulation]) -> Listing:
    """Return the simulations of one's units."""
    return Listing(title=_now("Các lần mô phỏng"), of="lawbooks.simulation", columns=SIMULATIONS, rows=rows)


def _sides(simulation: Simulation) -> list[Narrowing]:
    return [
        Narrowing(_now("Bên thứ nhất"), simulation.before["words"]),
        Narrowing(_now("Bên thứ hai"), simulation.after["words"]),
        Narrowing(_now("Chú ý"), _now("Đây là mô phỏng, không ảnh hưởng kết quả thật.")),
    ]


def compared_list(simulation: Simulation, tables: Sequence[dict[str, Any]]) -> Listing:
    """Return the counts of a simulation by every dimension, one table under the other."""
    rows = [(str(table["title"]), line) for table in tables for line in table["rows"]]
    return Listing(
        title=_now("Mô phỏng luật năm {year}").format(year=simulation.year), of="lawbooks.simulation",
        columns=COMPARED, rows=rows, narrowed=_sides(simulation), unit=simulation.unit,
    )  # fmt: skip


def changed_list(
    simulation: Simulation,
    rows: QuerySet[SimulatedChange],
    asked: Sequence[Narrowing],
    in_words: Callable[[list[SimulatedChange]], Iterable[dict[str, Any]]],
) -> Listing:
    """Return who changes in a simulation, with the reasons of both sides."""
    before, after = capfirst(simulation.before["words"]), capfirst(simulation.after["words"])
    if before == after:
        before, after = _now("Bên thứ nhất"), _now("Bên thứ hai")
    columns = [
        Column(_("Họ và tên"), lambda row: row["of"].person.full_name, width=28),
        Column(_("Đơn vị"), lambda row: row["of"].unit.short_name, width=36),
        Column(_("Danh hiệu, hình thức"), lambda row: row["award"], width=36),
        Column(_("Thay đổi"), lambda row: row["direction"]),
        *_side(before, 0),
        *_side(after, 1),
    ]
    return Listing(
        title=_now("Ai thay đổi trong mô phỏng"), of="lawbooks.simulation", columns=columns, rows=rows,
        prepared=in_words, narrowed=[*_sides(simulation), *asked], unit=simulation.unit,
    )  # fmt: skip


def _side(name: str, place: int) -> list[Column]:
    return [
        Column(_now("{side}: kết luận").format(side=name), lambda row: row["sides"][place]["answer"].label),
        Column(
            _now("{side}: lý do").format(side=name),
            lambda row: "\n".join(capfirst(reason) for reason in row["sides"][place]["reasons"]),
            width=60,
        ),
        Column(_now("{side}: quy tắc").format(side=name), lambda row: row["sides"][place]["rule"]),
    ]
