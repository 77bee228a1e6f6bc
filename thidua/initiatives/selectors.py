"""Reads of initiatives: what an account may see, searches without accents, and people's initiatives in bulk."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotFound
from thidua.kernel.text import fold, is_accented, nfc
from thidua.people.selectors import visible_units

from .models import Authorship, Initiative

People = Collection[int] | QuerySet[Any, Any]
_AUTHORS = Prefetch(
    "authorships", Authorship.objects.select_related("person").order_by("-share", "person__name_sort", "person_id")
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A recognised initiative of one person. ``year`` is the year of achievement it is filed under, ``share`` in %.

    ``used_for`` is the code of the title or commendation form it already served, or "".
    """

    initiative_id: int
    name: str
    year: int
    scope: str
    decided_on: date
    share: int
    used_for: str


def initiatives_visible_to(actor: Actor, day: date) -> QuerySet[Initiative]:
    """Return the initiatives of the units ``actor`` may see and those of their own person, with authors."""
    rows = Initiative.objects.select_related("unit").prefetch_related(_AUTHORS)
    if isinstance(actor, SystemActor):
        return rows
    units = visible_units(actor, day).values("id")
    own = Authorship.objects.filter(person__account=actor.pk).values("initiative_id")
    return rows.filter(Q(unit__in=units) | Q(id__in=own))


def initiative_for(actor: Actor, initiative_id: int, day: date) -> Initiative:
    """Return one initiative; raises NotFound when it does not exist or is outside ``actor``'s place."""
    found = initiatives_visible_to(actor, day).filter(pk=initiative_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy sáng kiến này."), _("Mở lại từ danh sách sáng kiến."))
    return found


def search_initiatives(rows: QuerySet[Initiative], query: str) -> QuerySet[Initiative]:
    """Keep initiatives whose name, code or an author's name holds ``query``; accents are matched only if typed."""
    wanted = nfc(query)
    if not wanted:
        return rows
    authors = Authorship.objects.filter(person__name_folded__contains=fold(wanted))
    if is_accented(wanted):
        authors = Authorship.objects.filter(person__name_exact__contains=wanted.lower())
    by_name = Q(name_exact__contains=wanted.lower()) if is_accented(wanted) else Q(name_folded__contains=fold(wanted))
    return rows.filter(by_name | Q(code__iexact=wanted) | Q(id__in=authors.values("initiative_id")))


def initiatives_of(person_id: int) -> QuerySet[Initiative]:
    """Return all initiatives of one person, newest first, with authors: two queries."""
    mine = Authorship.objects.filter(person_id=person_id).values("initiative_id")
    rows = Initiative.objects.filter(id__in=mine).select_related("unit")
    return rows.prefetch_related(_AUTHORS)


def recognised_for(person_ids: People, years: Collection[int]) -> dict[int, list[Recognised]]:
    """Return person → recognised initiatives filed under ``years``, oldest first; one query for many people."""
    rows = Authorship.objects.filter(
        person_id__in=person_ids, initiative__year__in=years, initiative__decided_on__isnull=False
    ).select_related("initiative")
    found: dict[int, list[Recognised]] = {}
    for row in rows.order_by("initiative__year", "initiative_id"):
        made = row.initiative
        assert made.decided_on is not None  # noqa: S101  # the filter above; the type checker cannot see it
        found.setdefault(row.person_id, []).append(
            Recognised(made.id, made.name, made.year, made.scope, made.decided_on, row.share, made.used_for)
        )
    return found


class StoredInitiative(NamedTuple):
    """An initiative as it stands."""

    key: int
    version: int
    unit_id: int
    year: int
    name: str
    code: str
    scope: str
    decision_number: str
    decided_on: date | None


def initiatives_like(
    wanted: Iterable[tuple[str, int, int, str]],
) -> dict[tuple[str, int, int, str], StoredInitiative]:
    """Return what stands already for (code, unit, year, name): by the code where there is one, else by the rest.

    Two queries.
    """
    asked = list(dict.fromkeys(wanted))
    columns = ("pk", "version", "unit_id", "year", "name", "code", "scope", "decision_number", "decided_on")
    rows = Initiative.objects.filter(code__among={code for code, *_rest in asked if code}).order_by("pk")
    by_code = {row[5]: StoredInitiative(*row) for row in rows.values_list(*columns)}
    names = {fold(name) for code, _unit, _year, name in asked if not code}
    rows = Initiative.objects.filter(name_folded__among=names).order_by("-pk")
    by_name = {(row[2], row[3], fold(row[4])): StoredInitiative(*row) for row in rows.values_list(*columns)}
    found = {}
    for code, unit, year, name in asked:
        one = by_code.get(code) if code else by_name.get((unit, year, fold(name)))
        if one is not None:
            found[code, unit, year, name] = one
    return found
