"""The yearly record of people, in bulk for dossiers and singly for a page: grades, findings, discipline, leave."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor, SystemActor
from thidua.kernel.errors import NotFound
from thidua.people.selectors import visible_units

from ..models import Discipline, Finding, Leave, OpenCase, PerformanceGrade
from .months import months_by_year
from .registrations import registered_titles
from .rolls import year_ends

People = Collection[int] | QuerySet[Any, Any]
Row = TypeVar("Row", bound=Model)


@dataclass(slots=True)
class YearFacts:
    """What is known of one person's year; ``None`` is not known, an absent finding not yet judged."""

    year: int
    grade: str | None = None
    registered_titles: frozenset[str] | None = None
    months_worked: int | None = None
    findings: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DisciplineFact:
    """A measure: ``ends_on`` is the first day free of it, None when not recorded."""

    level: str
    decided_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A case being looked into; ``closed_on`` is the day on which a written conclusion cleared it."""

    kind: str
    opened_on: date
    closed_on: date | None


@dataclass(slots=True)
class PersonFacts:
    """One person's asked years, and all recorded disciplinary measures and cases, newest first."""

    years: dict[int, YearFacts]
    disciplines: list[DisciplineFact] = field(default_factory=list)
    cases: list[CaseFact] = field(default_factory=list)


def records_for(person_ids: People, years: Collection[int]) -> dict[int, PersonFacts]:
    """Return the facts of many people at once: 9 queries, however many people and years.

    Every id of ``person_ids`` (a collection, or a queryset of ids) that has anything recorded is a key; a year of
    which nothing is known is still present in ``years``, with empty fields.
    """
    facts = _FactsByPerson(sorted(set(years)))
    for person_id, year, grade in _grades(person_ids, facts.years):
        facts.of(person_id, year).grade = grade
    for person_id, year, code, holds in _findings(person_ids, facts.years):
        facts.of(person_id, year).findings[code] = holds
    for person_id, by_year in registered_titles(person_ids, facts.years).items():
        for year, codes in by_year.items():
            facts.of(person_id, year).registered_titles = codes
    facts.add_months(person_ids)
    for person_id, level, decided_on, ends_on in _disciplines(person_ids):
        facts[person_id].disciplines.append(DisciplineFact(level, decided_on, ends_on))
    cases = OpenCase.objects.filter(person_id__in=person_ids)
    for person_id, kind, opened_on, closed_on in cases.values_list("person_id", "kind", "opened_on", "closed_on"):
        facts[person_id].cases.append(CaseFact(kind, opened_on, closed_on))
    return dict(facts)


class _FactsByPerson(dict[int, PersonFacts]):
    """Person → facts, made with all asked years when first touched."""

    def __init__(self, years: list[int]) -> None:
        super().__init__()
        self.years = years

    def __missing__(self, person_id: int) -> PersonFacts:
        self[person_id] = PersonFacts({year: YearFacts(year) for year in self.years})
        return self[person_id]

    def of(self, person_id: int, year: int) -> YearFacts:
        return self[person_id].years[year]

    def add_months(self, person_ids: People) -> None:
        for person_id, by_year in months_by_year(person_ids, self.years).items():
            for year, months in by_year.items():
                self.of(person_id, year).months_worked = months


def grades_of(person_ids: People, years: Collection[int]) -> dict[int, dict[int, str]]:
    """Return person → year → grade; a missing year is not recorded."""
    found: dict[int, dict[int, str]] = {}
    for person_id, year, grade in _grades(person_ids, years):
        found.setdefault(person_id, {})[year] = grade
    return found


def _grades(person_ids: People, years: Collection[int]) -> QuerySet[Any, Any]:
    rows = PerformanceGrade.objects.filter(person_id__in=person_ids, year__in=years)
    return rows.values_list("person_id", "year", "grade")


def _findings(person_ids: People, years: Collection[int]) -> QuerySet[Any, Any]:
    rows = Finding.objects.filter(person_id__in=person_ids, year__in=years)
    return rows.values_list("person_id", "year", "code", "holds")


def _disciplines(person_ids: People) -> QuerySet[Any, Any]:
    rows = Discipline.objects.filter(person_id__in=person_ids).order_by("-decided_on", "-id")
    return rows.values_list("person_id", "level", "decided_on", "ends_on")


@dataclass(slots=True)
class YearOfRecord:
    """One year of a person's page, newest first on it."""

    year: int
    grade: PerformanceGrade | None = None
    findings: list[Finding] = field(default_factory=list)
    disciplines: list[Discipline] = field(default_factory=list)
    leaves: list[Leave] = field(default_factory=list)


def record_of(person_id: int, actor: Actor | None = None, day: date | None = None) -> list[YearOfRecord]:
    """Return what is recorded of one person by year, newest first: four queries.

    With ``actor`` and ``day``, only rows of units that the actor may see, and everything of their own person.
    """
    years: dict[int, YearOfRecord] = {}

    def of(year: int) -> YearOfRecord:
        return years.setdefault(year, YearOfRecord(year))

    for grade in _rows(PerformanceGrade, person_id, actor, day):
        of(grade.year).grade = grade
    for finding in _rows(Finding, person_id, actor, day).order_by("code"):
        of(finding.year).findings.append(finding)
    for measure in _rows(Discipline, person_id, actor, day):
        of(measure.decided_on.year).disciplines.append(measure)
    for leave in _rows(Leave, person_id, actor, day):
        of(leave.starts_on.year).leaves.append(leave)
    return [years[year] for year in sorted(years, reverse=True)]


def _rows(model: type[Row], person_id: int, actor: Actor | None, day: date | None) -> QuerySet[Row]:
    rows = model._default_manager.filter(person_id=person_id).select_related("unit")
    if actor is None or day is None or isinstance(actor, SystemActor):
        return rows
    if getattr(actor, "person_id", None) == person_id:
        return rows
    return rows.filter(unit__in=visible_units(actor, day).values("id"))


def stored_findings(person_id: int, year: int) -> dict[str, Finding]:
    """Return code → finding of one person's year."""
    return {row.code: row for row in Finding.objects.filter(person_id=person_id, year=year)}


def events_of(unit_id: int, year: int, actor: Actor, day: date) -> tuple[list[Discipline], list[Leave]]:
    """Return what ``actor`` may see of a unit's measures decided or in force, and absences, in ``year``."""
    first, after = year_ends(year)
    measures = disciplines_visible_to(actor, day).filter(
        disciplined_since(first), unit_id=unit_id, decided_on__lt=after
    )
    absences = leaves_visible_to(actor, day).filter(unit_id=unit_id, starts_on__lt=after, ends_on__gte=first)
    return list(measures), list(absences)


def recorded_finding(unit_id: int, person_id: int | None, year: int, code: str) -> Finding | None:
    """Return what is recorded of one finding about a person, or (without one) about the unit itself."""
    rows = Finding.objects.filter(year=year, code=code)
    if person_id is None:
        return rows.filter(person__isnull=True, unit_id=unit_id).first()
    return rows.filter(person_id=person_id).first()


def disciplined_since(first: date) -> Q:
    """Return the filter for measures decided on or after ``first``, or in force then; one without an end may be."""
    return Q(decided_on__gte=first) | Q(ends_on__gt=first) | Q(ends_on__isnull=True)


def discipline_for(actor: Actor, discipline_id: int, day: date) -> Discipline:
    """Return one measure; raises NotFound when it does not exist or is outside ``actor``'s place."""
    found = disciplines_visible_to(actor, day).filter(pk=discipline_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy quyết định kỷ luật này."), _("Mở lại từ danh sách của đơn vị."))
    return found


def leave_for(actor: Actor, leave_id: int, day: date) -> Leave:
    """Return one absence; raises NotFound when it does not exist or is outside ``actor``'s place."""
    found = leaves_visible_to(actor, day).filter(pk=leave_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy lần nghỉ này."), _("Mở lại từ danh sách của đơn vị."))
    return found


def disciplines_visible_to(actor: Actor, day: date) -> QuerySet[Discipline]:
    """Return the disciplinary measures of the units whose affairs ``actor`` may see."""
    return _visible(Discipline, actor, day)


def leaves_visible_to(actor: Actor, day: date) -> QuerySet[Leave]:
    """Return the leave of the units whose affairs ``actor`` may see."""
    return _visible(Leave, actor, day)


def grades_visible_to(actor: Actor, day: date) -> QuerySet[PerformanceGrade]:
    """Return the grades of the units whose affairs ``actor`` may see."""
    return _visible(PerformanceGrade, actor, day)


def findings_visible_to(actor: Actor, day: date) -> QuerySet[Finding]:
    """Return the findings of the units whose affairs ``actor`` may see."""
    return _visible(Finding, actor, day)


def _visible(model: type[Row], actor: Actor, day: date) -> QuerySet[Row]:
    rows = model._default_manager.select_related("person", "unit")
    if isinstance(actor, SystemActor):
        return rows
    return rows.filter(unit__in=visible_units(actor, day).values("id"))
