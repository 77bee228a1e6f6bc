"""The budget of award money that a unit needs: how many of each award, times what each brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from thidua.rules.errors import BadFactError
from thidua.rules.money.amounts import Amount, amount
from thidua.rules.money.tables import principle_on
from thidua.rules.sources import weakest

COUNT_ONCE_VI = (
    "Dự toán nhân thẳng số lượng: người hay tập thể có nhiều danh hiệu cùng thời gian tính thành tích chỉ hưởng mức "
    "cao nhất ({source}), nên chỉ đếm họ ở danh hiệu cao nhất."
)


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """One award: its money and how many are expected."""

    amount: Amount
    count: int

    @property
    def total(self) -> int:
        """Return the đồng for all of them; each is rounded before it is multiplied, as each is paid alone."""
        return self.amount.dong * self.count


@dataclass(frozen=True, slots=True)
class Forecast:
    """A unit's budget, in the order of the counts."""

    decided_on: date
    lines: tuple[ForecastLine, ...]

    @property
    def total(self) -> int:
        """Return the đồng for everything."""
        return sum(line.total for line in self.lines)

    @property
    def is_maximum(self) -> bool:
        """Say whether the total holds a ceiling, so that less may be paid."""
        return any(line.amount.is_maximum for line in self.lines)

    @property
    def confidence(self) -> str:
        """Return the mark of the least sure line."""
        return weakest(line.amount.confidence for line in self.lines)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return the warnings of all lines, each once, and how to count when titles of one kind of subject add up."""
        own = dict.fromkeys(text for line in self.lines for text in line.amount.warnings)
        principle = principle_on("titles_by_period", self.decided_on)
        titles = [line.amount.subject for line in self.lines if line.amount.kind == "title"]
        if principle is not None and len(titles) > len(set(titles)):
            own[COUNT_ONCE_VI.format(source=principle.source)] = None
        return tuple(own)


def forecast(counts_by_award_and_subject: Mapping[tuple[str, str], int], decided_on: date) -> Forecast:
    """Return the budget for so many of each ``(award, subject)``, all decided on one day.

    Raise ``BadFactError`` for no counts or a negative one; ``NoAmountError`` as ``amount``.
    """
    if not counts_by_award_and_subject:
        raise BadFactError("Không có số lượng nào để dự toán.", "Ghi ít nhất một dòng trong “forecast”.")
    lines = []
    for (award, subject), count in counts_by_award_and_subject.items():
        if count < 0:
            raise BadFactError(f"Số lượng {count} của “{award}” là số âm.", "Ghi số từ 0 trở lên.")
        lines.append(ForecastLine(amount(award=award, subject=subject, decided_on=decided_on), count))
    return Forecast(decided_on, tuple(lines))
