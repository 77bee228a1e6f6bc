"""Working days: the law's holidays, days off in exchange, and a city's own announcements."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories.kernel import CalendarDayFactory
from thidua.kernel.calendar import add_working_days, is_working_day, working_days_between
from thidua.kernel.models import CalendarDay

DAYS = st.dates(date(2017, 6, 1), date(2020, 6, 30))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param(date(2018, 2, 13), True, id="ngày trước Tết Mậu Tuất"),
        pytest.param(date(2018, 2, 14), False, id="29 Tết"),
        pytest.param(date(2018, 2, 20), False, id="mùng 5 Tết"),
        pytest.param(date(2018, 2, 21), True, id="ngày đầu sau Tết"),
        pytest.param(date(2018, 4, 25), False, id="Giỗ Tổ"),
        pytest.param(date(2018, 9, 3), False, id="nghỉ bù Quốc khánh"),
        pytest.param(date(2018, 12, 31), False, id="nghỉ đổi với 05/01/2019"),
        pytest.param(date(2019, 1, 5), True, id="thứ Bảy làm bù"),
        pytest.param(date(2019, 1, 12), False, id="thứ Bảy thường"),
        pytest.param(date(2019, 4, 29), False, id="nghỉ đổi với 04/05/2019"),
        pytest.param(date(2019, 5, 4), True, id="thứ Bảy làm bù lễ 30/4"),
    ],
)
def test_the_days_of_2018_and_2019_are_as_announced(day: date, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.django_db
def test_five_days_given_on_the_eve_of_tet_2018_end_after_it() -> None:
    # 13/02 is not counted; 14–20/02 off; 21, 22, 23, 26, 27.
    assert add_working_days(date(2018, 2, 13), 5) == date(2018, 2, 27)


@pytest.mark.django_db
def test_tet_2019_with_its_weekends_gives_nine_days_off_in_a_row() -> None:
    assert add_working_days(date(2019, 2, 1), 1) == date(2019, 2, 11)
    assert working_days_between(date(2019, 2, 1), date(2019, 2, 10)) == 0


@pytest.mark.django_db
def test_days_given_at_the_end_of_the_year_cross_it() -> None:
    # 28/12/2018 is a Friday; 31/12 off in exchange, 01/01 off.
    assert add_working_days(date(2018, 12, 28), 1) == date(2019, 1, 2)
    assert add_working_days(date(2018, 12, 28), 4) == date(2019, 1, 5)


@pytest.mark.django_db
def test_zero_days_stays_or_moves_on_to_the_next_working_day() -> None:
    assert add_working_days(date(2018, 3, 15), 0) == date(2018, 3, 15)
    assert add_working_days(date(2018, 3, 17), 0) == date(2018, 3, 19)


@pytest.mark.django_db
def test_a_negative_number_of_days_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2018, 3, 15), -1)


@pytest.mark.django_db
def test_an_announcement_wins_both_ways_and_at_once() -> None:
    friday, saturday = date(2018, 3, 16), date(2018, 3, 17)
    assert add_working_days(date(2018, 3, 15), 1) == friday
    CalendarDayFactory(day=friday)
    assert add_working_days(date(2018, 3, 15), 1) == date(2018, 3, 19)
    CalendarDayFactory(day=saturday, working=True)
    assert add_working_days(date(2018, 3, 15), 1) == saturday
    assert working_days_between(date(2018, 3, 15), date(2018, 3, 19)) == 2
    CalendarDay.objects.all().delete()
    assert is_working_day(friday)
    assert not is_working_day(saturday)


@pytest.mark.django_db
def test_each_call_asks_the_database_once(django_assert_num_queries) -> None:
    CalendarDayFactory()
    for call in (
        lambda: is_working_day(date(2018, 3, 15)),
        lambda: add_working_days(date(2018, 3, 15), 300),
        lambda: working_days_between(date(2016, 1, 1), date(2019, 1, 1)),
    ):
        with django_assert_num_queries(1):
            call()


class Properties(TestCase):
    """What holds for any day and number, with announcements of both kinds among the days."""

    @classmethod
    def setUpTestData(cls) -> None:
        for i in range(0, 1500, 37):
            day = date(2017, 1, 1) + timedelta(days=i)
            CalendarDayFactory(day=day, working=bool(i % 2))

    @given(day=DAYS, n=st.integers(1, 120))
    def test_adding_then_counting_gives_the_same_number(self, day: date, n: int) -> None:
        assert working_days_between(day, add_working_days(day, n)) == n

    @given(day=DAYS, n=st.integers(0, 120))
    def test_never_lands_on_a_day_off(self, day: date, n: int) -> None:
        assert is_working_day(add_working_days(day, n))

    @given(day=DAYS, n=st.integers(1, 60), m=st.integers(1, 60))
    def test_adding_twice_is_adding_the_sum(self, day: date, n: int, m: int) -> None:
        assert add_working_days(add_working_days(day, n), m) == add_working_days(day, n + m)

    @given(a=DAYS, b=DAYS, c=DAYS)
    def test_counting_is_additive_and_signed(self, a: date, b: date, c: date) -> None:
        assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)
