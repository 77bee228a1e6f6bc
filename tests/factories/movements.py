"""Movements, participations and targets for tests."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from tests.factories.people import PersonFactory, UnitFactory
from thidua.kernel.text import fold
from thidua.movements import models
from thidua.movements.states import (
    MilestoneKind,
    MovementKind,
    MovementState,
    Operator,
    ParticipationState,
)

NOON = datetime(2018, 1, 20, 12, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


class YearlyThemeFactory(DjangoModelFactory):
    """A theme of a unit's year."""

    class Meta:
        model = models.YearlyTheme

    unit = factory.SubFactory(UnitFactory)
    year = 2018
    title = "Năm thử nghiệm"


class MovementFactory(DjangoModelFactory):
    """A movement of 2018, launched in January; ``planned=True`` gives one that is not launched yet."""

    class Meta:
        model = models.Movement

    class Params:
        planned = factory.Trait(state=MovementState.PLANNED, launched_on=None)
        campaign = factory.Trait(kind=MovementKind.CAMPAIGN)

    owner = factory.SubFactory(UnitFactory)
    kind = MovementKind.MOVEMENT
    code = factory.Sequence(lambda n: f"phong-trao-{n}")
    year = 2018
    name = factory.Sequence(lambda n: f"Phong trào mẫu {n}")
    name_folded = factory.LazyAttribute(lambda o: fold(o.name))
    starts_on = factory.LazyAttribute(lambda o: date(o.year, 1, 1))
    ends_on = factory.LazyAttribute(lambda o: date(o.year, 12, 31))
    state = MovementState.LAUNCHED
    launched_on = factory.LazyAttribute(lambda o: date(o.year, 1, 5))


class CriterionFactory(DjangoModelFactory):
    """A criterion that asks at least two initiatives."""

    class Meta:
        model = models.Criterion

    movement = factory.SubFactory(MovementFactory)
    text = "Số sáng kiến của mỗi đơn vị"
    operator = Operator.AT_LEAST
    value = Decimal(2)
    measure_unit = "sáng kiến"


class MilestoneFactory(DjangoModelFactory):
    """An interim review, due in the middle of the year."""

    class Meta:
        model = models.Milestone

    movement = factory.SubFactory(MovementFactory)
    kind = MilestoneKind.INTERIM_REVIEW
    due_on = factory.LazyAttribute(lambda o: date(o.movement.year, 6, 30))


class ParticipationFactory(DjangoModelFactory):
    """A unit's part, still preparing; ``launched=True`` gives one that both sides have confirmed."""

    class Meta:
        model = models.Participation

    class Params:
        launched = factory.Trait(
            state=ParticipationState.LAUNCHED,
            union_confirmed_at=NOON,
            head_confirmed_at=NOON,
            launched_on=factory.LazyAttribute(lambda o: date(o.movement.year, 1, 20)),
        )

    movement = factory.SubFactory(MovementFactory)
    unit = factory.SubFactory(UnitFactory)


class LocalCriterionFactory(DjangoModelFactory):
    """A unit's stricter figure."""

    class Meta:
        model = models.LocalCriterion

    participation = factory.SubFactory(ParticipationFactory)
    criterion = factory.SubFactory(CriterionFactory)
    operator = Operator.AT_LEAST
    value = Decimal(3)


class MobilisationFactory(DjangoModelFactory):
    """A person who takes part."""

    class Meta:
        model = models.Mobilisation

    participation = factory.SubFactory(ParticipationFactory, launched=True)
    person = factory.SubFactory(PersonFactory)
    joined_on = factory.LazyAttribute(lambda o: date(o.participation.movement.year, 2, 1))


class TargetFactory(DjangoModelFactory):
    """A target of the whole year: more than 75 % of the staff hold a title of the year."""

    class Meta:
        model = models.Target

    owner = factory.SubFactory(UnitFactory)
    year = 2018
    name = "Tỷ lệ CBCCVCLĐ đạt danh hiệu"
    figure = "staff_with_yearly_title"
    operator = Operator.OVER
    value = Decimal("0.75")
    due_on = factory.LazyAttribute(lambda o: date(o.year, 12, 31))
