"""Consultations and comments for tests."""

from __future__ import annotations

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.people import UnitFactory
from thidua.consultations import models


class ConsultationFactory(DjangoModelFactory):
    """A list that is public today."""

    class Meta:
        model = models.Consultation

    office = factory.SubFactory(UnitFactory)
    slug = factory.Sequence(lambda n: f"danh-sach-{n}")
    title = "Danh sách đề nghị năm 2017"
    days = 5
    source = "nơi xét đặt"
    opened_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=6))


class CommentFactory(DjangoModelFactory):
    """A comment that waits for an answer."""

    class Meta:
        model = models.Comment

    consultation = factory.SubFactory(ConsultationFactory)
    text = "Cần xem lại"
    name = "Đỗ Thị Mai"
    email = "mai@vidu.example"
    state = "received"
    written_at = factory.LazyFunction(timezone.now)
