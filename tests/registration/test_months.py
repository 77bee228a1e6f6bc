"""Whole months worked: by the letter of the law's cases, and properties that hold for any record."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import City
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.registration import LeaveFactory
from thidua.registration.selectors import months_by_year, months_worked
from thidua.registration.selectors.months import whole_months
from thidua.registration.states import LeaveKind

YEAR = 2018
DAYS = st.dates(date(2017, 6, 1), date(2019, 6, 30))
SPANS = st.lists(st.tuples(DAYS, DAYS).map(sorted).map(tuple).filter(lambda span: span[0] < span[1]), max_size=5)
WHOLE = [(date(2018, 1, 1), date(2019, 1, 1))]


@pytest.mark.parametrize(
    ("spans", "months"),
    [
        (WHOLE, 12),
        ([(date(2010, 1, 1), date(2030, 1, 1))], 12),
        ([(date(2018, 7, 1), date(2019, 1, 1))], 6),
        ([(date(2018, 7, 2), date(2019, 1, 1))], 5),
        ([(date(2018, 6, 16), date(2018, 12, 16))], 6),
        ([(date(2018, 1, 31), date(2018, 2, 1))], 0),
        ([(date(2018, 1, 1), date(2018, 4, 1)), (date(2018, 10, 1), date(2019, 1, 1))], 6),
        ([(date(2018, 1, 1), date(2018, 4, 1)), (date(2018, 4, 1), date(2018, 7, 1))], 6),
        ([(date(2018, 1, 1), date(2018, 5, 1)), (date(2018, 3, 1), date(2018, 7, 1))], 6),
        ([(date(2017, 1, 1), date(2018, 1, 1))], 0),
    ],
)
def test_months_of_known_stretches(spans: list, months: int) -> None:
    assert whole_months(spans, [], YEAR) == months


def test_two_half_months_make_one() -> None:
    away = [(date(2018, 4, 16), date(2018, 6, 16))]
    assert whole_months(WHOLE, away, YEAR) == 10


@given(SPANS, SPANS)
def test_months_lie_between_none_and_twelve_and_never_pass_the_days_worked(employed: list, away: list) -> None:
    months = whole_months(employed, away, YEAR)
    days = _days(employed) - _days(away)
    assert 0 <= months <= 12
    assert months * 28 <= len(days)


@given(SPANS, SPANS, SPANS)
def test_more_leave_never_gives_more_months_and_more_membership_never_fewer(
    employed: list, away: list, more: list
) -> None:
    months = whole_months(employed, away, YEAR)
    assert whole_months(employed, [*away, *more], YEAR) <= months
    assert whole_months([*employed, *more], away, YEAR) >= months


@given(SPANS, SPANS, st.randoms())
def test_order_and_overlap_of_rows_do_not_matter(employed: list, away: list, random) -> None:
    shuffled = [*employed, *employed]
    random.shuffle(shuffled)
    assert whole_months(shuffled, away, YEAR) == whole_months(employed, away, YEAR)


@given(st.integers(1, 12))
def test_leave_of_whole_calendar_months_takes_exactly_those(month: int) -> None:
    last = calendar.monthrange(YEAR, month)[1]
    away = [(date(YEAR, month, 1), date(YEAR, month, last) + timedelta(days=1))]
    assert whole_months(WHOLE, away, YEAR) == 11


def _days(spans: list) -> set[date]:
    return {
        day
        for start, end in spans
        for day in (start + timedelta(days=n) for n in range((end - start).days))
        if day.year == YEAR
    }


@pytest.mark.parametrize(
    ("kind", "months"),
    [(kind, 12 if kind in {LeaveKind.MATERNITY, LeaveKind.STUDY} else 6) for kind in LeaveKind],
)
def test_maternity_leave_and_training_count_as_work(city: City, kind: str, months: int) -> None:
    person = city.members_a[0].person
    LeaveFactory(person=person, unit=city.a, kind=kind, starts_on=date(2018, 1, 1), ends_on=date(2018, 6, 30))
    assert months_worked([person.pk], YEAR) == {person.pk: months}


def test_months_join_the_places_of_a_year_and_miss_who_had_none(city: City, django_assert_num_queries) -> None:
    mover, newcomer = city.members_a[0], PersonFactory()
    mover.valid_to = date(2018, 5, 1)
    mover.save()
    MembershipFactory(person=mover.person, unit=city.b, valid_from=date(2018, 5, 1))
    MembershipFactory(person=newcomer, unit=city.b, valid_from=date(2019, 1, 1))
    with django_assert_num_queries(2):
        found = months_by_year([mover.person_id, newcomer.pk], [2017, 2018])
    assert found == {mover.person_id: {2017: 12, 2018: 12}}
