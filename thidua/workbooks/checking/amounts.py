"""Amounts of money in figures and in Vietnamese words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_GROUPS = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_SILENT = frozenset({"linh", "lẻ", "và", "đồng", "chẵn", "chẵn./.", "việt", "nam"})
_PAIR = re.compile(
    r"(?<!\d)(?P<figures>\d{1,3}(?:[.,\s]\d{3})+|\d{4,})\s*(?:đồng|đ|vnđ)?[\s.;,]*\(?\s*(?:số\s+tiền\s+)?(?:viết\s+)?"
    r"bằng\s+chữ\s*:?\s*(?P<words>[^).;:\d]+)",
    re.IGNORECASE,
)


class Pair(NamedTuple):
    """An amount written twice: in figures and in words, as the text says them."""

    figures: str
    words: str

    def agree(self) -> bool | None:
        """Say whether both mean the same; None where the words are not understood."""
        said, number = in_words(self.words), in_figures(self.figures)
        return None if said is None or number is None else said == number


def pairs_in(text: str) -> Iterator[Pair]:
    """Yield “1.500.000 đồng (Bằng chữ: Một triệu năm trăm nghìn đồng)”."""
    for found in _PAIR.finditer(" ".join(unicodedata.normalize("NFC", text).split())):
        yield Pair(found["figures"].strip(), found["words"].strip())


def in_figures(text: str) -> int | None:
    """Return a whole amount in đồng: points, commas and spaces part its thousands; None for anything else."""
    plain = re.sub(r"\s*(?:đồng|đ|vnđ)\.?$", "", unicodedata.normalize("NFC", text).strip().lower())
    if re.fullmatch(r"\d+", plain):
        return int(plain)
    return int(re.sub(r"\D", "", plain)) if re.fullmatch(r"\d{1,3}(?:[.,\s]\d{3})+", plain) else None


def in_words(text: str) -> int | None:
    """Return the amount that Vietnamese words name; None where a word is none of a number."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())
    while words and words[-1] in _SILENT:
        words.pop()
    total = group = 0
    digit: int | None = None
    for word in words:
        if word in _SILENT:
            continue
        if word in _DIGITS:
            group, digit = group + (digit or 0), _DIGITS[word]
        elif word == "trăm":
            group, digit = group + (digit if digit is not None else 1) * 100, None
        elif word in {"mười", "mươi", "chục"}:
            group, digit = group + (digit if digit is not None else 1) * 10, None
        elif word in _GROUPS:
            scale = _GROUPS[word]
            group += digit or 0
            # “Hai nghìn tỷ”: what stands before a larger group is counted in it.
            total, group = ((total + group) * scale, 0) if scale > 10**6 else (total + group * scale, 0)
            digit = None
        else:
            return None
    return total + group + (digit or 0) if words else None
