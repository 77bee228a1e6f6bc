"""Reads of people: one person, the members of units, and the search by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotFound
from thidua.kernel.text import exact, fold, is_accented, nfc

from ..models import Membership, Person, Unit
from .scope import FEW, people_in_sight, units_below, visible_people, visible_units

# A search reads no more words than a long name has.
MOST_WORDS = 8


def person_for(actor: Actor, person_id: int, day: date) -> Person:
    """Return the person; raises NotFound for one whom ``actor`` may not see, as for one who does not exist."""
    person = visible_people(actor, day).filter(pk=person_id).first()
    if person is None:
        raise NotFound(_("Không tìm thấy người này."), _("Tìm lại theo tên ở mục “Con người”."))
    return person


def person_by_code(actor: Actor, code: str, day: date) -> Person | None:
    """Return the person whom ``actor`` may see by their staff or union number, or None."""
    return visible_people(actor, day).filter(code__iexact=nfc(code)).first()


def home_unit_id(person_id: int, day: date) -> int | None:
    """Return the unit that answers for a person on ``day``: where they stand, else where they stood last."""
    places = Membership.objects.filter(person_id=person_id)
    here = places.at(day).values_list("unit_id", flat=True).first()
    return here or places.order_by("-valid_from").values_list("unit_id", flat=True).first()


def members_on(units: QuerySet[Unit] | Iterable[Unit | int], day: date) -> QuerySet[Membership]:
    """Return the places held in ``units`` on ``day``, with person, post and unit, in order of names."""
    places = Membership.objects.at(day).filter(unit__in=units)
    return places.select_related("person", "position", "unit").order_by("person__name_sort", "person_id")


def places_of(person: Person) -> QuerySet[Membership]:
    """Return a person's places over time, the latest first."""
    return person.memberships.select_related("unit", "position").order_by("-valid_from", "-id")


def search_people(actor: Actor, query: str, day: date) -> QuerySet[Person]:
    """Find people by name, in any order of words, or by code: the exactly written first, then those without marks.

    Each word begins a word of the name. A word with marks matches only itself (“hải” never finds “Hai”); one without
    matches any (“hai” finds both). An empty query finds everyone. Sorted by given name within each rank.
    """
    people = people_in_sight(actor, day)
    words = exact(query).split(" ")[:MOST_WORDS] if nfc(query) else []
    if not words:
        return people.order_by("name_sort", "id")
    matches, as_written = Q(), Q()
    for word in words:
        written = _begins("name_exact", word)
        matches &= written if is_accented(word) else _begins("name_folded", fold(word))
        as_written &= written
    whole = Q(name_exact=exact(query)) | Q(code__iexact=nfc(query))
    rank = Case(
        When(whole, then=Value(0)), When(as_written, then=Value(1)), default=Value(2), output_field=IntegerField()
    )
    found = people.filter(matches | Q(code__iexact=nfc(query)))
    return found.annotate(rank=rank).order_by("rank", "name_sort", "id")


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What a reader asks of the list of people; empty fields ask nothing. ``day``: as of when places are read."""

    day: date
    query: str = ""
    unit_id: int | None = None
    sex: str = ""
    union_member: bool | None = None
    present: bool = True

    @property
    def asks_place(self) -> bool:
        """Say whether anything about places is asked, so that only who stands somewhere on the day is listed."""
        return self.present or self.unit_id is not None or self.union_member is not None


def people_matching(actor: Actor, asked: PeopleFilter, today: date) -> QuerySet[Person]:
    """Return the people who match, in the order of the search. ``today`` is the day of the actor's rights."""
    people = search_people(actor, asked.query, today)
    if asked.sex:
        people = people.filter(sex=asked.sex)
    if not asked.asks_place:
        return people
    places = Membership.objects.at(asked.day).order_by()
    if not isinstance(actor, SystemActor):
        places = places.filter(unit__in=visible_units(actor, today))
    if asked.unit_id is not None:
        places = places.filter(unit__in=units_below([asked.unit_id], asked.day))
    if asked.union_member is not None:
        places = places.filter(union_member=asked.union_member)
    ids = list(places.values_list("person_id", flat=True)[: FEW + 1])
    if len(ids) <= FEW:
        return people.filter(id__in=ids)
    return people.filter(Exists(places.filter(person_id=OuterRef("pk"))))


def places_on(person_ids: Collection[int], day: date) -> dict[int, Membership]:
    """Return the place of each person on ``day``, with unit and post; three queries.

    Many people stand in few units: each unit and post is read once, and is one object.
    """
    places = Membership.objects.at(day).filter(person_id__in=person_ids).prefetch_related("unit", "position")
    return {place.person_id: place for place in places}


def _begins(column: str, word: str) -> Q:
    """Return the filter for names in which a word begins with ``word``."""
    return Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})
