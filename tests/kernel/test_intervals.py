"""Half-open validity: the first day counts, the last one does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories.people import PositionFactory
from thidua.people.models import Position

FROM, TO = date(2018, 3, 1), date(2018, 6, 1)
ONE = timedelta(days=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "holds"), [(FROM - ONE, False), (FROM, True), (TO - ONE, True), (TO, False), (TO + ONE, False)]
)
def test_the_boundaries_in_the_database_and_in_python(day: date, holds: bool) -> None:
    row = PositionFactory(code="x", valid_from=FROM, valid_to=TO)
    assert Position.objects.at(day).exists() is holds
    assert row.holds_on(day) is holds


@pytest.mark.django_db
def test_an_open_end_holds_for_ever() -> None:
    row = PositionFactory(code="x", valid_from=FROM)
    assert row.holds_on(date(2999, 1, 1))
    assert Position.objects.at(date(2999, 1, 1)).get() == row


@pytest.mark.django_db
@pytest.mark.parametrize("end", [FROM, FROM - ONE])
def test_an_interval_that_holds_on_no_day_is_refused_by_the_database(end: date) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PositionFactory(code="x", valid_from=FROM, valid_to=end)


@pytest.mark.django_db
def test_of_two_that_meet_exactly_one_holds_on_each_day() -> None:
    PositionFactory(code="x", valid_from=FROM, valid_to=TO)
    PositionFactory(code="y", valid_from=TO)
    for day in (TO - ONE, TO, TO + ONE):
        assert Position.objects.at(day).count() == 1


class Agreement(TestCase):
    """The query and the property never disagree."""

    @given(
        start=st.dates(date(2000, 1, 1), date(2030, 1, 1)),
        length=st.none() | st.integers(1, 400),
        offset=st.integers(-400, 800),
    )
    def test_the_database_and_python_agree(self, start: date, length: int | None, offset: int) -> None:
        end = None if length is None else start + timedelta(days=length)
        row = PositionFactory(code="x", valid_from=start, valid_to=end)
        day = start + timedelta(days=offset)
        assert Position.objects.at(day).exists() == row.holds_on(day)
        row.delete()
