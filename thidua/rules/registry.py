"""Every row of the law that this room holds, by id: rules, gates and provisions, also those of the shipped profiles.

What a reader cites (“C-TTTT-22”) is found here once, with all its versions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from thidua.rules.book import LawBook
from thidua.rules.errors import UnknownRowError
from thidua.rules.library import profiles, shipped
from thidua.rules.names import AWARDS
from thidua.rules.rule import Gate, Profile, Provision, Rule
from thidua.rules.sources import Citation, Period, weakest

RULE, GATE = "rule", "gate"
KIND_VI = {
    RULE: "tiêu chuẩn",
    GATE: "điều kiện chung",
    "principle": "nguyên tắc",
    "vote": "bỏ phiếu",
    "procedure": "trình tự, thủ tục",
    "money": "tiền thưởng",
    "cap": "mức trần",
    "grading": "xếp loại",
}
Item = Rule | Gate | Provision


@dataclass(frozen=True, slots=True)
class Version:
    """One span of days of a row. ``regimes``: codes of the regimes it holds in; ``carried``: into an unread law."""

    period: Period
    regimes: tuple[str, ...]
    citation: Citation
    confidence: str
    carried: bool
    note_vi: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the law. ``profile``: code of the city or federation that laid it down; ``None`` = national.

    ``text_vi`` and ``applied_by_vi`` are a provision's; ``disabled_vi`` says why a rule answers nothing by itself.
    """

    id: str
    kind: str
    name_vi: str
    awards: tuple[str, ...]
    versions: tuple[Version, ...]
    text_vi: str | None = None
    applied_by_vi: str | None = None
    disabled_vi: str | None = None
    profile: str | None = None

    @property
    def periods(self) -> tuple[Period, ...]:
        """When it holds, oldest first."""
        return tuple(version.period for version in self.versions)

    @property
    def citation(self) -> Citation:
        """Where it stands in the law, by its oldest version."""
        return self.versions[0].citation

    @property
    def confidence(self) -> str:
        """The weakest mark of the versions that were read; a carried copy counts only where nothing else is."""
        read = [version.confidence for version in self.versions if not version.carried]
        return weakest(read or [version.confidence for version in self.versions])

    @property
    def carried(self) -> bool:
        """Whether it goes on, unchecked, in a law whose text was not read."""
        return any(version.carried for version in self.versions)


def rows(book: LawBook | None = None) -> tuple[Row, ...]:
    """Return all rows: rules in the order of their awards, then gates, then provisions, then those of profiles."""
    law = book or shipped()
    national = [rule for award in AWARDS for rule in law.rules.get(award, ())]
    found = [*_grouped(law, national, None), *_grouped(law, law.gates, None), *_grouped(law, law.provisions, None)]
    for profile in _profiles(law):
        found += _grouped(law, (*profile.gates, *profile.provisions), profile.code)
    return tuple(found)


def row(row_id: str, book: LawBook | None = None) -> Row:
    """Return one row; raises ``UnknownRowError`` for an id that nothing bears."""
    found = next((item for item in rows(book) if item.id == row_id), None)
    if found is None:
        raise UnknownRowError(f"Không có quy định mang mã “{row_id}”.", "Xem danh sách mã bằng lệnh thidua rules list.")
    return found


def _profiles(book: LawBook) -> tuple[Profile, ...]:
    """Return the shipped profiles and, in place of its own copy or beside them, the one the book applies."""
    used = () if book.profile is None else (book.profile,)
    return (*(item for item in profiles() if item.code not in {profile.code for profile in used}), *used)


def _grouped(book: LawBook, items: Iterable[Item], profile: str | None) -> list[Row]:
    """Join the versions of each id."""
    by_id: dict[str, list[Item]] = {}
    for item in items:
        by_id.setdefault(item.id, []).append(item)
    return [_row(book, versions, profile) for versions in by_id.values()]


def _row(book: LawBook, items: list[Item], profile: str | None) -> Row:
    """Make a row of its versions."""
    ordered = sorted(items, key=lambda item: item.period.start)
    last = next((item for item in reversed(ordered) if not item.carried), ordered[-1])
    versions = tuple(_version(book, item) for item in ordered)
    if isinstance(last, Rule):
        return Row(last.id, RULE, last.name_vi, (last.award,), versions, disabled_vi=last.disabled_vi, profile=profile)
    if isinstance(last, Gate):
        awards = tuple(code for code in AWARDS if code in last.awards)
        return Row(last.id, GATE, last.name_vi, awards, versions, profile=profile)
    return Row(
        last.id, last.kind, last.name_vi, last.awards, versions, last.text_vi, last.applied_by_vi, profile=profile
    )


def _version(book: LawBook, item: Item) -> Version:
    codes = tuple(regime.code for regime in book.regimes if _overlap(regime.period, item.period))
    return Version(item.period, codes, item.citation, item.confidence, item.carried, item.note_vi)


def _overlap(one: Period, other: Period) -> bool:
    """Say whether two spans share a day."""
    return one.start < (other.until or date.max) and other.start < (one.until or date.max)
