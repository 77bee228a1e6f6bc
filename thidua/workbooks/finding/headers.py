"""What the texts over a column mean: by the words people use, without accents, nearly so, or as a title's own name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from ..cleaning.readings import Sureness
from .fields import MARKED_TITLE, folded_head, is_award_head, kind, plain_head, without_brackets

_NEAR = 84.0
_LONGEST = 80  # a text longer than this is no head
_KINDS_WITH_MARKS = frozenset({"registrations", "titles", "nominations"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """A field that a head may mean; ``share`` in 0…1 is the likeness to the known word ``word``."""

    field: str
    share: float
    sureness: Sureness
    word: str


@cache
def _words(code: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return for a kind of list: word as written → field, and folded word → field."""
    exact: dict[str, str] = {}
    folded: dict[str, str] = {}
    for one in kind(code).fields:
        for word in (one.name_vi, *one.words):
            exact.setdefault(plain_head(word), one.code)
            folded.setdefault(folded_head(word), one.code)
    return exact, folded


def meanings(parts: Sequence[str], code: str) -> tuple[Meaning, ...]:
    """Return what a head of one or more levels, the top first, can mean in a list of kind ``code``; best first."""
    found: dict[str, Meaning] = {}
    for weight, text in _ways(parts):
        for meaning in _of_text(text, code):
            share = meaning.share * weight
            if meaning.field not in found or share > found[meaning.field].share:
                found[meaning.field] = Meaning(meaning.field, share, meaning.sureness, meaning.word)
    if (
        code in _KINDS_WITH_MARKS
        and parts
        and is_award_head(parts[-1])
        and not any(m.share == 1 for m in found.values())
    ):
        found[MARKED_TITLE] = Meaning(MARKED_TITLE, 0.97, Sureness.TIDIED, parts[-1])
    return tuple(sorted(found.values(), key=lambda meaning: -meaning.share))


def _ways(parts: Sequence[str]) -> list[tuple[float, str]]:
    """Return the texts to look a head up by, with how much each counts: both levels together before one alone."""
    if not parts:
        return []
    last, first = parts[-1], parts[0]
    if len(parts) == 1:
        return [(1.0, last)]
    return [(1.0, f"{first} {last}"), (1.0, f"{last} {first}"), (0.95, last), (0.8, first)]


def _of_text(text: str, code: str) -> list[Meaning]:
    if not text or len(text) > _LONGEST:
        return []
    exact, folded = _words(code)
    for form in (text, without_brackets(text)):
        if field := exact.get(plain_head(form)):
            return [Meaning(field, 1.0, Sureness.CERTAIN, form)]
    for form in (text, without_brackets(text)):
        if field := folded.get(folded_head(form)):
            return [Meaning(field, 0.99, Sureness.TIDIED, form)]
    head = folded_head(without_brackets(text))
    if len(head) < 4:
        return []
    near = process.extract(head, folded.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=4)
    return [Meaning(folded[word], score / 100, Sureness.GUESSED, word) for word, score, _ in near if len(word) >= 4]
