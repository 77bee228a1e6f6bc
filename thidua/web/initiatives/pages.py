"""What the pages of initiatives show, and how their forms are answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from thidua.initiatives.selectors import initiatives_visible_to, search_initiatives
from thidua.kernel.errors import Refusal
from thidua.people.permissions import Permission
from thidua.people.selectors import visible_units
from thidua.people.selectors.units import GRASSROOTS_UNION
from thidua.web.saving import SignedIn, put_next_to_fields

from .forms import NOT_RECOGNISED, RECOGNISED, InitiativeFilter
from .lists import initiative_list

if TYPE_CHECKING:
    from thidua.initiatives.models import Initiative

ON_A_PAGE = 30


def list_context(request: SignedIn, today: date) -> dict[str, Any]:
    """Return a page of the initiatives the person may see, narrowed by the filter."""
    form, rows = narrowed_list(request, today)
    may_add = visible_units(request.user, today, Permission.RECORD_RESULTS).filter(kind__code=GRASSROOTS_UNION)
    chosen = form.cleaned_data.get("don_vi") if form.is_valid() else None
    places = list(may_add.filter(id=chosen) if chosen else may_add.order_by("name_folded")[:2])
    listing = initiative_list(rows, form)
    return {
        "form": form,
        "listing": listing,
        "page": Paginator(listing.rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "add_to": places[0] if len(places) == 1 else None,
        "choose_unit": len(places) > 1,
    }


def narrowed_list(request: SignedIn, today: date) -> tuple[InitiativeFilter, QuerySet[Initiative]]:
    """Return the filter, and the initiatives that it leaves, the newest first."""
    units = visible_units(request.user, today).filter(kind__code=GRASSROOTS_UNION).order_by("name_folded")
    form = InitiativeFilter(request.GET, units=list(units.values_list("id", "short_name")))
    rows = initiatives_visible_to(request.user, today)
    if form.is_valid():
        rows = _narrowed(rows, form.cleaned_data)
    return form, rows.order_by("-year", "name_folded", "id")


def _narrowed(rows: QuerySet[Initiative], said: dict[str, Any]) -> QuerySet[Initiative]:
    rows = search_initiatives(rows, said["tim"])
    if said["don_vi"]:
        rows = rows.filter(unit_id=said["don_vi"])
    if said["nam"]:
        rows = rows.filter(year=said["nam"])
    if said["pham_vi"] == RECOGNISED:
        return rows.exclude(scope="")
    if said["pham_vi"]:
        return rows.filter(scope="" if said["pham_vi"] == NOT_RECOGNISED else said["pham_vi"])
    return rows


def answer_form(
    request: SignedIn,
    form: forms.Form,
    save: Callable[[dict[str, Any]], Initiative],
    *,
    said: str,
    page: dict[str, Any],
) -> HttpResponse:
    """Save a posted form and open the initiative, or show the form again with what was refused."""
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(dict(form.cleaned_data))
        except Refusal as error:
            put_next_to_fields(form, error)
            refusal = error
        else:
            messages.success(request, said)
            return redirect("initiatives:detail", saved.pk)
    context = page | {"form": form, "refusal": refusal}
    return render(request, "initiatives/form.html", context, status=refusal.status if refusal else 200)
