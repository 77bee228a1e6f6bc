"""Several awards of one decision for one person, collective or household: which of them are paid, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from thidua.rules.errors import BadFactError
from thidua.rules.money.amounts import Amount, amount
from thidua.rules.money.grants import Grant
from thidua.rules.money.tables import SUBJECT_VI, principle_on
from thidua.rules.sources import weakest

State = Literal["paid", "not_paid", "needs_person"]
STATE_VI: dict[State, str] = {"paid": "được chi", "not_paid": "không chi", "needs_person": "cần người xét"}
# How sure we are of a case about which no text of its time was read.
UNREAD = "M"
UNREAD_VI = "Chưa đọc được quy định của thời kỳ này về trường hợp đó."
ONE_BY_ONE = "Tính tiền cho từng người, tập thể, hộ một."


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One award of the decision: what it would bring, whether it is paid, why, and what that rests on."""

    grant: Grant
    amount: Amount
    state: State
    why_vi: str
    citations: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class Payment:
    """All awards of one decision for one subject, in the order given."""

    decided_on: date
    subject: str
    lines: tuple[PaymentLine, ...]

    @property
    def total(self) -> int:
        """Return the đồng that are surely paid."""
        return sum(line.amount.dong for line in self.lines if line.state == "paid")

    @property
    def total_at_most(self) -> int:
        """Return the đồng paid if a person decides to pay every line that waits for one."""
        return sum(line.amount.dong for line in self.lines if line.state != "not_paid")

    @property
    def needs_person(self) -> bool:
        """Say whether a line waits for a person."""
        return any(line.state == "needs_person" for line in self.lines)

    @property
    def is_maximum(self) -> bool:
        """Say whether the total holds a ceiling, so that less may be paid."""
        return any(line.amount.is_maximum for line in self.lines if line.state == "paid")

    @property
    def confidence(self) -> str:
        """Return the mark of the least sure line."""
        return weakest(line.confidence for line in self.lines)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return the warnings of all lines, each once."""
        return tuple(dict.fromkeys(text for line in self.lines for text in line.amount.warnings))


@dataclass(frozen=True, slots=True)
class _Ruling:
    """What one principle says of one award beside the others."""

    state: State
    why_vi: str
    citations: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class _Valued:
    """A grant with its money."""

    grant: Grant
    amount: Amount


def payment(grants: Sequence[Grant], decided_on: date) -> Payment:
    """Say which awards of one decision bring money (NĐ 152/2025 Điều 49 k5–k7).

    Titles of the same counting period: only the highest, from 2025-07-01; before, no text on this was read, so that
    the lower ones wait for a person. Forms with different time or achievement: each. A title and a form: both.
    Raise ``BadFactError`` for no grants, several subjects or a period after the decision; ``NoAmountError`` as
    ``amount``.
    """
    subject = _subject(grants)
    valued = []
    for grant in grants:
        grant.check(decided_on)
        valued.append(_Valued(grant, amount(award=grant.award, subject=subject, decided_on=decided_on)))
    return Payment(decided_on, subject, tuple(_line(valued, index, decided_on) for index in range(len(valued))))


def _subject(grants: Sequence[Grant]) -> str:
    """Return the subject of all grants; money is counted for one recipient at a time."""
    subjects = list(dict.fromkeys(grant.subject for grant in grants))
    if not subjects:
        raise BadFactError("Không có khen thưởng nào để tính.", "Ghi ít nhất một dòng trong “grants”.")
    if len(subjects) > 1:
        names = ", ".join(SUBJECT_VI.get(code, code) for code in subjects)
        raise BadFactError(f"Các khen thưởng thuộc nhiều đối tượng ({names}).", ONE_BY_ONE)
    return subjects[0]


def _line(valued: list[_Valued], index: int, day: date) -> PaymentLine:
    """Judge one award beside the others of the decision."""
    one = valued[index]
    others = [other for place, other in enumerate(valued) if place != index]
    alike = [other for other in others if other.amount.kind == one.amount.kind]
    rulings = []
    if alike:
        rulings.append(_title(valued, index, day) if one.amount.kind == "title" else _form(one, alike, day))
    if len(alike) < len(others) and all(ruling.state == "paid" for ruling in rulings):
        rulings.append(_ruling("title_and_form", day, "paid", "Danh hiệu và hình thức khen thưởng: được cả hai."))
    return PaymentLine(
        one.grant,
        one.amount,
        # Only the first ruling can refuse or ask.
        rulings[0].state if rulings else "paid",
        " ".join(ruling.why_vi for ruling in rulings) or "Khen thưởng duy nhất của quyết định này.",
        tuple(dict.fromkeys([*(text for ruling in rulings for text in ruling.citations), *one.amount.citations])),
        weakest([one.amount.confidence, *(ruling.confidence for ruling in rulings)]),
    )


def _title(valued: list[_Valued], index: int, day: date) -> _Ruling:
    """Judge a title beside other titles: of one counting period only the highest."""
    one = valued[index]
    same = [
        place
        for place, other in enumerate(valued)
        if other.amount.kind == "title" and other.grant.period == one.grant.period
    ]
    if len(same) == 1:
        why = f"Không danh hiệu nào khác cùng thời gian tính thành tích {one.grant.period}."
        return _ruling("titles_by_period", day, "paid", why)
    highest = max(same, key=lambda place: (valued[place].amount.multiplier, -place))
    if highest == index:
        why = f"Cao nhất trong các danh hiệu cùng thời gian tính thành tích {one.grant.period}."
        return _ruling("titles_by_period", day, "paid", why)
    why = f"Cùng thời gian tính thành tích {one.grant.period} với {valued[highest].amount.name_vi}"
    if principle_on("titles_by_period", day) is None:
        return _ruling("titles_by_period", day, "needs_person", f"{why}; người có thẩm quyền quyết định có chi không.")
    return _ruling("titles_by_period", day, "not_paid", f"{why}; chỉ hưởng mức của danh hiệu cao nhất.")


def _form(one: _Valued, others: list[_Valued], day: date) -> _Ruling:
    """Judge a form beside other forms: each, when time or achievement differs; else a person must look."""
    unclear = next((other for other in others if not one.grant.differs_from(other.grant)), None)
    if unclear is None:
        return _ruling("each_form", day, "paid", "Khác thời gian hoặc thành tích với các hình thức khen thưởng kia.")
    name = unclear.amount.name_vi
    if one.grant.achievement is None or unclear.grant.achievement is None:
        why = f"Cùng thời gian với {name} mà chưa ghi đủ thành tích: ghi “achievement” của cả hai rồi tính lại."
    else:
        why = f"Cùng thành tích với {name}: một thành tích không tặng nhiều hình thức; xem lại quyết định."
    return _ruling("one_achievement_one_award", day, "needs_person", why)


def _ruling(principle: str, day: date, state: State, why_vi: str) -> _Ruling:
    """Build a ruling with the principle's source; without one it says so and is only a reading of ours."""
    dated = principle_on(principle, day)
    if dated is None:
        return _Ruling(state, f"{why_vi} {UNREAD_VI}", (), UNREAD)
    return _Ruling(state, why_vi, (dated.source,), dated.confidence)
