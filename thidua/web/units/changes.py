"""Views of changes of units: thin; services write, each after a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thidua.people.permissions import Permission
from thidua.people.selectors import (
    agencies_known_to,
    blocs_on,
    children_on,
    members_on,
    sectors_on,
    story_of,
    unit_kind_for,
    unit_kinds_on,
    visible_units,
)
from thidua.people.services import (
    close_unit,
    create_bloc,
    create_unit,
    edit_unit,
    merge_units,
    move_unit,
    pair_units,
    place_in_bloc,
    rename_unit,
    split_unit,
)
from thidua.web.listing import download_of
from thidua.web.saving import SignedIn, form_page, need

from . import forms
from .changing import change_page, editable_unit
from .lists import bloc_list

if TYPE_CHECKING:
    from thidua.people.models import Unit

MOST_PARTS = 9
read_or_write = require_http_methods(["GET", "POST"])


def _going_on(request: SignedIn, tree: str) -> Any:
    units = visible_units(request.user, timezone.localdate(), Permission.EDIT_UNITS)
    return units.filter(kind__tree=tree, valid_to__isnull=True).select_related("kind")


def _agencies(request: SignedIn) -> Any:
    return agencies_known_to(request.user, timezone.localdate()).filter(valid_to__isnull=True)


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _service_call(request: SignedIn, values: dict[str, Any]) -> dict[str, Any]:
    version = values.get("version")
    return _without(values, "version") | {"expected_version": version, "by": request.user, "at": timezone.now()}


@read_or_write
def rename_page(request: SignedIn, unit_id: int) -> HttpResponse:
    """Give a unit another name."""
    unit = editable_unit(request, unit_id)
    initial = {"name": unit.name, "short_name": unit.short_name, "version": unit.version, "day": timezone.localdate()}
    form = forms.RenameForm(request.POST or None, initial=initial)

    def change(values: dict[str, Any]) -> Unit:
        return rename_unit(unit_id=unit_id, **_service_call(request, values))

    return change_page(request, form, "units/rename.html", {"unit": unit}, change, _("Đã ghi tên mới."))


@read_or_write
def move_page(request: SignedIn, unit_id: int) -> HttpResponse:
    """Put a unit under another superior."""
    unit = editable_unit(request, unit_id)
    units = _going_on(request, unit.kind.tree).exclude(pk=unit_id)
    initial = {"version": unit.version, "day": timezone.localdate()}
    form = forms.MoveForm(request.POST or None, initial=initial, units=units)

    def change(values: dict[str, Any]) -> Unit:
        return move_unit(unit_id=unit_id, **_service_call(request, values))

    return change_page(request, form, "units/move.html", {"unit": unit}, change, _("Đã ghi đơn vị cấp trên mới."))


@read_or_write
def close_page(request: SignedIn, unit_id: int) -> HttpResponse:
    """End a unit."""
    unit = editable_unit(request, unit_id)
    initial = {"version": unit.version, "day": timezone.localdate()}
    form = forms.ChangeForm(request.POST or None, initial=initial)

    def change(values: dict[str, Any]) -> Unit:
        return close_unit(unit_id=unit_id, **_service_call(request, values))

    return change_page(request, form, "units/close.html", {"unit": unit}, change, _("Đã ghi ngày kết thúc hoạt động."))


@read_or_write
def pair_page(request: SignedIn, unit_id: int) -> HttpResponse:
    """Pair a union with an agency."""
    unit = editable_unit(request, unit_id)
    today = timezone.localdate()
    now = story_of(unit).pairs_on(today)
    initial = {"agency_id": now[0].agency_id if now else None, "day": today}
    form = forms.PairForm(request.POST or None, initial=initial, agencies=_agencies(request))

    def change(values: dict[str, Any]) -> Unit:
        call = {"agency_id": values["agency_id"], "day": values["day"]}
        return pair_units(union_id=unit_id, **call, by=request.user, at=timezone.now())

    return change_page(request, form, "units/pair.html", {"unit": unit}, change, _("Đã ghi cơ quan cùng cặp."))


@read_or_write
def bloc_page(request: SignedIn, unit_id: int) -> HttpResponse:
    """Put a unit into a bloc."""
    unit = editable_unit(request, unit_id)
    today = timezone.localdate()
    now = story_of(unit).blocs_on(today)
    initial = {"bloc_id": now[0].bloc_id if now else None, "day": today}
    form = forms.BlocForm(request.POST or None, initial=initial, blocs=blocs_on(today))

    def change(values: dict[str, Any]) -> Unit:
        call = {"bloc_id": values["bloc_id"], "day": values["day"]}
        return place_in_bloc(unit_id=unit_id, **call, by=request.user, at=timezone.now())

    return change_page(request, form, "units/bloc.html", {"unit": unit}, change, _("Đã xếp khối, cụm."))


@read_or_write
def new_bloc_page(request: SignedIn) -> HttpResponse:
    """Make a bloc or cluster."""
    need(request, Permission.EDIT_UNITS, None)
    listing = bloc_list(blocs_on(timezone.localdate()), timezone.localdate())
    if (file := download_of(request, listing)) is not None:
        return file
    form = forms.NewBlocForm(request.POST or None, initial={"day": timezone.localdate()})

    def save(values: dict[str, Any]) -> HttpResponse:
        bloc = create_bloc(**values, by=request.user, at=timezone.now())
        messages.success(request, _("Đã lập %(bloc)s.") % {"bloc": bloc})
        return redirect("units:blocs")

    shown = {"blocs": listing.rows, "listing": listing}
    return form_page(request, form, "units/blocs.html", shown, save)


@read_or_write
def describe_page(request: SignedIn, unit_id: int) -> HttpResponse:
    """Change a unit's kind and sector."""
    unit = editable_unit(request, unit_id)
    today = timezone.localdate()
    kinds = unit_kinds_on(today).filter(tree=unit.kind.tree)
    initial = {"kind": unit.kind_id, "sector_id": unit.sector_id, "version": unit.version}
    sectors = sectors_on(today)
    form = forms.DescribeForm(request.POST or None, initial=initial, kinds=kinds, sectors=sectors)

    def save(values: dict[str, Any]) -> HttpResponse:
        kind = unit_kind_for(values["kind"])
        call = {"sector_id": values["sector_id"], "expected_version": values["version"], "at": timezone.now()}
        edit_unit(unit_id=unit_id, kind=kind, by=request.user, **call)
        messages.success(request, _("Đã lưu loại và lĩnh vực."))
        return redirect("units:detail", unit_id)

    return form_page(request, form, "units/describe.html", {"unit": unit}, save)


@read_or_write
def add_page(request: SignedIn) -> HttpResponse:
    """Create a unit."""
    need(request, Permission.EDIT_UNITS, None)
    today = timezone.localdate()
    parents = visible_units(request.user, today, Permission.EDIT_UNITS).filter(valid_to__isnull=True)
    form = forms.NewUnitForm(
        request.POST or None,
        initial={"day": today, "parent_id": request.GET.get("parent")},
        kinds=unit_kinds_on(today),
        sectors=sectors_on(today),
        parents=parents,
        agencies=_agencies(request),
    )

    def change(values: dict[str, Any]) -> Unit:
        kind = unit_kind_for(values["kind"])
        call = _without(values, "version", "kind")
        return create_unit(kind=kind, **call, by=request.user, at=timezone.now())

    return change_page(request, form, "units/add.html", {}, change, _("Đã thành lập đơn vị."))


@read_or_write
def merge_page(request: SignedIn, unit_id: int) -> HttpResponse:
    """Merge a unit with others into one."""
    unit = editable_unit(request, unit_id)
    units = list(_going_on(request, unit.kind.tree).filter(kind_id=unit.kind_id))
    initial = {"source_ids": [unit_id], "day": timezone.localdate()}
    form = forms.MergeForm(request.POST or None, initial=initial, units=units, agencies=_agencies(request))

    def change(values: dict[str, Any]) -> Unit:
        call = {"day": values["day"], "reason": values["reason"], "by": request.user, "at": timezone.now()}
        return merge_units(source_ids=values["source_ids"], into=form.target(), **call)

    return change_page(request, form, "units/merge.html", {"unit": unit}, change, _("Đã sáp nhập."))


@read_or_write
def split_page(request: SignedIn, unit_id: int) -> HttpResponse:
    """Split a unit."""
    unit = editable_unit(request, unit_id)
    form = _split_form(request, unit)

    def change(values: dict[str, Any]) -> Unit:
        call = {"day": values["day"], "reason": values["reason"], "by": request.user, "at": timezone.now()}
        split_unit(unit_id=unit_id, parts=form.parts(), keep=values["keep"], **call)
        return unit

    return change_page(request, form, "units/split.html", {"unit": unit}, change, _("Đã chia tách."))


def _split_form(request: SignedIn, unit: Unit) -> forms.SplitForm:
    """Return the form with the people and units of the day that is asked for (today at first)."""
    day = forms.SplitForm.base_fields["day"]
    asked = request.POST.get("day") or request.GET.get("ngay")
    try:
        on = day.clean(asked)
    except forms.forms.ValidationError:
        on = timezone.localdate()
    parts = request.GET.get("phan", "")
    number = min(max(int(parts), 1), MOST_PARTS) if parts.isdecimal() and len(parts) < 3 else 1
    return forms.SplitForm(
        request.POST or None,
        initial={"day": on, "keep": number == 1},
        parts=number,
        members=members_on([unit], on),
        children=children_on(unit, on),
        agencies=_agencies(request),
    )
