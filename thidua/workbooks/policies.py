"""Who may bring in which list where."""

from __future__ import annotations

from datetime import date

from thidua.kernel.actors import Actor
from thidua.people.policies import may, require

from .kinds import PLANNERS
from .states import PERMISSION_OF


def kinds_open_to(actor: Actor, day: date) -> list[str]:
    """Return the kinds of list that ``actor`` may bring in somewhere, in the order in which they are offered."""
    return [kind for kind in PLANNERS if may(actor, PERMISSION_OF[kind], None, day)]


def require_import(actor: Actor, kind: str, unit_id: int, day: date) -> None:
    """Raise NotAllowed unless ``actor`` may write what a list of ``kind`` brings at the unit."""
    require(actor, PERMISSION_OF[kind], unit_id, day)
