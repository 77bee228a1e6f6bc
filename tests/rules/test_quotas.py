"""The ceiling of CSTĐCS: exact at every boundary, known apart from unknown."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.rules.errors import BadFactError, UnknownAwardError
from thidua.rules.quotas import Cap, cap, cap_is_known

DAY = date(2018, 12, 20)
FIGHTER = "grassroots_fighter"


def _cap(base: int, day: date = DAY) -> Cap:
    """Return the cap, which must exist."""
    found = cap(FIGHTER, day, base)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("base", "limit"), [(0, 0), (6, 0), (7, 1), (13, 1), (14, 2), (19, 2), (20, 3), (46, 6), (100, 15), (399, 59)]
)
def test_limit_is_rounded_down(base: int, limit: int) -> None:
    """15 % of those with LĐTT, never rounded up; 46 people give 6, the worked example of 2018."""
    assert _cap(base).limit == limit


@given(st.integers(0, 10**9))
def test_limit_is_the_largest_allowed(base: int) -> None:
    """One more would be over the share; this many is not. Exact for any size, as floats are not."""
    found = _cap(base)
    assert found.limit * 20 <= base * 3 < (found.limit + 1) * 20


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_splitting_a_unit_gains_nothing(left: int, right: int) -> None:
    """Two halves never get more places than the whole: no gain from splitting a unit on paper."""
    assert _cap(left).limit + _cap(right).limit <= _cap(left + right).limit


def test_cap_tells_its_source() -> None:
    """The officer sees share, base, source and how sure it is."""
    found = _cap(46)
    assert found == Cap(6, 46, Fraction(15, 100), "NĐ 91/2017/NĐ-CP, Điều 9, khoản 3", "R")


@pytest.mark.parametrize(
    ("day", "limit", "known"),
    [
        (date(2017, 9, 30), None, False),
        (date(2017, 10, 1), 6, True),
        (date(2023, 12, 31), 6, True),
        (date(2024, 1, 1), None, True),
        (date(2026, 9, 30), None, True),
        (date(2026, 10, 1), None, False),
    ],
)
def test_boundary_days(day: date, limit: int | None, known: bool) -> None:
    """From 2024 the law sets no share, which is known; before 10/2017 and from 10/2026 it is not known."""
    found = cap(FIGHTER, day, 46)
    assert (found.limit if found else None) == limit
    assert cap_is_known(FIGHTER, day) is known


def test_title_without_share() -> None:
    """No share for LĐTT, which is known only while a rule of it is encoded."""
    assert cap("advanced_worker", DAY, 50) is None
    assert cap_is_known("advanced_worker", DAY)
    assert not cap_is_known("advanced_worker", date(2017, 9, 30))


def test_refusals() -> None:
    """A negative count and an unknown title are the caller's mistakes."""
    with pytest.raises(BadFactError, match="-1"):
        cap(FIGHTER, DAY, -1)
    with pytest.raises(UnknownAwardError):
        cap("hero", DAY, 1)
    with pytest.raises(UnknownAwardError):
        cap_is_known("hero", DAY)
