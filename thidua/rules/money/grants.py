"""What was granted: an award for a counting period, and whether two grants rest on different time or achievement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from thidua.rules.errors import BadFactError

PERIOD_HELP = 'Ghi một năm (2025) hoặc khoảng năm trong ngoặc kép ("2023-2025").'


@dataclass(frozen=True, slots=True)
class CountingPeriod:
    """The calendar years, both counted in, whose achievements an award is for."""

    first_year: int
    last_year: int

    @classmethod
    def read(cls, text: object) -> CountingPeriod:
        """Read a year or “2023-2025”; raise ``BadFactError`` for anything else or years in the wrong order."""
        # A bool is no year, though Python counts it among the integers; str() makes it a word that does not match.
        typed = "" if text is None else str(text).strip()
        years = re.fullmatch(r"([12]\d{3})(?:\s*[-–]\s*([12]\d{3}))?", typed, re.ASCII)
        if years is None:
            raise BadFactError(f"Thời gian tính thành tích “{typed}” không đọc được.", PERIOD_HELP)
        first, last = int(years[1]), int(years[2] or years[1])
        if last < first:
            raise BadFactError(f"Thời gian tính thành tích “{typed}” có năm cuối trước năm đầu.", PERIOD_HELP)
        return cls(first, last)

    def overlaps(self, other: CountingPeriod) -> bool:
        """Say whether a year is in both."""
        return self.first_year <= other.last_year and other.first_year <= self.last_year

    def __str__(self) -> str:
        """Give “2025” or “2023–2025”."""
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"


@dataclass(frozen=True, slots=True)
class Grant:
    """One award of a decision. ``achievement``: what it was given for; ``None`` = not written."""

    award: str
    subject: str
    period: CountingPeriod
    achievement: str | None = None

    def differs_from(self, other: Grant) -> bool:
        """Say whether both surely rest on different time or achievement (NĐ 152/2025 Điều 49 k6).

        Achievements that are written decide. The same words in years apart are two achievements (the same work well
        done each year). With one unwritten, only a different counting period shows a difference.
        """
        if self.achievement is None or other.achievement is None:
            return self.period != other.period
        return _plain(self.achievement) != _plain(other.achievement) or not self.period.overlaps(other.period)

    def check(self, decided_on: date) -> None:
        """Raise ``BadFactError`` when the counting period ends after the year of the decision."""
        if self.period.last_year > decided_on.year:
            raise BadFactError(
                f"Thời gian tính thành tích {self.period} kết thúc sau năm quyết định ({decided_on:%d/%m/%Y}).",
                "Sửa “period” của khen thưởng đó hoặc sửa ngày quyết định.",
            )


def _plain(text: str) -> str:
    """Fold case and runs of blanks, so that a typing difference is no second achievement."""
    return " ".join(text.casefold().split())
