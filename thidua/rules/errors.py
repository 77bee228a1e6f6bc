"""Errors of the law room: each has a code, a Vietnamese message and what to do next."""

from __future__ import annotations


class RulesError(Exception):
    """Root of the room's errors; ``str(error)`` is the Vietnamese message and the next step."""

    code = "rules_error"

    def __init__(self, message_vi: str, next_step_vi: str) -> None:
        """Keep both parts apart, so that a page can show them in two places."""
        super().__init__(f"{message_vi} {next_step_vi}")
        self.message_vi = message_vi
        self.next_step_vi = next_step_vi


class UnknownAwardError(RulesError, LookupError):
    """An award code which is in no catalogue: a mistake of the caller, not a question of law."""

    code = "unknown_award"


class UnknownRowError(RulesError, LookupError):
    """An id of the rule table that no rule, gate or provision bears."""

    code = "unknown_row"


class BadFactError(RulesError, ValueError):
    """A fact with a value outside its list (a grade, scope or level nobody defined)."""

    code = "bad_fact"


class RuleDataError(RulesError, ValueError):
    """A rule's own files contradict each other: found when loading, never while judging people."""

    code = "rule_data"


class UnknownEngineError(RulesError, ValueError):
    """An engine nobody installed or knows."""

    code = "unknown_engine"
