"""Many values asked of a database in slices, each within the parameter limits of both databases."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
_MOST = 10_000


def slices(values: Collection[T]) -> Iterator[list[T]]:
    """Yield ``values`` in lists short enough for one ``IN (…)``."""
    walker = iter(values)
    while part := list(islice(walker, _MOST)):
        yield part
