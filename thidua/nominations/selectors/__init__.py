"""Reads of nominations: lists and inboxes, one nomination, what to know before going on."""

from .cautions import Caution, cautions_of
from .lists import (
    Standing,
    dossier_for,
    dossiers_visible_to,
    inbox,
    nomination_for,
    nominations_visible_to,
    sent_back,
    standing_of,
    standings,
)
from .one import moves_open_to, steps_of, verdicts_of

__all__ = [
    "Caution",
    "Standing",
    "cautions_of",
    "dossier_for",
    "dossiers_visible_to",
    "inbox",
    "moves_open_to",
    "nomination_for",
    "nominations_visible_to",
    "sent_back",
    "standing_of",
    "standings",
    "steps_of",
    "verdicts_of",
]
