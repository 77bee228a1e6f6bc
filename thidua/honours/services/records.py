"""New entries of the register: one, or many at once in one event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.honours.models import Honour
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput, WrongState
from thidua.kernel.rowsets import refuse
from thidua.people.models import Person
from thidua.people.permissions import Permission
from thidua.people.policies import require

from .checks import Catalogue, problems_of
from .entries import NewHonour, cleaned, row_of, said
from .many import decisions_of, existing_keys, key_of, outsiders, problems_of_honours, stranger

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
    elif outsiders([entry]):
        fields["unit_id"] = stranger()
    if fields:
        raise InvalidInput(
            _("Chưa ghi được khen thưởng này."), _("Sửa các ô được đánh dấu rồi lưu lại."), fields=fields
        )
    if key_of(entry) in existing_keys([entry]):
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
    refuse(problems_of_honours(rows, by, day, catalogue))
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
            details={"added": done.added, "duplicates": len(done.duplicates), "decisions": decisions_of(rows)},
        )
    return done


def _fresh(chunk: Sequence[NewHonour], seen: set[tuple[Any, ...]], done: Recorded) -> list[NewHonour]:
    """Return the entries of the chunk that are neither in the register nor earlier in the list."""
    seen |= existing_keys(chunk)
    fresh = []
    for entry in chunk:
        key = key_of(entry)
        if key in seen:
            done.duplicates.append(entry)
        else:
            seen.add(key)
            fresh.append(entry)
    return fresh


def _chunks(rows: list[NewHonour], size: int) -> Iterator[list[NewHonour]]:
    walker = iter(rows)
    while chunk := list(islice(walker, size)):
        yield chunk
