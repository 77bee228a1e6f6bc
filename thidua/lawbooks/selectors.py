"""Reads of the law in force here, of the provisions that make it, and of simulations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.errors import NotFound
from thidua.people.models import Unit
from thidua.people.permissions import Permission
from thidua.people.policies import root_ids
from thidua.people.selectors import visible_units
from thidua.people.states import Tree
from thidua.rules.book import LawBook
from thidua.rules.library import profile as profile_named
from thidua.rules.library import shipped
from thidua.rules.registry import Item

from .building import build, carried_items
from .models import Edition, Provision, SimulatedChange, Simulation
from .policies import can_keep_law
from .states import ProvisionKind, ProvisionState

OPEN_STATES = (ProvisionState.DRAFT, ProvisionState.PROPOSED, ProvisionState.IN_FORCE)


@dataclass(slots=True)
class _Kept:
    """The law of one edition as this process built it; another edition makes another."""

    token: str
    book: LawBook
    faults: dict[int, str]
    by_profile: dict[str, LawBook] = field(default_factory=dict)


_kept: _Kept | None = None


def live_book(profile: str | None = None) -> LawBook:
    """Return the law in force here: as shipped, with the provisions in force and the checks recorded.

    ``profile``: code of a city's or federation's profile to apply over it; raises ``RuleDataError`` for an unknown
    one. Costs one query by key; the book itself is built once per process and edition. A book once returned never
    changes, so whoever works in batches asks for each batch, or once for all of them.
    """
    kept = _edition()
    if profile is None:
        return kept.book
    if profile not in kept.by_profile:
        kept.by_profile[profile] = kept.book.with_profile(profile_named(profile))
    return kept.by_profile[profile]


def edition_token() -> str:
    """Return the token of the edition in force: the same token, the same law."""
    return _edition().token


def live_faults() -> dict[int, str]:
    """Return the provisions in force that had to be left out of the book, by key, each with its fault in words."""
    return dict(_edition().faults)


def _edition() -> _Kept:
    """Return the present edition, built anew when its token is not the one kept."""
    global _kept
    token = Edition.objects.filter(pk=1).values_list("token", flat=True).first() or ""
    kept = _kept
    if kept is None or kept.token != token:
        kept = _Kept(token, *build(shipped(), provisions_in_force() if token else ()))
        _kept = kept
    return kept


def provisions_in_force() -> QuerySet[Provision]:
    """Return what is in force, in the order in which it came into force: later readings go over earlier ones."""
    rows = Provision.objects.filter(state=ProvisionState.IN_FORCE).select_related("entered_by", "seconded_by")
    return rows.order_by("seconded_at", "id")


def provisions_visible_to(actor: Actor, day: date) -> QuerySet[Provision]:
    """Return all provisions to those who keep the law, and none to others, who read what is in force in the book."""
    rows = Provision.objects.select_related("entered_by", "seconded_by")
    return rows if can_keep_law(actor, day) else rows.none()


def unsaved(kind: str, typed: dict[str, Any]) -> Provision:
    """Return a provision as it is being typed, to be tried; a field not typed yet is empty."""
    return Provision(kind=kind, **{"first_day": date.max, **typed})


def provision_for(actor: Actor, provision_id: int, day: date) -> Provision:
    """Return one provision; NotFound for those who do not keep the law."""
    found = provisions_visible_to(actor, day).filter(pk=provision_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy quy định này."), _("Xem lại danh sách quy định đã nhập."))
    return found


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A row carried into the unread law, and the record of its check, if any."""

    item: Item
    check: Provision | None

    @property
    def checked(self) -> bool:
        """Whether two persons recorded the check."""
        return self.check is not None and self.check.state == ProvisionState.IN_FORCE


def carried_rows() -> list[CarriedRow]:
    """Return every carried row of the law in force with its check."""
    checks = Provision.objects.filter(kind=ProvisionKind.CHECK, state__in=OPEN_STATES)
    by_target = {check.target: check for check in checks.select_related("entered_by", "seconded_by")}
    return [CarriedRow(item, by_target.get(item.id)) for item in carried_items(live_book())]


def checked_by(rule_id: str) -> Provision | None:
    """Return the check in force of a carried rule."""
    found = Provision.objects.filter(kind=ProvisionKind.CHECK, target=rule_id, state=ProvisionState.IN_FORCE)
    return found.select_related("entered_by", "seconded_by").first()


def provision_of_rule(rule_id: str) -> Provision | None:
    """Return the provision in force that brought a rule; ``None`` for rules shipped with the program."""
    rows = provisions_in_force().filter(kind=ProvisionKind.RULE, target__contains=rule_id)
    return next((row for row in rows if rule_id in row.target.split(", ")), None)


def simulations_visible_to(actor: Actor, day: date) -> QuerySet[Simulation]:
    """Return the simulations of units at which the actor may evaluate: they tell of people by name."""
    units = visible_units(actor, day, Permission.EVALUATE)
    return Simulation.objects.filter(unit__in=units).select_related("unit", "job", "started_by")


def simulation_for(actor: Actor, simulation_id: int, day: date) -> Simulation:
    """Return one simulation; NotFound outside what the actor may see."""
    found = simulations_visible_to(actor, day).filter(pk=simulation_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy lần mô phỏng này."), _("Xem lại danh sách các lần mô phỏng."))
    return found


def changes_of(simulation: Simulation, asked: dict[str, Any]) -> QuerySet[SimulatedChange]:
    """Return who changes, by name; ``asked`` narrows by direction, award, provision or unit."""
    rows = simulation.changes.select_related("person", "unit")
    wanted = {name: value for name, value in asked.items() if value}
    return rows.filter(**wanted).order_by("person__name_sort", "person_id", "award")


def drafts_to_simulate(actor: Actor, day: date) -> QuerySet[Provision]:
    """Return the rules and numbers being prepared, to those who keep the law."""
    rows = provisions_visible_to(actor, day).exclude(kind=ProvisionKind.CHECK)
    return rows.filter(state__in=(ProvisionState.DRAFT, ProvisionState.PROPOSED)).order_by("target", "id")


def units_to_simulate(actor: Actor, day: date) -> QuerySet[Unit]:
    """Return the union units whose people the actor may evaluate, their own place first."""
    units = visible_units(actor, day, Permission.EVALUATE).filter(kind__tree=Tree.UNION, valid_to__isnull=True)
    own_place = Case(When(id__in=root_ids(actor, day, Permission.EVALUATE), then=0), default=1)
    return units.order_by(own_place, "name_folded")
