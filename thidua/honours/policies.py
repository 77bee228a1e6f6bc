"""Who may write in the register, and whether an entry can still be changed."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from thidua.kernel.actors import Actor
from thidua.kernel.verdicts import ALLOWED, Verdict, refused
from thidua.people.permissions import Permission
from thidua.people.policies import may

from .models import Honour


def can_record(actor: Actor, unit_id: int | None, day: date) -> Verdict:
    """Say whether ``actor`` may write honours of ``unit_id`` (None: of any unit)."""
    return may(actor, Permission.EDIT_HONOURS, unit_id, day)


def can_change(actor: Actor, honour: Honour, day: date) -> Verdict:
    """Say whether ``actor`` may amend or revoke the entry: only what is held today can change."""
    verdict = can_record(actor, honour.unit_id, day)
    if not verdict:
        return verdict
    return is_open(honour)


def is_open(honour: Honour) -> Verdict:
    """Say whether the entry is the current one; a closed entry or a revocation is history."""
    if honour.closed_on is not None:
        return refused(_("Mục này đã được thay bằng một mục mới hơn trong sổ."))
    if not honour.is_held:
        return refused(_("Khen thưởng này đã bị thu hồi."))
    return ALLOWED
