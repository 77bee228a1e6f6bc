"""Vietnamese text: one Unicode form, folding without accents (đ → d), and the order of names."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
# Tone order of Vietnamese dictionaries: none, grave, hook, tilde, acute, dot below.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: chr(ord("A") + i) for i, letter in enumerate(_LETTERS)}


def nfc(text: str) -> str:
    """Return ``text`` in NFC with runs of white space (also non-breaking) made one space and ends trimmed."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def exact(text: str) -> str:
    """Return the form in which accented searches compare: NFC and lower case."""
    return nfc(text).lower()


def fold(text: str) -> str:
    """Return ``text`` lower-cased without accents, đ as d: “Thi Đua” → “thi dua”."""
    decomposed = unicodedata.normalize("NFD", exact(text).replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def is_accented(text: str) -> bool:
    """Say whether ``text`` carries any Vietnamese mark or đ, so that folding would widen it."""
    return exact(text) != fold(text)


def name_sort_key(full_name: str) -> str:
    """Return a key that sorts by given name, then middle names from the family name on, in Vietnamese order.

    Letters rank before tones within a word: “Anh” < “Ánh” < “Ân”. The key is plain ASCII, so any database sorts it.
    """
    words = exact(full_name).split(" ")
    return " ".join(_word_key(word) for word in [words[-1], *words[:-1]])


def _word_key(word: str) -> str:
    letters, tones = [], []
    for char in word:
        base = unicodedata.normalize("NFD", char)
        tone = next((_TONES[mark] for mark in base if mark in _TONES), "0")
        letter = unicodedata.normalize("NFC", "".join(mark for mark in base if mark not in _TONES))
        letters.append(_LETTER_RANK.get(letter, letter if letter.isascii() else "~"))
        tones.append(tone)
    return "".join(letters) + "".join(tones)
