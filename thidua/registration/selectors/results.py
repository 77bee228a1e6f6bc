"""The yearly results of a unit as a table, its progress, and who a rule “for all” would reach or leave out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.intervals import holds_on
from thidua.people.models import Membership, Person, Unit
from thidua.people.selectors import visible_units
from thidua.people.selectors.units import GRASSROOTS_UNION

from ..models import Discipline, Finding, Leave, PerformanceGrade
from ..states import LEAVE_COUNTED_AS_WORK, Grade
from .findings import AskedFinding, findings_asked
from .records import disciplined_since
from .rolls import roll_on, year_day, year_ends


@dataclass(frozen=True, slots=True)
class FindingCell:
    """One finding of one person: ``holds`` None is not yet judged; ``version`` 0 is not yet stored."""

    asked: AskedFinding
    holds: bool | None
    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One person's year: the grade ("" not recorded, ``version`` 0) and the findings asked of everybody.

    ``marks`` says what stands out in the year (discipline, long absence).
    """

    person: Person
    about: str
    grade: str
    version: int
    cells: list[FindingCell]
    marks: list[str]

    @property
    def reason(self) -> str:
        """The reasons of all findings that do not hold, joined."""
        return "; ".join(dict.fromkeys(cell.reason for cell in self.cells if cell.reason))

    @property
    def grade_label(self) -> str:
        """The grade in words, or ""."""
        return str(Grade(self.grade).label) if self.grade else ""


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """A unit's year: the findings asked, and one row for each member, sorted by given name."""

    unit_id: int
    year: int
    asked: list[AskedFinding]
    rows: list[ResultRow]

    @property
    def graded(self) -> int:
        """How many people of the sheet have a grade."""
        return sum(bool(row.grade) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a rule for all would do: who it reaches, and who is left out with the reason in words."""

    people: list[Person]
    left_out: list[tuple[Person, str]]
    already: int

    @property
    def token(self) -> str:
        """A short name of exactly this set of people, to notice a change between looking and confirming."""
        said = ",".join(str(person.id) for person in sorted(self.people, key=lambda person: person.id))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def people_of(unit_id: int, year: int, today: date) -> list[Membership]:
    """Return one place per person for a unit's year: its members on the year's day, and who else was recorded there.

    Two queries. The year's day is today in the running year, 31 December afterwards.
    """
    places = {place.person_id: place for place in roll_on(unit_id, year_day(year, today))}
    recorded = PerformanceGrade.objects.filter(unit_id=unit_id, year=year).exclude(person_id__in=list(places))
    first, after = year_ends(year)
    touching = Q(valid_from__lt=after) & (Q(valid_to__isnull=True) | Q(valid_to__gt=first))
    gone = Membership.objects.filter(touching, person_id__in=recorded.values("person_id"))
    for place in gone.select_related("person", "position", "unit").order_by("valid_from"):
        places.setdefault(place.person_id, place)
    return sorted(places.values(), key=lambda place: (place.person.name_sort, place.person_id))


def results_sheet(unit_id: int, year: int, today: date, places: Iterable[Membership] | None = None) -> ResultSheet:
    """Return a unit's year; ``places`` narrows it to some people (a page of ``people_of``). Six queries at most."""
    chosen = people_of(unit_id, year, today) if places is None else list(places)
    ids = [place.person_id for place in chosen]
    asked = [finding for finding in findings_asked(year) if finding.bulk]
    grades = {grade.person_id: grade for grade in PerformanceGrade.objects.filter(person_id__in=ids, year=year)}
    findings = {
        (finding.person_id, finding.code): finding
        for finding in Finding.objects.filter(person_id__in=ids, year=year, code__in=[item.code for item in asked])
        if finding.person_id is not None
    }
    marks = marks_of(ids, year)
    rows = [
        _row(place, grades.get(place.person_id), asked, findings, marks.get(place.person_id, [])) for place in chosen
    ]
    return ResultSheet(unit_id, year, asked, rows)


def _row(
    place: Membership,
    grade: PerformanceGrade | None,
    asked: list[AskedFinding],
    findings: dict[tuple[int, str], Finding],
    marks: list[str],
) -> ResultRow:
    cells = []
    for item in asked:
        found = findings.get((place.person_id, item.code))
        cells.append(
            FindingCell(item, found.holds, found.reason, found.version) if found else FindingCell(item, None, "", 0)
        )
    post = str(place.position) if place.position else ""
    return ResultRow(place.person, post, grade.grade if grade else "", grade.version if grade else 0, cells, marks)


def marks_of(person_ids: Collection[int], year: int) -> dict[int, list[str]]:
    """Return person → what stands out in the year, in words: discipline in force, long absence. Two queries."""
    first, after = year_ends(year)
    marks: dict[int, list[str]] = {}
    for measure in _disciplined(person_ids, year):
        marks.setdefault(measure.person_id, []).append(
            _("bị %(level)s ngày %(day)s")
            % {"level": measure.get_level_display(), "day": f"{measure.decided_on:%d/%m/%Y}"}
        )
    for leave in Leave.objects.filter(person_id__in=person_ids, starts_on__lt=after, ends_on__gte=first):
        marks.setdefault(leave.person_id, []).append(
            _("%(kind)s từ %(start)s đến %(end)s")
            % {
                "kind": leave.get_kind_display(),
                "start": f"{leave.starts_on:%d/%m/%Y}",
                "end": f"{leave.ends_on:%d/%m/%Y}",
            }
        )
    return marks


def _disciplined(person_ids: Collection[int], year: int) -> Iterable[Discipline]:
    """Return the measures decided in the year or still in force in it, as far as their end is known."""
    first, after = year_ends(year)
    return Discipline.objects.filter(disciplined_since(first), person_id__in=person_ids, decided_on__lt=after)


def reach_of_grade(unit_id: int, year: int, today: date) -> Reach:
    """Return whom “one grade for all without a grade” reaches: not the disciplined, nor those long off work."""
    places = people_of(unit_id, year, today)
    ids = [place.person_id for place in places]
    done = set(PerformanceGrade.objects.filter(person_id__in=ids, year=year).values_list("person_id", flat=True))
    why_not = _disciplined_why(ids, year) | _off_work_why(ids, year)
    return _reach([place.person for place in places], done, why_not)


def reach_of_findings(unit_id: int, year: int, codes: Collection[str], today: date) -> Reach:
    """Return whom “these findings hold for all” reaches: not the disciplined, nor those with all of them recorded."""
    places = people_of(unit_id, year, today)
    ids = [place.person_id for place in places]
    counted = Finding.objects.filter(person_id__in=ids, year=year, code__in=codes).values("person_id")
    full = counted.annotate(n=Count("id")).filter(n=len(set(codes))).values_list("person_id", flat=True)
    return _reach([place.person for place in places], set(full), _disciplined_why(ids, year))


def _reach(people: list[Person], done: set[int], why_not: dict[int, str]) -> Reach:
    left = [person for person in people if person.id not in done]
    return Reach(
        [person for person in left if person.id not in why_not],
        [(person, why_not[person.id]) for person in left if person.id in why_not],
        len(people) - len(left),
    )


def _disciplined_why(ids: list[int], year: int) -> dict[int, str]:
    return {
        measure.person_id: _("bị kỷ luật trong năm")
        if measure.decided_on.year == year or measure.ends_on
        else _("kỷ luật năm %(year)s chưa ghi ngày hết hiệu lực") % {"year": measure.decided_on.year}
        for measure in _disciplined(ids, year)
    }


def _off_work_why(ids: list[int], year: int) -> dict[int, str]:
    first, after = year_ends(year)
    away = Leave.objects.filter(person_id__in=ids, starts_on__lt=after, ends_on__gte=first)
    return {
        leave.person_id: _("nghỉ dài ngày trong năm (%(kind)s)") % {"kind": leave.get_kind_display()}
        for leave in away.exclude(kind__in=LEAVE_COUNTED_AS_WORK)
    }


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """How far a unit's year is recorded: members on the year's day, and how many of them have a grade."""

    unit: Unit
    people: int
    graded: int


def units_with_results(actor: Actor, year: int, today: date) -> QuerySet[Unit]:
    """Return the grassroots unions visible to ``actor`` that existed on the year's day, in order of names."""
    units = visible_units(actor, today).filter(kind__code=GRASSROOTS_UNION)
    return units.filter(holds_on(year_day(year, today))).order_by("name_folded", "id")


def progress_of(units: Iterable[Unit], year: int, today: date) -> list[UnitProgress]:
    """Return the progress of many units at once, each with its groups below; one query."""
    units = list(units)
    day = year_day(year, today)
    above = Q(unit__above__ancestor__in=units, unit__above__valid_from__lte=day) & (
        Q(unit__above__valid_to__isnull=True) | Q(unit__above__valid_to__gt=day)
    )
    rows = (
        Membership.objects.at(day)
        .filter(above)
        .values("unit__above__ancestor_id")
        .annotate(
            people=Count("person_id", distinct=True),
            graded=Count("person_id", distinct=True, filter=Q(person__grades__year=year)),
        )
        .values_list("unit__above__ancestor_id", "people", "graded")
        .order_by()
    )
    found = {unit_id: (people, graded) for unit_id, people, graded in rows}
    return [UnitProgress(unit, *found.get(unit.id, (0, 0))) for unit in units]
