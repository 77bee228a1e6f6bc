"""Reads of the register: what a person may see, what a person holds, and what the law may count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotFound
from thidua.kernel.intervals import holds_on
from thidua.kernel.models import AuditEvent
from thidua.kernel.text import exact, fold, is_accented, nfc
from thidua.people.models import Person, Unit
from thidua.people.permissions import Permission
from thidua.people.selectors import person_for, places_of, visible_units
from thidua.people.states import Tree

from .models import CommendationForm, Honour, Title
from .states import DECIDERS, Branch, IssuerLevel, Subject


@dataclass(frozen=True, slots=True)
class Held:
    """A title or form that somebody holds, as the law counts it: code, year of achievement, what it was given for."""

    code: str
    year: int
    basis: str


@dataclass(slots=True)
class HeldHonours:
    """All titles and all commendation forms of one holder that count for the law, oldest first."""

    titles: list[Held] = field(default_factory=list)
    forms: list[Held] = field(default_factory=list)


def titles_on(day: date, subject: str = "") -> QuerySet[Title]:
    """Return the titles of the catalogue that are in use on ``day``, of one kind of subject if asked."""
    titles: QuerySet[Title] = Title.objects.filter(holds_on(day))
    return titles.filter(subject=subject) if subject else titles


def forms_on(day: date) -> QuerySet[CommendationForm]:
    """Return the commendation forms of the catalogue that are in use on ``day``."""
    return CommendationForm.objects.filter(holds_on(day))


def honours_visible_to(actor: Actor, day: date) -> QuerySet[Honour]:
    """Return the entries of the units that ``actor`` may see, and ``actor``'s own; with what a row shows."""
    rows = Honour.objects.select_related("person", "unit", "title", "form")
    if isinstance(actor, SystemActor):
        return rows
    own = Person.objects.filter(account=actor.pk).values("id")
    return rows.filter(Q(unit__in=visible_units(actor, day).values("id")) | Q(person__in=own))


def honour_for(actor: Actor, honour_id: int, day: date) -> Honour:
    """Return one entry; raises NotFound when it does not exist or lies outside what ``actor`` may see."""
    honour = honours_visible_to(actor, day).filter(pk=honour_id).first()
    if honour is None:
        raise NotFound(_("Không tìm thấy mục này trong sổ khen thưởng."), _("Tìm lại trong sổ."))
    return honour


def honours_of(person_id: int) -> QuerySet[Honour]:
    """Return what a person holds today, newest first. The caller has checked that the person may be seen."""
    held = Honour.objects.held().filter(person_id=person_id)
    return held.select_related("unit", "title", "form").order_by("-year", "-decision_date", "-id")


def chain_of(honour: Honour) -> list[Honour]:
    """Return the entry with those it changed and those that changed it, oldest first.

    An entry is changed at most once, so the chain is a line; it is as long as the number of corrections, mostly one.
    """
    chain = [honour]
    while chain[0].amends_id is not None:
        chain.insert(0, Honour.objects.select_related("person", "unit", "title", "form").get(pk=chain[0].amends_id))
    while (nxt := chain[-1].amendments.select_related("person", "unit", "title", "form").first()) is not None:
        chain.append(nxt)
    return chain


def counted_by_law() -> Q:
    """Return the filter for honours that the law counts: given by a level that may give them.

    A certificate or title of the union's own levels never passes for a ministry's or province's (see DECIDERS): the
    union's forms are forms of their own, given by their own level. Titles of the union or of movements do not count.
    """
    counted = Q(form__branch=Branch.UNION, issuer_level=F("form__issuer_level"))
    for kind in ("title", "form"):
        levels = Q()
        for level, deciders in DECIDERS.items():
            levels |= Q(**{f"{kind}__issuer_level": level, "issuer_level__in": sorted(deciders)})
        counted |= Q(**{f"{kind}__branch": Branch.STATE}) & levels
    return counted


def honours_counted(on: date) -> QuerySet[Honour]:
    """Return the honours held that the law counts and that were decided by ``on``, oldest first."""
    counted = Honour.objects.held().filter(counted_by_law(), decision_date__lte=on)
    return counted.order_by("year", "decision_date", "id")


def held_by_people(person_ids: Collection[int], on: date) -> dict[int, HeldHonours]:
    """Return, for each person with any, what counts for the law and was decided by ``on``. One query."""
    return _held(honours_counted(on).filter(person_id__in=person_ids), "person_id")


def held_by_units(unit_ids: Collection[int], on: date) -> dict[int, HeldHonours]:
    """Return, for each unit that holds any as a collective, what counts for the law and was decided by ``on``."""
    rows = honours_counted(on).filter(unit_id__in=unit_ids, subject=Subject.COLLECTIVE)
    return _held(rows, "unit_id")


def _held(rows: QuerySet[Honour], holder: str) -> dict[int, HeldHonours]:
    found: dict[int, HeldHonours] = defaultdict(HeldHonours)
    for key, title, form, year, basis in rows.values_list(holder, "title__code", "form__code", "year", "basis"):
        if title:
            found[key].titles.append(Held(title, year, basis))
        else:
            found[key].forms.append(Held(form, year, basis))
    return dict(found)


def register_years(unit_ids: Collection[int] | None = None, *, on: date | None = None) -> dict[int, set[int]]:
    """Return, per unit, the years of achievement for which its register has been entered. One query; None = all units.

    The register starts with the computer age, and an empty year in it means “not entered”, not “nobody got a title”.
    A year is taken as entered once the unit has a yearly title of any person in it: an old order or certificate of one
    officer proves nothing about the others. With ``on``, only decisions signed by that day prove anything.
    """
    rows = Honour.objects.held().filter(
        subject=Subject.PERSON, title__branch=Branch.STATE, title__issuer_level=IssuerLevel.GRASSROOTS
    )
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    if on is not None:
        rows = rows.filter(decision_date__lte=on)
    entered: dict[int, set[int]] = defaultdict(set)
    for unit_id, year in rows.values_list("unit_id", "year").distinct().order_by():
        entered[unit_id].add(year)
    return dict(entered)


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What a reader asks of the register; empty fields ask nothing. Codes are catalogue codes."""

    query: str = ""
    year: int | None = None
    title: str = ""
    form: str = ""
    subject: str = ""
    nature: str = ""
    unit_id: int | None = None
    history: bool = False


def search_register(rows: QuerySet[Honour], asked: RegisterFilter) -> QuerySet[Honour]:
    """Narrow visible entries to what is asked. Closed entries show only with ``history`` or a nature that asks them."""
    if not (asked.history or asked.nature):
        rows = rows.filter(closed_on__isnull=True)
    wanted = {
        "year": asked.year,
        "title__code": asked.title,
        "form__code": asked.form,
        "subject": asked.subject,
        "nature": asked.nature,
        "unit_id": asked.unit_id,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return _matching(rows, nfc(asked.query)) if asked.query.strip() else rows


def _matching(rows: QuerySet[Honour], query: str) -> QuerySet[Honour]:
    """Search names without accents, exact ones first; with accents typed, only the accented name matches."""
    folded = fold(query)
    name = (
        Q(person__name_exact__contains=exact(query)) if is_accented(query) else Q(person__name_folded__contains=folded)
    )
    found = name | Q(person__code__iexact=query) | Q(decision_number__icontains=query)
    found |= Q(decision_number__contains=query.upper())  # SQLite's own upper case knows no Đ
    found |= Q(certificate_number__iexact=query) | Q(household_folded__contains=folded)
    found |= Q(unit__name_folded__contains=folded)
    best = Case(When(person__name_exact=exact(query), then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.filter(found).order_by(best, "-decision_date", "-id")


def events_of(chain: Collection[Honour]) -> QuerySet[AuditEvent]:
    """Return the audit events of an entry and of those it changed or that changed it, newest first."""
    ids = [str(honour.pk) for honour in chain]
    return AuditEvent.objects.filter(object_type=Honour._meta.label_lower, object_id__in=ids)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose honour is being entered, and at which units it may be; ``person`` is None for a collective or household."""

    person: Person | None
    units: list[Unit]


def holder_for(actor: Actor, person_id: int | None, day: date) -> Holder:
    """Return who is to be honoured and the units where ``actor`` may enter it; raises NotFound for a hidden person.

    For a person: the units they belonged to, the latest first; otherwise every union unit in reach.
    """
    editable = visible_units(actor, day, Permission.EDIT_HONOURS)
    if person_id is None:
        return Holder(None, list(editable.filter(kind__tree=Tree.UNION).distinct().order_by("name_folded", "id")))
    person = person_for(actor, person_id, day)
    mine = {unit.pk: unit for unit in editable.filter(memberships__person=person).distinct()}
    latest_first = dict.fromkeys(place.unit_id for place in places_of(person))
    return Holder(person, [mine[unit_id] for unit_id in latest_first if unit_id in mine])


def units_with_register(actor: Actor, day: date) -> QuerySet[Unit]:
    """Return the union units by which ``actor`` may narrow the register."""
    return visible_units(actor, day).filter(kind__tree=Tree.UNION).distinct().order_by("name_folded", "id")
