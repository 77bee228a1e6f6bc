"""Sets the whole scene: catalogues, structure, people with their past, accounts, and the year 2018."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from thidua.honours.services import load_catalogues as load_honour_catalogues
from thidua.kernel.actors import SystemActor
from thidua.people.services import load_catalogues as load_people_catalogues

from .accounts import demo_password, link_member, make_accounts
from .bulk_year import load_year
from .cycle import Year, moment
from .load import load_people
from .population import LAST_YEAR, generate
from .structure import CityUnits, build_city

# Above this many people the year 2018 is written in bulk too: a benchmark wants rows, not a million clicks.
PLAYED_UP_TO = 20_000


def load_scene(*, people: int, seed: int, tell: Callable[[str], None]) -> CityUnits:
    """Load the demo city and its year; the caller holds the transaction, so that a stop half-way leaves nothing."""
    by, at = SystemActor("thành phố mẫu"), moment(date(2017, 12, 1))
    tell("Danh mục, đơn vị, tài khoản …")
    load_people_catalogues(by=by, at=at)
    load_honour_catalogues(by=by, at=at)
    city = build_city(people=people, by=by, at=at)
    make_accounts(city=city, password=demo_password(), by=by, at=at)
    tell(f"{people:,} người và sáu năm quá trình …".replace(",", "."))
    persons = list(generate(people, city.weights, seed))
    played = people <= PLAYED_UP_TO
    load_people(people=persons, unions=city.unions, past_until=LAST_YEAR - played, by=by, at=at)
    link_member(city=city, by=by, at=at)
    year = Year(city, persons, tell)
    if played:
        year.play()
    else:
        load_year(year, by=by, at=at)
    return city
