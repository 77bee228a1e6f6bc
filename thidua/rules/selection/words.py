"""Numbers as Vietnamese writes them: decimal comma, thousands dot, and the rounding told."""

from __future__ import annotations

import math
from fractions import Fraction

SHOWN_DECIMALS = 2


def count_vi(number: int) -> str:
    """Write a count: 20.000."""
    return f"{number:,}".replace(",", ".")


def amount_vi(amount: Fraction) -> str:
    """Write an exact amount: 6,9; what two decimals cannot hold is marked “khoảng” and cut, never rounded up."""
    whole = math.floor(amount)
    hundredths = (amount - whole) * 10**SHOWN_DECIMALS
    digits = f"{math.floor(hundredths):0{SHOWN_DECIMALS}d}".rstrip("0")
    number = f"{count_vi(whole)},{digits}" if digits else count_vi(whole)
    return number if hundredths.denominator == 1 else f"khoảng {number}"


def share_vi(share: Fraction) -> str:
    """Write a share: 15 %, 12,5 %, or 1/3 where percent would not be exact."""
    percent = amount_vi(share * 100)
    return f"{share.numerator}/{share.denominator}" if percent.startswith("khoảng") else f"{percent} %"


def rounded_down_vi(amount: Fraction) -> str:
    """Write “6,9, làm tròn xuống 6”, or only “6” when there is nothing to round."""
    return _rounded_vi(amount, math.floor(amount), "xuống")


def rounded_up_vi(amount: Fraction) -> str:
    """Write “3,75, làm tròn lên 4”, or only “4” when there is nothing to round."""
    return _rounded_vi(amount, math.ceil(amount), "lên")


def _rounded_vi(amount: Fraction, whole: int, direction: str) -> str:
    """Write the amount and, if it is not whole, what it is rounded to."""
    return amount_vi(amount) if amount == whole else f"{amount_vi(amount)}, làm tròn {direction} {count_vi(whole)}"
