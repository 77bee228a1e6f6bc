"""A book that stands still: the law of one day, for whatever day a case is judged on.

Comparing two regimes on the same facts must change the law alone. Judging on another day would change facts too: a
term of discipline ends, an open case is closed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

from thidua.rules.book import LawBook
from thidua.rules.numbers import Number, Sheet
from thidua.rules.rule import Gate, Profile, Provision, Regime, Rule
from thidua.rules.sources import Period

EVER = Period(date.min, None)
Item = TypeVar("Item", Rule, Gate, Regime, Provision)


def standing_book(book: LawBook, day: date) -> LawBook:
    """Return a book in which the law of ``day`` holds on every day. The given book is left as it was."""
    rules = {award: _standing(rules, day) for award, rules in book.rules.items()}
    gates = _standing(book.gates, day)
    held: list[Rule | Gate] = [*(rule for found in rules.values() for rule in found), *gates]
    kept = {item.numbers_on for item in held if item.numbers_on is not None}
    days = (day, *sorted(kept, reverse=True))
    return replace(
        book,
        name=f"{book.name}@{day:%Y-%m-%d}",
        regimes=_standing(book.regimes, day),
        rules=rules,
        gates=gates,
        sheets={name: _sheet(sheet, days) for name, sheet in book.sheets.items()},
        profile=None if book.profile is None else _profile(book.profile, day),
        provisions=_standing(book.provisions, day),
    )


def _profile(profile: Profile, day: date) -> Profile:
    """Return a profile as it stood on the day; its choices hold only inside its own period."""
    return replace(
        profile,
        choices=profile.choices if profile.period.contains(day) else {},
        gates=_standing(profile.gates, day),
        provisions=_standing(profile.provisions, day),
        period=EVER,
    )


def _standing(items: tuple[Item, ...], day: date) -> tuple[Item, ...]:
    """Keep what is in force on the day, for ever."""
    return tuple(replace(item, period=EVER) for item in items if item.period.contains(day))


def _sheet(sheet: Sheet, days: tuple[date, ...]) -> Sheet:
    return Sheet(sheet.name, {name: _number(number, days) for name, number in sheet.numbers.items()})


def _number(number: Number, days: tuple[date, ...]) -> Number:
    """Keep the value of the first of these days that has one: the day itself, then the day a carried rule reads."""
    found = next((dated for dated in map(number.on, days) if dated is not None), None)
    return replace(number, values=() if found is None else (replace(found, period=EVER),))
