"""Where things that are recorded at any unit belong: to the nearest grassroots unit at or above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from thidua.people.models import UnitAncestry


def groups_of(grassroots_ids: Collection[int], day: date) -> dict[int, int]:
    """Return every unit at or below the given grassroots units, each with its nearest one of them, in one query."""
    pairs = UnitAncestry.objects.at(day).filter(ancestor_id__in=grassroots_ids)
    return dict(pairs.order_by("-depth").values_list("descendant_id", "ancestor_id"))


def ancestors_of(unit_ids: Collection[int], day: date) -> dict[int, set[int]]:
    """Return each unit with the units above it, itself included, in one query."""
    found: dict[int, set[int]] = defaultdict(set)
    pairs = UnitAncestry.objects.at(day).filter(descendant_id__in=unit_ids)
    for descendant, ancestor in pairs.values_list("descendant_id", "ancestor_id"):
        found[descendant].add(ancestor)
    return found
