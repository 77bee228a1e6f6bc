"""Cleaners one after another: the second reads what the first made of the cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from thidua.workbooks.cleaning.readings import Reading, Sureness

Value = TypeVar("Value")
_ORDER = list(Sureness)


def weakest(*surenesses: Sureness) -> Sureness:
    """Return the least sure of several: a chain is as sure as its weakest link."""
    return max(surenesses, key=_ORDER.index)


def chain(
    first: Callable[[str], Reading[str]], second: Callable[[str], Reading[Value]]
) -> Callable[[str], Reading[Value]]:
    """Return a cleaner that gives ``second`` the text that ``first`` made; other meanings of either are kept."""

    def clean(text: str) -> Reading[Value]:
        before = first(text)
        if before.value is None:
            return Reading(None, before.sureness, before.why_vi)
        after = second(before.value)
        if before.sureness is Sureness.CERTAIN and not before.others:
            return after
        read_otherwise = [second(other).value for other in before.others]
        others = [value for value in [*after.others, *read_otherwise] if value is not None and value != after.value]
        return Reading(
            after.value,
            weakest(before.sureness, after.sureness),
            " ".join(why for why in (before.why_vi, after.why_vi) if why),
            tuple(dict.fromkeys(others)),
            min(before.share, after.share),
        )

    return clean
