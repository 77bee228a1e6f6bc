"""The catalogues and the register of honours for tests."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from tests.factories.people import LONG_AGO, PersonFactory, UnitFactory
from thidua.honours import models
from thidua.honours.states import Branch, IssuerLevel, Nature, Subject


class TitleFactory(DjangoModelFactory):
    """A title; the yearly one of a good worker unless a code is passed."""

    class Meta:
        model = models.Title
        django_get_or_create = ("code",)

    code = "advanced_worker"
    name = "Lao động tiên tiến"
    subject = Subject.PERSON
    branch = Branch.STATE
    issuer_level = IssuerLevel.GRASSROOTS
    valid_from = LONG_AGO


class CommendationFormFactory(DjangoModelFactory):
    """A commendation form; a certificate unless a code is passed."""

    class Meta:
        model = models.CommendationForm
        django_get_or_create = ("code",)

    code = "certificate"
    name = "Giấy khen"
    subject = Subject.PERSON
    branch = Branch.STATE
    issuer_level = IssuerLevel.GRASSROOTS
    valid_from = LONG_AGO


class HonourFactory(DjangoModelFactory):
    """A title held by a person for 2017."""

    class Meta:
        model = models.Honour

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    subject = Subject.PERSON
    title = factory.SubFactory(TitleFactory)
    year = 2017
    issuer = "Giám đốc Sở Mẫu"
    issuer_level = IssuerLevel.GRASSROOTS
    decision_number = factory.Sequence(lambda n: f"{n}/QĐ-SM")
    decision_date = factory.LazyAttribute(lambda o: date(o.year, 12, 20))
    nature = Nature.GRANTED
