"""Decisions as lists write them: number, day and authority often stand in one cell."""

from __future__ import annotations

import re

from thidua.kernel.text import nfc
from thidua.workbooks.cleaning.readings import Reading, Sureness

_LEAD = re.compile(r"^(?:(?:quyết\s*định|qđ)(?!-)\.?\s*)?(?:số\b)?\s*[:.]?\s*", re.IGNORECASE)
_DAY = re.compile(r"[\s,;(]+(?:ban\s+hành\s+|ký\s+)?(?:ngày|ng\.)\s*(?P<day>\d.*)$", re.IGNORECASE)
_NAMED_DAY = re.compile(r"(?P<d>\d{1,2})\s*tháng\s*(?P<m>\d{1,2})\s*năm\s*(?P<y>\d{4})", re.IGNORECASE)
_NUMERIC_DAY = re.compile(r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}")
LONGEST = 60


def read_decision_number(text: str) -> Reading[str]:
    """Return the number of a decision without the words around it and the day after it."""
    said = nfc(text)
    number = _DAY.sub("", _LEAD.sub("", said)).strip(" .,;:()")
    if not number:
        return Reading(None)
    if len(number) > LONGEST:
        return Reading(None, Sureness.REFUSED, f"Số quyết định dài quá {LONGEST} chữ.")
    if not any(sign.isdigit() for sign in number):
        return Reading(None, Sureness.REFUSED, f"“{said}” không có số quyết định.")
    if number == said:
        return Reading(number)
    return Reading(number, Sureness.TIDIED, f"Số quyết định: {number}.")


def day_within(text: str) -> str | None:
    """Return the day that a decision's cell names after its number, as text to be read as a day; None without one."""
    found = _DAY.search(nfc(text))
    if found is None:
        return None
    if named := _NAMED_DAY.search(found["day"]):
        return f"{named['d']}/{named['m']}/{named['y']}"
    numeric = _NUMERIC_DAY.search(found["day"])
    return re.sub(r"\s*[/.\-]\s*", "/", numeric[0]) if numeric else None
