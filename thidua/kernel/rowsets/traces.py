"""What a write of many rows leaves behind: the keys it touched and, of rows that were there before, what they held."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models


class Action(StrEnum):
    """What was done to the rows."""

    INSERTED = "inserted"
    UPDATED = "updated"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Trace:
    """One write to one table.

    ``before`` holds for each of ``keys``, in the same order, the values of ``columns`` that stood there (nothing for
    inserted rows), as plain JSON values: days as ISO text. ``versions`` are the versions that the rows had before;
    empty for inserted rows and for tables without versions.
    """

    model: str
    action: Action
    keys: list[int]
    columns: list[str] = field(default_factory=list)
    before: list[list[Any]] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)

    @property
    def model_class(self) -> type[models.Model]:
        """The model whose table was written."""
        return apps.get_model(self.model)

    def as_json(self) -> dict[str, Any]:
        """Return plain values to keep in the database."""
        return {
            "model": self.model,
            "action": self.action.value,
            "keys": self.keys,
            "columns": self.columns,
            "before": self.before,
            "versions": self.versions,
        }

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Trace:
        """Return the trace that ``as_json`` wrote."""
        return cls(**{**said, "action": Action(said["action"])})


def trace_of_new(row: models.Model) -> Trace:
    """Return the trace of one row that was just inserted by itself."""
    return Trace(row._meta.label_lower, Action.INSERTED, [int(row.pk)])


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# Values that are not plain as they are, and how each is written.
_PLAIN: dict[type, Callable[[Any], str]] = {
    date: date.isoformat,
    datetime: datetime.isoformat,
    Decimal: str,
    dict: _as_json,
    list: _as_json,
}


def plain_row(values: Sequence[Any]) -> list[Any]:
    """Return a row's values in the one plain form that can be kept as JSON and written back."""
    return [_PLAIN[type(value)](value) if type(value) in _PLAIN else value for value in values]
