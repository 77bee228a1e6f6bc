"""What the entry pages gather before they can show a form: the holder, and refusals put next to their fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest

from thidua.honours.models import Honour
from thidua.honours.services import NewHonour, entry_of
from thidua.honours.states import Subject
from thidua.kernel.errors import Refusal
from thidua.people.models import Person, Unit
from thidua.people.permissions import Permission
from thidua.people.selectors import person_for, places_of, search_people, visible_units

from .forms import Choices, HonourForm

SUGGESTED = 12


@dataclass(slots=True)
class HolderPage:
    """The entry page: first who holds the honour (a search, without script too), then the form."""

    subject: str
    query: str
    person: Person | None = None
    found: list[Person] = field(default_factory=list)
    form: HonourForm | None = None

    @classmethod
    def read(cls, request: HttpRequest, today: date, distinctions: Choices) -> HolderPage:
        """Read the address: ``person`` or ``subject`` once chosen, ``q`` while searching."""
        asked = request.GET
        subject = asked.get("subject", "")
        page = cls(subject if subject in Subject.values else Subject.PERSON.value, asked.get("q", "").strip())
        if asked.get("person", "").isdecimal():
            page.person = person_for(request.user, int(asked["person"][:15]), today)
        elif page.query:
            page.found = list(search_people(request.user, page.query, today)[:SUGGESTED])
        if page.person or page.subject != Subject.PERSON:
            units = page.units(request, today)
            page.form = HonourForm(
                request.POST or None,
                units=units,
                distinctions=distinctions,
                subject=page.subject,
                initial={"year": today.year, "unit_id": units[0].pk if units else None},
            )
        return page

    def units(self, request: HttpRequest, today: date) -> list[Unit]:
        """Return where the honour may be entered: a person's places, newest first; else every unit one may edit."""
        editable = visible_units(request.user, today, Permission.EDIT_HONOURS)
        if self.person is None:
            return list(editable)
        mine = {unit.pk: unit for unit in editable.filter(memberships__person=self.person).distinct()}
        places = dict.fromkeys(place.unit_id for place in places_of(self.person))
        return [mine[unit_id] for unit_id in places if unit_id in mine]

    def entry(self) -> NewHonour:
        """Return the entry of a valid form."""
        assert self.form is not None  # noqa: S101  for the type checker: the view has checked
        return NewHonour(person_id=self.person.pk if self.person else None, **self.form.values())

    def context(self) -> dict[str, Any]:
        """Return what the template shows."""
        return {
            "subject": self.subject,
            "subject_label": Subject(self.subject).label,
            "query": self.query,
            "person": self.person,
            "found": self.found,
            "form": self.form,
        }


def amend_initial(honour: Honour) -> dict[str, Any]:
    """Return the amendment form's start: the entry as it is."""
    entry = entry_of(honour)
    same = ("year", "issuer", "issuer_level", "decision_number", "decision_date", "certificate_number")
    distinction = f"title:{entry.title}" if entry.title else f"form:{entry.form}"
    return {"version": honour.version, "distinction": distinction} | {name: getattr(entry, name) for name in same}


def explain_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal's messages next to the fields they are about; others go above the form."""
    for name, message in refusal.fields.items():
        form.add_error(name if name in form.fields else None, message)
