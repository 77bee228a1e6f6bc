"""New entries of the register: one, or many at once in one event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thidua.honours.models import Honour
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, WrongState
from thidua.kernel.text import fold
from thidua.people.models import Membership, Person
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.people.selectors import visible_units

from .checks import Catalogue, problems_of
from .entries import NewHonour, cleaned, row_of, said

_STRANGER = gettext_lazy("người này chưa từng thuộc đơn vị được ghi")
CHUNK = 2000  # rows per SQL statement: below the parameter limits of both databases


@dataclass(slots=True)
class Recorded:
    """What a bulk entry did: how many were added, and which were in the register already."""

    added: int = 0
    duplicates: list[NewHonour] = field(default_factory=list)


@service("honour.record")
def record_honour(*, entry: NewHonour, by: Actor, at: datetime) -> Honour:
    """Write one honour, also one of the past that went through no process here.

    Raises InvalidInput with messages per field, also for a person who never belonged to the unit; WrongState when the
    same honour is in the register already.
    """
    require(by, Permission.EDIT_HONOURS, entry.unit_id, localdate(at))
    entry = cleaned(entry)
    catalogue = Catalogue.read()
    fields = problems_of(entry, catalogue, today=localdate(at))
    if entry.person_id is not None and not Person.objects.filter(pk=entry.person_id).exists():
        fields["person_id"] = _("Không tìm thấy người này.")
    elif _outsiders([entry]):
        fields["unit_id"] = str(_STRANGER)
    if fields:
        raise InvalidInput(
            _("Chưa ghi được khen thưởng này."), _("Sửa các ô được đánh dấu rồi lưu lại."), fields=fields
        )
    if _key_of(entry) in _existing_keys([entry]):
        raise WrongState(
            _("Khen thưởng này đã có trong sổ."), _("Mở mục đã có; nếu cần sửa, dùng “Điều chỉnh” ở mục đó.")
        )
    honour = row_of(entry, *catalogue.pair(entry))
    honour.save(force_insert=True)
    audit(honour, unit_id=honour.unit_id, details=said(entry))
    return honour


@service("honour.record_many")
def record_honours(*, unit_id: int, entries: Iterable[NewHonour], by: Actor, at: datetime) -> Recorded:
    """Write many honours of units at or below ``unit_id`` in one event; what is in the register already is reported.

    All or nothing: raises InvalidInput naming the first wrong rows, counted from 1. Needs a constant number of
    queries per ``CHUNK`` rows.
    """
    day = localdate(at)
    require(by, Permission.EDIT_HONOURS, unit_id, day)
    rows = [cleaned(entry) for entry in entries]
    catalogue = Catalogue.read()
    _refuse_wrong(rows, catalogue, by, day)
    done = Recorded()
    seen: set[tuple[Any, ...]] = set()
    for chunk in _chunks(rows, CHUNK):
        fresh = _fresh(chunk, seen, done)
        Honour.objects.bulk_create([row_of(entry, *catalogue.pair(entry)) for entry in fresh], batch_size=CHUNK)
        done.added += len(fresh)
    if done.added:
        audit(
            Honour,
            unit_id=unit_id,
            label=_("{count} khen thưởng").format(count=done.added),
            details={"added": done.added, "duplicates": len(done.duplicates), "decisions": _decisions(rows)},
        )
    return done


def _refuse_wrong(rows: list[NewHonour], catalogue: Catalogue, by: Actor, day: date) -> None:
    """Raise InvalidInput when any row is wrong or lies outside the actor's reach."""
    reach = set(visible_units(by, day, Permission.EDIT_HONOURS).values_list("id", flat=True))
    outsiders = _outsiders(rows)
    wrong = []
    for number, entry in enumerate(rows, start=1):
        problems = list(problems_of(entry, catalogue, today=day).values())
        if entry.unit_id not in reach:
            problems.append(_("đơn vị nằm ngoài phạm vi bạn được giao"))
        if (entry.person_id, entry.unit_id) in outsiders:
            problems.append(str(_STRANGER))
        if problems:
            wrong.append(_("Dòng {number}: {problems}").format(number=number, problems="; ".join(problems)))
    if wrong:
        shown = " ".join(wrong[:10])
        raise InvalidInput(
            _("Có {count} dòng chưa đúng nên chưa ghi dòng nào. {shown}").format(count=len(wrong), shown=shown),
            _("Sửa các dòng này rồi nhập lại cả danh sách."),
        )


def _outsiders(rows: Sequence[NewHonour]) -> set[tuple[int | None, int]]:
    """Return the (person, unit) of the rows where the person never belonged to the unit nor to one below it.

    Any time counts: honours of years before somebody's places were recorded can be entered too.
    """
    asked: set[tuple[int | None, int]] = {
        (entry.person_id, entry.unit_id) for entry in rows if entry.person_id is not None
    }
    people = sorted({person_id for person_id, _unit in asked if person_id is not None})
    for start in range(0, len(people), CHUNK):
        places = Membership.objects.filter(person_id__in=people[start : start + CHUNK])
        asked -= set(places.values_list("person_id", "unit__above__ancestor_id"))
    return asked


def _fresh(chunk: Sequence[NewHonour], seen: set[tuple[Any, ...]], done: Recorded) -> list[NewHonour]:
    """Return the entries of the chunk that are neither in the register nor earlier in the list."""
    seen |= _existing_keys(chunk)
    fresh = []
    for entry in chunk:
        key = _key_of(entry)
        if key in seen:
            done.duplicates.append(entry)
        else:
            seen.add(key)
            fresh.append(entry)
    return fresh


def _key_of(entry: NewHonour) -> tuple[Any, ...]:
    """Return what makes two entries the same honour.

    A title is held once a year whatever the decision; a form can be given twice a year for different achievements
    (Luật TĐKT 2022 Đ5 k2c), so its decision number counts too.
    """
    holder = (entry.person_id, None if entry.person_id is not None else entry.unit_id, fold(entry.household))
    number = "" if entry.title else fold(entry.decision_number)
    return (*holder, entry.title, entry.form, entry.year, number)


def _existing_keys(entries: Sequence[NewHonour]) -> set[tuple[Any, ...]]:
    """Return the keys of what is held already by the same people and units: two queries."""
    columns = (
        "person_id", "unit_id", "household_folded", "title__code", "form__code", "year", "decision_number",
    )  # fmt: skip
    held = Honour.objects.held().filter(year__in={entry.year for entry in entries}).order_by()
    people = held.filter(person_id__in={entry.person_id for entry in entries if entry.person_id is not None})
    units = held.filter(person__isnull=True, unit_id__in={entry.unit_id for entry in entries})
    keys = set()
    for rows in (people.values_list(*columns), units.values_list(*columns)):
        for person, unit, household, title, form, year, number in rows:
            holder = (person, None if person is not None else unit, household)
            keys.add((*holder, title or "", form or "", year, "" if title else fold(number)))
    return keys


def _decisions(rows: list[NewHonour]) -> list[str]:
    return sorted({f"{entry.decision_number} ({entry.decision_date:%d/%m/%Y})" for entry in rows})[:50]


def _chunks(rows: list[NewHonour], size: int) -> Iterator[list[NewHonour]]:
    walker = iter(rows)
    while chunk := list(islice(walker, size)):
        yield chunk
