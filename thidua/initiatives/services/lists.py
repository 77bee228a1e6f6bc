"""Initiatives of many people at once, as a workbook brings them: checked one by one, written as a whole, traced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.rowsets import RowProblem, Trace, insert_rows, refuse, update_rows
from thidua.kernel.text import nfc
from thidua.people.models import Membership
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.people.selectors import visible_units

from ..models import Authorship, Initiative
from ..states import InitiativeKind, Scope
from .initiatives import WHOLE

_NAME_LENGTH, _CODE_LENGTH = 500, 40
_COLUMNS = (
    "code", "unit_id", "year", "kind", "name", "name_exact", "name_folded", "scope", "decision_number", "decided_on",
)  # fmt: skip


class NewInitiative(NamedTuple):
    """An initiative to be entered, recognised when ``scope`` is given. ``authors``: (person, share in whole per cent).

    ``code`` "" for the next free one of the unit's year.
    """

    unit_id: int
    year: int
    name: str
    authors: tuple[tuple[int, int], ...]
    kind: str = InitiativeKind.INITIATIVE
    code: str = ""
    scope: str = ""
    decision_number: str = ""
    decided_on: date | None = None


class Recognition(NamedTuple):
    """The decision that recognised an initiative which is in the system already; ``version`` as it was seen."""

    initiative_id: int
    version: int
    unit_id: int
    year: int
    scope: str
    decision_number: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class InitiativeList:
    """What is to be written: new initiatives, and recognitions of those that are known."""

    new: Sequence[NewInitiative] = ()
    recognised: Sequence[Recognition] = ()


@service("initiative.write_list")
def write_initiatives(
    *, unit_id: int, entries: InitiativeList, by: Actor, at: datetime, source: str = ""
) -> list[Trace]:
    """Enter and recognise initiatives of ``unit_id`` and below; return the traces that undo it.

    All or nothing: raises InvalidInput naming the first wrong rows, StaleVersion when somebody saved in between.
    """
    day = localdate(at)
    require(by, Permission.RECORD_RESULTS, unit_id, day)
    refuse(problems_of_initiatives([*entries.new, *entries.recognised], by, day))
    traces = []
    if entries.new:
        rows = (_values(one, code) for one, code in zip(entries.new, _codes(entries.new), strict=True))
        made = insert_rows(Initiative, _COLUMNS, rows)
        shares = [(key, *author) for key, one in zip(made.keys, entries.new, strict=True) for author in one.authors]
        traces += [made, insert_rows(Authorship, ("initiative_id", "person_id", "share"), shares)]
    if entries.recognised:
        decided = ((r.initiative_id, r.scope, nfc(r.decision_number), r.decided_on) for r in entries.recognised)
        expected = {one.initiative_id: one.version for one in entries.recognised}
        traces.append(update_rows(Initiative, ("scope", "decision_number", "decided_on"), decided, expected=expected))
    if traces:
        counts = {"new": len(entries.new), "recognised": len(entries.recognised)}
        audit(Initiative, unit_id=unit_id, label=source, details={"source": source, **counts})
    return traces


def problems_of_initiatives(entries: Sequence[NewInitiative | Recognition], by: Actor, day: date) -> list[RowProblem]:
    """Say what of ``entries`` could not be written by ``by`` on ``day``, one by one. Constant queries."""
    reach = set(visible_units(by, day, Permission.RECORD_RESULTS).values_list("pk", flat=True))
    new = [one for one in entries if isinstance(one, NewInitiative)]
    places = _places(person for one in new for person, _share in one.authors)
    taken = _taken({one.code for one in new if one.code})
    found = []
    for index, one in enumerate(entries):
        said = [*_decision_problems(one, day)]
        if one.unit_id not in reach:
            said.append(("unit", _("Đơn vị này nằm ngoài phạm vi bạn được giao.")))
        if isinstance(one, NewInitiative):
            said += [*_form_problems(one, day, taken), *_author_problems(one, places)]
            taken |= {one.code} - {""}
        found += [RowProblem(index, *problem) for problem in said]
    return found


def _values(one: NewInitiative, code: str) -> tuple[object, ...]:
    names = Initiative.name_fields(one.name).values()
    return (
        code, one.unit_id, one.year, one.kind, *names, one.scope, nfc(one.decision_number), one.decided_on,
    )  # fmt: skip


def _codes(new: Sequence[NewInitiative]) -> list[str]:
    """Return each one's code, the next free one of its unit's year where it has none."""
    stems = {(one.unit_id, one.year): f"sk-{one.year}-{one.unit_id}-" for one in new if not one.code}
    last: dict[str, int] = defaultdict(int)
    units = {unit for unit, _year in stems}
    taken = Initiative.objects.filter(unit_id__among=units, code__startswith="sk-").order_by()
    for code in taken.values_list("code", flat=True):
        stem, _dash, number = code.rpartition("-")
        if number.isdigit():
            last[f"{stem}-"] = max(last[f"{stem}-"], int(number))
    codes = []
    for one in new:
        if one.code:
            codes.append(one.code)
            continue
        stem = stems[one.unit_id, one.year]
        last[stem] += 1
        codes.append(f"{stem}{last[stem]}")
    return codes


def _places(people: Iterable[int]) -> dict[int, list[tuple[int, date, date | None]]]:
    """Return person → (unit or one above it, from, to) of every place they ever held."""
    found: dict[int, list[tuple[int, date, date | None]]] = defaultdict(list)
    rows = Membership.objects.filter(person_id__among=set(people)).order_by()
    columns = ("person_id", "unit__above__ancestor_id", "valid_from", "valid_to")
    for person, unit, began, end in rows.values_list(*columns):
        found[person].append((unit, began, end))
    return found


def _taken(codes: set[str]) -> set[str]:
    return set(Initiative.objects.filter(code__among=codes).order_by().values_list("code", flat=True))


def _form_problems(one: NewInitiative, day: date, taken: set[str]) -> Iterator[tuple[str, str]]:
    if not nfc(one.name):
        yield "name", _("Ghi tên sáng kiến, đề tài.")
    elif len(one.name) > _NAME_LENGTH:
        yield "name", _("Tên dài quá %(length)s chữ.") % {"length": _NAME_LENGTH}
    if one.kind not in InitiativeKind.values:
        yield "kind", _("Chọn loại.")
    if one.year > day.year:
        yield "year", _("Chưa đến năm %(year)s.") % {"year": one.year}
    if len(one.code) > _CODE_LENGTH:
        yield "code", _("Mã dài quá %(length)s chữ.") % {"length": _CODE_LENGTH}
    elif one.code in taken:
        yield "code", _("Mã này đã dùng cho sáng kiến khác.")


def _author_problems(
    one: NewInitiative, places: Mapping[int, Sequence[tuple[int, date, date | None]]]
) -> Iterator[tuple[str, str]]:
    shares = [share for _person, share in one.authors]
    if len(dict(one.authors)) != len(one.authors):
        yield "authors", _("Một tác giả được ghi hai lần.")
    elif sum(shares) != WHOLE or min(shares, default=0) < 1:
        total = {"total": sum(shares)}
        yield "share", _("Tỷ lệ đóng góp của các tác giả phải cộng lại bằng 100 %% (đang là %(total)s %%).") % total
    first, after = date(one.year, 1, 1), date(one.year + 1, 1, 1)
    ours = False
    for person, _share in one.authors:
        held = [unit for unit, began, end in places.get(person, ()) if began < after and (end is None or end > first)]
        ours = ours or one.unit_id in held
        if not held:
            yield "authors", _("Tác giả không có nơi công tác trong năm %(year)s.") % {"year": one.year}
    if one.authors and not ours:
        yield "unit", _("Không tác giả nào thuộc đơn vị trong năm %(year)s.") % {"year": one.year}


def _decision_problems(one: NewInitiative | Recognition, day: date) -> Iterator[tuple[str, str]]:
    if not one.scope:
        if isinstance(one, Recognition) or one.decision_number or one.decided_on:
            yield "scope", _("Có quyết định công nhận nhưng chưa ghi phạm vi công nhận.")
        return
    if one.scope not in Scope.values:
        yield "scope", _("Chọn phạm vi công nhận.")
    if not nfc(one.decision_number):
        yield "decision_number", _("Ghi số quyết định công nhận.")
    if one.decided_on is None:
        yield "decided_on", _("Ghi ngày công nhận.")
    elif one.decided_on > day:
        yield "decided_on", _("Ngày công nhận không được ở tương lai.")
    elif one.decided_on.year < one.year:
        yield "decided_on", _("Ngày công nhận không được trước năm của sáng kiến.")
