"""Keeps UnitAncestry equal to what the versions say, for all dates at once. Pages never call this; unit services do.

The table is derived: dropping and rebuilding it loses nothing. A ring at any date raises InvalidInput.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.auditing import audit, service
from thidua.kernel.errors import InvalidInput

from ..models import Unit, UnitAncestry, UnitVersion
from ..permissions import Permission
from ..policies import require

# Deeper than any real organisation: a walk that gets here goes round in a ring.
DEEPEST = 60
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """Under which parent a unit stood during ``[start, end)``; an empty end means until further notice."""

    parent_id: int | None
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class _Line:
    ancestor_id: int
    depth: int
    start: date
    end: date | None


def _overlap(start: date, end: date | None, other: Place) -> tuple[date, date | None] | None:
    first = max(start, other.start)
    last = end if other.end is None else other.end if end is None else min(end, other.end)
    return (first, last) if last is None or first < last else None


def lines_of(unit_id: int, places: dict[int, list[Place]]) -> Iterator[_Line]:
    """Walk up from ``unit_id`` through all dates; raises InvalidInput when it comes round to itself.

    ``places`` maps each unit to its places, in time order.
    """
    steps = [(unit_id, 0, place.start, place.end) for place in places[unit_id]]
    while steps:
        here, depth, start, end = steps.pop()
        if depth > DEEPEST or (depth and here == unit_id):
            raise InvalidInput(
                _("Thay đổi này làm một đơn vị nằm dưới chính nó."),
                _("Chọn đơn vị cấp trên khác, không thuộc đơn vị đang chuyển."),
            )
        yield _Line(here, depth, start, end)
        for place in places.get(here, []):
            part = _overlap(start, end, place)
            if part and place.parent_id is not None:
                steps.append((place.parent_id, depth + 1, *part))


def joined(lines: Iterable[_Line]) -> list[_Line]:
    """Join lines that touch and say the same, so that a mere change of name leaves no seam."""
    result: list[_Line] = []
    for line in sorted(lines, key=lambda one: (one.ancestor_id, one.depth, one.start)):
        last = result[-1] if result else None
        if last and (last.ancestor_id, last.depth, last.end) == (line.ancestor_id, line.depth, line.start):
            result[-1] = _Line(last.ancestor_id, last.depth, last.start, line.end)
        else:
            result.append(line)
    return result


def _same_or_below(unit_ids: Iterable[int]) -> QuerySet[Unit]:
    ids = list(unit_ids)
    below = UnitAncestry.objects.filter(ancestor_id__in=ids).values("descendant_id")
    return Unit.objects.filter(Q(id__in=ids) | Q(id__in=below))


def _places_of(units: QuerySet[Unit] | None) -> dict[int, list[Place]]:
    """Return the places of ``units`` and of everything ever above them: one query a level."""
    places: dict[int, list[Place]] = defaultdict(list)
    rows = UnitVersion.objects.order_by("unit_id", "valid_from")
    wanted = rows.filter(unit__in=units) if units is not None else rows
    while True:
        parents: set[int] = set()
        for unit_id, parent_id, start, end in wanted.values_list("unit_id", "parent_id", "valid_from", "valid_to"):
            places[unit_id].append(Place(parent_id, start, end))
            parents.add(parent_id or unit_id)
        missing = parents - places.keys()
        if not missing:
            return places
        wanted = rows.filter(unit_id__in=missing)


def write_ancestry(unit_ids: Iterable[int] | None = None) -> int:
    """Rebuild the rows of ``unit_ids`` and of all that ever stood below them (None: of every unit).

    Call inside a service, after the versions changed. Returns the number of rows. Raises InvalidInput on a ring.
    """
    units = None if unit_ids is None else _same_or_below(unit_ids)
    # Read before deleting: the old rows say who stood below.
    affected = list((Unit.objects.all() if units is None else units).values_list("id", flat=True))
    places = _places_of(units)
    fresh = [
        UnitAncestry(
            ancestor_id=line.ancestor_id,
            descendant_id=unit_id,
            depth=line.depth,
            valid_from=line.start,
            valid_to=line.end,
        )
        for unit_id in affected
        if unit_id in places
        for line in joined(lines_of(unit_id, places))
    ]
    if units is None:
        UnitAncestry.objects.all().delete()
    for start in range(0, len(affected) if units is not None else 0, _BATCH):
        UnitAncestry.objects.filter(descendant_id__in=affected[start : start + _BATCH]).delete()
    UnitAncestry.objects.bulk_create(fresh, batch_size=_BATCH)
    return len(fresh)


@service("unit.rebuild_ancestry")
def rebuild_ancestry(*, by: Actor, at: datetime) -> int:
    """Rebuild the ancestry of every unit from the versions, after versions were inserted in bulk."""
    require(by, Permission.EDIT_UNITS, None, at.date())
    rows = write_ancestry()
    audit(UnitAncestry, details={"rows": rows})
    return rows
