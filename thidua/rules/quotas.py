"""Ceilings on how many in a unit may receive a title: rules about the unit, apart from rules about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import cast

from thidua.rules.catalogue import rule_for
from thidua.rules.errors import BadFactError
from thidua.rules.names import title_name
from thidua.rules.numbers import DatedValue, load_sheet

SHARE = "quota_share"


@dataclass(frozen=True, slots=True)
class Cap:
    """At most ``limit`` people, being ``share`` of ``base``, rounded down: “không quá” leaves no rounding up.

    ``citation`` is the source in words. It is the ceiling of national law; a province may set a lower share.
    """

    limit: int
    base: int
    share: Fraction
    citation: str
    confidence: str


def cap(title: str, day: date, base_count: int) -> Cap | None:
    """Return the ceiling for a unit where ``base_count`` people hold the base title that year.

    For ``grassroots_fighter`` the base is the people with Lao động tiên tiến. ``None`` = no ceiling is
    recorded; ``cap_is_known`` tells "the law sets none" from "not encoded". Raises ``BadFactError``
    for a negative count, ``UnknownTitleError`` for a title outside the catalogue.
    """
    if base_count < 0:
        raise BadFactError(f"Số người làm cơ sở tính là {base_count}.", "Nhập số từ 0 trở lên.")
    dated = _share_on(title, day)
    if dated is None or dated.value is None:
        return None
    share = cast(Fraction, dated.value)
    return Cap(int(share * base_count), base_count, share, dated.source, dated.confidence)


def cap_is_known(title: str, day: date) -> bool:
    """Say whether ``cap`` rests on the law of that day: a share, a recorded "none", or an encoded rule without one."""
    title_name(title)
    if SHARE in load_sheet(title).numbers:
        return _share_on(title, day) is not None
    return rule_for(title, day) is not None


def _share_on(title: str, day: date) -> DatedValue | None:
    """Look up the share of the day."""
    title_name(title)
    number = load_sheet(title).numbers.get(SHARE)
    return None if number is None else number.on(day)
