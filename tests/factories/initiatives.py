"""Initiatives for tests."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from tests.factories.people import PersonFactory, UnitFactory
from thidua.initiatives import models


class InitiativeFactory(DjangoModelFactory):
    """An initiative of 2018, not recognised; pass ``name`` to set the derived columns too."""

    class Meta:
        model = models.Initiative

    code = factory.Sequence(lambda n: f"sk-thu-{n}")
    unit = factory.SubFactory(UnitFactory)
    year = 2018
    name = "Rút ngắn thời gian xử lý hồ sơ"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        kwargs |= models.Initiative.name_fields(kwargs["name"])
        return super()._create(model_class, *args, **kwargs)


class AuthorshipFactory(DjangoModelFactory):
    """Somebody's whole share."""

    class Meta:
        model = models.Authorship

    initiative = factory.SubFactory(InitiativeFactory)
    person = factory.SubFactory(PersonFactory)
    share = 100
