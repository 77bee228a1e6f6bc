"""The answer to “may I?”: yes, or no with a reason that a person can act on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is allowed and, where it is not, why (a sentence in the reader's language)."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


def refused(reason: str) -> Verdict:
    """Return a refusal with its reason."""
    return Verdict(False, str(reason))
