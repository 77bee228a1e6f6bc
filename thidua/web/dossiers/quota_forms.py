"""Shape of a unit's ranking as its page sends it: one place and one note for each person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from thidua.dossiers.selectors.ranking import Ranking
from thidua.web.saving import VersionedForm

MOST = 400  # two inputs each; more than this is no longer a list that one person ranks on one page


class RankingForm(VersionedForm):
    """The places and notes of a unit's people, by person."""

    def __init__(self, data: Any, *, ranking: Ranking) -> None:
        initial: dict[str, Any] = {"version": ranking.version}
        self.people = [row.person for row in ranking.rows[:MOST]]
        for row in ranking.rows[:MOST]:
            initial |= {f"rank_{row.person.pk}": row.rank, f"note_{row.person.pk}": row.note}
        super().__init__(data, initial=initial)
        for person in self.people:
            self.fields[f"rank_{person.pk}"] = _place(person.full_name)
            self.fields[f"note_{person.pk}"] = _note(person.full_name)

    def lines(self) -> list[dict[str, Any]]:
        """Return what one line of the table shows."""
        return [
            {"person": person, "rank": self[f"rank_{person.pk}"], "note": self[f"note_{person.pk}"]}
            for person in self.people
        ]

    def values(self) -> dict[str, Any]:
        """Return what the service takes, after the move of a pressed arrow."""
        clean = self.cleaned_data
        typed = {person.pk: clean[f"rank_{person.pk}"] for person in self.people}
        places = {person_id: place for person_id, place in typed.items() if place is not None}
        return {
            "places": moved(places, self.data.get("move", "")),
            "notes": {person.pk: clean[f"note_{person.pk}"] for person in self.people},
            "expected_version": clean["version"] or 0,
        }


def _place(name: str) -> forms.Field:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "rank-input"})
    return forms.IntegerField(label=_("Hạng của {name}").format(name=name), required=False, widget=widget)


def _note(name: str) -> forms.Field:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    label = _("Ghi chú về {name}").format(name=name)
    return forms.CharField(label=label, required=False, max_length=200, widget=widget)


def moved(places: dict[int, int], move: str) -> dict[int, int]:
    """Return the places after one step “up-12” or “down-12”: the two neighbours exchange theirs.

    Who has no place yet comes behind the last; a word that is no move changes nothing.
    """
    way, _dash, key = move.partition("-")
    if way not in {"up", "down"} or not key.isdecimal():
        return places
    person_id = int(key)
    if person_id not in places:
        return {**places, person_id: max(places.values(), default=0) + 1}
    order = sorted(places, key=lambda each: places[each])
    other = order.index(person_id) + (-1 if way == "up" else 1)
    if not 0 <= other < len(order):
        return places
    return {**places, person_id: places[order[other]], order[other]: places[person_id]}
