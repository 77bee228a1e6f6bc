"""A round at a glance: every unit it reaches with its registration. A constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from thidua.kernel.actors import Actor
from thidua.kernel.text import fold
from thidua.people.models import Unit
from thidua.people.permissions import Permission
from thidua.people.policies import root_ids
from thidua.people.selectors import grassroots_units, visible_units

from ..models import Registration, RegistrationRound
from ..states import RegistrationState

NOT_STARTED = "not_started"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in a round: its registration (None: not started), people registered, and all ticks."""

    unit: Unit
    registration: Registration | None
    people: int = 0
    ticks: int = 0

    @property
    def state(self) -> str:
        """The registration's state, or ``not_started``."""
        return self.registration.state if self.registration else NOT_STARTED

    @property
    def late(self) -> bool:
        """Whether it was handed in after the due day."""
        return bool(self.registration and self.registration.late)


@dataclass(frozen=True, slots=True)
class Overview:
    """The units of a round that an account may see, and how many are in which state."""

    lines: list[UnitLine]

    def count(self, *states: str) -> int:
        """How many units are in one of ``states``."""
        return sum(line.state in states for line in self.lines)

    @property
    def total(self) -> int:
        """How many units the round reaches, of those visible."""
        return len(self.lines)

    @property
    def handed_in(self) -> int:
        """Units whose registration counts."""
        return self.count(RegistrationState.SUBMITTED, RegistrationState.ACCEPTED)

    @property
    def late(self) -> int:
        """Units that handed in late."""
        return sum(line.late for line in self.lines)

    def narrowed(self, *, state: str = "", query: str = "", late: bool = False) -> list[UnitLine]:
        """Return the lines in ``state``, whose name holds ``query`` without accents, late ones only if asked."""
        wanted = fold(query)
        return [
            line
            for line in self.lines
            if state in ("", line.state)
            and (not late or line.late)
            and (wanted in line.unit.name_folded or wanted in fold(line.unit.short_name))
        ]


def round_overview(call: RegistrationRound, actor: Actor, today: date) -> Overview:
    """Return the units of a round visible to ``actor``, sorted by name: two queries."""
    day = call.roll_day(today)
    seen = visible_units(actor, today).values("id")
    registered = {
        registration.unit_id: registration
        for registration in Registration.objects.filter(round=call, unit__in=seen)
        .select_related("unit")
        .annotate(
            ticks=Count("lines"), people=Count("lines__person", distinct=True, filter=Q(lines__person__isnull=False))
        )
    }
    units = {unit.pk: unit for unit in grassroots_units(call.owner_id, day).filter(id__in=seen)}
    for unit_id, registration in registered.items():
        units.setdefault(unit_id, registration.unit)
    lines = []
    for unit in sorted(units.values(), key=lambda unit: (unit.name_folded, unit.pk)):
        found = registered.get(unit.pk)
        lines.append(UnitLine(unit, found, found.people, found.ticks) if found else UnitLine(unit, None))
    return Overview(lines)


def round_owners(actor: Actor, day: date) -> QuerySet[Unit]:
    """Return the units whose rounds ``actor`` may open: where they hold the right to receive registrations."""
    return Unit.objects.filter(id__in=root_ids(actor, day, Permission.RECEIVE_REGISTRATIONS)).order_by("name_folded")
