"""What the forms of discipline and leave share: whose unit, who can be chosen, and answering a form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from thidua.kernel.errors import Refusal
from thidua.people.permissions import Permission
from thidua.people.policies import require
from thidua.people.selectors import unit_for
from thidua.registration.selectors import roll_of_year, year_day
from thidua.web.saving import SignedIn, put_next_to_fields

if TYPE_CHECKING:
    from thidua.people.models import Unit


def unit_to_record(request: SignedIn, unit_id: int, today: date) -> Unit:
    """Return the unit for somebody who records there; NotFound where they see nothing, NotAllowed where they read."""
    unit = unit_for(request.user, unit_id, today)
    require(request.user, Permission.RECORD_RESULTS, unit_id, today)
    return unit


def people_to_choose(unit_id: int, year: int, today: date) -> list[tuple[int, str]]:
    """Return the people of a unit's year as choices, each once, sorted by given name."""
    places = roll_of_year(unit_id, year, year_day(year, today))
    return list({place.person_id: f"{place.person.full_name} ({place.person.code})" for place in places}.items())


def answer_form(
    request: SignedIn,
    form: forms.Form,
    save: Callable[[dict[str, Any]], object],
    *,
    said: str,
    page: dict[str, Any],
) -> HttpResponse:
    """Save a posted form and go back to the unit's events, or show it again with what was refused."""
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            save(dict(form.cleaned_data))
        except Refusal as error:
            put_next_to_fields(form, error)
            refusal = error
        else:
            messages.success(request, said)
            return redirect("results:events", page["unit"].pk, page["year"])
    context = page | {"form": form, "refusal": refusal}
    return render(request, "results/entry.html", context, status=refusal.status if refusal else 200)
