"""What the chooser answers: a list with its reasons, in data for pages and in Vietnamese words for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

ADVICE_VI = "Đây là gợi ý theo thứ tự xếp hạng của từng đơn vị và các giới hạn đã nêu; hội đồng bình xét và quyết định."


class Status(StrEnum):
    """How far the answer is certain."""

    PROVEN = "proven"
    LIMIT = "limit"
    IMPOSSIBLE = "impossible"


STATUS_VI = {
    Status.PROVEN: "Đã chứng minh: không có danh sách nào tốt hơn theo các tiêu chí đã nêu.",
    Status.LIMIT: "Chưa tính xong: danh sách giữ đúng mọi giới hạn nhưng chưa chứng minh được là tốt nhất.",
    Status.IMPOSSIBLE: "Không có danh sách nào giữ được đủ các giới hạn.",
}


@dataclass(frozen=True, slots=True)
class Binding:
    """One limit that stands in the way at one place, with its source and its figures in a sentence."""

    limit_key: str
    label_vi: str
    citation: str
    confidence: str
    place: str
    text_vi: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: how many of its candidates are inside, who is the first below the line, and what binds there.

    ``tie_vi`` tells when someone of the same rank went before by the tie break alone.
    """

    unit: str
    inside: int
    eligible: int
    below: str | None
    because: tuple[Binding, ...]
    tie_vi: str


@dataclass(frozen=True, slots=True)
class Overtake:
    """Someone outside while lower ranks of the same unit (``ahead``) are inside, and the limits that force it."""

    outside: str
    ahead: tuple[str, ...]
    because: tuple[Binding, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one limit alone changes: the list without it, against the list with it. ``change`` counts people."""

    limit_key: str
    change: int
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    proven: bool
    text_vi: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another list as good in number, ranks and the law's tie rule; only the stated order or the code differs."""

    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    text_vi: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who could stand inside, and why. ``inside`` is by unit, then rank; ``confidence`` is the weakest source's mark.

    ``blame`` holds the keys of a smallest set of limits that together let nobody in, empty when somebody is inside.
    """

    status: Status
    inside: tuple[str, ...]
    units: tuple[UnitLine, ...]
    overtakes: tuple[Overtake, ...]
    effects: tuple[Effect, ...]
    alternatives: tuple[Alternative, ...]
    blame: tuple[str, ...]
    confidence: str
    summary_vi: str
    advice_vi: str = ADVICE_VI
