"""Imports for tests."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.people import UnitFactory
from thidua.workbooks import models


class ImportFactory(DjangoModelFactory):
    """A file that waits to be read."""

    class Meta:
        model = models.Import

    kind = "people"
    unit = factory.SubFactory(UnitFactory)
    file_name = "danh sach.xlsx"
    file_hash = "0" * 64
    file_size = 1
    created_at = factory.LazyFunction(timezone.now)
