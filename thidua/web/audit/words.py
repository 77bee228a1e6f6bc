"""An event in words: what was done, to what, and each value old → new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .values import Names, value_words
from .vocabulary import ACTIONS, FIELDS, HIDDEN, KINDS, LISTS, ROWS

_PAIR = 2
_NOBODY = Names()


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an event: a field and its value, or the value before and after."""

    label: str
    new: str
    old: str | None = None


class EventRow:
    """An event as the log's page shows it. Reads nothing from the database."""

    def __init__(self, event: Any, names: Names = _NOBODY) -> None:
        self.event = event
        self.names = names

    @property
    def action(self) -> str | Promise:
        """What was done."""
        return ACTIONS.get(self.event.action, self.event.action)

    @property
    def thing(self) -> str:
        """To what: its name as it was then, or the kind of thing where it was many."""
        return self.event.object_label or self.kind

    @property
    def kind(self) -> str:
        """The kind of thing."""
        if self.event.object_type in KINDS:
            return capfirst(str(KINDS[self.event.object_type]))
        return capfirst(str(self._model._meta.verbose_name)) if self._model else str(self.event.object_type)

    @property
    def is_erased(self) -> bool:
        """Whether the values were erased for a person's privacy."""
        return self.event.details is None

    @cached_property
    def changes(self) -> list[Change]:
        """What changed, line by line."""
        return list(self._lines(self.event.details or {}, ""))

    @cached_property
    def _model(self) -> type[Model] | None:
        try:
            return apps.get_model(self.event.object_type)
        except (LookupError, ValueError):
            return None

    def _lines(self, details: dict[str, Any], under: str) -> Iterator[Change]:
        """Yield the lines of a part of the details; ``under`` is the key that it stands at."""
        if {"old", "new"} <= set(details):
            details = _side_by_side(details, under)
        for name, value in details.items():
            if name in HIDDEN:
                continue
            if isinstance(value, dict) and value:
                yield from self._lines(value, name)
            elif change := self._change(name, value, "" if name == under else under):
                yield change

    def _change(self, name: str, value: Any, under: str) -> Change | None:
        label = self._label(name)
        if under:
            label = _("%(group)s, %(field)s") % {"group": self._label(under), "field": label}
        if not self._is_pair(name, value):
            return Change(label, self._words(name, value))
        old, new = value
        if old in (None, "", [], {}):
            # What was empty before needs no line through it; what stays empty says nothing.
            return None if new in (None, "", [], {}) else Change(label, self._words(name, new))
        return Change(label, self._words(name, new), self._words(name, old))

    @staticmethod
    def _is_pair(name: str, value: Any) -> bool:
        """Say whether a list is old → new: by the house's custom two values, unless the key holds a list by nature."""
        if not isinstance(value, list) or len(value) != _PAIR or name in ROWS:
            return False
        return name not in LISTS or all(isinstance(each, list) for each in value)

    def _field(self, name: str) -> Any:
        fields = {each.name: each for each in self._model._meta.fields} if self._model else {}
        return fields.get(name.removesuffix("_id"))

    def _label(self, name: str) -> str:
        if name in FIELDS:
            return capfirst(str(FIELDS[name]))
        found = self._field(name)
        return capfirst(str(found.verbose_name if found else name).replace("_", " "))

    def _words(self, name: str, value: Any) -> str:
        choices = dict(getattr(self._field(name), "flatchoices", ()))
        if isinstance(value, (str, int)) and value in choices:
            return str(choices[value])
        return value_words(name, value, self.names)


def _side_by_side(details: dict[str, Any], under: str) -> dict[str, Any]:
    """Return details that hold ``old`` and ``new`` (values, or values by field) as pairs by field."""
    old, new = details["old"], details["new"]
    rest = {name: value for name, value in details.items() if name not in ("old", "new")}
    if isinstance(old, dict) and isinstance(new, dict):
        return rest | {name: [old.get(name), new.get(name)] for name in {**old, **new}}
    return rest | {under or "value": [old, new]}


def action_choices() -> list[tuple[str, str | Promise]]:
    """Return every kind of act with its words, in the order of the words."""
    return sorted(ACTIONS.items(), key=lambda item: str(item[1]))
