"""The writes of a merge, each kept with what it left: so it can be told later whether somebody went on from there."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from thidua.kernel.rowsets import Trace, delete_rows, standing_of, update_rows
from thidua.kernel.versions import Versioned
from thidua.people.models import Person

from .plans import MergePlan, Part
from .references import Reference

# Columns that no two people share change hands in three steps, over a value that nobody has.
_DERIVED = ("name_exact", "name_folded", "name_sort")


@dataclass(frozen=True, slots=True)
class Written:
    """One write; ``column`` and ``left``: what every row of an update held in a column afterwards."""

    trace: Trace
    column: str = ""
    left: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain values to keep in the database."""
        return {"trace": self.trace.as_json(), "column": self.column, "left": self.left}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Written:
        """Return what ``as_json`` wrote."""
        return cls(Trace.from_json(said["trace"]), said["column"], said["left"])

    def gone_on(self) -> list[int]:
        """Return the rows of a table without versions that no longer name whom the merge left them to. One query."""
        model = self.trace.model_class
        if not self.column or issubclass(model, Versioned):
            return []
        here: dict[str, Any] = {self.column: self.left} if self.left else {f"{self.column}__isnull": True}
        found = model._base_manager.filter(pk__among=set(self.trace.keys), **here).order_by()
        return sorted(set(self.trace.keys) - set(found.values_list("pk", flat=True)))


def hand_over(part: Part, keys: Iterable[int], to: int | None) -> Written:
    """Make ``to`` (None: nobody) the person of these rows. Raises StaleVersion when one was saved since it was read."""
    column = part.reference.field.attname
    rows = {**part.kept, **part.gone}
    versions = {key: rows[key]["version"] for key in keys if "version" in rows[key]}
    trace = update_rows(part.reference.model, [column], [(key, to) for key in keys], expected=versions or None)
    return Written(trace, column, to)


def drop(reference: Reference, keys: Sequence[int]) -> Written:
    """Delete rows that lost; the trace holds everything they held."""
    return Written(delete_rows(reference.model, keys))


def used_elsewhere(model: type[models.Model], keys: Sequence[int]) -> bool:
    """Say whether other rows refer to one of these, so that deleting them would tear something."""
    as_new = {"model": model._meta.label_lower, "action": "inserted", "keys": list(keys)}
    return bool(standing_of([Trace.from_json(as_new)]).used)


def take_fields(plan: MergePlan, names: Iterable[str]) -> list[Written]:
    """Give the one kept these columns of the one gone; a number that only one person can have is exchanged."""
    kept, gone = plan.kept, plan.gone
    plain = [f.name for f in Person._meta.concrete_fields if f.name in set(names) and not f.unique]
    written = []
    for name in set(names) - set(plain):
        steps = [(gone.pk, secrets.token_hex(16)), (kept.pk, getattr(gone, name)), (gone.pk, getattr(kept, name))]
        written += [Written(update_rows(Person, [name], [step])) for step in steps]
    columns = [*plain, *(_DERIVED if "full_name" in plain else ())]
    if columns:
        values = [getattr(gone, name) for name in columns]
        written.append(Written(update_rows(Person, columns, [(kept.pk, *values)])))
    return written
