"""The year 2019 of a small city, whose figures can be counted by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import City
from tests.factories.movements import MobilisationFactory, MovementFactory, ParticipationFactory
from thidua.honours.models import Honour, Title
from thidua.honours.states import IssuerLevel, Subject
from thidua.movements.models import Movement
from thidua.people.models import Person, Unit
from thidua.registration.models import Registration, RegistrationRound
from thidua.registration.states import RegistrationState

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
LONG_AGO = date(2010, 1, 1)


def title(code: str) -> Title:
    """Return the title, made when missing."""
    return Title.objects.get_or_create(
        code=code,
        defaults={
            "name": f"Danh hiệu {code}", "subject": Subject.PERSON, "issuer_level": IssuerLevel.GRASSROOTS,
            "valid_from": LONG_AGO,
        },
    )[0]  # fmt: skip


def honour(person: Person, unit: Unit, code: str, *, year: int = 2019, decided: date | None = None, **more) -> Honour:
    """Enter a title in the register."""
    return Honour.objects.create(
        person=person,
        unit=unit,
        subject=Subject.PERSON,
        title=title(code),
        year=year,
        issuer_level=IssuerLevel.GRASSROOTS,
        issuer="Thủ trưởng cơ quan",
        decision_number="12/QĐ-TĐKT",
        decision_date=decided or date(year, 12, 20),
        **more,
    )


def register(unit: Unit, owner: Unit, *, year: int = 2019, state: str = RegistrationState.SUBMITTED) -> Registration:
    """Let a unit submit its registration in March."""
    call, _made = RegistrationRound.objects.get_or_create(
        owner=owner,
        year=year,
        defaults={
            "opens_on": date(year, 1, 15), "soft_deadline": date(year, 3, 31), "hard_deadline": date(year, 4, 15),
        },
    )  # fmt: skip
    return Registration.objects.create(
        round=call, unit=unit, year=year, state=state, submitted_at=datetime(year, 3, 20, 9, tzinfo=VIETNAM)
    )


@dataclass
class Year:
    """The city in 2019: one campaign, one movement; unit A did everything, unit B launched and did not register."""

    city: City
    movement: Movement
    campaign: Movement


@pytest.fixture
def year(city: City) -> Year:
    """Give: units 1 of 2; titles 4 of 6; women 2 of 4; mobilised 5 of 6 (see the table in the test)."""
    movement = MovementFactory(owner=city.union, year=2019)
    campaign = MovementFactory(owner=city.union, year=2019, campaign=True)
    for unit in (city.a, city.b):
        ParticipationFactory(movement=movement, unit=unit, launched=True)
    in_a = ParticipationFactory(movement=campaign, unit=city.a, launched=True)
    in_b = ParticipationFactory(movement=campaign, unit=city.b, launched=True)
    register(city.a, city.union)
    hai, dao, ha = (row.person for row in city.members_a)
    binh_hai, binh_dao, binh_ha = (row.person for row in city.members_b)
    honour(hai, city.a, "advanced_worker")
    honour(hai, city.a, "grassroots_fighter")
    honour(dao, city.a, "good_person_good_deed")
    honour(dao, city.a, "two_duties")
    honour(ha, city.a, "two_duties")
    honour(binh_hai, city.b, "advanced_worker")
    honour(binh_dao, city.b, "ministerial_provincial_fighter")
    honour(binh_ha, city.b, "advanced_worker", year=2018)
    for person in (hai, dao, ha):
        MobilisationFactory(participation=in_a, person=person)
    for person in (binh_hai, binh_dao):
        MobilisationFactory(participation=in_b, person=person)
    return Year(city, movement, campaign)
