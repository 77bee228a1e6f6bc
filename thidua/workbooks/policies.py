"""Who may bring in which list where."""

from __future__ import annotations

from datetime import date

from thidua.kernel.actors import Actor
from thidua.people.policies import require

from .states import PERMISSION_OF


def require_import(actor: Actor, kind: str, unit_id: int, day: date) -> None:
    """Raise NotAllowed unless ``actor`` may write what a list of ``kind`` brings at the unit."""
    require(actor, PERMISSION_OF[kind], unit_id, day)
