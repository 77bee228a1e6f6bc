"""Views of one dossier: begun, its letter, who stands in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from thidua.honours.states import Subject
from thidua.kernel.errors import InvalidInput
from thidua.movements.selectors import movements_visible_to
from thidua.nominations.selectors import dossier_for, standings
from thidua.nominations.services import (
    NewNomination,
    create_dossier,
    edit_dossier,
    write_nominations,
)
from thidua.nominations.states import NOMINATION_MOVES, NominationState
from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.people.selectors import members_on, units_below, visible_units
from thidua.web.downloads import download
from thidua.web.listing import download_of
from thidua.web.paging import BoundedPaginator
from thidua.web.saving import SignedIn, form_page, need
from thidua.workbooks.selectors import dossier_workbook

from .forms import AddForm, CreateForm, LetterForm
from .lists import nomination_list
from .pages import TONES, distinctions_for, form_context, keys_in, shown

if TYPE_CHECKING:
    from thidua.kernel.moves import Move
    from thidua.nominations.models import Dossier
    from thidua.people.models import Membership

PER_PAGE = 100
read_or_write = require_http_methods(["GET", "POST"])
OFFERED = ("submit", "supplement", "recall", "withdraw", "receive", "appraise", "return", "refuse", "propose")


@read_or_write
def create(request: SignedIn) -> HttpResponse:
    """Begin a dossier."""
    need(request, Permission.NOMINATE, None)
    today = timezone.localdate()
    units = visible_units(request.user, today, Permission.NOMINATE).filter(kind__tree="union", valid_to__isnull=True)
    places = list(units.order_by("name_folded").values_list("pk", "name"))
    asked = {"year": request.GET.get("nam") or today.year, "unit_id": request.GET.get("don_vi")}
    form = CreateForm(request.POST or None, initial=asked, units=places, movements=_movements(request, today))

    def save(values: dict[str, Any]) -> HttpResponse:
        unit_id = values["unit_id"]
        dossier = create_dossier(unit_id=unit_id, letter=form.letter(), by=request.user, at=timezone.now())
        return redirect("nominations:add", dossier.pk)

    lead = _("Ghi tờ trình trước, thêm người và tập thể ở bước sau.")
    context = form_context(_("Lập hồ sơ"), _("Lập hồ sơ"), reverse("nominations:list"), lead)
    return form_page(request, form, "nominations/form.html", context, save)


@require_GET
def detail(request: SignedIn, dossier_id: int) -> HttpResponse:
    """Show a dossier: its letter, and where each nomination of it stands."""
    today = timezone.localdate()
    dossier = dossier_for(request.user, dossier_id, today)
    found = dossier.nominations.select_related("dossier", "person", "unit", "title", "form", "holder", "sender")
    rows = found.order_by("order", "pk")
    listing = nomination_list(str(dossier), rows, [], today)
    if (file := download_of(request, listing)) is not None:
        return file
    page = BoundedPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    standing = standings([dossier.pk])[dossier.pk]
    states = set(standing.counts)
    nominates = bool(may(request.user, Permission.NOMINATE, dossier.unit_id, today))
    holders = found.filter(state=NominationState.SUBMITTED).order_by().values("holder_id")
    receives = visible_units(request.user, today, Permission.HANDLE_DOSSIERS).filter(pk__in=holders).exists()
    context = {
        "dossier": dossier,
        "state": NominationState(standing.state).label,
        "tone": TONES[NominationState(standing.state)],
        "counts": [{"label": NominationState(state).label, "count": n} for state, n in sorted(standing.counts.items())],
        "listing": listing,
        "page": page,
        "rows": shown(list(page.object_list), today),
        "moves": [NOMINATION_MOVES[code] for code in OFFERED if states & NOMINATION_MOVES[code].sources],
        "editable": _is_draft(states) and nominates,
        "whole_move": _whole_move(states, nominates, receives),
    }
    return render(request, "nominations/dossier.html", context)


@read_or_write
def letter(request: SignedIn, dossier_id: int) -> HttpResponse:
    """Correct the submission letter."""
    today = timezone.localdate()
    dossier = dossier_for(request.user, dossier_id, today)
    need(request, Permission.NOMINATE, dossier.unit_id)
    stored = {name: getattr(dossier, name) for name in LetterForm.base_fields}
    form = LetterForm(request.POST or None, initial=stored, movements=_movements(request, today))

    def save(values: dict[str, Any]) -> HttpResponse:
        said = {"dossier_id": dossier_id, "letter": form.letter(), "expected_version": values["version"]}
        edit_dossier(**said, by=request.user, at=timezone.now())
        messages.success(request, _("Đã lưu tờ trình."))
        return redirect("nominations:dossier", dossier_id)

    back = reverse("nominations:dossier", args=[dossier_id])
    context = {"dossier": dossier, **form_context(_("Sửa tờ trình"), _("Lưu tờ trình"), back, dossier.title)}
    return form_page(request, form, "nominations/form.html", context, save)


@read_or_write
def add(request: SignedIn, dossier_id: int) -> HttpResponse:
    """Put people of the unit, the unit itself or a household up for a title or form."""
    today = timezone.localdate()
    dossier = dossier_for(request.user, dossier_id, today)
    need(request, Permission.NOMINATE, dossier.unit_id)
    form = AddForm(request.POST or None, distinctions=distinctions_for(today))
    people = list(members_on(units_below([dossier.unit_id], today), today))
    picked = keys_in(request.POST.getlist("nguoi"))

    def save(values: dict[str, Any]) -> HttpResponse:
        entries = _entries(dossier, values, [place for place in people if place.person_id in picked])
        write_nominations(dossier_id=dossier_id, entries=entries, by=request.user, at=timezone.now())
        count = len(entries)
        messages.success(request, ngettext("Đã thêm %(n)s đề nghị.", "Đã thêm %(n)s đề nghị.", count) % {"n": count})
        return redirect("nominations:dossier", dossier_id)

    context = {"dossier": dossier, "people": people, "picked": picked}
    return form_page(request, form, "nominations/add.html", context, save)


@require_GET
def workbook(request: SignedIn, dossier_id: int) -> HttpResponse:
    """Hand a dossier out as a workbook that can be worked on and sent back."""
    today = timezone.localdate()
    dossier = dossier_for(request.user, dossier_id, today)
    return download(dossier_workbook(dossier, today), f"{dossier.code}.xlsx")


def _entries(dossier: Dossier, said: dict[str, Any], places: list[Membership]) -> list[NewNomination]:
    """Return whom the form puts up: the people picked, the unit itself, or a household of it."""
    kind, _colon, code = said["distinction"].partition(":")
    title, form = (code, "") if kind == "title" else ("", code)
    summary = said["achievement"]
    if said["subject"] == Subject.COLLECTIVE:
        return [NewNomination(dossier.unit_id, title=title, form=form, achievement=summary)]
    if said["subject"] == Subject.HOUSEHOLD:
        if not said["household"].strip():
            message = _("Ghi tên hộ gia đình.")
            raise InvalidInput(message, fields={"household": message})
        return [NewNomination(dossier.unit_id, None, said["household"], title, form, summary)]
    if not places:
        message = _("Chọn ít nhất một người trong danh sách.")
        raise InvalidInput(message, fields={"subject": message})
    by_person = {place.person_id: place.unit_id for place in places}
    return [NewNomination(unit, person, "", title, form, summary) for person, unit in by_person.items()]


def _whole_move(states: set[str], nominates: bool, receives: bool) -> Move | None:
    """Return what is done with a dossier as a whole: it is sent, and it is received."""
    if nominates and NominationState.DRAFT in states:
        return NOMINATION_MOVES["submit"]
    return NOMINATION_MOVES["receive"] if receives else None


def _is_draft(states: set[str]) -> bool:
    return states <= {NominationState.DRAFT}


def _movements(request: SignedIn, today: date) -> list[tuple[Any, str]]:
    rows = movements_visible_to(request.user, today).order_by("-year", "name")
    return [(row.pk, f"{row.year} – {row.name}") for row in rows]
