"""Writes of the register: entries, their amendments and revocations, and the two catalogues."""

from .catalogues import load_catalogues
from .changes import AMENDABLE, RevokingDecision, amend_honour, revoke_honour
from .entries import NewHonour, entry_of
from .many import already_held, problems_of_honours, write_honours
from .records import Recorded, record_honour, record_honours

__all__ = [
    "AMENDABLE",
    "NewHonour",
    "Recorded",
    "RevokingDecision",
    "already_held",
    "amend_honour",
    "entry_of",
    "load_catalogues",
    "problems_of_honours",
    "record_honour",
    "record_honours",
    "revoke_honour",
    "write_honours",
]
