"""Vietnamese text: one Unicode form, folding without accents (đ → d), and the order of names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Tone order of Vietnamese dictionaries: none, grave, hook, tilde, acute, dot below.
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_NO_TONE = "1"
# Letters in dictionary order as a capital and the number of its variant: a A1, ă A2, â A3, …
_FAMILIES = ("aăâ", "dđ", "eê", "oôơ", "uư", *"bcfghijklmnpqrstvwxyz")
_LETTER_RANK = {letter: f"{family[0].upper()}{i}" for family in _FAMILIES for i, letter in enumerate(family, start=1)}
_BETWEEN_WORDS = "0"
_OTHER = "Z9"
# Names and titles repeat few words: each is worked out once, also over a list of 100,000 people.
_WORDS_KEPT = 20_000
_FOLDED = re.compile("[a-z0-9]+(?: [a-z0-9]+)*")
# The column that keeps the key; beyond it two names differ by almost nothing.
_KEY_LENGTH = 250


def nfc(text: str) -> str:
    """Return ``text`` in NFC with runs of white space (also non-breaking) made one space and ends trimmed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def nfc_lines(text: str) -> str:
    """Return a text of several lines in one form, each line tidied."""
    return "\n".join(nfc(line) for line in text.strip().splitlines())


def exact(text: str) -> str:
    """Return the form in which accented searches compare: NFC and lower case."""
    return nfc(text).lower()


def fold(text: str) -> str:
    """Return ``text`` lower-cased without accents, đ as d: “Thi Đua” → “thi dua”."""
    folded = " ".join([_fold_word(word) for word in exact(text).split(" ")])
    # Once more into the one form: a mark that stood alone may leave a space at an end, or capitals behind.
    return folded if _FOLDED.fullmatch(folded) else exact(folded)


@lru_cache(maxsize=_WORDS_KEPT)
def _fold_word(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def is_accented(text: str) -> bool:
    """Say whether ``text`` carries any Vietnamese mark or đ, so that folding would widen it."""
    return exact(text) != fold(text)


def name_sort_key(full_name: str) -> str:
    """Return a key that sorts by given name, then middle names from the family name on, in Vietnamese order.

    Letters rank before tones within a word: “Anh” < “Ánh” < “Ân”. The key is made of capitals and digits only, which
    every collation of every database sorts alike (punctuation or mixed case would not be).
    """
    words = exact(full_name).split(" ")
    return _BETWEEN_WORDS.join(_word_key(word) for word in [words[-1], *words[:-1]])[:_KEY_LENGTH]


@lru_cache(maxsize=_WORDS_KEPT)
def _word_key(word: str) -> str:
    letters, tones = [], []
    for char in word:
        marks = unicodedata.normalize("NFD", char)
        letter = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
        letters.append(f"9{letter}" if letter in "0123456789" else _LETTER_RANK.get(letter, _OTHER))
        tones.append(next((_TONES[mark] for mark in marks if mark in _TONES), _NO_TONE))
    return "".join(letters) + "".join(tones)
