"""Rounds, registrations and yearly records for tests."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from tests.factories.honours import TitleFactory
from tests.factories.people import PersonFactory, UnitFactory
from thidua.registration import models
from thidua.registration.states import CaseKind, DisciplineLevel, Grade, LeaveKind


class RegistrationRoundFactory(DjangoModelFactory):
    """A round of 2018: opens on 15 January, due on 31 March, last day 15 April. Pass ``titles`` to offer them."""

    class Meta:
        model = models.RegistrationRound
        skip_postgeneration_save = True

    owner = factory.SubFactory(UnitFactory)
    year = 2018
    opens_on = factory.LazyAttribute(lambda o: date(o.year, 1, 15))
    soft_deadline = factory.LazyAttribute(lambda o: date(o.year, 3, 31))
    hard_deadline = factory.LazyAttribute(lambda o: date(o.year, 4, 15))

    @factory.post_generation
    def titles(self, create, extracted, **_kwargs):
        """Offer the titles given."""
        if create and extracted:
            self.titles.set(extracted)


class RegistrationFactory(DjangoModelFactory):
    """A unit's draft."""

    class Meta:
        model = models.Registration

    round = factory.SubFactory(RegistrationRoundFactory)
    unit = factory.SubFactory(UnitFactory)
    year = factory.LazyAttribute(lambda o: o.round.year)


class RegistrationLineFactory(DjangoModelFactory):
    """One tick."""

    class Meta:
        model = models.RegistrationLine

    registration = factory.SubFactory(RegistrationFactory)
    person = factory.SubFactory(PersonFactory)
    title = factory.SubFactory(TitleFactory)


class PerformanceGradeFactory(DjangoModelFactory):
    """A good year."""

    class Meta:
        model = models.PerformanceGrade

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    year = 2018
    grade = Grade.GOOD


class FindingFactory(DjangoModelFactory):
    """A judgement that holds."""

    class Meta:
        model = models.Finding

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    year = 2018
    code = "united"
    holds = True


class DisciplineFactory(DjangoModelFactory):
    """A reprimand of May 2018."""

    class Meta:
        model = models.Discipline

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    level = DisciplineLevel.REPRIMAND
    decision_number = factory.Sequence(lambda n: f"{n}/QĐ-KL")
    decided_on = date(2018, 5, 10)


class OpenCaseFactory(DjangoModelFactory):
    """An inspection since May 2018, still open."""

    class Meta:
        model = models.OpenCase

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    kind = CaseKind.INSPECTION
    opened_on = date(2018, 5, 10)


class UnitResultFactory(DjangoModelFactory):
    """A unit's good year."""

    class Meta:
        model = models.UnitResult

    unit = factory.SubFactory(UnitFactory)
    year = 2018
    grade = Grade.GOOD


class LeaveFactory(DjangoModelFactory):
    """Two months of unpaid leave in 2018."""

    class Meta:
        model = models.Leave

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    kind = LeaveKind.UNPAID
    starts_on = date(2018, 6, 1)
    ends_on = date(2018, 7, 31)
