"""What is wrong with a scale, a formula or a value: a code and where, in no language; pages put it into words."""

from __future__ import annotations

from enum import StrEnum


class Wrong(StrEnum):
    """Kinds of fault. All but the last two are found while a scale is designed, before any unit is scored by it."""

    SYNTAX = "syntax"
    TOO_LARGE = "too_large"
    DECIMAL_COMMA = "decimal_comma"  # min(0,5) would be read as the lesser of 0 and 5
    FORBIDDEN = "forbidden"  # a part of the language that formulas do not have
    CALL = "call"
    UNKNOWN_NAME = "unknown_name"
    KIND = "kind"  # a number where true or false is needed, or the other way round
    DIVISION = "division"  # by something that may be zero
    CIRCLE = "circle"
    TWICE = "twice"
    MAXIMUM = "maximum"
    SHAPE = "shape"
    MISSING = "missing"  # a value that the formula needs was not given
    RANGE = "range"  # a value below the lowest that its input allows


class ScaleFault(ValueError):  # noqa: N818 - it names what is wrong with a scale, not with the program
    """A scale or value that cannot be accepted. ``place``: the criterion's code or the part of the formula."""

    def __init__(self, wrong: Wrong, place: str = "") -> None:
        super().__init__(f"{wrong}: {place}")
        self.wrong = wrong
        self.place = place
