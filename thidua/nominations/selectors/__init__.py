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
from .offices import OfficeSheet, handling_grants, office_sheet, officers_at
from .one import Prospect, moves_open_to, prospect, steps_of, verdicts_of

__all__ = [
    "Caution",
    "OfficeSheet",
    "Prospect",
    "Standing",
    "cautions_of",
    "dossier_for",
    "dossiers_visible_to",
    "handling_grants",
    "inbox",
    "moves_open_to",
    "nomination_for",
    "nominations_visible_to",
    "office_sheet",
    "officers_at",
    "prospect",
    "sent_back",
    "standing_of",
    "standings",
    "steps_of",
    "verdicts_of",
]
