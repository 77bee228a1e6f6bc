"""Two people side by side before they are merged: what moves, and what cannot stand twice, in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.people.selectors import person_for

from ..plans import MergePlan, Part, plan_of

# Of an account: what the framework keeps there for itself, and does not tell two apart.
_NOT_ITS_OWN = {
    "password",
    "last_login",
    "is_superuser",
    "is_staff",
    "is_active",
    "first_name",
    "last_name",
    "date_joined",
}


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as people read it: name of a column → value in words; empty ones left out."""

    key: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class ClashView:
    """Rows that cannot all be one person's; ``model`` names their kind, ``group`` all clashes of the kind."""

    key: str
    group: str
    model: str
    kept: list[RowView]
    gone: list[RowView]


@dataclass(frozen=True, slots=True)
class MergePreview:
    """A plan, its clashes in words, and model → (rows that stay, rows that come over)."""

    plan: MergePlan
    clashes: list[ClashView]
    counts: dict[str, tuple[int, int]]


def preview_for(actor: Actor, kept_id: int, gone_id: int, day: date) -> MergePreview:
    """Return what merging would do. Raises NotFound for somebody whom ``actor`` may not see.

    As many queries as there are kinds of rows, however many rows there are.
    """
    plan = plan_of(person_for(actor, kept_id, day), person_for(actor, gone_id, day))
    clashes = [view for part in plan.parts if part.clashes for view in _views(part)]
    counts = {part.reference.model._meta.label_lower: (len(part.kept), len(part.gone)) for part in plan.parts}
    return MergePreview(plan, clashes, counts)


def _views(part: Part) -> list[ClashView]:
    model = part.reference.model
    label = model._meta.label_lower
    keys = {key for clash in part.clashes for key in (*clash.kept, *clash.gone)}
    shown = _shown(part)
    related = [f.name for f in shown if f.is_relation]
    found = model._base_manager.filter(pk__among=keys).select_related(*related)
    rows = {row.pk: RowView(row.pk, _values(row, shown)) for row in found}
    return [
        ClashView(
            clash.key,
            part.reference.label,
            label,
            [rows[key] for key in clash.kept],
            [rows[key] for key in clash.gone],
        )
        for clash in part.clashes
    ]


def _shown(part: Part) -> list[models.Field[Any, Any]]:
    """Return the columns that tell two rows apart: all that somebody fills in."""
    fields = part.reference.model._meta.concrete_fields
    hidden = {part.reference.field.name, *_NOT_ITS_OWN}
    filled_in = (f for f in fields if f.editable and not f.primary_key and not isinstance(f, models.JSONField))
    return [f for f in filled_in if f.name not in hidden]


def _values(row: models.Model, shown: Collection[models.Field[Any, Any]]) -> dict[str, str]:
    values = {}
    for field in shown:
        if said := value_in_words(row, field.name):
            values[field.name] = said
    return values


def value_in_words(row: models.Model, name: str) -> str:
    """Return what a row holds in a column, as people read it; nothing for an empty one."""
    value = getattr(row, name)
    if value in (None, "", [], {}):
        return ""
    if said := getattr(row, f"get_{name}_display", None):
        return str(said())
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
