"""Titles registered for many people and units at once, as a workbook brings them: checked, written, traced."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.honours.states import Subject
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.rowsets import RowProblem, Trace, delete_rows, insert_rows, refuse, update_rows
from thidua.kernel.verdicts import ALLOWED, Verdict, refused
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.people.selectors import visible_units

from ..models import Registration, RegistrationLine
from ..policies import why_not_edit
from ..selectors.registers import Place, Register, register_of, registers_of
from ..states import RegistrationState


class RegistrationEntry(NamedTuple):
    """A title registered by a unit for a person (None: for itself) in a year; ``on`` False takes it off again."""

    unit_id: int
    person_id: int | None
    title_code: str
    year: int
    on: bool = True


@service("registration.write_list")
def write_registrations(
    *, unit_id: int, entries: Sequence[RegistrationEntry], by: Actor, at: datetime, source: str = ""
) -> list[Trace]:
    """Tick and untick titles in the registrations of units at or below ``unit_id``; return the traces that undo it.

    Registrations that were not begun are begun as drafts. All or nothing: raises InvalidInput naming the first wrong
    rows, StaleVersion when somebody saved in between.
    """
    day = localdate(at)
    require(by, Permission.REGISTER_TITLES, unit_id, day)
    people = {one.person_id for one in entries if one.person_id is not None}
    registers = registers_of({one.year for one in entries}, people, day)
    refuse(problems_of_registrations(entries, by, day, registers))
    traces, added, removed = [], 0, 0
    for register, own in _by_register(entries, registers):
        wanted = {(one.unit_id, one.person_id, one.title_code): one.on for one in own}
        new = [place for place, on in wanted.items() if on and place not in register.lines]
        gone = [register.lines[place] for place, on in wanted.items() if not on and place in register.lines]
        touched = {place[0] for place in wanted if wanted[place] != (place in register.lines)}
        traces += _write(register, new, gone, touched, by, at)
        added, removed = added + len(new), removed + len(gone)
    if traces:
        details = {"source": source, "added": added, "removed": removed, "years": sorted({e.year for e in entries})}
        audit(Registration, unit_id=unit_id, label=source, details=details)
    return [trace for trace in traces if trace.keys]


def problems_of_registrations(
    entries: Sequence[RegistrationEntry], by: Actor, day: date, registers: Mapping[int, Sequence[Register]]
) -> list[RowProblem]:
    """Say what of ``entries`` could not be written by ``by`` on ``day``, one by one, in the rounds of their years."""
    reach = _Reach.of(by, day)
    found = []
    for index, one in enumerate(entries):
        register = register_of(registers, one.year, one.unit_id)
        said = [*_problems(one, register, reach, day)] if register else [("year", _no_round(one.year))]
        found += [RowProblem(index, *problem) for problem in said]
    return found


@dataclass(frozen=True, slots=True)
class _Reach:
    """Units whose titles the actor may register, and whose rounds they run."""

    registers: Collection[int]
    receives: Collection[int]

    @classmethod
    def of(cls, by: Actor, day: date) -> _Reach:
        rights = (Permission.REGISTER_TITLES, Permission.RECEIVE_REGISTRATIONS)
        return cls(*(set(visible_units(by, day, right).values_list("pk", flat=True)) for right in rights))


def _within(unit_id: int, reach: Collection[int]) -> Callable[[], Verdict]:
    return lambda: ALLOWED if unit_id in reach else refused(_("Đơn vị này nằm ngoài phạm vi bạn được giao."))


def _problems(entry: RegistrationEntry, register: Register, reach: _Reach, day: date) -> Iterator[tuple[str, str]]:
    stored = register.registrations.get(entry.unit_id)
    verdict = why_not_edit(
        register.call,
        stored.state if stored else RegistrationState.DRAFT,
        day,
        registers=_within(entry.unit_id, reach.registers),
        receives=_within(register.call.owner_id, reach.receives),
    )
    if not verdict:
        yield "", verdict.reason
    title = register.titles.get(entry.title_code)
    if title is None:
        yield "title", _("Danh hiệu này không nhận đăng ký trong đợt.")
    elif (title.subject == Subject.PERSON) != (entry.person_id is not None):
        yield "title", _("Danh hiệu tập thể chỉ đăng ký cho đơn vị, danh hiệu cá nhân chỉ đăng ký cho người.")
    if entry.on and entry.person_id is not None and entry.unit_id not in register.people.get(entry.person_id, ()):
        yield "full_name", _("Người này không thuộc đơn vị vào ngày đăng ký.")


def _no_round(year: int) -> str:
    return _("Chưa có đợt đăng ký năm %(year)s cho đơn vị này.") % {"year": year}


def _by_register(
    entries: Sequence[RegistrationEntry], registers: Mapping[int, Sequence[Register]]
) -> list[tuple[Register, list[RegistrationEntry]]]:
    found: dict[int, tuple[Register, list[RegistrationEntry]]] = {}
    for one in entries:
        register = register_of(registers, one.year, one.unit_id)
        if register is not None:
            found.setdefault(register.call.pk, (register, []))[1].append(one)
    return list(found.values())


def _write(
    register: Register, new: Sequence[Place], gone: Sequence[int], touched: Collection[int], by: Actor, at: datetime
) -> list[Trace]:
    call, known = register.call, register.registrations
    begun = sorted(touched - known.keys())
    rows = ((call.pk, unit, call.year, RegistrationState.DRAFT.value, at, by.pk) for unit in begun)
    columns = ("round_id", "unit_id", "year", "state", "saved_at", "saved_by_id")
    made = insert_rows(Registration, columns, rows)
    saved = {known[unit].key: known[unit].version for unit in touched & known.keys()}
    keys = {unit: stored.key for unit, stored in known.items()} | dict(zip(begun, made.keys, strict=True))
    lines = ((keys[unit], person, register.titles[code].pk) for unit, person, code in new)
    return [
        made,
        update_rows(Registration, ("saved_at", "saved_by_id"), ((k, at, by.pk) for k in saved), expected=saved),
        delete_rows(RegistrationLine, gone),
        insert_rows(RegistrationLine, ("registration_id", "person_id", "title_id"), lines),
    ]
