"""The money that one award brings: multiplier × base salary on the day of decision, rounded up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import cast

from thidua.rules.money.tables import (
    Kind,
    base_salary_on,
    base_salary_read_on,
    carried_forward,
    find_award,
    multiplier_on,
    principles,
    value_on,
)
from thidua.rules.numbers import DatedValue
from thidua.rules.sources import weakest


@dataclass(frozen=True, slots=True)
class Amount:
    """The money of one award for one subject, in đồng, with everything it rests on.

    ``exact`` is the product before rounding. ``is_maximum``: the law sets a ceiling and who gives the award chooses
    within it, so ``dong`` is the most that may be paid.
    """

    award: str
    name_vi: str
    kind: Kind
    subject: str
    decided_on: date
    multiplier: Fraction
    base_salary: int
    exact: Decimal
    dong: int
    is_maximum: bool
    citations: tuple[str, ...]
    confidence: str
    warnings: tuple[str, ...]


def round_up(product: Fraction, step: int) -> int:
    """Return the smallest multiple of ``step`` đồng that is not below the product (NĐ 152/2025 Điều 49 k2)."""
    return -(-product // step) * step


def as_decimal(number: Fraction) -> Decimal:
    """Return the number with its decimal places; the law's numbers have few, so that nothing is cut off."""
    return Decimal(number.numerator) / number.denominator


def amount(*, award: str, subject: str, decided_on: date) -> Amount:
    """Return the money of an award by the law and the base salary of the day of decision.

    Law: NĐ 91/2017 Điều 68–73, NĐ 98/2023 Điều 53–56, NĐ 152/2025 Điều 49–54. Raise ``NoAmountError`` when the award,
    the subject or the day has no recorded figure, ``BadFactError`` for a subject nobody defined.
    """
    paid = find_award(award)
    salary = base_salary_on(decided_on)
    multiplier = multiplier_on(paid, subject, decided_on)
    # A day with a multiplier has these two: the tables are written together, and a test compares their days.
    salary_day, rounding = (
        cast("DatedValue", value_on(principles()[name], decided_on))
        for name in ("salary_of_decision_day", "rounding_step")
    )
    used = (multiplier, salary_day, rounding, salary)
    times, salary_dong = cast("Fraction", multiplier.value), cast("int", salary.value)
    product = times * salary_dong
    return Amount(
        award=award,
        name_vi=paid.name_vi,
        kind=paid.kind,
        subject=subject,
        decided_on=decided_on,
        multiplier=times,
        base_salary=salary_dong,
        exact=as_decimal(product),
        dong=round_up(product, cast("int", rounding.value)),
        is_maximum=paid.is_maximum,
        citations=tuple(dict.fromkeys(dated.source for dated in used)),
        confidence=weakest(dated.confidence for dated in used),
        warnings=(
            *(note.text_vi for note in paid.notes if note.period.contains(decided_on)),
            *_ceiling(paid.is_maximum),
            *_unverified(used, decided_on),
        ),
    )


def _ceiling(is_maximum: bool) -> tuple[str, ...]:
    """Say that the figure is a ceiling."""
    if not is_maximum:
        return ()
    return ("Đây là mức tối đa: luật chỉ đặt trần; hệ số thật do nơi tặng quy định, không vượt mức này.",)


def _unverified(used: tuple[DatedValue, ...], day: date) -> tuple[str, ...]:
    """Warn of values carried past their last verified day, and of a base salary later than anybody has looked."""
    carry = any(not dated.period.contains(day) for dated in used)
    read_on = base_salary_read_on()
    late = (f"Mức lương cơ sở mới soát đến ngày {read_on:%d/%m/%Y}; nếu sau đó đã đổi thì phải tính lại.",)
    return (*((carried_forward().warning_vi,) if carry else ()), *(late if day > read_on else ()))
