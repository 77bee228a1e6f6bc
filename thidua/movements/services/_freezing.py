"""Closing targets: their figures are read once more and kept beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

from ..models import Target
from ..states import TargetState


class FinalReading(Protocol):
    """The figures of a target at one moment: people or units counted."""

    @property
    def numerator(self) -> int:
        """How many reached what the figure counts."""
        ...

    @property
    def denominator(self) -> int:
        """Of how many."""
        ...

    @property
    def excluded(self) -> int:
        """How many the figure leaves out of both."""
        ...


ReadTarget = Callable[[Target, date], FinalReading]


def freeze_targets(targets: list[Target], read_target: ReadTarget, day: date) -> list[dict[str, Any]]:
    """Close locked targets with the figures read now, in one UPDATE; return what was kept, for the audit."""
    for target in targets:
        reading = read_target(target, day)
        target.state = TargetState.CLOSED
        target.closed_on = day
        target.final_numerator = reading.numerator
        target.final_denominator = reading.denominator
        target.final_excluded = reading.excluded
        target.version += 1
    fields = ["state", "closed_on", "final_numerator", "final_denominator", "final_excluded", "version"]
    if targets:
        Target.objects.bulk_update(targets, fields)
    return [{"id": one.pk, "name": one.name, **{name: getattr(one, name) for name in fields[2:5]}} for one in targets]
