"""A round of 2018 in the small city, with titles for persons and collectives."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.conftest import VIETNAM, City
from tests.factories.honours import TitleFactory
from tests.factories.registration import RegistrationRoundFactory
from thidua.honours.models import Title
from thidua.honours.states import Subject
from thidua.registration.models import Registration, RegistrationRound
from thidua.registration.services import start_registration

WORKER, FIGHTER, COLLECTIVE = "advanced_worker", "grassroots_fighter", "advanced_collective"


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    """Return a moment in Vietnam."""
    return datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM)


@pytest.fixture
def titles(db: None) -> list[Title]:
    """Two titles of persons and one of collectives."""
    return [
        TitleFactory(code=COLLECTIVE, name="Tập thể lao động tiên tiến", subject=Subject.COLLECTIVE, order=1),
        TitleFactory(code=WORKER, name="Lao động tiên tiến", order=2),
        TitleFactory(code=FIGHTER, name="Chiến sĩ thi đua cơ sở", order=3),
    ]


@pytest.fixture
def call(city: City, titles: list[Title]) -> RegistrationRound:
    """The city union's round of 2018: due on 31 March, last day 15 April."""
    return RegistrationRoundFactory(owner=city.union, titles=titles)


@pytest.fixture
def sheet(city: City, call: RegistrationRound, at: datetime) -> Registration:
    """Union A's draft."""
    return start_registration(round_id=call.pk, unit_id=city.a.pk, by=city.user("grassroots_officer"), at=at)


def tick(person_id: int | None, code: str, on: bool = True) -> dict:
    """Return one change of the grid."""
    return {"person_id": person_id, "title_code": code, "on": on}
