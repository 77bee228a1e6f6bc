"""Reads of consultations: what offices see, and the little that the public sees."""

from .lists import (
    comments_of,
    consultation_for,
    consultations_visible_to,
    open_to_public,
    public_consultation,
    unanswered,
    waiting_time,
)
from .needs import Window, window_for

__all__ = [
    "Window",
    "comments_of",
    "consultation_for",
    "consultations_visible_to",
    "open_to_public",
    "public_consultation",
    "unanswered",
    "waiting_time",
    "window_for",
]
