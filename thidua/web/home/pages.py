"""What the home page shows: what waits for me, where my units stand in the year, how far the targets are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator

from thidua.kernel.text import fold
from thidua.movements.selectors import targets_visible_to, years_visible_to
from thidua.movements.years import day_in_year
from thidua.statistics.figures import seen_by, targets_progress
from thidua.statistics.stages import UnitYear, grassroots_seen, stages_of
from thidua.statistics.todo import own_units, tasks_for
from thidua.web.movements.pages import chosen_year, year_tabs
from thidua.web.saving import SignedIn

from .forms import UnitFilter
from .lists import stage_list, task_list
from .tasks import lines_of

TARGETS_SHOWN = 8
RIBBONS_SHOWN = 5
UNITS_ON_A_PAGE = 50
STAGE_TONES = {"done": "ok", "now": "info", "todo": "muted", "late": "bad"}


def home_context(request: SignedIn, today: date) -> dict[str, Any]:
    """Return the page's parts; the same number of queries however many units and tasks there are."""
    actor = request.user
    years = years_visible_to(actor, today)
    year = chosen_year(request, years, today)
    tasks = tasks_for(actor, year, today)
    own = list(own_units(actor, today)[: RIBBONS_SHOWN + 1])
    targets = targets_visible_to(actor, today).filter(year=year).order_by("due_on", "id")[:TARGETS_SHOWN]
    groups = lines_of(tasks, year, today)
    context = {
        "year": year,
        "tabs": year_tabs(years, year),
        "groups": groups,
        "tasks": task_list(groups, year, today),
        "task_count": len(tasks),
        "progress": targets_progress(targets, today, seen=seen_by(actor, today)),
        "ribbons": stages_of(own, year, today) if 0 < len(own) <= RIBBONS_SHOWN else [],
        "person_id": getattr(actor, "person_id", None),
    }
    if not context["ribbons"]:
        context |= units_context(request, year, today)
    return context


def units_context(request: SignedIn, year: int, today: date) -> dict[str, Any]:
    """Return the list of units below with the stage of each, narrowed by name and stage, a page at a time."""
    form = UnitFilter(request.GET or None, initial={"nam": year})
    asked = form.cleaned_data if form.is_valid() else {"tim": "", "buoc": ""}
    units = grassroots_seen(request.user, day_in_year(year, today), today)
    if asked["tim"]:
        units = units.filter(name_folded__contains=fold(asked["tim"]))
    rows: Any = units
    if asked["buoc"]:
        every = stages_of(list(units), year, today)
        rows = [one for one in every if one.current.code == asked["buoc"] and not one.is_done]

    def with_stages(some: list[Any]) -> list[UnitYear]:
        return some if asked["buoc"] else stages_of(some, year, today)

    page = Paginator(rows, UNITS_ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "unit_form": form,
        "units": [_row(one) for one in with_stages(list(page.object_list))],
        "unit_page": page,
        "unit_list": stage_list(rows, form, year, today, with_stages),
    }


def _row(one: UnitYear) -> dict[str, Any]:
    return {"unit": one.unit, "stages": one.stages, "current": one.current, "done": one.is_done,
            "tone": STAGE_TONES[one.current.state]}  # fmt: skip
