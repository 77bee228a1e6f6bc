"""Numbers as people here write them: a comma before decimals, dots between thousands, signs and units around."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal

from thidua.kernel.text import nfc
from thidua.workbooks.cleaning.readings import Reading, Sureness

_AROUND = re.compile(r"\s*(?:%|điểm|đ|đồng|người|năm|tháng)\.?$", re.IGNORECASE)
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_DOTS = re.compile(r"-?\d{1,3}(?:\.\d{3})+", re.ASCII)
_COMMAS = re.compile(r"-?\d{1,3}(?:,\d{3})+", re.ASCII)
_VIETNAMESE = re.compile(r"-?\d{1,3}(?:\.\d{3})*,\d+|-?\d+,\d+", re.ASCII)
_ENGLISH = re.compile(r"-?\d{1,3}(?:,\d{3})+\.\d+", re.ASCII)
_EXACT = Decimal(2**53)
LONGEST = 40


def number_reader(texts: Collection[str]) -> Callable[[str], Reading[Decimal]]:
    """Return the reader of numbers of a column; one cell that shows what a dot or a comma means tells it for all."""
    stripped = [_stripped(text) for text in texts]
    comma_is_decimal = any(_VIETNAMESE.fullmatch(text) and not _COMMAS.fullmatch(text) for text in stripped)
    dot_is_decimal = any(
        _ENGLISH.fullmatch(text) or (_PLAIN.fullmatch(text) and "." in text and not _DOTS.fullmatch(text))
        for text in stripped
    )
    return lambda text: _read(text, comma_is_decimal, dot_is_decimal)


def _stripped(text: str) -> str:
    return _AROUND.sub("", nfc(text)).replace(" ", "")


def _read(text: str, comma_is_decimal: bool, dot_is_decimal: bool) -> Reading[Decimal]:
    said = _stripped(text)
    if said in {"", "-"}:
        return Reading(None)
    if len(said) > LONGEST:
        return Reading(None, Sureness.REFUSED, f"“{said[:LONGEST]}…” không phải là số.")
    if _DOTS.fullmatch(said):
        return _either(said, said.replace(".", ""), said if said.count(".") == 1 else "", dot_is_decimal)
    if _COMMAS.fullmatch(said):
        return _either(
            said, said.replace(",", ""), said.replace(",", ".") if said.count(",") == 1 else "", comma_is_decimal
        )
    if _VIETNAMESE.fullmatch(said):
        return Reading(Decimal(said.replace(".", "").replace(",", ".")))
    if _ENGLISH.fullmatch(said):
        return Reading(Decimal(said.replace(",", "")))
    if _PLAIN.fullmatch(said):
        return _large(Decimal(said))
    return Reading(None, Sureness.REFUSED, f"“{nfc(text)}” không phải là số.")


def _either(said: str, thousands: str, decimal: str, is_decimal: bool) -> Reading[Decimal]:
    """Read a number whose one sign can stand for thousands or for decimals."""
    if not decimal:
        return Reading(Decimal(thousands))
    first, second = (decimal, thousands) if is_decimal else (thousands, decimal)
    if is_decimal:
        return Reading(Decimal(first), Sureness.TIDIED, f"“{said}” đọc theo cách viết của cả cột.")
    return Reading(
        Decimal(first), Sureness.GUESSED, f"“{said}”: không rõ là phần nghìn hay phần lẻ.", (Decimal(second),)
    )


def _large(number: Decimal) -> Reading[Decimal]:
    if abs(number) > _EXACT:
        return Reading(number, Sureness.GUESSED, "Số quá dài: bảng tính có thể đã làm mất các chữ số cuối.")
    return Reading(number)
