"""Who may bring in which list where."""

from __future__ import annotations

from datetime import date

from thidua.kernel.actors import Actor
from thidua.kernel.verdicts import Verdict
from thidua.people.policies import may, require

from .states import PERMISSION_OF


def require_import(actor: Actor, kind: str, unit_id: int, day: date) -> None:
    """Raise NotAllowed unless ``actor`` may write what a list of ``kind`` brings at the unit."""
    require(actor, PERMISSION_OF[kind], unit_id, day)


def may_import(actor: Actor, kind: str, unit_id: int | None, day: date) -> Verdict:
    """Say whether ``actor`` may bring in lists of ``kind`` at the unit (None: anywhere)."""
    return may(actor, PERMISSION_OF[kind], unit_id, day)
