"""The record of the small city, and the law's first worked example in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from tests.conftest import City
from tests.dossiers.book import DECIDED, Book, open_book, worked_example_an
from thidua.dossiers.selectors import explain
from thidua.people.models import Membership


@pytest.fixture
def book(city: City, at: datetime) -> Book:
    """The empty record of the small city."""
    return open_book(city, at)


@pytest.fixture
def an(book: Book) -> Membership:
    """An, 2018: LĐTT and no more."""
    return worked_example_an(book)


@pytest.fixture
def verdict() -> Callable[..., str]:
    """Return the answer for a member and title of 2018 as the record stands."""

    def ask(member: Membership, title: str, decided_on: date = DECIDED) -> str:
        return explain(member.person_id, title, 2018, decided_on).answer.value

    return ask
