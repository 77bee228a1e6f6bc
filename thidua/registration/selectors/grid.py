"""The grid of one registration: the unit itself and its people by the titles offered. A constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from thidua.honours.models import Title
from thidua.honours.states import Subject
from thidua.people.models import Person

from ..models import Registration
from .rolls import roll_on

Cell = tuple[int | None, str]  # person (None: the unit itself) and the title's code


@dataclass(frozen=True, slots=True)
class GridCell:
    """One box: ``key`` names it in forms as ``person:title`` (0 for the unit), ``on`` says whether it is ticked.

    ``changed`` marks a box that shows what somebody typed and that is not stored.
    """

    key: str
    title: Title
    on: bool
    changed: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """One person (None: the unit itself). ``note`` says why somebody who is no longer a member is still listed."""

    person_id: int | None
    name: str
    about: str
    cells: list[GridCell]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A registration as a table. ``on`` holds the ticked cells, also any that no row shows."""

    person_titles: list[Title]
    unit_titles: list[Title]
    unit_row: GridRow
    rows: list[GridRow]
    on: set[Cell] = field(default_factory=set)

    @property
    def counts(self) -> list[tuple[Title, int]]:
        """Each offered title with the number of ticks, titles of collectives first."""
        return [
            (title, sum(code == title.code for _person, code in self.on))
            for title in [*self.unit_titles, *self.person_titles]
        ]

    @property
    def people_with_none(self) -> int:
        """How many listed people are registered for no title."""
        return sum(not any(cell.on for cell in row.cells) for row in self.rows)


def grid(registration: Registration, today: date) -> Grid:
    """Return the grid as its officer sees it on ``today``: three queries, however many people there are."""
    titles = offered_titles(registration)
    on = ticked(registration)
    personal = [title for title in titles if title.subject == Subject.PERSON]
    collective = [title for title in titles if title.subject == Subject.COLLECTIVE]
    rows, listed = [], set()
    for place in roll_on(registration.unit_id, registration.round.roll_day(today)):
        if place.person_id not in listed:
            listed.add(place.person_id)
            post = str(place.position) if place.position else ""
            rows.append(_row(place.person_id, place.person.full_name, post, personal, on))
    gone = {person_id for person_id, _code in on if person_id is not None} - listed
    if gone:
        for person in Person.objects.filter(id__in=gone):
            rows.append(_row(person.id, person.full_name, "", personal, on, _("không còn trong danh sách đơn vị")))
    unit_row = _row(None, registration.unit.name, _("Tập thể đơn vị"), collective, on)
    return Grid(personal, collective, unit_row, rows, on)


def offered_titles(registration: Registration) -> list[Title]:
    """Return the titles of the registration's round in the catalogue's order."""
    return list(registration.round.titles.order_by("order", "name"))


def ticked(registration: Registration) -> set[Cell]:
    """Return the ticked cells as stored now."""
    return set(registration.lines.values_list("person_id", "title__code"))


def counts_of(registration_ids: list[int]) -> dict[int, int]:
    """Return registration → number of lines, in one query."""
    rows = Registration.objects.filter(id__in=registration_ids).annotate(n=Count("lines"))
    return dict(rows.values_list("id", "n"))


def _row(person_id: int | None, name: str, about: str, titles: list[Title], on: set[Cell], note: str = "") -> GridRow:
    cells = [GridCell(f"{person_id or 0}:{t.code}", t, (person_id, t.code) in on) for t in titles]
    return GridRow(person_id, name, about, cells, note)
