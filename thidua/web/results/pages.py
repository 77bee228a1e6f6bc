"""What the pages of results show: the units with their progress, a page of a unit's sheet, its tabs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from thidua.kernel.errors import NotFound, Refusal
from thidua.kernel.text import fold
from thidua.movements.selectors import years_visible_to
from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.registration.selectors import grades_of, people_of, results_sheet, units_with_results
from thidua.registration.services import EARLIEST_YEAR
from thidua.registration.states import Grade
from thidua.web.saving import SignedIn

from .forms import YearFilter
from .lists import progress_list, result_list
from .typed import Typed, shown

if TYPE_CHECKING:
    from thidua.people.models import Unit

PEOPLE_ON_A_PAGE = 50
UNITS_ON_A_PAGE = 50


def check_year(year: int, today: date) -> None:
    """Refuse a year that has no results to show: one to come, or one before any record."""
    if not EARLIEST_YEAR <= year <= today.year:
        raise NotFound(_("Chưa có kết quả của năm này."), _("Chọn một năm đã qua hoặc năm nay."))


def list_context(request: SignedIn, today: date) -> dict[str, Any]:
    """Return the list page: units and how many of their people have a grade for the year."""
    form = YearFilter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    year = min(said.get("nam") or _newest_year(request, today), today.year)
    wanted = fold(said.get("tim", ""))
    units = [
        unit
        for unit in units_with_results(request.user, year, today)
        if wanted in unit.name_folded or wanted in fold(unit.short_name)
    ]
    page = Paginator(units, UNITS_ON_A_PAGE).get_page(request.GET.get("page"))
    filled = YearFilter({**request.GET.dict(), "nam": year})
    listing = progress_list(units, filled, year, today)
    progress = listing.prepared(list(page.object_list))
    return {"form": filled, "year": year, "page": page, "progress": progress, "listing": listing}


def _newest_year(request: SignedIn, today: date) -> int:
    """Return the newest year with movements or targets, the one that the home page opens; else this year."""
    return next(iter(years_visible_to(request.user, today)), today.year)


def sheet_context(
    request: SignedIn, unit: Unit, year: int, today: date, typed: Typed | None, refusal: Refusal | None
) -> dict[str, Any]:
    """Return one page of a unit's sheet; what was typed and refused is laid over what is stored."""
    places = people_of(unit.pk, year, today)
    ungraded_only = request.GET.get("loc") == "chua"
    graded = grades_of([place.person_id for place in places], [year])
    chosen = [place for place in places if not (ungraded_only and place.person_id in graded)]
    page = Paginator(chosen, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    sheet = results_sheet(unit.pk, year, today, page.object_list)
    return {
        "unit": unit,
        "year": year,
        "page": page,
        "listing": result_list(unit, year, chosen, today, ungraded_only=ungraded_only),
        "sheet": sheet,
        "rows": shown(sheet, typed, refusal.fields if refusal else None),
        "graded": len(graded),
        "all": len(places),
        "ungraded_only": ungraded_only,
        "grades": Grade.choices,
        "editable": bool(may(request.user, Permission.RECORD_RESULTS, unit.pk, today)),
        "refusal": refusal,
        "tabs": tabs_of(unit.pk, year, "sheet"),
    }


def tabs_of(unit_id: int, year: int, current: str) -> list[dict[str, Any]]:
    """Return the parts of a unit's year."""
    initiatives = f"{reverse('initiatives:list')}?don_vi={unit_id}&nam={year}"
    parts = [
        ("sheet", _("Xếp loại và nhận xét"), reverse("results:sheet", args=[unit_id, year])),
        ("events", _("Kỷ luật, vụ việc, tập thể"), reverse("results:events", args=[unit_id, year])),
        ("initiatives", _("Sáng kiến"), initiatives),
    ]
    return [{"label": label, "url": url, "current": name == current} for name, label, url in parts]
