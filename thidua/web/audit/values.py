"""A value of an event as people read it: days, yes and no, codes and people by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .vocabulary import CODES

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_SHOWN = 12  # longer lists say how many more there are
_NO_PERSON = 0  # rows about the unit itself
# Keys whose numbers, or whose rows' first numbers, are people.
_PEOPLE = frozenset({"person", "people", "person_ids", "grades", "findings", "added", "removed"})


@dataclass(frozen=True, slots=True)
class Names:
    """Names that the values themselves do not carry: of people by number, of catalogue entries by code."""

    people: Mapping[int, str] = field(default_factory=dict)
    entries: Mapping[str, Any] = field(default_factory=dict)


def value_words(name: str, value: Any, names: Names) -> str:
    """Return the value of the key ``name`` in words."""
    if value in (None, "", [], {}):
        return _("(trống)")
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, list):
        return _rows_words(name, value, names) if _is_rows(value) else _list_words(name, value, names)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {value_words(key, each, names)}" for key, each in value.items())
    if isinstance(value, int):
        return _person_words(value, names) if name in _PEOPLE and value else str(value)
    return _text_words(name, str(value), names)


def people_in(details: dict[str, Any]) -> set[int]:
    """Return the numbers of the people that the words of these details will name."""
    found: set[int] = set()
    for name, value in details.items():
        if isinstance(value, dict):
            found |= people_in(value)
        elif name in _PEOPLE:
            found |= set(_numbers(value))
    return found


def _numbers(value: Any) -> Iterable[int]:
    if isinstance(value, int) and not isinstance(value, bool):
        yield value
    elif isinstance(value, list) and _is_rows(value):
        for row in value[:_SHOWN]:
            yield from _numbers(row[0] if row else None)
    elif isinstance(value, list):
        for each in value[:_SHOWN]:
            yield from _numbers(each)


def _is_rows(value: list[Any]) -> bool:
    return bool(value) and all(isinstance(row, list) for row in value)


def _rows_words(name: str, rows: list[list[Any]], names: Names) -> str:
    """Return rows that begin with a person, each “name: the rest”; the unit's own rows have no person."""
    said = []
    for row in rows[:_SHOWN]:
        rest = ", ".join(value_words("", each, names) for each in row[1:] if each not in (None, ""))
        who = value_words(name, row[0], names) if row and row[0] else _("đơn vị")
        said.append(_("%(who)s: %(what)s") % {"who": who, "what": rest} if rest else who)
    return _with_more("; ".join(said), len(rows))


def _list_words(name: str, values: list[Any], names: Names) -> str:
    return _with_more(", ".join(value_words(name, each, names) for each in values[:_SHOWN]), len(values))


def _with_more(shown: str, count: int) -> str:
    more = count - _SHOWN
    return _("%(shown)s và %(more)s mục nữa") % {"shown": shown, "more": more} if more > 0 else shown


def _person_words(number: int, names: Names) -> str:
    return names.people.get(number) or _("người số %(number)s") % {"number": number}


def _text_words(name: str, text: str, names: Names) -> str:
    word = CODES.get(name, {}).get(text) or CODES[""].get(text) or names.entries.get(text)
    if word:
        return str(word)
    try:
        if _DAY.match(text):
            return f"{date.fromisoformat(text):%d/%m/%Y}"
        if _MOMENT.match(text):
            return f"{timezone.localtime(datetime.fromisoformat(text)):%d/%m/%Y %H:%M}"
    except ValueError:
        pass  # looks like a day and is none: shown as it was written
    return text
