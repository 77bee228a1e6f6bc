"""What this part of the room refuses to answer."""

from __future__ import annotations

from thidua.rules.errors import RulesError


class NoAmountError(RulesError, LookupError):
    """No figure is recorded for the award, the subject or the day; guessing one would spend public money on it."""

    code = "no_award_money"
