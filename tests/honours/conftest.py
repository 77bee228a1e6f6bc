"""The product's own catalogues, and one entry to write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from tests.conftest import City
from thidua.honours.services import NewHonour, load_catalogues
from thidua.kernel.actors import SystemActor


@pytest.fixture
def catalogues(db: None, at: datetime) -> None:
    """Load the catalogues that come with the product."""
    load_catalogues(by=SystemActor("thử"), at=at)


@pytest.fixture
def entry(city: City, catalogues: None) -> Callable[..., NewHonour]:
    """Make an entry: the first member of union A is Lao động tiên tiến 2017, unless told otherwise."""

    def make(**values: object) -> NewHonour:
        start = {
            "unit_id": city.a.id,
            "person_id": city.members_a[0].person_id,
            "title": "advanced_worker",
            "year": 2017,
            "issuer": "Giám đốc Sở Mẫu A",
            "issuer_level": "grassroots",
            "decision_number": "125/QĐ-SMA",
            "decision_date": date(2017, 12, 20),
        }
        return NewHonour(**(start | values))

    return make
