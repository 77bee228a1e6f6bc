"""What a plan is made for, and what every kind of list can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Protocol

import polars as pl

from thidua.kernel.actors import Actor
from thidua.kernel.rowsets import Trace

from ..planning.cleaned import CleanTable
from ..planning.plans import Plan


@dataclass(frozen=True, slots=True)
class Asked:
    """Where, for which year and by whom a list is brought in; ``day`` is that of the reading.

    ``settled``: “row:field” → whose value of a conflict holds. ``base``: what each row said when our own workbook was
    handed out, by ``row``; None for a file that is not ours.
    """

    unit_id: int
    year: int | None
    by: Actor
    day: date
    settled: Mapping[str, str] = field(default_factory=dict)
    base: pl.DataFrame | None = None


class ListPlanner(Protocol):
    """A kind of list."""

    kind: ClassVar[str]

    def plan(self, table: CleanTable, asked: Asked) -> Plan:
        """Say what would happen with each row; the number of queries does not grow with the rows."""

    def write(self, plan: Plan, *, unit_id: int, by: Actor, at: datetime, source: str) -> list[Trace]:
        """Write what the plan's rows say; the caller is in a transaction."""
