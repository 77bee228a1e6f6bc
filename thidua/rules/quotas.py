"""Ceilings on how many in a unit may receive a title: rules about the unit, apart from rules about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import cast

from thidua.rules.book import LawBook
from thidua.rules.errors import BadFactError
from thidua.rules.library import shipped
from thidua.rules.names import award_name
from thidua.rules.numbers import DatedValue
from thidua.rules.selection.floors import floor_share

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


def cap(award: str, day: date, base_count: int, *, book: LawBook | None = None) -> Cap | None:
    """Return the ceiling for a unit where ``base_count`` people hold the base title that year.

    For ``grassroots_fighter`` the base is the people with Lao động tiên tiến. ``None`` = no ceiling is
    recorded; ``cap_is_known`` tells "the law sets none" from "not encoded". Raises ``BadFactError``
    for a negative count, ``UnknownAwardError`` for an award outside the catalogue.
    """
    if base_count < 0:
        raise BadFactError(f"Số người làm cơ sở tính là {base_count}.", "Nhập số từ 0 trở lên.")
    dated = _share_on(award, day, book or shipped())
    if dated is None or dated.value is None:
        return None
    share = cast(Fraction, dated.value)
    return Cap(floor_share(share, base_count), base_count, share, dated.source, dated.confidence)


def cap_is_known(award: str, day: date, *, book: LawBook | None = None) -> bool:
    """Say whether ``cap`` rests on the law of that day: a share, a recorded "none", or an encoded rule without one."""
    law = book or shipped()
    award_name(award)
    if award in law.sheets and SHARE in law.sheets[award].numbers:
        return _share_on(award, day, law) is not None
    return bool(law.rules_on(award, day))


def _share_on(award: str, day: date, book: LawBook) -> DatedValue | None:
    """Look up the share of the day."""
    award_name(award)
    return book.number(award, SHARE, day)
