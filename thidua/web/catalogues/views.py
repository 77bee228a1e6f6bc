"""Views of catalogues: thin; services write, selectors read. Everyone signed in may read them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.people.selectors import entries_of, entry_for
from thidua.people.services import end_entry, save_entry
from thidua.web.listing import download_of
from thidua.web.saving import SignedIn, form_page, need

from .forms import COMMON, EndForm, EntryForm, own_fields
from .listing import catalogue_at, counts_on
from .lists import entry_list

read_or_write = require_http_methods(["GET", "POST"])


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show every catalogue."""
    return render(request, "catalogues/list.html", {"counts": counts_on(timezone.localdate())})


@require_GET
def detail_page(request: SignedIn, slug: str) -> HttpResponse:
    """Show the entries of one catalogue, those no more used last."""
    today = timezone.localdate()
    catalogue = catalogue_at(slug)
    entries = ({"entry": each, "used": each.holds_on(today)} for each in entries_of(catalogue.model))
    listing = entry_list(catalogue, sorted(entries, key=lambda row: not row["used"]), today)
    shown = {
        "catalogue": catalogue,
        "rows": listing.rows,
        "today": today,
        "can_edit": may(request.user, Permission.MANAGE_CATALOGUES, None, today),
        "listing": listing,
    }
    return download_of(request, listing) or render(request, "catalogues/detail.html", shown)


@read_or_write
def add_page(request: SignedIn, slug: str) -> HttpResponse:
    """Add an entry."""
    need(request, Permission.MANAGE_CATALOGUES, None)
    catalogue = catalogue_at(slug)
    initial = {"valid_from": timezone.localdate()}
    form = EntryForm(request.POST or None, initial=initial, model=catalogue.model, adding=True)

    def save(values: dict[str, Any]) -> HttpResponse:
        values.pop("version")
        entry = save_entry(model=catalogue.model, values=values, by=request.user, at=timezone.now())
        messages.success(request, _("Đã thêm “%(entry)s”.") % {"entry": entry})
        return redirect("catalogues:detail", slug)

    return form_page(request, form, "catalogues/add.html", {"catalogue": catalogue}, save)


@read_or_write
def edit_page(request: SignedIn, slug: str, entry_id: int) -> HttpResponse:
    """Change an entry."""
    need(request, Permission.MANAGE_CATALOGUES, None)
    catalogue = catalogue_at(slug)
    entry = entry_for(catalogue.model, entry_id)
    names = (*COMMON, *own_fields(catalogue.model), "version")
    initial = {name: getattr(entry, name) for name in names}
    form = EntryForm(request.POST or None, initial=initial, model=catalogue.model, adding=False)

    def save(values: dict[str, Any]) -> HttpResponse:
        call = {"entry_id": entry_id, "expected_version": values.pop("version")}
        saved = save_entry(model=catalogue.model, values=values, **call, by=request.user, at=timezone.now())
        messages.success(request, _("Đã lưu “%(entry)s”.") % {"entry": saved})
        return redirect("catalogues:detail", slug)

    return form_page(request, form, "catalogues/edit.html", {"catalogue": catalogue, "entry": entry}, save)


@read_or_write
def end_page(request: SignedIn, slug: str, entry_id: int) -> HttpResponse:
    """Retire an entry."""
    need(request, Permission.MANAGE_CATALOGUES, None)
    catalogue = catalogue_at(slug)
    entry = entry_for(catalogue.model, entry_id)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate(), "version": entry.version})

    def save(values: dict[str, Any]) -> HttpResponse:
        call = {"entry_id": entry_id, "expected_version": values["version"], "on": values["on"]}
        end_entry(model=catalogue.model, **call, by=request.user, at=timezone.now())
        messages.success(request, _("“%(entry)s” thôi dùng từ ngày đã chọn.") % {"entry": entry})
        return redirect("catalogues:detail", slug)

    return form_page(request, form, "catalogues/end.html", {"catalogue": catalogue, "entry": entry}, save)
