"""Who decides an award (row A-80): by award, kind of unit and day. Law 06/2022 Điều 77–80; NĐ 129/2025 Điều 59."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from thidua.rules.book import CARRIED_VI, LawBook
from thidua.rules.errors import BadFactError
from thidua.rules.grammar import citation_of
from thidua.rules.library import shipped
from thidua.rules.names import award_name
from thidua.rules.sources import CONFIDENCES, Citation, Period
from thidua.rules.yamls import read_yaml

UNIT_VI = {
    "legal_unit": "đơn vị có tư cách pháp nhân thuộc bộ, ban, ngành",
    "agency": "sở, cơ quan chuyên môn thuộc UBND tỉnh",
    "enterprise": "doanh nghiệp, hợp tác xã",
    "district": "cấp huyện",
    "commune": "cấp xã",
}
_ROW = "A-80"


@dataclass(frozen=True, slots=True)
class Decider:
    """Who signs. ``units``: kinds of unit whose people and collectives it is for; ``None`` = of any."""

    decider_vi: str
    awards: frozenset[str]
    units: frozenset[str] | None
    period: Period
    citation: Citation
    confidence: str
    carried: bool
    warnings: tuple[str, ...] = ()


def for_award(award: str, unit_kind: str, day: date, *, book: LawBook | None = None) -> Decider | None:
    """Return who decides an award for somebody of such a unit on the day; ``None`` = not read, or no such body then.

    Raises ``BadFactError`` for a kind of unit outside ``UNIT_VI``, ``UnknownAwardError`` for an unknown award.
    """
    award_name(award)
    if unit_kind not in UNIT_VI:
        raise BadFactError(f"Không có loại đơn vị “{unit_kind}”.", f"Dùng một trong: {', '.join(UNIT_VI)}.")
    law = book or shipped()
    fitting = (row for row in _rows() if award in row.awards and (row.units is None or unit_kind in row.units))
    found = next((row for row in fitting if row.period.contains(day)), None)
    if found is None or not _unchecked(law, found, day):
        return found
    return replace(found, confidence=CONFIDENCES[-1], warnings=(CARRIED_VI,))


def _unchecked(book: LawBook, row: Decider, day: date) -> bool:
    """Say whether the day lies in a law nobody compared this row with."""
    return row.carried and book.regimes[-1].period.contains(day) and _ROW not in book.checked


@cache
def _rows() -> tuple[Decider, ...]:
    return tuple(_row(raw) for raw in read_yaml("provisions/deciders.yaml")["deciders"])


def _row(raw: dict[str, Any]) -> Decider:
    """Read one row; one that is carried forward has no last day."""
    carried = raw.get("carry_forward", False)
    for code in raw["awards"]:
        award_name(code)
    return Decider(
        raw["decider"],
        frozenset(raw["awards"]),
        None if raw["units"] == "all" else frozenset(raw["units"]),
        Period.between(raw["first_day"], None if carried else raw["last_day"]),
        citation_of(raw["citation"]),
        raw["confidence"],
        carried,
    )
