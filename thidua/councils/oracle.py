"""A second way of counting, written apart from the first: member by member, whole numbers only, no shares rounded.

It exists to be compared with ``counting``: ``thidua council simulate`` holds thousands of made-up sittings and counts
each both ways. It imports nothing of ``counting``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

CHOICES = ("yes", "no", "void", "unused", "")  # "": handed no ballot though allowed to vote


@dataclass(frozen=True, slots=True)
class Seat:
    """One member at a made-up sitting."""

    present: bool
    conflicted: bool  # may not vote on this award
    choice: str  # of those present: one of CHOICES
    on_paper: bool
    written: str  # of those absent: "yes", "no" or ""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A made-up sitting: its members, and the rule as plain whole numbers."""

    seats: tuple[Seat, ...]
    share: tuple[int, int]  # numerator, denominator
    base: str
    strict: bool
    quorum: tuple[int, int]
    written_counts: bool | None


def made_up(count: int, seed: int) -> Iterator[MadeUp]:
    """Yield ``count`` sittings of 1 to 25 members, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _number in range(count):
        seats = tuple(_seat(chance) for _member in range(chance.randint(1, 25)))
        yield MadeUp(
            seats,
            chance.choice([(80, 100), (90, 100), (1, 2), (2, 3), (3, 4), (1, 1)]),
            chance.choice(["members", "present", "valid"]),
            chance.random() < 0.3,
            chance.choice([(2, 3), (1, 2), (9, 10), (0, 1)]),
            chance.choice([True, False, None]),
        )


def _seat(chance: random.Random) -> Seat:
    present = chance.random() < 0.85
    conflicted = present and chance.random() < 0.08
    choice = chance.choices(CHOICES, weights=(80, 10, 4, 4, 2))[0] if present and not conflicted else ""
    written = "" if present else chance.choice(["yes", "yes", "no", "", ""])
    return Seat(present, conflicted, choice, chance.random() < 0.3, written)


def verdict(sitting: MadeUp) -> str:
    """Return what the vote comes to: passed, failed, no_quorum or uncertain."""
    members = len(sitting.seats)
    here = len([seat for seat in sitting.seats if seat.present])
    if here * sitting.quorum[1] < sitting.quorum[0] * members:
        return "no_quorum"
    alone, together = _enough(sitting, with_written=False), _enough(sitting, with_written=True)
    if sitting.written_counts is None:
        return ("passed" if alone else "failed") if alone == together else "uncertain"
    return "passed" if (together if sitting.written_counts else alone) else "failed"


def _enough(sitting: MadeUp, *, with_written: bool) -> bool:
    """Walk the table once: each member adds to the base and to those in favour, or does not."""
    in_favour = of_all = 0
    for seat in sitting.seats:
        heard = seat.written if with_written and not seat.present else seat.choice if seat.present else ""
        in_favour += heard == "yes"
        if sitting.base == "members":
            of_all += 1
        elif sitting.base == "present":
            of_all += seat.present or heard in ("yes", "no")
        else:
            of_all += heard in ("yes", "no")
    if not in_favour:
        return False
    have, want = in_favour * sitting.share[1], sitting.share[0] * of_all
    return have > want if sitting.strict else have >= want
