"""How a change of units is made: fill in, see what it would change, carry out. Nothing unseen is carried out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise

from thidua.people.permissions import Permission
from thidua.people.selectors import unit_for
from thidua.people.services import preview_change
from thidua.web.saving import SignedIn, form_page, need

if TYPE_CHECKING:
    from thidua.people.models import Unit

# Inputs that differ between two sendings of the same form.
NOT_CONTENT = {"csrfmiddlewaretoken", "_once", "step", "seen"}
Change: TypeAlias = "Callable[[dict[str, Any]], Unit]"


def editable_unit(request: SignedIn, unit_id: int) -> Unit:
    """Return the unit, if the reader may see it and change it."""
    unit = unit_for(request.user, unit_id, timezone.localdate())
    need(request, Permission.EDIT_UNITS, unit_id)
    return unit


def content_of(request: SignedIn) -> str:
    """Return a digest of what was filled in."""
    said = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_CONTENT)
    return hashlib.sha256(repr(said).encode()).hexdigest()


def change_page(
    request: SignedIn,
    form: forms.Form,
    template: str,
    shown: dict[str, Any],
    change: Change,
    done: str | Promise,
) -> HttpResponse:
    """Show the form; when filled in, what ``change`` would do; when that was seen and confirmed, do it.

    ``change`` calls the service with the form's values and returns the unit to go to; ``done`` says so afterwards.
    """

    def save(values: dict[str, Any]) -> HttpResponse:
        content = content_of(request)
        if request.POST.get("step") == "confirm" and request.POST.get("seen") == content:
            unit = change(values)
            messages.success(request, str(done))
            return redirect("units:detail", unit.pk)
        day: date = values["day"]
        lines = preview_change(lambda: change(values), day=day, today=timezone.localdate())
        seen = {"form": form, "preview": lines, "seen": content, "day": day, **shown}
        return render(request, template, seen)

    return form_page(request, form, template, shown, save)
