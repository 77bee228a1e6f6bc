"""The numbers of the law behind an award on a day, each with its source and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from thidua.rules.book import LawBook, bound_rule
from thidua.rules.conditions import Condition, MeetsRule, params_of, walk
from thidua.rules.numbers import word
from thidua.rules.rule import Gate, Rule


@dataclass(frozen=True, slots=True)
class LawNumber:
    """One number: what it means, its value in words, the text it comes from, R, Q or M, and who checked it."""

    label: str
    word: str
    source: str
    confidence: str
    checked_by: str | None


def law_numbers(book: LawBook, award: str, day: date) -> list[LawNumber]:
    """Return the numbers behind an award, each once; also those of gates and of the awards it builds on."""
    return list(dict.fromkeys(_numbers(book, award, day)))


def _numbers(book: LawBook, award: str, day: date) -> Iterator[LawNumber]:
    bound = bound_rule(book, award, day)
    if bound is None:
        return
    owners: list[tuple[Rule | Gate, str]] = [(rule, award) for rule in bound.rules]
    owners += [(gate, gate.sheet) for gate in bound.gates]
    for owner, sheet in owners:
        for part in walk(owner.condition):
            yield from _of_part(book, part, sheet, owner.numbers_on or day)
            if isinstance(part, MeetsRule):
                yield from _numbers(book, part.award, day)


def _of_part(book: LawBook, part: Condition, sheet: str, day: date) -> Iterator[LawNumber]:
    for name in params_of(part):
        dated, number = book.number(sheet, name, day), book.sheets[sheet].numbers[name]
        if dated is not None:
            said = word(dated.value, number.unit)
            yield LawNumber(number.label_vi, said, dated.source, dated.confidence, dated.checked_by)
