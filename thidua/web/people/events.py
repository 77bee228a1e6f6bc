"""Events of the audit chain about one thing, as its own page tells them: what, who, when, why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from thidua.web.audit.vocabulary import ACTIONS

if TYPE_CHECKING:
    from thidua.kernel.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Told:
    """One event, ready to show."""

    words: str | Promise
    who: str
    at: Any
    reason: str


def told(events: Iterable[AuditEvent]) -> list[Told]:
    """Return events in words, in the order given."""
    return [
        Told(
            ACTIONS.get(event.action, event.action),
            event.actor_label,
            event.at,
            (event.details or {}).get("reason", ""),
        )
        for event in events
    ]
