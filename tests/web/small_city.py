"""The city of the access matrix: the shared small city with one object of each kind at union A."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.conftest import City, make_city
from tests.factories.honours import HonourFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.kernel import JobFactory
from tests.factories.movements import MovementFactory, ParticipationFactory, TargetFactory
from tests.factories.registration import RegistrationFactory, RegistrationRoundFactory


@dataclass
class SmallCity:
    """What addresses point at. Everything is union A's unless its name says “city”."""

    city: City
    movement: Any  # planned and owned by A itself
    city_movement: Any
    participation: Any  # of A in the city's movement
    target: Any
    city_target: Any
    round: Any  # of the city
    registration: Any
    honour: Any
    initiative: Any
    job: Any  # about A

    @property
    def person(self) -> Any:
        """A member of A who has no account."""
        return self.city.members_a[1].person


def build_small_city() -> SmallCity:
    """Create the city in the present transaction."""
    city = make_city()
    city_movement = MovementFactory(owner=city.union)
    city_round = RegistrationRoundFactory(owner=city.union)
    return SmallCity(
        city=city,
        movement=MovementFactory(owner=city.a, planned=True),
        city_movement=city_movement,
        participation=ParticipationFactory(movement=city_movement, unit=city.a),
        target=TargetFactory(owner=city.a),
        city_target=TargetFactory(owner=city.union),
        round=city_round,
        registration=RegistrationFactory(round=city_round, unit=city.a),
        honour=HonourFactory(person=city.members_a[1].person, unit=city.a),
        initiative=InitiativeFactory(unit=city.a),
        job=JobFactory(unit=city.a),
    )
