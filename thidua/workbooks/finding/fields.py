"""What a column may mean: the fields of each kind of list, and the words people write over them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from thidua.kernel.text import exact, fold

_FILE = Path(__file__).with_name("fields.yaml")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SIGNS = re.compile(r"[\s/,;:.*_\-–—&+›#'\"“”()\[\]]+")
MARKED_TITLE = "marked_title"
NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Field:
    """A meaning of a column. ``shape`` is the kind of text its cells hold (see ``shapes.py``)."""

    code: str
    name_vi: str
    shape: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of list. ``required``: of each group one way must be there; a way is fields that stand together."""

    code: str
    fields: tuple[Field, ...]
    required: tuple[tuple[frozenset[str], ...], ...]

    def missing(self, present: frozenset[str]) -> tuple[tuple[str, ...], ...]:
        """Return for each required group that no way of it fulfils the codes of its simplest way."""
        return tuple(tuple(sorted(ways[0])) for ways in self.required if not any(way <= present for way in ways))


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def fields() -> dict[str, Field]:
    """Return every field by its code."""
    return {
        code: Field(code, said["name"], said["shape"], tuple(str(word) for word in said["words"]))
        for code, said in _data()["fields"].items()
    }


@cache
def kinds() -> tuple[str, ...]:
    """Return the codes of the kinds of list."""
    return tuple(_data()["kinds"])


@cache
def kind(code: str) -> Kind:
    """Return a kind of list by its code; KeyError if there is none."""
    said = _data()["kinds"][code]
    required = tuple(tuple(frozenset(way.split("+")) for way in group.split("|")) for group in said["required"])
    named = {name for ways in required for way in ways for name in way}
    allowed = named | set(said["optional"]) | set(_data()["common"])
    return Kind(code, tuple(field for name, field in fields().items() if name in allowed), required)


def plain_head(text: str) -> str:
    """Return a column head for exact comparison: one case, one white space, signs between words as one space."""
    return _SIGNS.sub(" ", exact(text)).strip() or exact(text)


def folded_head(text: str) -> str:
    """Return a column head without accents and signs, under which it is compared and remembered."""
    return fold(plain_head(text))


def without_brackets(text: str) -> str:
    """Return a head without what stands in brackets, unless nothing else is there."""
    return _BRACKETS.sub(" ", text) if _BRACKETS.sub("", text).strip(" *") else text


def is_award_head(text: str) -> bool:
    """Say whether a column head is itself the name of a title or commendation (“LĐTT”, “Bằng khen UBND tỉnh”)."""
    head = folded_head(text)
    return any(head == start or head.startswith(f"{start} ") for start in _data()["award_heads"])
