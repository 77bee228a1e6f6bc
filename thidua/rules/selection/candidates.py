"""Who can be chosen, what is known of them, and who comes first among equals."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from thidua.rules.errors import BadFactError
from thidua.rules.sources import Citation

# NĐ 152/2025/NĐ-CP, Điều 4, khoản 6 (row G-TIE): from this day, a woman or a collective of mostly women among equals.
WOMEN_FIRST_FROM = date(2025, 7, 1)
WOMEN_FIRST_SOURCE = str(Citation("NĐ 152/2025/NĐ-CP", "4", "6"))
COLLECTIVE_OF_WOMEN = Fraction(70, 100)


class Sex(StrEnum):
    """As in the person's record; blank stays unknown and is never counted as a woman."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person or collective who meets the standards of one award, as ranked by its own unit.

    ``rank``: 1 is best; equal ranks are equal. ``unit`` and ``group`` (people in like posts, blank = none) are shown in
    messages as they are. ``subject`` is who is commended, if one may be proposed several times (blank = ``id``);
    ``also_city_awards`` is how many commendations of the kind limited the subject already has this year.
    ``women_share`` is for collectives.
    """

    id: str
    unit: str
    rank: int
    sex: Sex = Sex.UNKNOWN
    direct_worker: bool = False
    leader: bool = False
    group: str = ""
    subject: str = ""
    also_city_awards: int = 0
    women_share: Fraction | None = None

    @property
    def subject_id(self) -> str:
        """Return who would be commended."""
        return self.subject or self.id

    @property
    def favoured(self) -> bool:
        """Say whether NĐ 152 Đ4(6) puts this one first among equals."""
        return self.sex is Sex.FEMALE or (self.women_share is not None and self.women_share >= COLLECTIVE_OF_WOMEN)


class Trait(StrEnum):
    """What a floor or a ceiling may count."""

    DIRECT_WORKER = "direct_worker"
    LEADER = "leader"
    WOMAN = "woman"

    def of(self, candidate: Candidate) -> bool:
        """Say whether the candidate counts."""
        if self is Trait.WOMAN:
            return candidate.sex is Sex.FEMALE
        return candidate.direct_worker if self is Trait.DIRECT_WORKER else candidate.leader

    @property
    def word_vi(self) -> str:
        """Name those who count."""
        return {
            Trait.DIRECT_WORKER: "người lao động trực tiếp",
            Trait.LEADER: "người lãnh đạo, quản lý",
            Trait.WOMAN: "nữ",
        }[self]


class Scope(StrEnum):
    """Where a limit counts: over the whole list, in each unit, or in each group of like posts."""

    ALL = "all"
    UNIT = "unit"
    GROUP = "group"

    def place(self, candidate: Candidate) -> str | None:
        """Return the place where the candidate counts; ``None`` = nowhere (no group). The whole list is ``""``."""
        if self is Scope.ALL:
            return ""
        return candidate.unit if self is Scope.UNIT else candidate.group or None


@dataclass(frozen=True, slots=True, kw_only=True)
class TieBreak:
    """Who comes first among candidates of equal rank: women if the law says so, then the stated order, then the code.

    ``order`` lists candidate ids; those not in it come after. The last step, by code, is only to give one answer:
    its alternatives are shown as equally good.
    """

    women_first: bool = False
    order: tuple[str, ...] = ()
    citation: str = ""
    confidence: str = "R"


def tie_break_on(day: date, order: tuple[str, ...] = ()) -> TieBreak:
    """Return the tie break of the law on the day of decision: women first only from 2025-07-01."""
    if day < WOMEN_FIRST_FROM:
        return TieBreak(order=order)
    return TieBreak(women_first=True, order=order, citation=WOMEN_FIRST_SOURCE)


def in_order(candidates: Collection[Candidate], tie_break: TieBreak) -> tuple[Candidate, ...]:
    """Sort by rank, then the tie break: the same for any order of input. Raises ``BadFactError`` for a bad list."""
    _refuse_bad(candidates)
    position = {code: place for place, code in reversed(list(enumerate(tie_break.order)))}
    last = len(tie_break.order)
    return tuple(
        sorted(
            candidates,
            key=lambda one: (
                one.rank, tie_break.women_first and not one.favoured, position.get(one.id, last), one.id
            ),
        )
    )  # fmt: skip


def _refuse_bad(candidates: Collection[Candidate]) -> None:
    """Refuse a code used twice, a rank below 1, a negative count and a subject with two counts."""
    if len({one.id for one in candidates}) < len(candidates):
        raise BadFactError("Một mã xuất hiện hai lần trong danh sách.", "Mỗi đề nghị cần một mã riêng.")
    for one in candidates:
        if one.rank < 1 or one.also_city_awards < 0:
            raise BadFactError(
                f"“{one.id}” có hạng {one.rank}, số lần đã khen {one.also_city_awards}.",
                "Hạng tính từ 1, số lần tính từ 0.",
            )
    held: dict[str, int] = {}
    for one in candidates:
        if held.setdefault(one.subject_id, one.also_city_awards) != one.also_city_awards:
            raise BadFactError(f"“{one.subject_id}” có hai số lần đã khen khác nhau.", "Kiểm tra lại số lần đã khen.")
