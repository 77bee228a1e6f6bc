"""Writes of the register: entries, their amendments and revocations, and the two catalogues."""

from .catalogues import load_catalogues
from .changes import AMENDABLE, RevokingDecision, amend_honour, revoke_honour
from .entries import NewHonour, entry_of
from .records import Recorded, record_honour, record_honours

__all__ = [
    "AMENDABLE",
    "NewHonour",
    "Recorded",
    "RevokingDecision",
    "amend_honour",
    "entry_of",
    "load_catalogues",
    "record_honour",
    "record_honours",
    "revoke_honour",
]
