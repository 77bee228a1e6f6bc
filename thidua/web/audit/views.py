"""Views of the audit chain: thin; they only read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from thidua.honours.selectors import forms_on, titles_on
from thidua.kernel.audit_trail import Checkpoint, checkpoint, verify_chain
from thidua.kernel.errors import InvalidInput
from thidua.kernel.selectors import narrowed
from thidua.people.permissions import Permission
from thidua.people.selectors import visible_people
from thidua.web.listing import download_of
from thidua.web.paging import BoundedPaginator
from thidua.web.saving import SignedIn, need

from .forms import EventFilterForm, VerifyForm
from .lists import event_list
from .scope import events_visible_to
from .values import Names, people_in
from .words import EventRow

PER_PAGE = 50
# The page verifies that many of the latest events, so that it answers in time; the command verifies all.
VERIFIED = 100_000


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show the log, the newest first, narrowed by the filter."""
    need(request, Permission.VIEW_AUDIT, None)
    form = EventFilterForm(request.GET)
    events = narrowed(events_visible_to(request.user, timezone.localdate()), form.asked())
    listing = event_list(events, form, lambda some: _rows(request, some))
    if (file := download_of(request, listing)) is not None:
        return file
    paginator = BoundedPaginator(events, PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    shown = {"page": page, "paginator": paginator, "filter": form, "rows": listing.prepared(list(page.object_list))}
    return render(request, "audit/list.html", shown | {"listing": listing})


def _rows(request: SignedIn, events: list[Any]) -> list[EventRow]:
    """Return the events in words, with the names of people and titles read once for all of them."""
    today = timezone.localdate()
    people = {number for event in events for number in people_in(event.details or {})}
    seen = visible_people(request.user, today).filter(pk__in=people)
    names = Names(people=dict(seen.values_list("pk", "full_name")), entries=_entries(today))
    return [EventRow(event, names) for event in events]


def _entries(today: date) -> dict[str, str]:
    return {entry.code: entry.label for entries in (forms_on(today), titles_on(today)) for entry in entries}


@require_http_methods(["GET", "POST"])
def verify_page(request: SignedIn) -> HttpResponse:
    """Verify the whole chain when asked to, and show what was found. Writes nothing, so it needs no one-time key."""
    need(request, Permission.VIEW_AUDIT, None)
    form = VerifyForm(request.POST or None)
    kept = report = None
    start = max(1, checkpoint().seq - VERIFIED + 1)
    if request.method == "POST":
        kept = _kept(form)
        report = None if form.errors else verify_chain(start=start, kept=kept)
    status = 422 if form.errors else 200
    shown = {"form": form, "report": report, "kept": kept, "earlier": start - 1}
    return render(request, "audit/verify.html", shown, status=status)


def _kept(form: VerifyForm) -> Checkpoint | None:
    """Return the checkpoint that was pasted; what cannot be read is said next to the field."""
    text = form.cleaned_data["moc"] if form.is_valid() else ""
    try:
        return Checkpoint.parse(text) if text else None
    except InvalidInput as refusal:
        form.add_error("moc", refusal.message)
        return None
