"""Rows of the ground for tests."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory
from django.db import transaction
from factory.django import DjangoModelFactory

from thidua.kernel import models
from thidua.kernel.actors import SystemActor
from thidua.kernel.auditing import append_event

MOMENT = datetime(2018, 3, 15, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


class JobFactory(DjangoModelFactory):
    """A waiting job of the kind “tests.nothing”."""

    class Meta:
        model = models.Job

    kind = "tests.nothing"
    label = factory.Sequence(lambda n: f"Việc thử {n}")
    created_at = MOMENT


class CalendarDayFactory(DjangoModelFactory):
    """An announced day off."""

    class Meta:
        model = models.CalendarDay

    day = date(2018, 3, 16)
    working = False
    reason = "Nghỉ theo thông báo"


class OnceKeyFactory(DjangoModelFactory):
    """A used one-time key."""

    class Meta:
        model = models.OnceKey

    key = factory.Sequence(lambda n: f"khoa-mot-lan-{n:020d}")
    path = "/"
    body_hash = "0" * 64
    status = 302
    created_at = MOMENT


class AuditEventFactory(DjangoModelFactory):
    """The next event of the chain; never built by hand, so that the chain holds."""

    class Meta:
        model = models.AuditEvent

    at = MOMENT
    by = SystemActor("thử")
    action = "thing.change"
    object_type = "people.unit"
    object_id = "1"
    object_label = "Sở Mẫu A"
    unit_id = None
    details = factory.LazyFunction(lambda: {"name": ["cũ", "mới"]})

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with transaction.atomic():
            return append_event(**kwargs)


class AuditHeadFactory(DjangoModelFactory):
    """The chain's head."""

    class Meta:
        model = models.AuditHead
        django_get_or_create = ("id",)

    id = 1
