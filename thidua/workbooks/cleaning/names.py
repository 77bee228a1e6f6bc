"""Names of people: form, capitals and forms of address put right; what cannot be one name is asked about."""

from __future__ import annotations

import re

from thidua.kernel.text import fold, nfc
from thidua.workbooks.cleaning.readings import Reading, Sureness

# What stands before a name without being part of it. Degrees are never a name; the words for persons are family names
# too (Ông Ích Khiêm), so that a short rest is asked about.
_DEGREES = (
    "đồng chí|đ/c|thầy giáo|cô giáo|pgs\\.?\\s?ts|gs\\.?\\s?ts|ts\\.?\\s?bs|ths\\.?\\s?bs|pgs|gs|ts|ths|bs|ks|cn|ds|ls"
)
_PERSONS = "ông|bà|anh|chị"
_DEGREE = re.compile(rf"(?:{_DEGREES}|{fold(_DEGREES)})(?:[.:]\s*|\s+)")
_PERSON = re.compile(rf"(?:{_PERSONS})[.:]?\s+")
_PERSON_PLAIN = re.compile(rf"(?:{fold(_PERSONS)})[.:]?\s+")
_SURE_WORDS, _LEAST_WORDS = 3, 2
# Names as most are written, three capitalised words or more; those that hold a word to be looked at are not plain.
_WORD = "[A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ][a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]*"
_PLAIN = re.compile(f"{_WORD}(?: {_WORD}){{2,}}")
_LOOKED_AT = re.compile(rf"^(?:{_DEGREES}|{fold(_DEGREES)}|{_PERSONS}|{fold(_PERSONS)})\s|\s(?:và|va)\s", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_ODD = re.compile(r"[^\w\s'’.\-]|\d|_")
_SEVERAL = re.compile(r"[,;/&]|\s(?:và|va)\s", re.IGNORECASE)
_NUMBERED = re.compile(r"^\d{1,4}\s*[.)\-]\s*")
_NOTE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_NO_NAME = frozenset({"", "-", "khong", "khong co", "trong", "null", "n/a"})
LONGEST = 120


def read_name(text: str) -> Reading[str]:
    """Return a person's name. Capitals throughout, numbers before it and forms of address are put right and told."""
    if len(text) <= LONGEST and _PLAIN.fullmatch(text) and text.upper() != text and not _LOOKED_AT.search(text):
        return Reading(text)
    return read_odd_name(text)


def read_odd_name(text: str) -> Reading[str]:
    """Return what ``read_name`` does, step by step and also for a plain name."""
    name = nfc(text)
    if fold(name) in _NO_NAME:
        return Reading(None)
    whys: list[str] = []
    name = _without(_NUMBERED, name, "Đã bỏ số thứ tự.", whys)
    name = _without(_NOTE, name, "Đã bỏ phần trong ngoặc.", whys)
    name, whole = _without_address(name, whys)
    if not _LETTER.search(name):
        return Reading(None, Sureness.REFUSED, f"“{nfc(text)}” không phải là họ tên.")
    if len(name) > LONGEST:
        return Reading(None, Sureness.REFUSED, f"Họ tên dài quá {LONGEST} chữ.")
    if _SEVERAL.search(name):
        return Reading(None, Sureness.REFUSED, f"“{nfc(text)}”: có vẻ là nhiều người trong một ô.")
    if found := _ODD.search(name):
        return Reading(name, Sureness.GUESSED, f"Họ tên có ký tự lạ “{found[0]}”.")
    name = _cased(name, whys)
    if whole:
        return Reading(name, Sureness.GUESSED, " ".join(whys), (_cased(whole, []),))
    if " " not in name:
        return Reading(name, Sureness.GUESSED, "Họ tên chỉ có một chữ.")
    return Reading(name, Sureness.TIDIED if whys else Sureness.CERTAIN, " ".join(whys))


def join_name(family: str, given: str) -> str:
    """Return a name kept in two columns as one."""
    return nfc(f"{family} {given}")


def _without(pattern: re.Pattern[str], name: str, why: str, whys: list[str]) -> str:
    better = pattern.sub("", name)
    if better != name and _LETTER.search(better):
        whys.append(why)
        return better
    return name


def _without_address(name: str, whys: list[str]) -> tuple[str, str]:
    """Return the name without a form of address, and the whole where that may have been part of the name."""
    lower = name.lower()
    if found := _DEGREE.match(lower):
        return _shorter(name, found.end(), whys), ""
    found = _PERSON.match(lower) or (_PERSON_PLAIN.match(lower) if name.isascii() else None)
    words = len(name[found.end() :].split()) if found else 0
    if not found or words < _LEAST_WORDS:
        return name, ""
    return _shorter(name, found.end(), whys), name if words < _SURE_WORDS else ""


def _shorter(name: str, end: int, whys: list[str]) -> str:
    if not name[end:].strip():
        return name
    whys.append(f"Đã bỏ cách xưng hô “{name[:end].strip()}”.")
    return name[end:].strip()


def _cased(name: str, whys: list[str]) -> str:
    letters = [char for char in name if char.isalpha()]
    small = sum(char.islower() for char in letters)
    if small == len(letters) or (small == 0 and len(letters) > 1):
        better = " ".join(_capital(word) for word in name.split(" "))
        if better != name:
            whys.append("Đã viết hoa lại chữ đầu.")
        return better
    return name


def _capital(word: str) -> str:
    """Return a word with a capital at its start and after each hyphen or apostrophe: H'Mông, Y-Bham."""
    parts = re.split(r"(['’\-])", word.lower())
    return "".join(part[:1].upper() + part[1:] for part in parts)
