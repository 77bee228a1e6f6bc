"""How many votes an award needs in the council: a share of ALL its members, present or not, rounded up.

Sources: NĐ 91/2017 Điều 45 khoản 8; NĐ 98/2023 Điều 30 khoản 7. The article of NĐ 152/2025 was not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import cast

from thidua.rules.book import LawBook
from thidua.rules.errors import BadFactError
from thidua.rules.library import shipped
from thidua.rules.names import award_name
from thidua.rules.numbers import DatedValue
from thidua.rules.provisions.figures import confidence_of, warnings_of
from thidua.rules.rule import Provision
from thidua.rules.sources import Citation

SHARE, COUNCIL, WRITTEN = "_vote_share", "_vote_council", "written_votes_count"


@dataclass(frozen=True, slots=True)
class Threshold:
    """The votes needed: at least ``needed`` of ``members``.

    ``council_vi``: which council, ``None`` = not read. ``written_votes_count``: whether absent members’ written votes
    count, ``None`` = not read.
    """

    provision_id: str
    needed: int
    members: int
    share: Fraction
    council_vi: str | None
    written_votes_count: bool | None
    citation: Citation
    confidence: str
    warnings: tuple[str, ...]

    def passed(self, yes: int, written_yes: int = 0) -> bool | None:
        """Say whether the votes suffice: those in the room and, where the law counts them, written ones.

        ``None`` when it hangs on written votes and nobody read whether they count. Raises ``BadFactError`` for more
        votes than members.
        """
        if min(yes, written_yes) < 0 or yes + written_yes > self.members:
            raise BadFactError(
                f"Số phiếu {yes} + {written_yes} không hợp với {self.members} thành viên.",
                "Kiểm tra biên bản kiểm phiếu.",
            )
        alone, together = yes >= self.needed, yes + written_yes >= self.needed
        if alone == together or self.written_votes_count:
            return together
        return None if self.written_votes_count is None else alone


def needed(award: str, day: date, members: int, *, book: LawBook | None = None) -> Threshold | None:
    """Return the votes an award needs on the day in a council of ``members`` in all; ``None`` = no rule was read.

    Raises ``BadFactError`` for a council without members, ``UnknownAwardError`` for a code outside the catalogue.
    """
    award_name(award)
    if members < 1:
        raise BadFactError(f"Hội đồng có {members} thành viên.", "Nhập tổng số thành viên theo quyết định thành lập.")
    law = book or shipped()
    provision = _vote_on(law, award, day)
    if provision is None:
        return None
    share = cast(Fraction, _value(law, provision, SHARE, day))
    return Threshold(
        provision.id,
        ceil(share * members),
        members,
        share,
        cast("str | None", _value(law, provision, COUNCIL, day)),
        cast("bool | None", _value(law, provision, WRITTEN, day)),
        provision.citation,
        confidence_of(law, provision),
        warnings_of(law, provision),
    )


def _vote_on(book: LawBook, award: str, day: date) -> Provision | None:
    """Return the provision on votes for the award."""
    votes = (item for item in book.provisions if item.kind == "vote" and award in item.awards)
    return next((item for item in votes if item.period.contains(day)), None)


def _value(book: LawBook, provision: Provision, ending: str, day: date) -> object:
    """Return the provision's number whose name ends so."""
    name = next(name for _, name in provision.numbers if name.endswith(ending))
    return cast(DatedValue, book.provided(provision, name, day)).value
