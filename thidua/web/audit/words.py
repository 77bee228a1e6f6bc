"""An event in words: what was done, to what, and each value old → new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from .vocabulary import ACTIONS, FIELDS

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_SHOWN = 12  # longer lists say how many more there are
_PAIR = 2
_EMPTY = _lazy("(trống)")


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an event: a field and its value, or the value before and after."""

    label: str
    new: str
    old: str | None = None


class EventRow:
    """An event as the log's page shows it. Reads nothing from the database."""

    def __init__(self, event: Any) -> None:
        self.event = event

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
        if set(details) == {"old", "new"}:
            yield self._change(under or "value", [details["old"], details["new"]])
            return
        for name, value in details.items():
            if isinstance(value, dict) and value:
                yield from self._lines(value, name)
            else:
                yield self._change(name, value, under)

    def _change(self, name: str, value: Any, under: str = "") -> Change:
        label = self._label(name)
        if under:
            label = _("%(group)s, %(field)s") % {"group": self._label(under), "field": label}
        if isinstance(value, list) and len(value) == _PAIR:
            old, new = (self._words(name, each) for each in value)
            return Change(label, new, old)
        return Change(label, self._words(name, value))

    def _field(self, name: str) -> Any:
        fields = {field.name: field for field in self._model._meta.fields} if self._model else {}
        return fields.get(name.removesuffix("_id"))

    def _label(self, name: str) -> str:
        if name in FIELDS:
            return capfirst(str(FIELDS[name]))
        field = self._field(name)
        return capfirst(str(field.verbose_name if field else name).replace("_", " "))

    def _words(self, name: str, value: Any) -> str:
        choices = dict(getattr(self._field(name), "flatchoices", ()))
        if isinstance(value, (str, int)) and value in choices:
            return str(choices[value])
        return plain_words(value)


def plain_words(value: Any) -> str:
    """Return a JSON value as people read it: days as dd/mm/yyyy, yes and no, lists with commas."""
    if value in (None, "", [], {}):
        return str(_EMPTY)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, list):
        return _list_words(value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {plain_words(each)}" for name, each in value.items())
    return _text_words(str(value))


def _text_words(text: str) -> str:
    try:
        if _DAY.match(text):
            return f"{date.fromisoformat(text):%d/%m/%Y}"
        if _MOMENT.match(text):
            return f"{timezone.localtime(datetime.fromisoformat(text)):%d/%m/%Y %H:%M}"
    except ValueError:
        pass  # looks like a day and is none: shown as it was written
    return text


def _list_words(values: list[Any]) -> str:
    shown = ", ".join(plain_words(value) for value in values[:_SHOWN])
    more = len(values) - _SHOWN
    return _("%(shown)s và %(more)s mục nữa") % {"shown": shown, "more": more} if more > 0 else shown


def action_choices() -> list[tuple[str, str | Promise]]:
    """Return every kind of act with its words, in the order of the words."""
    return sorted(ACTIONS.items(), key=lambda item: str(item[1]))
