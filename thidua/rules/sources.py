"""Where a rule comes from and when it holds: citations, confidence marks, periods."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# Best to weakest: wording read; paraphrase or part-quotation read; memory only.
CONFIDENCES = ("R", "Q", "M")
CONFIDENCE_VI = {
    "R": "R: đã đọc nguyên văn điều luật",
    "Q": "Q: mới đọc trích dẫn, cần đối chiếu nguyên văn",
    "M": "M: chưa đối chiếu văn bản, phải kiểm tra trước khi dùng",
}


def weakest(confidences: Iterable[str]) -> str:
    """Return the weakest mark; what rests on several sources is as sure as the least sure of them."""
    return max(confidences, key=CONFIDENCES.index)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a legal text. Numbers are kept as printed, since articles can be “9a”."""

    document: str
    article: str | None = None
    clause: str | None = None
    point: str | None = None

    def __str__(self) -> str:
        """Give the Vietnamese form, e.g. “NĐ 91/2017/NĐ-CP, Điều 9, khoản 3”."""
        places = (("Điều", self.article), ("khoản", self.clause), ("điểm", self.point))
        return ", ".join([self.document, *(f"{name} {value}" for name, value in places if value)])


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which something is in force: half-open, ``until`` is the first day after; ``None`` = still open."""

    start: date
    until: date | None

    @classmethod
    def between(cls, first_day: date, last_day: date | None) -> Period:
        """Build from the first and last day in force, as the law and our YAML write them."""
        return cls(first_day, None if last_day is None else last_day + timedelta(days=1))

    def contains(self, day: date) -> bool:
        """Say whether the day falls inside."""
        return self.start <= day and (self.until is None or day < self.until)

    @property
    def last_day(self) -> date | None:
        """The last day inside, as the law writes it; ``None`` = still open."""
        return None if self.until is None else self.until - timedelta(days=1)
