"""How a form page saves: the service is called, its refusal is put next to the form, and nothing typed is lost.

Shared by the pages of every room: a signed-in request, a day, a long list of choices, a form about a versioned row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.forms.utils import flatatt
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from thidua.kernel.errors import InvalidInput, Refusal, StaleVersion, WrongState
from thidua.people.permissions import Permission
from thidua.people.policies import require

if TYPE_CHECKING:
    from thidua.people.models import User

OPTION = '<option value="{}"{}>{}</option>'
# Refusals that a person can mend in the form; the others (no right, not found) take the whole page.
MENDABLE = (InvalidInput, WrongState, StaleVersion)


class SignedIn(HttpRequest):
    """A request past the door (web/security.py): its user is an account."""

    user: User


class DayField(forms.DateField):
    """A day, with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)


class LongSelect(forms.Select):
    """A list of choices that may be thousands of units: drawn at once, not each option through a template."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the select with its options."""
        drawn = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        chosen = "" if value is None else str(value)
        marks = {True: SafeString(" selected"), False: ""}
        options = ((key, marks[str(key) == chosen], label) for key, label in self.choices)
        return format_html("<select{}>{}</select>", drawn, format_html_join("", OPTION, options))


class VersionedForm(forms.Form):
    """A form about a row that two people might change at once."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True, slots=True)
class StoredValue:
    """What is stored now of one field, for the one who came second."""

    label: str | Promise
    value: str


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Give a choice field what there is to choose from."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def day_asked(request: SignedIn) -> date:
    """Return the day of ``?ngay=``; today when it is missing or no day."""
    try:
        return DayField().clean(request.GET.get("ngay"))
    except forms.ValidationError:
        return timezone.localdate()


def need(request: SignedIn, permission: Permission, unit_id: int | None) -> None:
    """Raise NotAllowed unless the person holds ``permission`` at the unit: the page of a form asks as its service."""
    require(request.user, permission, unit_id, timezone.localdate())


def form_page(
    request: SignedIn,
    form: forms.Form,
    template: str,
    shown: dict[str, Any],
    save: Callable[[dict[str, Any]], HttpResponse],
) -> HttpResponse:
    """Show ``form``; on a valid POST call ``save`` with its values. A refusal that can be mended is shown beside it."""
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return save(form.cleaned_data)
        except MENDABLE as error:
            refusal = error
            put_next_to_fields(form, error)
    status = refusal.status if refusal else 422 if form.errors else 200
    stored = stored_values(form, refusal) if isinstance(refusal, StaleVersion) else []
    return render(request, template, {"form": form, "refusal": refusal, "stored": stored, **shown}, status=status)


def refused_by(save: Callable[[], Any]) -> Refusal | None:
    """Call ``save``; return the refusal that a person can mend on the page, or None when it was saved."""
    try:
        save()
    except MENDABLE as error:
        return error
    return None


def put_next_to_fields(form: forms.Form, refusal: Refusal) -> None:
    """Mark the inputs that a refusal names."""
    for name, message in refusal.fields.items():
        if name in form.fields:
            form.add_error(name, message)


def stored_values(form: forms.Form, refusal: StaleVersion) -> list[StoredValue]:
    """Return what is stored now where it differs from what was typed, and let the next sending stand on it."""
    if "version" in refusal.current:
        typed = cast(QueryDict, form.data).copy()
        typed["version"] = str(refusal.current["version"])
        form.data = typed
    return [
        StoredValue(form.fields[name].label or name, words_for(form.fields[name], value))
        for name, value in refusal.current.items()
        if name in form.fields and name != "version" and value != form.cleaned_data.get(name)
    ]


def words_for(field: forms.Field, value: Any) -> str:
    """Return a stored value as people read it."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, list):
        return "; ".join(str(each) for each in value)
    known: dict[Any, Any] = dict(flatten_choices(getattr(field, "choices", [])))
    choices = {str(key): str(label) for key, label in known.items()}
    return choices.get(str(value), str(value) if value not in (None, "") else str(_("(trống)")))
