"""What the pages of targets show, cut to the units that the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator

from thidua.movements import policies
from thidua.movements.selectors import owner_choices, targets_visible_to, years_visible_to
from thidua.people.selectors import unit_for
from thidua.statistics.figures import (
    Part,
    Progress,
    Subject,
    day_of,
    figure_breakdown,
    figure_evidence,
    figure_named,
    narrowed,
    seen_by,
    target_progress,
    target_scope,
    targets_progress,
)
from thidua.web.movements.pages import chosen_year, year_tabs
from thidua.web.saving import SignedIn

from .lists import counted_list, target_list, unit_reading_list

if TYPE_CHECKING:
    from thidua.movements.models import Target

TARGETS_ON_A_PAGE = 50
ROWS_ON_A_PAGE = 100


def list_context(request: SignedIn, today: date) -> dict[str, Any]:
    """Return the year's targets with their progress."""
    years = years_visible_to(request.user, today)
    year = chosen_year(request, years, today)
    targets = targets_visible_to(request.user, today).filter(year=year).order_by("owner__name_folded", "due_on", "id")
    seen = seen_by(request.user, today)

    def progress(some: Sequence[Target]) -> list[Progress]:
        return targets_progress(some, today, seen=seen)

    page = Paginator(targets, TARGETS_ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "year": year, "tabs": year_tabs(years, year), "page": page, "progress": progress(list(page.object_list)),
        "may_add": owner_choices(request.user, today).exists(),
        "listing": target_list(targets, year, today, progress),
    }  # fmt: skip


def detail_context(request: SignedIn, target: Any, today: date) -> dict[str, Any]:
    """Return one target: definition, reading, and the reading of each unit, worst first."""
    seen = seen_by(request.user, today)
    progress = target_progress(target, today, seen=seen)
    units = figure_breakdown(progress.figure, target_scope(target, progress.day, seen=seen))
    page = Paginator(units, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    may_edit = policies.can_edit_target(request.user, target, today)
    return {
        "target": target, "progress": progress, "units": page.object_list, "page": page, "may_edit": may_edit,
        "listing": unit_reading_list(target, units, progress.day),
        "may_close": may_edit and target.movement_id is None,
    }  # fmt: skip


def rows_context(request: SignedIn, target: Any, today: date) -> dict[str, Any]:
    """Return the rows behind one number of a target, of all units or of one."""
    part = request.GET.get("phan", "")
    part = part if part in Part.values else Part.NUMERATOR.value
    figure, seen = figure_named(target.figure), seen_by(request.user, today)
    scope = target_scope(target, day_of(target, today), seen=seen)
    asked = request.GET.get("don_vi", "")
    unit = unit_for(request.user, int(asked), today) if asked.isdecimal() else None
    if unit is not None:
        scope = narrowed(scope, unit.pk)
    people = figure.subject == Subject.PERSON

    def with_evidence(some: Sequence[Any]) -> list[tuple[Any, str]]:
        said = figure_evidence(figure, some, scope)
        return [(row, said.get(row.person_id if people else row.pk, "")) for row in some]

    rows = figure.rows(part, scope)
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "target": target, "figure": figure, "unit": unit, "page": page, "day": scope.day, "people": people,
        "part": Part(part), "parts": _tabs(target, figure.reading(scope), part, asked if unit else ""),
        "rows": with_evidence(list(page.object_list)),
        "listing": counted_list(
            target, Part(part), rows, unit, scope.day, people=people, with_evidence=with_evidence
        ),
    }  # fmt: skip


def _tabs(target: Any, reading: Any, part: str, unit: str) -> list[dict[str, Any]]:
    """Return the parts as tabs, each with its count."""
    counts = {
        Part.NUMERATOR: reading.numerator, Part.MISSING: reading.missing,
        Part.DENOMINATOR: reading.denominator, Part.EXCLUDED: reading.excluded,
    }  # fmt: skip
    narrow = f"&don_vi={unit}" if unit else ""
    return [
        {"label": one.label, "url": f"?phan={one.value}{narrow}", "current": one == part, "count": counts[one]}
        for one in Part
    ]
