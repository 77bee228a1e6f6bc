"""``among``: rows whose column holds one of any number of values, given to the database as one parameter.

``in`` gives each value as a parameter of its own: Django takes as long over 100,000 of them as all the rest of an
import, and both databases have a limit. Give a set: Django looks into the values of a list one by one.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject, Lookup
from django.db.models.sql.compiler import SQLCompiler


def condition(vendor: str) -> str:
    """Return the SQL behind a column's name; its one parameter is made by ``one_parameter``."""
    return "= ANY(%s)" if vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"


def one_parameter(vendor: str, values: Collection[Any]) -> Any:
    """Return the values as the one parameter of ``condition``: numbers, or texts."""
    return list(values) if vendor == "postgresql" else json.dumps(list(values))


@Field.register_lookup
@ForeignObject.register_lookup
class Among(Lookup[Any]):
    """``filter(code__among={"A", "B"})``; no query is made where there are no values."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return the condition and its parameters. Raises EmptyResultSet."""
        if not self.rhs:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        vendor = connection.vendor
        return f"{column} {condition(vendor)}", (*params, one_parameter(vendor, self.rhs))
