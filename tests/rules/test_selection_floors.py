"""The two roundings of the law: exact for every share and number, and no float gets in."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.rules.errors import BadFactError
from thidua.rules.selection.floors import ceil_share, floor_share

shares = st.fractions(0, 1, max_denominator=1000)


@given(shares, st.integers(0, 300))
def test_against_trying_every_number(share: Fraction, number: int) -> None:
    """The most that are not over the share, and the fewest that reach it, found by trying all."""
    assert floor_share(share, number) == max(k for k in range(number + 1) if k <= share * number)
    assert ceil_share(share, number) == min(k for k in range(number + 1) if k >= share * number)


@pytest.mark.parametrize(
    ("percent", "number", "down", "up"),
    [
        (15, 46, 6, 7),
        (15, 20, 3, 3),
        (20, 60, 12, 12),
        (75, 4, 3, 3),
        (75, 5, 3, 4),
        (90, 15, 13, 14),
        (80, 15, 12, 12),
    ],
)
def test_figures_of_the_law(percent: int, number: int, down: int, up: int) -> None:
    """15 % of 46 with LĐTT is 6; nine tenths of a council of 15 is 14 votes."""
    share = Fraction(percent, 100)
    assert (floor_share(share, number), ceil_share(share, number)) == (down, up)


@given(shares, st.integers(0, 10**15))
def test_exact_for_any_size(share: Fraction, number: int) -> None:
    """What the share leaves over is less than one person on either side."""
    assert 0 <= share * number - floor_share(share, number) < 1
    assert 0 <= ceil_share(share, number) - share * number < 1


@pytest.mark.parametrize(
    ("share", "number"),
    [(0.15, 46), (1, 46), ("15/100", 46), (Fraction(-1, 100), 46), (Fraction(101, 100), 46),
     (Fraction(1, 2), 4.0), (Fraction(1, 2), -1), (Fraction(1, 2), True), (Fraction(1, 2), Fraction(4))],
)  # fmt: skip
@pytest.mark.parametrize("rounding", [floor_share, ceil_share])
def test_refuses_what_is_not_exact(rounding: Any, share: Any, number: Any) -> None:
    """A float, a number that is no share, half a person."""
    with pytest.raises(BadFactError, match="không dùng được"):
        rounding(share, number)
