"""A payment or budget as text for an officer and as plain data for a program."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from thidua.rules.money.amounts import Amount, as_decimal
from thidua.rules.money.forecasts import Forecast
from thidua.rules.money.payments import STATE_VI, Payment, PaymentLine
from thidua.rules.money.tables import SUBJECT_VI
from thidua.rules.sources import CONFIDENCE_VI


def dong(money: int | Decimal) -> str:
    """Write an amount as an officer does: “1.530.000 đồng”."""
    return f"{money:,}".replace(",", " ").replace(".", ",").replace(" ", ".") + " đồng"


def times(multiplier: Fraction) -> str:
    """Write a multiplier as the decrees do: “0,3”, “12”."""
    return str(as_decimal(multiplier)).replace(".", ",")


def render_text(answer: Payment | Forecast) -> str:
    """Return the whole answer as lines of Vietnamese."""
    return "\n".join(_payment_text(answer) if isinstance(answer, Payment) else _forecast_text(answer))


def _payment_text(answer: Payment) -> list[str]:
    """Write one line of state per award, how it was counted, why, and the total."""
    lines = [f"Tiền thưởng cho {SUBJECT_VI[answer.subject]}, quyết định ngày {answer.decided_on:%d/%m/%Y}."]
    for line in answer.lines:
        lines += [
            "",
            f"- {line.amount.name_vi} (thành tích {line.grant.period}): {_outcome(line)}",
            *_counting(line.amount),
            f"  Vì sao: {line.why_vi}",
            f"  Căn cứ: {'; '.join(line.citations)}",
            f"  Độ tin cậy {CONFIDENCE_VI[line.confidence]}",
        ]
    ceiling = "không quá " if answer.is_maximum else ""
    lines += ["", f"Tổng được chi: {ceiling}{dong(answer.total)}"]
    if answer.needs_person:
        lines.append(f"Nếu người có thẩm quyền quyết định chi cả các khoản cần xét: {dong(answer.total_at_most)}")
    return [*lines, *_warnings(answer)]


def _outcome(line: PaymentLine) -> str:
    """Say whether the line is paid; money that is not, or not yet, paid stands in brackets."""
    money = f"{_at_most(line.amount)}{dong(line.amount.dong)}"
    state = STATE_VI[line.state].upper()
    return f"{state} {money}" if line.state == "paid" else f"{state} (mức {money})"


def _forecast_text(answer: Forecast) -> list[str]:
    """Write one line per award and the total."""
    lines = [f"Dự toán tiền thưởng, quyết định ngày {answer.decided_on:%d/%m/%Y}."]
    for line in answer.lines:
        lines += [
            "",
            f"- {line.amount.name_vi}, {SUBJECT_VI[line.amount.subject]}: "
            f"{line.count} × {_at_most(line.amount)}{dong(line.amount.dong)} = {dong(line.total)}",
            *_counting(line.amount),
            f"  Căn cứ: {'; '.join(line.amount.citations)}",
            f"  Độ tin cậy {CONFIDENCE_VI[line.amount.confidence]}",
        ]
    ceiling = "không quá " if answer.is_maximum else ""
    return [*lines, "", f"Tổng: {ceiling}{dong(answer.total)}", *_warnings(answer)]


def _at_most(amount: Amount) -> str:
    """Say before a figure that it is a ceiling."""
    return "tối đa " if amount.is_maximum else ""


def _counting(amount: Amount) -> list[str]:
    """Show multiplier × base salary, and the rounding when it changed something."""
    counted = f"  {times(amount.multiplier)} × {dong(amount.base_salary)} = {dong(amount.exact)}"
    return [counted if amount.exact == amount.dong else f"{counted}, làm tròn lên {dong(amount.dong)}"]


def _warnings(answer: Payment | Forecast) -> list[str]:
    """Write the warnings under the total, where nobody misses them."""
    return ["", *(f"Lưu ý: {text}" for text in answer.warnings)] if answer.warnings else []


def as_data(answer: Payment | Forecast) -> dict[str, Any]:
    """Return the answer as plain data: money in whole đồng, ``exact`` and ``multiplier`` as texts, which stay exact."""
    common = {
        "decided_on": answer.decided_on.isoformat(),
        "total": answer.total,
        "is_maximum": answer.is_maximum,
        "confidence": answer.confidence,
        "warnings": list(answer.warnings),
    }
    if isinstance(answer, Forecast):
        lines = [{**_amount_data(line.amount), "count": line.count, "total": line.total} for line in answer.lines]
        return {"kind": "forecast", **common, "lines": lines}
    own = {
        "subject": answer.subject,
        "needs_person": answer.needs_person,
        "total_at_most": answer.total_at_most,
        "lines": [
            {
                **_amount_data(line.amount),
                "period": [line.grant.period.first_year, line.grant.period.last_year],
                "achievement": line.grant.achievement,
                "state": line.state,
                "why": line.why_vi,
                "citations": list(line.citations),
                "confidence": line.confidence,
            }
            for line in answer.lines
        ],
    }
    return {"kind": "payment", **common, **own}


def _amount_data(amount: Amount) -> dict[str, Any]:
    """Return one award's money as plain data."""
    return {
        "award": amount.award,
        "name": amount.name_vi,
        "subject": amount.subject,
        "multiplier": str(amount.multiplier),
        "base_salary": amount.base_salary,
        "exact": str(amount.exact),
        "amount": amount.dong,
        "is_maximum": amount.is_maximum,
        "citations": list(amount.citations),
        "confidence": amount.confidence,
    }
