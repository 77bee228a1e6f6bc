"""Answers of millions as three Boolean planes: not refused, at least a person's matter, met.

The four answers are a chain, so the lowest of several is AND in every plane and the highest OR: exact, and one bit a
subject. A plane that is the same for everybody is a plain ``bool``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import narwhals as nw

Plane = nw.Expr | bool


@dataclass(frozen=True, slots=True)
class Planes:
    """``possible``: above NOT_MET; ``askable``: above MISSING_DATA; ``met``: MET. Each lies inside the one before.

    Where no person is ever asked, ``askable`` is the very same object as ``met``.
    """

    possible: Plane
    askable: Plane
    met: Plane


ALWAYS = Planes(True, True, True)
NEVER = Planes(False, False, False)
PERSON = Planes(True, True, False)


def constant(holds: bool) -> Planes:
    """Answer the same for everybody."""
    return ALWAYS if holds else NEVER


def from_known(known: nw.Expr) -> Planes:
    """Read a fact that may be null: null is missing data."""
    met = known.fill_null(False)
    return Planes(known.fill_null(True), met, met)


def from_found(found: nw.Expr) -> Planes:
    """Read a person's finding that may be null: null is a question to a person."""
    possible = found.fill_null(True)
    return Planes(possible, possible, found.fill_null(False))


def negated(planes: Planes) -> Planes:
    """Turn a fact round; only where no person is asked, since the chain has no other negation."""
    if planes.askable is not planes.met:
        raise ValueError("a person's finding has no opposite")
    met = neither(planes.possible)
    return Planes(neither(planes.met), met, met)


def neither(plane: Plane) -> Plane:
    """Turn one plane round."""
    return not plane if isinstance(plane, bool) else ~plane


def both(left: Plane, right: Plane) -> Plane:
    """Join by AND, leaving out what is the same for all."""
    if isinstance(left, bool):
        return right if left else False
    if isinstance(right, bool):
        return left if right else False
    return left if left is right else left & right


def either(left: Plane, right: Plane) -> Plane:
    """Join by OR, leaving out what is the same for all."""
    if isinstance(left, bool):
        return True if left else right
    if isinstance(right, bool):
        return True if right else left
    return left if left is right else left | right


def all_planes(parts: Iterable[Planes]) -> Planes:
    """Join answers which must all be met (``answers.all_of``)."""
    return reduce(_all_two, parts, ALWAYS)


def any_planes(parts: Iterable[Planes]) -> Planes:
    """Join answers of which one is enough (``answers.any_of``)."""
    return reduce(_any_two, parts, NEVER)


def _all_two(left: Planes, right: Planes) -> Planes:
    met = both(left.met, right.met)
    plain = left.askable is left.met and right.askable is right.met
    return Planes(both(left.possible, right.possible), met if plain else both(left.askable, right.askable), met)


def _any_two(left: Planes, right: Planes) -> Planes:
    met = either(left.met, right.met)
    plain = left.askable is left.met and right.askable is right.met
    return Planes(either(left.possible, right.possible), met if plain else either(left.askable, right.askable), met)
