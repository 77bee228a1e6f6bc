"""Views of the inbox and of all dossiers: thin; services write, selectors read."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from thidua.nominations.selectors import dossiers_visible_to, inbox, sent_back
from thidua.nominations.states import NOMINATION_MOVES, NominationState
from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.people.selectors import visible_units
from thidua.web.listing import download_of, narrowed_by
from thidua.web.paging import BoundedPaginator
from thidua.web.saving import SignedIn

from .forms import DossierFilter, InboxFilter
from .lists import dossier_list, nomination_list
from .pages import TONES, narrowed, shown, tabs

PER_PAGE = 50
BULK = ("receive", "appraise", "return", "refuse", "propose", "archive")  # offered for many at once in the inbox


@require_GET
def inbox_page(request: SignedIn) -> HttpResponse:
    """Show what waits: what lies in the reader's offices by its deadline, and what came back to be mended."""
    today = timezone.localdate()
    form = InboxFilter(request.GET, units=_units(request))
    said = form.cleaned_data if form.is_valid() else {}
    rows = narrowed(inbox(request.user, today, below=said.get("noi_giu") == "duoi"), said)
    listing = nomination_list(_("Hồ sơ cần xử lý"), rows, narrowed_by(form), today)
    if (file := download_of(request, listing)) is not None:
        return file
    page = BoundedPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    back = list(sent_back(request.user, today)[:PER_PAGE])
    context = {
        "tabs": tabs(request, today, "nominations:inbox"),
        "filter": form,
        "listing": listing,
        "page": page,
        "rows": shown(list(page.object_list), today),
        "back": shown(back, today),
        "moves": [NOMINATION_MOVES[code] for code in BULK],
        "may_nominate": may(request.user, Permission.NOMINATE, None, today),
    }
    return render(request, "nominations/inbox.html", context)


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show the dossiers that the reader may see."""
    today = timezone.localdate()
    form = DossierFilter(request.GET, units=_units(request))
    rows = _dossiers(request, form.cleaned_data if form.is_valid() else {})
    listing = dossier_list(rows, narrowed_by(form), today)
    if (file := download_of(request, listing)) is not None:
        return file
    page = BoundedPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        {"line": line, "state": NominationState(line.standing.state), "tone": TONES[line.standing.state]}
        for line in listing.prepared(list(page.object_list))
    ]
    context = {
        "tabs": tabs(request, today, "nominations:list"),
        "filter": form,
        "listing": listing,
        "page": page,
        "lines": lines,
        "may_nominate": may(request.user, Permission.NOMINATE, None, today),
    }
    return render(request, "nominations/list.html", context)


def _units(request: SignedIn) -> list[tuple[Any, str]]:
    units = visible_units(request.user, timezone.localdate()).filter(kind__tree="union").order_by("name_folded")
    return list(units.values_list("pk", "short_name"))


def _dossiers(request: SignedIn, said: dict[str, Any]) -> QuerySet[Any]:
    rows = dossiers_visible_to(request.user, timezone.localdate())
    if said.get("tim"):
        rows = rows.filter(Q(code__icontains=said["tim"]) | Q(title__icontains=said["tim"]))
    for name, column in (("don_vi", "unit_id"), ("nam", "year"), ("loai", "kind")):
        if said.get(name):
            rows = rows.filter(**{column: said[name]})
    return rows
