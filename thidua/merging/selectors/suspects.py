"""Pairs of people who may be one, among those whom a reader may edit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from thidua.kernel.actors import Actor, SystemActor
from thidua.people.models import Membership, Person
from thidua.people.permissions import Permission
from thidua.people.selectors import places_on, visible_units

from ..alike import Suspect, alike
from ..models import Apart

_PERSON = {
    "id": pl.Int64, "code": pl.String, "name_exact": pl.String, "name_folded": pl.String, "birth_date": pl.Date,
    "sex": pl.String,
}  # fmt: skip
_PLACE = {"person_id": pl.Int64, "unit_id": pl.Int64, "valid_from": pl.Date, "valid_to": pl.Date}


@dataclass(frozen=True, slots=True)
class SuspectRow:
    """A pair ready to show, with where each stands on the day (None: nowhere)."""

    suspect: Suspect
    first: Person
    second: Person
    first_place: Membership | None
    second_place: Membership | None


def suspects_for(actor: Actor, day: date) -> list[Suspect]:
    """Return who may be one among the people whom ``actor`` may edit on ``day``, the surest first.

    Left out: pairs found to be two people, and people whose unit is not ``actor``'s to edit. Four queries and a few
    for the scope, however many people; some seconds for 100,000.
    """
    people = _people(actor, day)
    if people.height < 2:
        return []
    apart = set(Apart.objects.filter(first__in=_known(actor, day)).values_list("first_id", "second_id"))
    return [one for one in alike(people) if (one.first_id, one.second_id) not in apart]


def suspect_rows(suspects: Sequence[Suspect], day: date) -> list[SuspectRow]:
    """Return pairs with the people and their places; four queries. Who was deleted meanwhile is left out."""
    keys = {key for one in suspects for key in (one.first_id, one.second_id)}
    people = Person.objects.in_bulk(keys)
    places = places_on(keys, day)
    return [
        SuspectRow(
            one, people[one.first_id], people[one.second_id], places.get(one.first_id), places.get(one.second_id)
        )
        for one in suspects
        if one.first_id in people and one.second_id in people
    ]


def _known(actor: Actor, day: date) -> Any:
    """Return the keys of whoever was ever in a unit that ``actor`` may edit, to be nested in a query."""
    if isinstance(actor, SystemActor):
        return Person.objects.order_by().values("pk")
    units = visible_units(actor, day, Permission.EDIT_PEOPLE)
    return Membership.objects.filter(unit__in=units).order_by().values("person_id")


def _people(actor: Actor, day: date) -> pl.DataFrame:
    """Return those whose home (where they stand on ``day``, else where they stood last) ``actor`` may edit."""
    known = _known(actor, day)
    editable = visible_units(actor, day, Permission.EDIT_PEOPLE).order_by().values_list("pk", flat=True)
    people = _frame(Person.objects.filter(pk__in=known).order_by().values_list(*_PERSON), _PERSON)
    places = _frame(Membership.objects.filter(person__in=known).order_by().values_list(*_PLACE), _PLACE)
    here = (pl.col("valid_from") <= day) & (pl.col("valid_to").is_null() | (pl.col("valid_to") > day))
    homes = places.with_columns(here=here).sort(["here", "valid_from"], descending=True)
    homes = homes.unique("person_id", keep="first", maintain_order=True).select("person_id", "unit_id")
    units = pl.Series("unit_id", list(editable), dtype=pl.Int64)
    return people.join(homes.filter(pl.col("unit_id").is_in(units.implode())), left_on="id", right_on="person_id")


def _frame(rows: Iterable[Any], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=schema, orient="row")
