"""Offices: what each decides, who stands above it, and who of it handles what a unit sends."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from thidua.honours.states import IssuerLevel
from thidua.people.models import Unit, UnitAncestry
from thidua.people.states import Tree

from .models import WORKING_DAYS, Office, OfficeRoute

GROUP = "union_group"  # a union group puts people up, but handles nothing
# What is decided at a kind of office that says nothing of its own. The titles of an agency are decided by its head and
# recorded at the grassroots union paired with it; those of the city at the federation (Luật TĐKT 2022 Đ79, Đ80).
DECIDES: dict[str, tuple[str, ...]] = {
    "grassroots_union": (IssuerLevel.GRASSROOTS, IssuerLevel.UNION_BASE),
    "city_union": (IssuerLevel.UNION_UPPER,),
    "upper_union": (IssuerLevel.UNION_PROVINCE, IssuerLevel.MINISTERIAL_PROVINCIAL),
}


@dataclass(frozen=True, slots=True)
class OfficeRules:
    """How an office works: its own settings, or those of its kind. ``officers``: sender → the officer of it."""

    unit_id: int
    decides: frozenset[str]
    working_days: int
    consult_days: int
    officers: dict[int, int]


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices of some units on a day, and the unit above each."""

    rules: dict[int, OfficeRules]
    above: dict[int, int]

    def first_for(self, unit_id: int) -> int | None:
        """Return the office to which a unit sends: itself, where it is one; else the nearest above it."""
        while unit_id not in self.rules:
            if unit_id not in self.above:
                return None
            unit_id = self.above[unit_id]
        return unit_id

    def next_above(self, office_id: int) -> int | None:
        """Return the office above another; None at the top."""
        return self.first_for(self.above[office_id]) if office_id in self.above else None

    def decides(self, office_id: int, level: str) -> bool:
        """Say whether decisions of ``level`` are recorded at the office."""
        return level in self.rules[office_id].decides


def offices_of(unit_ids: Collection[int], day: date) -> Offices:
    """Return the offices at and above units on a day. Four queries."""
    pairs = UnitAncestry.objects.at(day).filter(descendant_id__among=set(unit_ids)).order_by()
    above_all = set(pairs.values_list("ancestor_id", flat=True)) | set(unit_ids)
    direct = UnitAncestry.objects.at(day).filter(descendant_id__among=above_all, depth=1).order_by()
    units = Unit.objects.filter(pk__among=above_all, kind__tree=Tree.UNION).exclude(kind__code=GROUP)
    own = {
        office.unit_id: office for office in Office.objects.filter(unit_id__among=above_all).prefetch_related("routes")
    }
    rules = {pk: _rules(pk, kind, own.get(pk)) for pk, kind in units.values_list("pk", "kind__code")}
    return Offices(rules, dict(direct.values_list("descendant_id", "ancestor_id")))


def _rules(unit_id: int, kind: str, office: Office | None) -> OfficeRules:
    if office is None:
        return OfficeRules(unit_id, frozenset(map(str, DECIDES.get(kind, ()))), WORKING_DAYS, 0, {})
    routes: list[OfficeRoute] = list(office.routes.all()) if office.by_officer else []
    officers = {route.sender_id: route.officer_id for route in routes}
    return OfficeRules(unit_id, frozenset(office.decides), office.working_days, office.consult_days, officers)
