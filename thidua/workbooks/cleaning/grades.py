"""Yearly grades, as lists write them: in full, shortened, in letters, or nearly so."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from thidua.kernel.text import fold, nfc
from thidua.rules.names import GRADE_SHORT_VI, GRADE_VI
from thidua.workbooks.cleaning.readings import Reading, Sureness

_SURE = {fold(words): code for code, shorts in GRADE_SHORT_VI.items() for words in (GRADE_VI[code], *shorts)}
_CLOSED_UP = {words.replace(" ", ""): code for words, code in _SURE.items() if " " not in words or "nv" in words}
_LETTERS = dict(zip("abcd", GRADE_VI, strict=True))
_SHARE_OF_A_LETTER = 0.5
_NEAR = 84.0
# What turns the meaning round: nothing with it is near to a grade without it.
_NOT = frozenset({"khong", "ko", "k", "chua"})
_ALL_VI = ", ".join(GRADE_VI.values())


def read_grade(text: str) -> Reading[str]:
    """Return the code of a grade. Letters are asked about: offices use them for different grades."""
    said = fold(text).strip(" .")
    if said in {"", "-"}:
        return Reading(None)
    if text in GRADE_VI:
        return Reading(text)
    code = _SURE.get(said) or _CLOSED_UP.get(said.replace(" ", ""))
    if code is not None:
        exact = nfc(text).lower() == GRADE_VI[code]
        return Reading(code) if exact else Reading(code, Sureness.TIDIED, f"“{nfc(text)}” là {GRADE_VI[code]}.")
    letter = said.removeprefix("loai ").removeprefix("xep loai ")
    if letter in _LETTERS:
        others = tuple(code for code in GRADE_VI if code != _LETTERS[letter])
        why = f"“{nfc(text)}” có thể là mức khác nhau tùy nơi."
        return Reading(_LETTERS[letter], Sureness.GUESSED, why, others, _SHARE_OF_A_LETTER)
    return _nearest(nfc(text), said)


def _nearest(text: str, said: str) -> Reading[str]:
    words = said.split()
    turned = bool(_NOT & set(words))
    plain = " ".join("khong" if word in _NOT else word for word in words)
    choices = [known for known in _SURE if ("khong" in known.split()) == turned]
    found = process.extractOne(_spelled(plain), choices, scorer=fuzz.ratio, score_cutoff=_NEAR)
    if found is None:
        return Reading(None, Sureness.REFUSED, f"“{text}” không phải mức xếp loại; các mức: {_ALL_VI}.")
    code = _SURE[found[0]]
    share = min(found[1] / 100, 0.99)
    return Reading(code, Sureness.GUESSED, f"“{text}” gần giống {GRADE_VI[code]}.", share=share)


def _spelled(said: str) -> str:
    return f"{said.removesuffix(' nv')} nhiem vu" if said.endswith(" nv") else said
