"""One nomination: its steps, what may be done with it now, and what the office said of each condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from thidua.kernel.actors import Actor
from thidua.kernel.moves import Move

from ..models import LineVerdict, Nomination, Step
from ..offices import offices_of
from ..policies import Reach, can_move
from ..states import BY_HAND, NOMINATION_MOVES, SENDERS


def steps_of(nomination: Nomination) -> QuerySet[Step]:
    """Return what was done with it, the newest first."""
    return nomination.steps.select_related("by", "from_holder", "to_holder").order_by("-id")


def verdicts_of(nomination: Nomination) -> dict[str, LineVerdict]:
    """Return the word of the office that holds it on each condition, by the condition's code."""
    rows = nomination.verdicts.filter(office_id=nomination.holder_id).select_related("by")
    return {row.condition: row for row in rows}


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a move would do with some nominations: who would go, and who would be left out, each with the reason."""

    going: list[Nomination]
    left_out: list[tuple[Nomination, str]]


def prospect(actor: Actor, nominations: Sequence[Nomination], code: str, day: date) -> Prospect:
    """Say what a move would do with nominations. The number of queries does not grow."""
    reach = Reach.of(actor, day)
    units = {unit for row in nominations for unit in (row.holder_id, row.dossier.unit_id) if unit}
    offices = offices_of(units, day)
    verdicts = [(row, can_move(reach, row, code, day, offices)) for row in nominations]
    return Prospect(
        [row for row, verdict in verdicts if verdict], [(row, said.reason) for row, said in verdicts if not said]
    )


def moves_open_to(actor: Actor, nomination: Nomination, day: date) -> list[tuple[Move, str]]:
    """Return the moves by hand from its state, each with why ``actor`` may not make it ("" where they may).

    Moves that are not this place's at all are left out.
    """
    reach = Reach.of(actor, day)
    offices = offices_of({unit for unit in (nomination.holder_id, nomination.dossier.unit_id) if unit}, day)
    sender = nomination.sender_id or nomination.dossier.unit_id
    found = []
    for move in (NOMINATION_MOVES[code] for code in BY_HAND):
        if nomination.state not in move.sources:
            continue
        verdict = can_move(reach, nomination, move.code, day, offices)
        if verdict or reach.covers(move.permission, sender if move.code in SENDERS else nomination.holder_id):
            found.append((move, verdict.reason))
    return found
