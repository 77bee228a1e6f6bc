"""What the pages of movements show, read through selectors and cut to what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.errors import WrongState
from thidua.kernel.text import fold
from thidua.kernel.verdicts import Verdict
from thidua.movements import policies
from thidua.movements.selectors import (
    joinable_units,
    launch_counts,
    members_to_mobilise,
    movements_visible_to,
    owner_choices,
    participations_visible_to,
    targets_visible_to,
    themes_visible_to,
    years_visible_to,
)
from thidua.movements.states import MovementState, ParticipationState, Side
from thidua.movements.tightening import Requirement
from thidua.movements.years import day_in_year
from thidua.people.selectors import visible_units
from thidua.statistics.figures import seen_by, targets_progress
from thidua.statistics.silence import contacts, silent_units
from thidua.statistics.todo import own_units
from thidua.web.saving import SignedIn

from .forms import MilestoneForm, MovementFilter, words_of
from .lists import mobilised_list, movement_list, part_list, silent_list

if TYPE_CHECKING:
    from thidua.movements.models import Movement

UNITS_ON_A_PAGE = 50
PEOPLE_ON_A_PAGE = 200
STATE_TONES = {MovementState.PLANNED: "muted", MovementState.LAUNCHED: "info", MovementState.CLOSED: "ok"}
PART_TONES = {ParticipationState.PREPARING: "warn", ParticipationState.LAUNCHED: "ok"}


def insist_open(verdict: Verdict) -> None:
    """Raise WrongState with the reason where the page's work is not open; the permission has been asked before."""
    if not verdict:
        raise WrongState(verdict.reason, _("Quay lại trang trước để xem những việc có thể làm."))


def chosen_year(request: SignedIn, years: list[int], today: date) -> int:
    """Return the year asked for (``?nam=``), or the newest that has anything."""
    asked = request.GET.get("nam", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 else (years[0] if years else today.year)


def year_tabs(years: list[int], year: int) -> list[dict[str, Any]]:
    """Return the years as tabs, the chosen one among them."""
    shown = sorted({*years, year}, reverse=True)
    return [{"label": str(one), "url": f"?nam={one}", "current": one == year, "count": None} for one in shown]


def list_context(request: SignedIn, today: date) -> dict[str, Any]:
    """Return the year's movements with how many units have launched each, and the part of the reader's own units."""
    actor: Actor = request.user
    years = years_visible_to(actor, today)
    year = chosen_year(request, years, today)
    form = MovementFilter(request.GET or None, initial={"nam": year})
    movements = movements_visible_to(actor, today).filter(year=year)
    if form.is_valid():
        asked = {"kind": form.cleaned_data["loai"], "state": form.cleaned_data["trang_thai"]}
        movements = movements.filter(**{name: value for name, value in asked.items() if value})
    movements = movements.order_by("-kind", "name_folded", "id")
    has_own = own_units(actor, today).exists()

    def with_counts(some: Sequence[Movement]) -> list[dict[str, Any]]:
        return _movement_rows(some, actor, today)

    listing = movement_list(movements, form, year, with_counts, has_own=has_own)
    page = Paginator(movements, UNITS_ON_A_PAGE).get_page(request.GET.get("page"))
    owners = list(owner_choices(actor, today))
    return {
        "year": year, "tabs": year_tabs(years, year), "form": form, "rows": with_counts(list(page.object_list)),
        "page": page, "themes": themes_visible_to(actor, year, today), "may_plan": bool(owners),
        "has_own": has_own, "owners": owners[:1], "listing": listing,
    }  # fmt: skip


def _movement_rows(movements: Sequence[Movement], actor: Actor, today: date) -> list[dict[str, Any]]:
    """Return movements of one year with how many units launched each, and the part of the reader's own units."""
    counts = launch_counts(movements, actor, today)
    own: dict[int, list[Any]] = {}
    for part in participations_visible_to(actor, today).filter(
        movement__in=movements, unit__in=own_units(actor, today).values("id")
    ):
        own.setdefault(part.movement_id, []).append(part)
    return [
        {
            "movement": one,
            "tone": STATE_TONES[MovementState(one.state)],
            "count": counts[one.id],
            "own": _with_tones(own.get(one.id, [])),
        }
        for one in movements
    ]


def _with_tones(parts: list[Any]) -> list[dict[str, Any]]:
    return [{"part": part, "tone": PART_TONES[ParticipationState(part.state)]} for part in parts]


def detail_context(request: SignedIn, movement: Any, today: date) -> dict[str, Any]:
    """Return everything about one movement that the reader may see."""
    actor: Actor = request.user
    parts = (
        participations_visible_to(actor, today)
        .filter(movement=movement)
        .annotate(people=Count("mobilisations"))
        .order_by("unit__name_folded")
    )
    page = Paginator(parts, UNITS_ON_A_PAGE).get_page(request.GET.get("page"))
    targets = targets_visible_to(actor, today).filter(movement=movement).order_by("due_on", "id")
    may_record = policies.can_record_milestone(actor, movement, today)
    return {
        "movement": movement,
        "tone": STATE_TONES[MovementState(movement.state)],
        "criteria": [(one, words_of(one)) for one in movement.criteria.all()],
        "milestones": [
            {"milestone": one, "late": one.done_on is None and one.due_on < today,
             "form": MilestoneForm(prefix=f"m{one.pk}", initial={"done_on": one.done_on or today, "note": one.note,
                                                              "version": one.version}) if may_record else None}
            for one in movement.milestones.all()
        ],
        "parts": [{"part": part, "tone": PART_TONES[ParticipationState(part.state)]} for part in page.object_list],
        "page": page,
        "listing": part_list(movement, parts, today),
        "count": launch_counts([movement], actor, today)[movement.id],
        "silent": silent_units(movement, today, among=visible_units(actor, today))
        if movement.state != MovementState.PLANNED else [],
        "progress": targets_progress(targets, today, seen=seen_by(actor, today)),
        **_to_join(actor, movement, today),
        "may_edit": policies.can_edit(actor, movement, today),
        "may_launch": policies.can_launch(actor, movement, today),
        "may_close": policies.can_close(actor, movement, today),
    }  # fmt: skip


def _to_join(actor: Actor, movement: Any, today: date) -> dict[str, Any]:
    """Return the reader's own units that have not joined, and the others they may bring in."""
    mine = set(own_units(actor, today).values_list("id", flat=True))
    units = list(joinable_units(actor, movement, today)[:UNITS_ON_A_PAGE])
    return {
        "joinable": [unit for unit in units if unit.pk in mine],
        "joinable_others": [unit for unit in units if unit.pk not in mine],
    }


def silent_context(movement: Any, actor: Actor, today: date) -> dict[str, Any]:
    """Return the call sheet: each silent unit, what is missing, and whom to call."""
    silent = silent_units(movement, today, among=visible_units(actor, today))
    who = contacts([one.unit.id for one in silent], today)
    rows = [(one, who.get(one.unit.id, [])) for one in silent]
    return {"movement": movement, "rows": rows, "today": today, "listing": silent_list(movement, rows, today)}


def participation_context(part: Any, actor: Actor, today: date) -> dict[str, Any]:
    """Return a unit's part: its figures beside the originals, and what each side may do now."""
    local = local_figures(part)
    sides = [
        {
            "side": side,
            "label": side.label,
            "by": getattr(part, f"{side}_confirmed_by"),
            "at": getattr(part, f"{side}_confirmed_at"),
            "may_confirm": policies.can_confirm(actor, part, side, today),
            "same_account": actor.pk in {part.union_confirmed_by_id, part.head_confirmed_by_id},
            "may_unconfirm": policies.can_unconfirm(actor, part, side, today),
        }
        for side in Side
    ]
    return {
        "part": part,
        "tone": PART_TONES[ParticipationState(part.state)],
        "sides": sides,
        "criteria": [
            (one, words_of(one), local[one.pk].words(one.measure_unit) if one.pk in local else "")
            for one in part.movement.criteria.all()
        ],
        "mobilised": part.mobilisations.count(),
        "may_edit": policies.can_edit_participation(actor, part, today),
        "may_mobilise": policies.can_mobilise(actor, part, today),
    }


def local_figures(part: Any) -> dict[int, Requirement]:
    """Return the unit's own figures by criterion."""
    return {row.criterion_id: Requirement(row.operator, row.value, row.upper) for row in part.local_criteria.all()}


def people_context(request: SignedIn, part: Any, today: date) -> dict[str, Any]:
    """Return the unit's members with who takes part, a page at a time, narrowed by name."""
    members = members_to_mobilise(part, day_in_year(part.movement.year, today))
    query = fold(request.GET.get("tim", ""))
    if query:
        members = members.filter(Q(person__name_folded__contains=query) | Q(person__code__iexact=query))
    page = Paginator(members, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "part": part, "page": page, "query": request.GET.get("tim", ""), "mobilised": part.mobilisations.count(),
        "today": today, "may_mobilise": policies.can_mobilise(request.user, part, today),
        "listing": mobilised_list(part, members, query, today),
    }  # fmt: skip
