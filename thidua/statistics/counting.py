"""How figures count: a scope (which units, year, day), the parts of a figure, and the two shapes of query.

Every count is one query, grouped by unit, so that one reading serves the whole, each unit and each target of the same
figure. Whatever is counted can be listed by the same conditions: numbers and rows cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from thidua.honours.models import Honour
from thidua.honours.states import Nature
from thidua.kernel.intervals import holds_on
from thidua.movements.models import Mobilisation, Participation
from thidua.movements.states import MovementKind, ParticipationState
from thidua.movements.years import day_in_year
from thidua.people.models import Membership, Unit
from thidua.people.selectors.units import GRASSROOTS_UNION
from thidua.people.states import Sex
from thidua.registration.models import Leave, Registration
from thidua.registration.states import COUNTS_AS_REGISTERED, LeaveKind


class Part(models.TextChoices):
    """The parts of a figure whose rows can be opened."""

    NUMERATOR = "numerator", _("đạt (tử số)")
    MISSING = "missing", _("chưa đạt")
    DENOMINATOR = "denominator", _("tất cả được tính (mẫu số)")
    EXCLUDED = "excluded", _("được loại trừ")


class Subject(models.TextChoices):
    """What a figure counts."""

    PERSON = "person", _("người")
    UNIT = "unit", _("đơn vị")


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: ``units`` (each by itself, not what is below it), in ``year``, as known on ``day``.

    Who belongs where is read on ``then``: the last day of the year that has come. ``movement_id`` narrows a figure of
    participation to one movement, ``owner_id`` to the movements of one unit; figures that have no use for them ignore
    them.
    """

    units: QuerySet[Unit]
    year: int
    day: date
    movement_id: int | None = None
    owner_id: int | None = None

    @property
    def then(self) -> date:
        """The day on which the organisation is read."""
        return day_in_year(self.year, self.day)


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure read: how many of how many, and how many left out of both."""

    numerator: int = 0
    denominator: int = 0
    excluded: int = 0

    def __add__(self, other: Reading) -> Reading:
        """Return the reading of two separate groups together."""
        return Reading(
            self.numerator + other.numerator, self.denominator + other.denominator, self.excluded + other.excluded
        )

    @property
    def missing(self) -> int:
        """How many are counted and have not reached it."""
        return self.denominator - self.numerator

    @property
    def ratio(self) -> Fraction | None:
        """The share, exact; None where there is nobody to count."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None


Condition = Callable[[Scope], Q]


@dataclass(frozen=True, slots=True)
class Figure:
    """A named number: its definition in words, and the conditions that its counts and its rows share.

    ``reached`` says who is in the numerator. ``by_movement`` and ``by_owner`` say whether narrowing to a movement or
    to an owner's movements changes the figure.
    """

    code: str
    name: str | Promise
    definition: str | Promise
    numerator: str | Promise
    denominator: str | Promise
    exclusions: str | Promise
    reached: Condition
    subject: Subject = Subject.PERSON
    sex: str = ""
    by_movement: bool = False
    by_owner: bool = False

    def base(self, scope: Scope) -> QuerySet:
        """Return everybody (memberships) or every unit that the figure looks at, before exclusions."""
        if self.subject == Subject.UNIT:
            units = Unit.objects.filter(id__in=scope.units.values("id"))
            return units.filter(holds_on(scope.then), kind__code=GRASSROOTS_UNION)
        members = Membership.objects.at(scope.then).filter(unit__in=scope.units.values("id"))
        return members.filter(person__sex=self.sex) if self.sex else members

    def left_out(self, scope: Scope) -> Q:
        """Return the condition of those left out of numerator and denominator."""
        return unpaid_all_year(scope) if self.subject == Subject.PERSON else Q(pk__in=[])

    def condition(self, part: str, scope: Scope) -> Q:
        """Return the condition of a part."""
        away, reached = self.left_out(scope), self.reached(scope)
        return {
            Part.NUMERATOR: ~away & reached,
            Part.MISSING: ~away & ~reached,
            Part.DENOMINATOR: ~away,
            Part.EXCLUDED: away,
        }[Part(part)]

    def counts(self, scope: Scope) -> dict[int, Reading]:
        """Return the reading of each unit by itself, in one query; units with nobody to count are missing."""
        unit = "id" if self.subject == Subject.UNIT else "unit_id"
        parts = (Part.NUMERATOR, Part.DENOMINATOR, Part.EXCLUDED)
        counted = {part.value: Count("pk", filter=self.condition(part, scope)) for part in parts}
        rows = self.base(scope).order_by().values(unit).annotate(**counted)
        return {row[unit]: Reading(*(row[part.value] for part in parts)) for row in rows}

    def reading(self, scope: Scope) -> Reading:
        """Return the reading of the whole scope."""
        return sum(self.counts(scope).values(), Reading())

    def rows(self, part: str, scope: Scope) -> QuerySet:
        """Return the rows of a part: memberships sorted by name with person, post and unit, or units by name."""
        rows = self.base(scope).filter(self.condition(part, scope))
        if self.subject == Subject.UNIT:
            return rows.order_by("name_folded")
        return rows.select_related("person", "position", "unit").order_by("person__name_sort", "person_id")


def honours_of(scope: Scope) -> QuerySet[Honour]:
    """Return the titles of the year that were held, as far as decided, on the scope's day."""
    standing = Q(closed_on__isnull=True) | Q(closed_on__gt=scope.day)
    return Honour.objects.filter(
        standing, year=scope.year, decision_date__lte=scope.day, title__isnull=False, person__isnull=False
    ).exclude(nature=Nature.REVOKED)


def holds_title(titles: Q) -> Condition:
    """Return the condition “holds a title of the year among ``titles``” (a filter on honours)."""

    def reached(scope: Scope) -> Q:
        return Q(Exists(honours_of(scope).filter(titles, person=OuterRef("person_id"))))

    return reached


def mobilisations_of(scope: Scope) -> QuerySet[Mobilisation]:
    """Return who had been mobilised by the scope's day: into its movement, or into any campaign of its year."""
    rows = Mobilisation.objects.filter(joined_on__lte=scope.day)
    if scope.movement_id is not None:
        return rows.filter(participation__movement=scope.movement_id)
    return rows.filter(participation__movement__year=scope.year, participation__movement__kind=MovementKind.CAMPAIGN)


def is_mobilised(scope: Scope) -> Q:
    """Return the condition “takes part in the movement, or in at least one campaign of the year”."""
    return Q(Exists(mobilisations_of(scope).filter(person=OuterRef("person_id"))))


def launches_of(scope: Scope) -> QuerySet[Participation]:
    """Return what units had launched by the scope's day: its movement, or any movement or campaign of its year."""
    rows = Participation.objects.filter(state=ParticipationState.LAUNCHED, launched_on__lte=scope.day)
    if scope.movement_id is not None:
        return rows.filter(movement=scope.movement_id)
    rows = rows.filter(movement__year=scope.year)
    return rows if scope.owner_id is None else rows.filter(movement__owner=scope.owner_id)


def registrations_of(scope: Scope) -> QuerySet[Registration]:
    """Return the year's registrations that had been submitted by the scope's day and still stand."""
    after = make_aware(datetime.combine(scope.day + timedelta(days=1), time.min))
    return Registration.objects.filter(year=scope.year, state__in=COUNTS_AS_REGISTERED, submitted_at__lt=after)


def has_launched_and_registered(scope: Scope) -> Q:
    """Return the condition “has launched with its head, and has registered”."""
    launched = Exists(launches_of(scope).filter(unit=OuterRef("pk")))
    return Q(launched) & Q(Exists(registrations_of(scope).filter(unit=OuterRef("pk"))))


def unpaid_all_year(scope: Scope) -> Q:
    """Return the condition “on unpaid leave during the whole year”."""
    leaves = Leave.objects.filter(
        person=OuterRef("person_id"),
        kind=LeaveKind.UNPAID,
        starts_on__lte=date(scope.year, 1, 1),
        ends_on__gte=date(scope.year, 12, 31),
    )
    return Q(Exists(leaves))


FEMALE = Sex.FEMALE.value
