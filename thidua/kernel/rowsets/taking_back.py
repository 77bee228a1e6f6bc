"""Taking writes back by their traces: everything as it was, or nothing where somebody has gone on from there.

Versions are not set back but rise once more: who still has a page open from between the write and its undoing must
not save over what stands there now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from ..errors import WrongState
from ..versions import Versioned
from .traces import Action, Trace
from .writing import delete_rows, insert_again, read_rows, update_rows


@dataclass(slots=True)
class Standing:
    """What stands against taking back: by model label, rows ``changed`` since (or gone), rows ``used`` since.

    ``used``: key → names of the kinds of things that refer to it now.
    """

    changed: dict[str, list[int]] = field(default_factory=dict)
    used: dict[str, dict[int, set[str]]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Say whether anything does."""
        return bool(self.changed or self.used)


def standing_of(traces: Sequence[Trace]) -> Standing:
    """Say what somebody has done since to the rows of ``traces``. A few queries for each table that refers to them."""
    standing = Standing()
    inserted: dict[str, set[int]] = defaultdict(set)
    for trace in traces:
        if trace.action == Action.INSERTED:
            inserted[trace.model] |= set(trace.keys)
    for label, expected in _versions_left(traces).items():
        changed = _changed(label, expected)
        if changed:
            standing.changed[label] = changed
    for label, keys in inserted.items():
        used = _used(label, keys, inserted)
        if used:
            standing.used[label] = used
    return standing


def take_back(traces: Sequence[Trace]) -> None:
    """Undo ``traces``, the last first. Raises WrongState, nothing done, when ``standing_of`` finds anything."""
    standing = standing_of(traces)
    if standing:
        count = sum(map(len, standing.changed.values())) + sum(map(len, standing.used.values()))
        raise WrongState(
            _("%(count)s dòng đã được sửa hoặc dùng đến sau đó, nên không hoàn tác được.") % {"count": count},
            _("Xem danh sách các dòng này; xử lý chúng trước, rồi hoàn tác lại."),
        )
    for trace in reversed(traces):
        model = trace.model_class
        if trace.action == Action.INSERTED:
            delete_rows(model, trace.keys)
        elif trace.action == Action.UPDATED:
            update_rows(model, trace.columns, ((key, *row) for key, row in zip(trace.keys, trace.before, strict=True)))
        else:
            insert_again(trace)


def _versions_left(traces: Iterable[Trace]) -> dict[str, dict[int, int | None]]:
    """Return by model the version at which the writes left each row (None: the table keeps none)."""
    left: dict[str, dict[int, int | None]] = defaultdict(dict)
    for trace in traces:
        rows = left[trace.model]
        versioned = issubclass(trace.model_class, Versioned)
        if trace.action == Action.DELETED:
            for key in trace.keys:
                rows.pop(key, None)
        elif not versioned:
            rows.update(dict.fromkeys(trace.keys, None))
        elif trace.action == Action.INSERTED:
            rows.update(dict.fromkeys(trace.keys, 1))
        else:
            rows.update((key, version + 1) for key, version in zip(trace.keys, trace.versions, strict=True))
    return left


def _changed(label: str, expected: dict[int, int | None]) -> list[int]:
    model = Trace(label, Action.UPDATED, []).model_class
    found = read_rows(model, [], list(expected), lock=True)
    now: dict[int, int | None] = dict.fromkeys(found.keys, None)
    now.update(zip(found.keys, found.versions, strict=False))
    return sorted(key for key, version in expected.items() if key not in now or now[key] != version)


def _used(label: str, keys: set[int], inserted: dict[str, set[int]]) -> dict[int, set[str]]:
    """Return who of ``keys`` is referred to by rows that the same writes did not insert."""
    model = Trace(label, Action.INSERTED, []).model_class
    used: dict[int, set[str]] = defaultdict(set)
    relations: list[Any] = [f for f in model._meta.get_fields(include_hidden=True) if f.auto_created and f.is_relation]
    for relation in relations:
        if not (relation.one_to_many or relation.one_to_one):
            continue
        other = relation.related_model
        own = inserted.get(other._meta.label_lower, set())
        for key, by in _references(other, relation.field.attname, keys):
            if by not in own:
                used[key].add(str(other._meta.verbose_name))
    return dict(used)


def _references(other: type[models.Model], column: str, keys: set[int]) -> Iterable[tuple[int, int]]:
    """Yield (key, referring key)."""
    rows = other._base_manager.filter(**{f"{column}__among": keys}).order_by()
    yield from rows.values_list(column, "pk").iterator()
