"""One nomination: its steps, what may be done with it now, and what the office said of each condition."""

from __future__ import annotations

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
