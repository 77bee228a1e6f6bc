"""The workbook of people: handed out, worked on for days, and sent back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO

from django.utils.translation import gettext as _

from thidua.people.selectors import positions_on
from thidua.people.states import Sex, StaffKind

from ..kinds.cells import said_truth
from ..kinds.known import Known, people_by_id, unit_names
from ..kinds.people_roll import IDENTITY, PLACE
from .guided import GuidedColumn, GuidedRow, guidance, write_guided

_AT_ONCE = 10_000  # people kept in memory


def write_people(target: IO[bytes], person_ids: Iterable[int], day: date) -> int:
    """Write the people, in the order given, as they stand on ``day``; return how many."""
    posts = {post.pk: post.name for post in positions_on(day)}
    return write_guided(
        target,
        _("Danh sách người"),
        _columns(posts.values()),
        _rows(list(person_ids), posts, day),
        base_fields=(*IDENTITY, *PLACE),
        guidance=_guidance(day),
    )


def _columns(posts: Iterable[str]) -> list[GuidedColumn]:
    truths = (said_truth(True), said_truth(False))
    return [
        GuidedColumn("row_id", hidden=True),
        GuidedColumn("row_version", hidden=True),
        GuidedColumn("unit_code", hidden=True),
        GuidedColumn("person_code", 16, prompt=_("Mã riêng của từng người; để trống với người mới thì hệ thống đặt.")),
        GuidedColumn("full_name", 28),
        GuidedColumn("birth_date", 13, prompt=_("Đủ ngày, tháng, năm, ví dụ 05/03/1985.")),
        GuidedColumn("sex", 10, tuple(str(sex.label) for sex in Sex)),
        GuidedColumn("unit", 40, prompt=_("Để trống với người mới: hiểu là đơn vị bạn chọn khi gửi tệp.")),
        GuidedColumn("position", 24, tuple(posts)),
        GuidedColumn("staff_kind", 18, tuple(str(kind.label) for kind in StaffKind)),
        GuidedColumn("union_member", 10, truths),
    ]


def _rows(person_ids: list[int], posts: dict[int, str], day: date) -> Iterator[GuidedRow]:
    sexes = {sex.value: str(sex.label) for sex in Sex}
    kinds = {kind.value: str(kind.label) for kind in StaffKind}
    for start in range(0, len(person_ids), _AT_ONCE):
        part = person_ids[start : start + _AT_ONCE]
        people = people_by_id(part, day)
        units = unit_names({one.unit_id for one in people.values() if one.unit_id})
        for one in (people[person_id] for person_id in part if person_id in people):
            yield _row(one, units.get(one.unit_id or 0, ("", "")), posts, sexes, kinds)


def _row(
    one: Known, unit: tuple[str, str], posts: dict[int, str], sexes: dict[str, str], kinds: dict[str, str]
) -> GuidedRow:
    member = said_truth(one.union_member) if one.membership_id is not None else ""
    cells = (
        one.person_id, one.version, unit[0], one.code, one.full_name, one.birth_date, sexes.get(one.sex, ""), unit[1],
        posts.get(one.position_id or 0, ""), kinds.get(one.staff_kind, ""), member,
    )  # fmt: skip
    return GuidedRow(cells, one.texts())


def _guidance(day: date) -> list[str]:
    return guidance(
        _("Danh sách người tính đến ngày %(day)s") % {"day": f"{day:%d/%m/%Y}"},
        _("Sửa ngay trong trang đầu; thêm người mới ở các dòng trống phía dưới. Không cần đúng thứ tự dòng."),
    )
