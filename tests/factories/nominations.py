"""Dossiers and nominations for tests."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from tests.factories.honours import TitleFactory
from tests.factories.people import PersonFactory, UnitFactory
from thidua.nominations import models


class OfficeFactory(DjangoModelFactory):
    """An office with settings of its own."""

    class Meta:
        model = models.Office

    unit = factory.SubFactory(UnitFactory)


class DossierFactory(DjangoModelFactory):
    """A dossier of 2017."""

    class Meta:
        model = models.Dossier

    code = factory.Sequence(lambda n: f"hs-thu-{n}")
    unit = factory.SubFactory(UnitFactory)
    year = 2017
    kind = "regular"
    title = "Đề nghị tặng danh hiệu thi đua năm 2017"
    created_at = datetime(2018, 3, 1, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


class NominationFactory(DjangoModelFactory):
    """A person put up for a title, still a draft."""

    class Meta:
        model = models.Nomination

    dossier = factory.SubFactory(DossierFactory)
    subject = "person"
    person = factory.SubFactory(PersonFactory)
    unit = factory.LazyAttribute(lambda o: o.dossier.unit)
    title = factory.SubFactory(TitleFactory)
