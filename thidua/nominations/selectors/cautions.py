"""What to know before going on with a nomination: the same person put up elsewhere too, or what they hold already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from thidua.honours.models import Honour
from thidua.honours.states import Subject
from thidua.kernel.text import fold

from ..models import Nomination
from ..states import ENDED, NominationState


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to know. ``kind``: ``also`` (put up elsewhere too), ``held`` (the register has it for that year).

    ``nomination`` or ``honour`` is what it is about.
    """

    kind: str
    nomination: Nomination | None = None
    honour: Honour | None = None


def cautions_of(rows: Collection[Nomination]) -> dict[int, list[Caution]]:
    """Return what to know of each nomination that has anything. Two queries."""
    found: dict[int, list[Caution]] = defaultdict(list)
    for row, other in _also(rows):
        found[row.pk].append(Caution("also", nomination=other))
    for row, honour in _held(rows):
        found[row.pk].append(Caution("held", honour=honour))
    return dict(found)


def _holder(row: Nomination | Honour) -> tuple[object, ...]:
    """Return by what a person, collective or household is the same."""
    if row.person_id is not None:
        return ("person", row.person_id)
    return ("unit", row.unit_id, fold(row.household))


def _also(rows: Collection[Nomination]) -> Iterable[tuple[Nomination, Nomination]]:
    """Yield (nomination, another open one of the same holder and year in any dossier)."""
    others = _of_same_holders(Nomination.objects.filter(dossier__year__in={row.dossier.year for row in rows}), rows)
    others = others.exclude(state__in=ENDED - {NominationState.ARCHIVED})
    by_holder = defaultdict(list)
    for other in others.select_related("dossier", "dossier__unit", "title", "form", "person", "unit"):
        by_holder[(*_holder(other), other.dossier.year)].append(other)
    for row in rows:
        for other in by_holder[(*_holder(row), row.dossier.year)]:
            if other.pk != row.pk:
                yield row, other


def _held(rows: Collection[Nomination]) -> Iterable[tuple[Nomination, Honour]]:
    """Yield (nomination, the honour of the same title or form and year that is held already)."""
    held = _of_same_holders(Honour.objects.held().filter(year__in={row.dossier.year for row in rows}), rows)
    by_what = defaultdict(list)
    for honour in held.select_related("title", "form", "person", "unit"):
        by_what[(*_holder(honour), honour.title_id, honour.form_id, honour.year)].append(honour)
    for row in rows:
        for honour in by_what[(*_holder(row), row.title_id, row.form_id, row.dossier.year)]:
            yield row, honour


def _of_same_holders(found: QuerySet[Any], rows: Collection[Nomination]) -> QuerySet[Any]:
    people = {row.person_id for row in rows if row.person_id is not None}
    units = {row.unit_id for row in rows if row.person_id is None}
    of_units = found.filter(unit_id__among=units).exclude(subject=Subject.PERSON)
    return found.filter(person_id__among=people) | of_units
