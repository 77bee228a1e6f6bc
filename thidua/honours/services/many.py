"""Many honours at once: what is wrong with which, what the register holds already, and writing them traced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from thidua.honours.models import Honour
from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.rowsets import RowProblem, Trace, insert_rows, refuse
from thidua.kernel.text import fold
from thidua.people.models import Membership
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.people.selectors import visible_units

from .checks import Catalogue, problems_of
from .entries import NewHonour, cleaned

_COLUMNS = (
    "person_id", "unit_id", "subject", "household", "household_folded", "title_id", "form_id", "year", "issuer_level",
    "issuer", "decision_number", "decision_date", "certificate_number", "nature", "basis", "note",
)  # fmt: skip


@service("honour.write_list")
def write_honours(
    *, unit_id: int, entries: Sequence[NewHonour], by: Actor, at: datetime, source: str = ""
) -> list[Trace]:
    """Write honours of units at or below ``unit_id``; return the traces that undo it. ``source`` names the file.

    All or nothing: raises InvalidInput naming the first wrong rows, among them those in the register already.
    """
    day = localdate(at)
    require(by, Permission.EDIT_HONOURS, unit_id, day)
    rows = [cleaned(entry) for entry in entries]
    catalogue = Catalogue.read()
    problems = problems_of_honours(rows, by, day, catalogue)
    held = already_held(rows)
    problems += [RowProblem(i, "", _("đã có trong sổ")) for i, is_held in enumerate(held) if is_held]
    refuse(problems)
    if not rows:
        return []
    trace = insert_rows(Honour, _COLUMNS, (_values(entry, catalogue) for entry in rows))
    details = {"source": source, "added": len(rows), "decisions": decisions_of(rows)}
    audit(Honour, unit_id=unit_id, label=source, details=details)
    return [trace]


def problems_of_honours(
    entries: Sequence[NewHonour], by: Actor, day: date, catalogue: Catalogue | None = None
) -> list[RowProblem]:
    """Say what of ``entries`` could not be written by ``by`` on ``day``, row by row. Constant queries."""
    catalogue = catalogue or Catalogue.read()
    reach = set(visible_units(by, day, Permission.EDIT_HONOURS).values_list("id", flat=True))
    outside = outsiders(entries)
    found = []
    for index, entry in enumerate(entries):
        for name, message in problems_of(entry, catalogue, today=day).items():
            found.append(RowProblem(index, name, message))
        if entry.unit_id not in reach:
            found.append(RowProblem(index, "unit_id", _("đơn vị nằm ngoài phạm vi bạn được giao")))
        if (entry.person_id, entry.unit_id) in outside:
            found.append(RowProblem(index, "unit_id", stranger()))
    return found


def already_held(entries: Sequence[NewHonour]) -> list[bool]:
    """Say of each entry whether the register, or an earlier one of the same list, holds the honour already."""
    seen = existing_keys(entries)
    found = []
    for entry in entries:
        key = key_of(entry)
        found.append(key in seen)
        seen.add(key)
    return found


def stranger() -> str:
    """Say that a person never belonged to the unit."""
    return _("người này chưa từng thuộc đơn vị được ghi")


def outsiders(rows: Sequence[NewHonour]) -> set[tuple[int | None, int]]:
    """Return the (person, unit) of the rows where the person never belonged to the unit nor to one below it.

    Any time counts: honours of years before somebody's places were recorded can be entered too.
    """
    asked: set[tuple[int | None, int]] = {
        (entry.person_id, entry.unit_id) for entry in rows if entry.person_id is not None
    }
    places = Membership.objects.filter(person_id__among={person_id for person_id, _unit in asked})
    return asked - set(places.values_list("person_id", "unit__above__ancestor_id"))


def key_of(entry: NewHonour) -> tuple[Any, ...]:
    """Return what makes two entries the same honour.

    A title is held once a year whatever the decision; a form can be given twice a year for different achievements
    (Luật TĐKT 2022 Đ5 k2c), so its decision number counts too.
    """
    holder = (entry.person_id, None if entry.person_id is not None else entry.unit_id, fold(entry.household))
    number = "" if entry.title else fold(entry.decision_number)
    return (*holder, entry.title, entry.form, entry.year, number)


def existing_keys(entries: Sequence[NewHonour]) -> set[tuple[Any, ...]]:
    """Return the keys of what is held already by the same people and units: two queries."""
    columns = (
        "person_id", "unit_id", "household_folded", "title__code", "form__code", "year", "decision_number",
    )  # fmt: skip
    held = Honour.objects.held().filter(year__in={entry.year for entry in entries}).order_by()
    found: set[tuple[Any, ...]] = set()
    people = {entry.person_id for entry in entries if entry.person_id is not None}
    units = {entry.unit_id for entry in entries if entry.person_id is None}
    for part in (held.filter(person_id__among=people), held.filter(person__isnull=True, unit_id__among=units)):
        for person, unit, household, title, form, year, number in part.values_list(*columns):
            holder = (person, None if person is not None else unit, household)
            found.add((*holder, title or "", form or "", year, "" if title else fold(number)))
    return found


def decisions_of(entries: Sequence[NewHonour]) -> list[str]:
    """Return the decisions behind the entries, for the audit; no more than 50."""
    return sorted({f"{entry.decision_number} ({entry.decision_date:%d/%m/%Y})" for entry in entries})[:50]


def _values(entry: NewHonour, catalogue: Catalogue) -> tuple[Any, ...]:
    title, form = catalogue.pair(entry)
    return (
        entry.person_id, entry.unit_id, str(entry.subject), entry.household, fold(entry.household),
        title.pk if title else None, form.pk if form else None, entry.year, entry.issuer_level, entry.issuer,
        entry.decision_number, entry.decision_date, entry.certificate_number, str(entry.nature), str(entry.basis),
        entry.note,
    )  # fmt: skip
