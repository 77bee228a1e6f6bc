"""Merges and pairs told apart, for tests."""

from __future__ import annotations

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from tests.factories.people import PersonFactory
from thidua.merging import models


class MergeFactory(DjangoModelFactory):
    """A merge that moved nothing."""

    class Meta:
        model = models.Merge

    kept = factory.SubFactory(PersonFactory)
    gone = factory.SubFactory(PersonFactory)
    at = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)


class ApartFactory(DjangoModelFactory):
    """Two people who look alike."""

    class Meta:
        model = models.Apart

    first = factory.SubFactory(PersonFactory)
    second = factory.SubFactory(PersonFactory)
    at = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)
