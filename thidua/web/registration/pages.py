"""What the pages of registrations show: deadlines in words, the buttons a person may press, the list, the grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import Promise

from thidua.kernel.actors import Actor
from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.registration.policies import can_edit, can_move
from thidua.registration.selectors import Grid, GridRow, grid, round_overview, round_owners, rounds_visible_to
from thidua.registration.services import Tick
from thidua.registration.states import REGISTRATION_MOVES, RegistrationState, RoundPhase
from thidua.web.saving import SignedIn

from .deadlines import days_left, tone
from .forms import OverviewFilter
from .lists import grid_list, round_list

if TYPE_CHECKING:
    from thidua.honours.models import Title
    from thidua.registration.models import Registration, RegistrationRound

UNITS_ON_A_PAGE = 50
STATE_TONES = {
    RegistrationState.DRAFT: "muted",
    RegistrationState.SUBMITTED: "info",
    RegistrationState.RETURNED: "warn",
    RegistrationState.ACCEPTED: "ok",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """A round's two deadlines as of a day, in words and tones."""

    phase: str | Promise
    closed: bool
    late: bool
    soft: date
    soft_words: str
    soft_tone: str
    hard: date
    hard_words: str
    hard_tone: str


def clock_of(call: RegistrationRound, today: date) -> Clock:
    """Return the deadlines of a round as its pages show them."""
    phase = call.phase_on(today)
    return Clock(
        phase.label, phase == RoundPhase.CLOSED, phase in {RoundPhase.LATE, RoundPhase.CLOSED},
        call.soft_deadline, days_left(call.soft_deadline, today), tone(call.soft_deadline, today),
        call.hard_deadline, days_left(call.hard_deadline, today), tone(call.hard_deadline, today),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Button:
    """A move the person may make now."""

    label: str | Promise
    url: str
    style: str


def buttons_of(actor: Actor, registration: Registration, day: date) -> list[Button]:
    """Return the moves open to ``actor``; handing in goes through its own page of checking."""
    buttons = []
    for step in REGISTRATION_MOVES:
        if can_move(actor, registration, step.code, day):
            if step.code == "submit":
                url = reverse("registration:submit", args=[registration.pk])
            else:
                url = reverse("registration:move", args=[registration.pk, step.code])
            forward = step.code in {"submit", "accept", "receive"}
            buttons.append(Button(step.label, url, "primary" if forward else ""))
    return buttons


def list_context(request: SignedIn, today: date) -> dict[str, Any]:
    """Return the list page: the rounds that reach the person, and the chosen one's units."""
    rounds = list(rounds_visible_to(request.user, today))
    chosen = next((call for call in rounds if str(call.pk) == request.GET.get("dot")), rounds[0] if rounds else None)
    context: dict[str, Any] = {"owners": round_owners(request.user, today), "call": chosen}
    if chosen is None:
        return context
    form = OverviewFilter({**request.GET.dict(), "dot": str(chosen.pk)}, rounds=rounds)
    said = form.cleaned_data if form.is_valid() else {}
    overview = round_overview(chosen, request.user, today)
    lines = overview.narrowed(state=said.get("trang_thai", ""), query=said.get("tim", ""), late=said.get("muon", False))
    receives = bool(may(request.user, Permission.RECEIVE_REGISTRATIONS, chosen.owner_id, today))
    return context | {
        "form": form,
        "listing": round_list(lines, form),
        "overview": overview,
        "page": Paginator(lines, UNITS_ON_A_PAGE).get_page(request.GET.get("page")),
        "clock": clock_of(chosen, today),
        "receives": receives,
        "may_start": _may_start(request.user, chosen, receives, today),
        "tones": STATE_TONES,
    }


def _may_start(actor: Actor, call: RegistrationRound, receives: bool, today: date) -> bool:
    phase = call.phase_on(today)
    if phase in {RoundPhase.NOT_OPEN, RoundPhase.CLOSED}:
        return receives and phase == RoundPhase.CLOSED
    return bool(may(actor, Permission.REGISTER_TITLES, None, today))


def sheet_context(request: SignedIn, registration: Registration, today: date, table: Grid | None = None) -> dict:
    """Return the grid page. Without the right to edit it is for reading, with the reason why."""
    table = table or grid(registration, today)
    verdict = can_edit(request.user, registration, today)
    return {
        "registration": registration,
        "call": registration.round,
        "table": table,
        "listing": grid_list(registration, table, today),
        "clock": clock_of(registration.round, today),
        "buttons": buttons_of(request.user, registration, today),
        "editable": bool(verdict),
        "why_not": verdict.reason,
        "state_tone": STATE_TONES[RegistrationState(registration.state)],
        "was": ",".join(sorted(f"{person or 0}:{code}" for person, code in table.on)),
    }


@dataclass(frozen=True, slots=True)
class Unsaved:
    """One of the person's own cells that is not stored, in words."""

    name: str
    title: Title
    on: bool


def overlaid(table: Grid, changes: Iterable[Tick]) -> tuple[Grid, list[Unsaved]]:
    """Lay a person's unsaved changes over the stored grid; return it with the cells that differ, in words."""
    mine = {f"{change['person_id'] or 0}:{change['title_code']}": change["on"] for change in changes}
    unsaved = []

    def lay(row: GridRow) -> GridRow:
        cells = []
        for cell in row.cells:
            differs = mine.get(cell.key, cell.on) != cell.on
            cells.append(replace(cell, on=mine[cell.key], changed=True) if differs else cell)
            if differs:
                unsaved.append(Unsaved(row.name, cell.title, mine[cell.key]))
        return replace(row, cells=cells)

    return replace(table, unit_row=lay(table.unit_row), rows=[lay(row) for row in table.rows]), unsaved
