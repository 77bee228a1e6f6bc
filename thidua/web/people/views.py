"""Views of people: thin; services write, selectors read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from thidua.kernel.errors import NotFound
from thidua.merging.selectors import kept_instead
from thidua.people.permissions import Permission
from thidua.people.policies import may
from thidua.people.selectors import (
    PeopleFilter,
    events_of,
    home_unit_id,
    people_matching,
    person_for,
    places_of,
    positions_on,
    visible_units,
)
from thidua.people.services import add_membership, create_person, edit_person, end_membership, transfer_person
from thidua.web.downloads import download, refuse_too_many
from thidua.web.listing import download_of
from thidua.web.paging import BoundedPaginator
from thidua.web.saving import SignedIn, form_page, need
from thidua.workbooks.selectors import people_workbook

from .events import told
from .forms import EndForm, NewPersonForm, NewPlaceForm, PeopleFilterForm, PersonForm, TransferForm
from .lists import people_list
from .sections import sections_of

if TYPE_CHECKING:
    from thidua.people.models import Membership, Person

PER_PAGE = 50
read_or_write = require_http_methods(["GET", "POST"])


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show the people whom the reader may see, narrowed by the filter."""
    today = timezone.localdate()
    form = PeopleFilterForm(request.GET or None, units=_unions(request, Permission.VIEW))
    asked = _asked(form, today)
    listing = people_list(people_matching(request.user, asked, today), form, asked.day)
    if (file := download_of(request, listing)) is not None:
        return file
    paginator = BoundedPaginator(listing.rows, PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    rows = listing.prepared(list(page.object_list))
    can_add = may(request.user, Permission.EDIT_PEOPLE, None, today)
    shown = {"filter": form, "page": page, "rows": rows, "paginator": paginator, "day": asked.day, "can_add": can_add}
    return render(request, "people/list.html", shown | {"listing": listing})


@require_GET
def workbook(request: SignedIn) -> HttpResponse:
    """Hand out what the list shows as a workbook that can be worked on and sent back."""
    today = timezone.localdate()
    form = PeopleFilterForm(request.GET or None, units=_unions(request, Permission.VIEW))
    asked = _asked(form, today)
    people = people_matching(request.user, asked, today)
    refuse_too_many(people)
    content = people_workbook(people.values_list("pk", flat=True), asked.day)
    return download(content, _("danh sách người") + ".xlsx")


def _asked(form: PeopleFilterForm, today: date) -> PeopleFilter:
    clean = form.cleaned_data if form.is_valid() else {}
    member = {"yes": True, "no": False}.get(clean.get("union_member", ""))
    return PeopleFilter(
        day=clean.get("ngay") or today,
        query=clean.get("q", ""),
        unit_id=clean.get("unit"),
        sex=clean.get("sex", ""),
        union_member=member,
        present=not clean.get("left"),
    )


def _unions(request: SignedIn, permission: Permission) -> Any:
    """Return the unions where the reader holds ``permission``, those that have ended left out."""
    units = visible_units(request.user, timezone.localdate(), permission)
    return units.filter(kind__tree="union", valid_to__isnull=True)


def _positions() -> Any:
    return positions_on(timezone.localdate())


@require_GET
def detail_page(request: SignedIn, person_id: int) -> HttpResponse:
    """Show one person: who they are, where they stood, and what other rooms tell of them."""
    today = timezone.localdate()
    try:
        person = person_for(request.user, person_id, today)
    except NotFound:
        kept = kept_instead(request.user, person_id, today)
        if kept is None:
            raise
        messages.info(request, _("Người này đã được gộp vào %(person)s.") % {"person": kept})
        return redirect("people:detail", kept.pk)
    places = list(places_of(person))
    here = next((place for place in places if place.holds_on(today)), None)
    home_id = _home_id(places, here)
    audited = home_id is not None and may(request.user, Permission.VIEW_AUDIT, home_id, today)
    shown = {
        "person": person,
        "places": places,
        "here": here,
        "open_place": _open(places),
        "can_edit": home_id is not None and may(request.user, Permission.EDIT_PEOPLE, home_id, today),
        "sections": sections_of(person, request.user, today),
        "events": told(events_of(person)[:20]) if audited else None,
    }
    return render(request, "people/detail.html", shown)


def _home_id(places: list[Membership], here: Membership | None) -> int | None:
    return here.unit_id if here else places[0].unit_id if places else None


def _open(places: list[Membership]) -> Membership | None:
    return next((place for place in places if place.valid_to is None), None)


@read_or_write
def add_page(request: SignedIn) -> HttpResponse:
    """Enter a person and their place."""
    need(request, Permission.EDIT_PEOPLE, None)
    initial = {"on": timezone.localdate(), "unit_id": request.GET.get("unit")}
    units = _unions(request, Permission.EDIT_PEOPLE)
    form = NewPersonForm(request.POST or None, initial=initial, units=units, positions=_positions())

    def save(values: dict[str, Any]) -> HttpResponse:
        values.pop("version")
        person = create_person(**values, by=request.user, at=timezone.now())
        messages.success(request, _("Đã thêm %(person)s.") % {"person": person})
        return redirect("people:detail", person.pk)

    return form_page(request, form, "people/add.html", {}, save)


def _editable(request: SignedIn, person_id: int) -> Person:
    """Return the person, if the reader may see and change them."""
    today = timezone.localdate()
    person = person_for(request.user, person_id, today)
    need(request, Permission.EDIT_PEOPLE, home_unit_id(person_id, today))
    return person


@read_or_write
def edit_page(request: SignedIn, person_id: int) -> HttpResponse:
    """Correct who a person is."""
    person = _editable(request, person_id)
    fields = ("full_name", "code", "sex", "birth_date", "version")
    form = PersonForm(request.POST or None, initial={name: getattr(person, name) for name in fields})

    def save(values: dict[str, Any]) -> HttpResponse:
        version = values.pop("version")
        edit_person(person_id=person_id, **values, expected_version=version, by=request.user, at=timezone.now())
        messages.success(request, _("Đã lưu thông tin của %(person)s.") % {"person": values["full_name"]})
        return redirect("people:detail", person_id)

    return form_page(request, form, "people/edit.html", {"person": person}, save)


@read_or_write
def transfer_page(request: SignedIn, person_id: int) -> HttpResponse:
    """Move a person to another unit."""
    person = _editable(request, person_id)
    place = _open(list(places_of(person)))
    initial: dict[str, Any] = {"on": timezone.localdate(), "version": place.version if place else None}
    initial["staff_kind"] = place.staff_kind if place else None
    units = _unions(request, Permission.EDIT_PEOPLE)
    form = TransferForm(request.POST or None, initial=initial, units=units, positions=_positions())

    def save(values: dict[str, Any]) -> HttpResponse:
        values |= {"to_unit_id": values.pop("unit_id"), "expected_version": values.pop("version")}
        moved = transfer_person(person_id=person_id, **values, by=request.user, at=timezone.now())
        said = {"person": person, "unit": moved.unit, "day": f"{moved.valid_from:%d/%m/%Y}"}
        messages.success(request, _("%(person)s thuộc %(unit)s từ ngày %(day)s.") % said)
        return redirect("people:detail", person_id)

    return form_page(request, form, "people/transfer.html", {"person": person, "place": place}, save)


@read_or_write
def end_page(request: SignedIn, person_id: int) -> HttpResponse:
    """End a person's place."""
    person = _editable(request, person_id)
    place = _open(list(places_of(person)))
    initial = {"on": timezone.localdate(), "version": place.version if place else None}
    form = EndForm(request.POST or None, initial=initial)

    def save(values: dict[str, Any]) -> HttpResponse:
        call = {"on": values["on"], "expected_version": values["version"]}
        end_membership(person_id=person_id, **call, by=request.user, at=timezone.now())
        messages.success(request, _("Đã ghi ngày %(person)s rời đơn vị.") % {"person": person})
        return redirect("people:detail", person_id)

    return form_page(request, form, "people/end.html", {"person": person, "place": place}, save)


@read_or_write
def place_page(request: SignedIn, person_id: int) -> HttpResponse:
    """Give a place to a person who has none."""
    need(request, Permission.EDIT_PEOPLE, None)
    person = person_for(request.user, person_id, timezone.localdate())
    units = _unions(request, Permission.EDIT_PEOPLE)
    initial = {"on": timezone.localdate()}
    form = NewPlaceForm(request.POST or None, initial=initial, units=units, positions=_positions())

    def save(values: dict[str, Any]) -> HttpResponse:
        place = add_membership(person_id=person_id, **values, by=request.user, at=timezone.now())
        messages.success(request, _("Đã thêm %(person)s vào %(unit)s.") % {"person": person, "unit": place.unit})
        return redirect("people:detail", person_id)

    return form_page(request, form, "people/place.html", {"person": person}, save)
