"""What a cell is taken to mean, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Sureness(StrEnum):
    """How a value was got from a cell. Only the first two may be accepted without somebody's look."""

    CERTAIN = "certain"  # it says so, in the one form or one of the known spellings
    TIDIED = "tidied"  # form only: white space, capitals, Unicode form, a prefix taken off
    GUESSED = "guessed"  # a person must confirm: order of day and month, a misspelt name, an old encoding
    REFUSED = "refused"  # not understood: an error at its cell, never skipped


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """The value of a cell, ``None`` if empty or refused; ``why_vi`` says in Vietnamese what was done or is wrong.

    ``others`` are the further values it could mean, best first, for the person to choose from. ``share`` in 0…1 tells
    the likeness of a guess by spelling.
    """

    value: Value | None
    sureness: Sureness = Sureness.CERTAIN
    why_vi: str = ""
    others: tuple[Value, ...] = ()
    share: float = 1.0
