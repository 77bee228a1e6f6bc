"""Years: a calendar year, or a school year written as two years that follow each other."""

from __future__ import annotations

import re

from thidua.kernel.text import fold, nfc
from thidua.workbooks.cleaning.readings import Reading, Sureness

_YEAR = re.compile(r"(?:(nam(?: hoc)?)\s*)?((?:19|20)[0-9]{2})(?:\s*[-–/]\s*((?:19|20)[0-9]{2}))?", re.ASCII)


def read_year(text: str) -> Reading[tuple[int, int]]:
    """Return the first and last year a cell names: “năm 2018” → (2018, 2018), “2017-2018” → (2017, 2018)."""
    if not nfc(text):
        return Reading(None)
    found = _YEAR.fullmatch(fold(text))
    if found is None:
        return Reading(None, Sureness.REFUSED, f"“{nfc(text)}” không phải là một năm.")
    first = int(found[2])
    last = int(found[3] or first)
    if found[3] and last != first + 1:
        return Reading(None, Sureness.REFUSED, f"“{nfc(text)}”: hai năm phải liền nhau, năm trước viết trước.")
    if found[1]:
        return Reading((first, last), Sureness.TIDIED, "Đã bỏ chữ “năm”.")
    return Reading((first, last))
