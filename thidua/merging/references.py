"""What points at a person, and what of it cannot stand twice: read from the models, so no new room is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import F, Q

from thidua.kernel.intervals import Dated
from thidua.people.models import Person

Row = dict[str, Any]
_OPEN = Q(valid_to__isnull=True)


@dataclass(frozen=True, slots=True)
class Rule:
    """Of one person's rows for which ``condition`` holds, no two have the same values of ``others``.

    ``dated``: two may, where their intervals do not meet. ``nulls``: two empty values count as the same.
    """

    others: tuple[str, ...] = ()
    condition: Q | None = None
    dated: bool = False
    nulls: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A column of a table that names a person."""

    model: type[models.Model]
    field: models.ForeignKey[Any, Any]

    @property
    def label(self) -> str:
        """The model and the column, as decisions and traces name them."""
        return f"{self.model._meta.label_lower}.{self.field.attname}"

    @property
    def detaches(self) -> bool:
        """Whether a row outlives the loss of its person (an account), so that losing is not deleting."""
        return self.field.null and self.field.remote_field.on_delete is models.SET_NULL

    def rows_of(self, person_ids: Iterable[int]) -> list[Row]:
        """Return the rows that name one of these people, by key. One query."""
        found = self.model._base_manager.filter(**{f"{self.field.attname}__in": list(person_ids)})
        return [{"pk": row[self.model._meta.pk.attname], **row} for row in found.order_by("pk").values()]

    def rules(self) -> Iterator[Rule]:
        """Yield what forbids two rows of one person. Raises ImproperlyConfigured for what cannot be read."""
        if self.field.unique:
            yield Rule()
        for together in self.model._meta.unique_together:
            if self.field.name in together:
                yield Rule(self._others(together))
        for constraint in self.model._meta.constraints:
            if not isinstance(constraint, models.UniqueConstraint):
                continue
            if self.field.name in set(_names(constraint.expressions)):
                raise ImproperlyConfigured(f"{constraint.name}: merging cannot read expressions about a person")
            if self.field.name in constraint.fields:
                dated = issubclass(self.model, Dated) and constraint.condition == _OPEN
                yield Rule(
                    self._others(constraint.fields),
                    None if dated else constraint.condition,
                    dated,
                    constraint.nulls_distinct is False,
                )

    def _others(self, names: Iterable[str]) -> tuple[str, ...]:
        attnames = {f.name: f.attname for f in self.model._meta.concrete_fields}
        return tuple(attnames[name] for name in names if name != self.field.name)


def references_to_people() -> list[Reference]:
    """Return every column that names a person, those of this room left out, in the order in which rows are locked."""
    relations: list[Any] = [f for f in Person._meta.get_fields(include_hidden=True) if f.auto_created and f.is_relation]
    found = [
        Reference(relation.related_model, relation.field)
        for relation in relations
        if (relation.one_to_many or relation.one_to_one) and relation.related_model._meta.app_label != "merging"
    ]
    return sorted(found, key=lambda reference: reference.label)


def _names(expressions: Iterable[Any]) -> Iterator[str]:
    for expression in expressions:
        if isinstance(expression, F):
            yield str(vars(expression)["name"])
        elif hasattr(expression, "get_source_expressions"):
            yield from _names(expression.get_source_expressions())


def clashing(reference: Reference, left: list[Row], right: list[Row]) -> list[tuple[set[int], set[int]]]:
    """Return groups (keys of ``left``, keys of ``right``) that cannot all be one person's. A query per condition."""
    pairs = {pair for rule in reference.rules() for pair in _pairs(reference, rule, left, right)}
    groups: list[tuple[set[int], set[int]]] = []
    for one, other in sorted(pairs):
        met = [group for group in groups if one in group[0] or other in group[1]]
        groups = [group for group in groups if group not in met]
        groups.append(({one}.union(*(g[0] for g in met)), {other}.union(*(g[1] for g in met))))
    return groups


def _pairs(reference: Reference, rule: Rule, left: list[Row], right: list[Row]) -> Iterator[tuple[int, int]]:
    if not left or not right:
        return
    if rule.condition is not None:
        keys = {row["pk"] for row in (*left, *right)}
        held = set(
            reference.model._base_manager.filter(rule.condition, pk__among=keys).order_by().values_list("pk", flat=True)
        )
        left, right = ([row for row in rows if row["pk"] in held] for rows in (left, right))
    by_values: dict[tuple[Any, ...], list[Row]] = {}
    for row in right:
        by_values.setdefault(tuple(row[name] for name in rule.others), []).append(row)
    for row in left:
        values = tuple(row[name] for name in rule.others)
        if None in values and not rule.nulls:
            continue
        yield from (
            (row["pk"], other["pk"]) for other in by_values.get(values, []) if not rule.dated or _meet(row, other)
        )


def _meet(one: Row, other: Row) -> bool:
    """Say whether two intervals have a day in common."""
    ends = (one["valid_to"] or date.max, other["valid_to"] or date.max)
    return bool(one["valid_from"] < ends[1] and other["valid_from"] < ends[0])
