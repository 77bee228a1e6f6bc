"""The two roundings of the law, exact: “không quá p %” goes down, “từ p % trở lên” goes up."""

from __future__ import annotations

import math
from fractions import Fraction

from thidua.rules.errors import BadFactError


def floor_share(share: Fraction, number: int) -> int:
    """Return the most people that are “không quá” ``share`` of ``number``: no rounding up.

    ``share`` is a fraction from 0 to 1, ``number`` a count of people. Raises ``BadFactError`` for anything else;
    a float is refused, since 0.15 is not 15/100 and would move a boundary.
    """
    return math.floor(_product(share, number))


def ceil_share(share: Fraction, number: int) -> int:
    """Return the fewest people that are “từ ``share`` trở lên” of ``number`` (all members, not those present).

    Units and errors as in ``floor_share``.
    """
    return math.ceil(_product(share, number))


def _product(share: Fraction, number: int) -> Fraction:
    """Multiply exactly, or refuse."""
    if not isinstance(share, Fraction) or not 0 <= share <= 1:
        raise BadFactError(f"Tỷ lệ {share} không dùng được.", "Ghi phân số từ 0 đến 1, ví dụ “15/100”.")
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise BadFactError(f"Số người {number} không dùng được.", "Nhập số nguyên từ 0 trở lên.")
    return share * number
