"""Pages of a list that may hold a million rows: counted only up to a thousand."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property


class BoundedPaginator(Paginator):
    """Counts up to ``MOST`` rows; beyond them the reader narrows the search instead of paging on."""

    MOST = 1000

    @cached_property
    def found(self) -> int:
        """The number of rows, at most one more than ``MOST``."""
        rows = cast(QuerySet[Any], self.object_list)
        return rows.order_by()[: self.MOST + 1].count()

    @cached_property
    def count(self) -> int:
        """The number of rows that can be paged through."""
        return min(self.found, self.MOST)

    @property
    def more(self) -> bool:
        """Say whether there are more than ``MOST``."""
        return self.found > self.MOST
