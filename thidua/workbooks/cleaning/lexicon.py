"""Finding which of a list of known things a text names: units of the tree, titles, posts. Suggests, never creates."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

import yaml
from rapidfuzz import fuzz, process

from thidua.kernel.text import exact, fold, nfc
from thidua.workbooks.cleaning.readings import Reading, Sureness

Key = TypeVar("Key", bound=Hashable)
_FILE = Path(__file__).with_name("abbreviations.yaml")
_SIGNS = re.compile(r"[\s.,;:/\-–—&()\[\]\"“”'’]+")
_NEAR, _CLOSE = 80.0, 5.0  # likeness in per cent below which nothing is offered; how far behind the best others may be
_MOST_OTHERS = 4
_WORDS_LOOKED_AT = 4


@cache
def abbreviations() -> dict[str, str]:
    """Return each abbreviation, folded, with what it stands for, folded."""
    said: dict[str, str] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {fold(short): fold(whole) for short, whole in said.items()}


def spelled_out(text: str) -> str:
    """Return the text folded, signs as spaces, abbreviations written out: the form in which names are compared."""
    words = [word for word in _SIGNS.sub(" ", fold(text)).split(" ") if word]
    out: list[str] = []
    place = 0
    while place < len(words):
        for size in range(min(_WORDS_LOOKED_AT, len(words) - place), 0, -1):
            whole = abbreviations().get(" ".join(words[place : place + size]))
            if whole is not None:
                out.append(whole)
                place += size
                break
        else:
            out.append(words[place])
            place += 1
    return " ".join(out)


class Lexicon(Generic[Key]):
    """Known things by every name they go by. ``what_vi`` names the kind of thing in messages (“đơn vị”)."""

    def __init__(self, names: Mapping[Key, Iterable[str]], what_vi: str) -> None:
        self._what = what_vi
        self._label: dict[Key, str] = {}
        self._exact: dict[str, list[Key]] = {}
        self._folded: dict[str, list[Key]] = {}
        self._spelled: dict[str, list[Key]] = {}
        for key, called in names.items():
            for name in called:
                self._label.setdefault(key, nfc(name))
                for index, form in ((self._exact, exact), (self._folded, fold), (self._spelled, spelled_out)):
                    known = index.setdefault(form(name), [])
                    if key not in known:
                        known.append(key)

    def knows(self, key: Key) -> bool:
        """Say whether a thing is one of these."""
        return key in self._label

    def label(self, key: Key) -> str:
        """Return the first name of a thing."""
        return self._label[key]

    def read(self, text: str) -> Reading[Key]:
        """Return the thing a text names: CERTAIN by its name, TIDIED without accents or by an abbreviation.

        GUESSED when several go by that name or one is written nearly so; REFUSED when nothing is near.
        """
        said = nfc(text)
        if not said:
            return Reading(None)
        for index, form in ((self._exact, exact), (self._folded, fold), (self._spelled, spelled_out)):
            found = index.get(form(said), [])
            if len(found) == 1:
                return self._one(said, found[0], sure=index is self._exact)
            if found:
                why = f"Có {len(found)} {self._what} cùng tên “{said}”."
                return Reading(found[0], Sureness.GUESSED, why, tuple(found[1:]))
        return self._nearest(said)

    def named(self, text: str) -> Key | None:
        """Return the one thing that a text names without a guess; None where there is none, or several."""
        said = nfc(text)
        for index, form in ((self._exact, exact), (self._folded, fold), (self._spelled, spelled_out)):
            if found := index.get(form(said), []):
                return found[0] if len(found) == 1 else None
        return None

    def reader(self) -> Callable[[str], Reading[Key]]:
        """Return ``read`` as a reader of cells."""
        return self.read

    def _one(self, said: str, key: Key, *, sure: bool) -> Reading[Key]:
        if sure:
            return Reading(key)
        return Reading(key, Sureness.TIDIED, f"“{said}” là {self._label[key]}.")

    def _nearest(self, said: str) -> Reading[Key]:
        found = process.extract(
            spelled_out(said), self._spelled.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST_OTHERS + 1
        )
        if not found:
            return Reading(None, Sureness.REFUSED, f"Không có {self._what} nào tên “{said}”.")
        best = found[0][1]
        near = [key for name, score, _ in found if score >= best - _CLOSE for key in self._spelled[name]]
        keys = list(dict.fromkeys(near))
        why = f"Không có {self._what} tên “{said}”; gần nhất là {self._label[keys[0]]}."
        return Reading(keys[0], Sureness.GUESSED, why, tuple(keys[1 : _MOST_OTHERS + 1]), best / 100)
