"""The kinds of formula that real scales use, each a text in the language of ``expressions``: what shows is what counts.

Points and limits are ``Decimal``; the values that a unit gives are the formula's inputs. A plan must be above zero:
where nothing was planned there is no ratio, and the unit is told so instead of getting 0 or full points.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from .expressions import Expression, Input, parse
from .faults import ScaleFault, Wrong

DONE, PLAN = Input("thực_hiện"), Input("kế_hoạch", positive=True)
CASES, DAYS, CHOICE, LEADER = Input("số_trường_hợp"), Input("số_ngày_chậm"), Input("lựa_chọn"), Input("dẫn_đầu")


def _text(value: Decimal) -> str:
    """Return the number as the language writes it, never with an exponent."""
    if not value.is_finite():
        raise ScaleFault(Wrong.RANGE, str(value))
    plain = f"{value:f}"
    return f"({plain})" if value < 0 else plain


def ratio(base: Decimal) -> Expression:
    """Done / plan × base, never more than the base."""
    return parse(f"min(thực_hiện / kế_hoạch, 1) * {_text(base)}", (DONE, PLAN))


def inverse(base: Decimal) -> Expression:
    """For a target to be lowered: full points at or under the plan, then plan / done × base."""
    points = _text(base)
    return parse(f"kế_hoạch / thực_hiện * {points} if thực_hiện > kế_hoạch else {points}", (DONE, PLAN))


def over_bonus(per_percent: Decimal, cap: Decimal, *, whole_percents: bool = True) -> Expression:
    """``per_percent`` for each 1 % above the plan, at most ``cap``. ``whole_percents``: 1.9 % over counts as 1 %."""
    over = "max(thực_hiện / kế_hoạch - 1, 0) * 100"
    counted = f"floor({over})" if whole_percents else over
    return parse(f"min({counted} * {_text(per_percent)}, {_text(cap)})", (DONE, PLAN))


def per_case(each: Decimal, cap: Decimal) -> Expression:
    """``each`` for every case, at most ``cap``; for deductions give the size of both."""
    return parse(f"min(số_trường_hợp * {_text(each)}, {_text(cap)})", (CASES,))


def late_days(base: Decimal, per_day: Decimal) -> Expression:
    """The base less ``per_day`` for each day late, never below zero."""
    return parse(f"max({_text(base)} - số_ngày_chậm * {_text(per_day)}, 0)", (DAYS,))


def bands(steps: Sequence[tuple[Decimal, Decimal]]) -> Expression:
    """Points by range: each step is (from this value on, points); below the lowest step there are none.

    Raises ScaleFault(SHAPE) where two steps begin at one value or there is none.
    """
    ordered = sorted(steps, reverse=True)
    if not ordered or len({start for start, _ in ordered}) < len(ordered):
        raise ScaleFault(Wrong.SHAPE, "bands")
    parts = [f"{_text(points)} if thực_hiện >= {_text(start)} else " for start, points in ordered]
    return parse("".join(parts) + "0", (DONE,))


def one_of(points: Sequence[Decimal]) -> Expression:
    """One of several descriptions, chosen by its number from 1; 0 chooses none."""
    if not points:
        raise ScaleFault(Wrong.SHAPE, "one_of")
    parts = [f"{_text(each)} if lựa_chọn == {number} else " for number, each in enumerate(points, start=1)]
    return parse("".join(parts) + "0", (CHOICE,))


def against_leader(base: Decimal) -> Expression:
    """Done / the best of the cluster × base; where even the best has nothing, nobody has points."""
    return parse(f"min(thực_hiện / dẫn_đầu, 1) * {_text(base)} if dẫn_đầu > 0 else 0", (DONE, LEADER))
