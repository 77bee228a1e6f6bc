"""Refusals: errors that a person meets. Each has a code, a message, and what to do next."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of the program
    """A request that was understood and not carried out. ``status`` is the HTTP status a page answers with.

    ``fields`` maps an input's name to its message where the refusal is about inputs.
    """

    code = "refused"
    status = 409

    def __init__(self, message: str, next_step: str = "", *, fields: dict[str, str] | None = None) -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.next_step = str(next_step)
        self.fields = fields or {}


class NotAllowed(Refusal):
    """The person has no right to do this here."""

    code = "not_allowed"
    status = 403


class NotFound(Refusal):
    """The thing does not exist, or is outside what the person may see: both look the same from outside."""

    code = "not_found"
    status = 404


class WrongState(Refusal):
    """The thing is in a state that does not allow this move."""

    code = "wrong_state"


class InvalidInput(Refusal):
    """A value cannot be accepted; the message says which and what is accepted."""

    code = "invalid_input"
    status = 422

    @classmethod
    def at(cls, errors: dict[str, str], next_step: str = "") -> InvalidInput:
        """Return the refusal of several inputs (name → message), led by the first; ``errors`` is not empty."""
        return cls(next(iter(errors.values())), next_step, fields=errors)


class StaleVersion(Refusal):
    """Somebody else saved the row in the meantime. ``current`` holds what is stored now, for a merge page."""

    code = "stale_version"

    def __init__(self, message: str, next_step: str = "", *, current: dict[str, Any] | None = None) -> None:
        super().__init__(message, next_step)
        self.current = current or {}
