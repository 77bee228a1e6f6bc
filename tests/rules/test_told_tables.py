"""What the law's tables say, line by line: rows, who decides, votes, figures and money on the days that matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from tests.rules.bulk_lab import LAB_DAY, lab_book
from tests.rules.transcripts import check_told
from thidua.rules.bulk.compiler import compile_awards
from thidua.rules.bulk.schema import columns_for
from thidua.rules.errors import RulesError
from thidua.rules.library import profiles, shipped
from thidua.rules.money.tables import base_salary_on, multiplier_on, paid_awards
from thidua.rules.names import AWARDS
from thidua.rules.provisions.deciders import UNIT_VI, for_award
from thidua.rules.provisions.figures import confidence_of, figures_of, warnings_of
from thidua.rules.provisions.votes import needed
from thidua.rules.registry import rows

BOOK = shipped()
# A day inside each stretch of law.
DAYS = [
    date(2018, 12, 20),
    date(2024, 5, 5),
    date(2025, 3, 1),
    date(2025, 12, 20),
    date(2026, 8, 1),
    date(2026, 11, 24),
]


def _plain(value: Any) -> str:
    """Return nested values in one line, the same on every run."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_plain(item)}" for key, item in value.items()) + "}"
    if isinstance(value, frozenset | set):
        return _plain(sorted(value))
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_plain, value)) + "]"
    return str(value)


def test_every_row_is_registered_as_kept() -> None:
    check_told("rows", (_plain(asdict(row)) for row in rows(BOOK)))


def _deciders() -> Iterator[str]:
    met = set()
    for day in (date(2024, 5, 5), date(2025, 12, 20), date(2026, 11, 24)):
        for award in AWARDS:
            for unit in UNIT_VI:
                found = for_award(award, unit, day)
                yield f"{day} {award} {unit}: {found and found.decider_vi}"
                if found not in met:
                    met.add(found)
                    yield _plain(found and asdict(found))


def test_who_decides_is_as_kept() -> None:
    check_told("deciders", _deciders())


def _provided() -> Iterator[str]:
    for day in DAYS:
        for provision in BOOK.provisions:
            if provision.period.contains(day):
                head = f"{day} {provision.id} {confidence_of(BOOK, provision)} {' '.join(warnings_of(BOOK, provision))}"
                yield f"{head} {_plain([asdict(one) for one in figures_of(provision.id, day)])}"
        for award in AWARDS:
            threshold = needed(award, day, 15)
            if threshold is not None:
                yield f"{day} {award} {_plain(asdict(threshold))} {[threshold.passed(yes, 1) for yes in (11, 12, 13)]}"


def test_figures_and_votes_are_as_kept() -> None:
    check_told("figures", _provided())


def _money() -> Iterator[str]:
    for code, award in paid_awards().items():
        yield f"{code} {_plain({name: value for name, value in asdict(award).items() if name != 'multipliers'})}"
        for day in DAYS:
            for subject in ("person", "collective", "household"):
                try:
                    found = multiplier_on(award, subject, day)
                    yield f"  {day} {subject} {found.value} {found.confidence} {found.source}"
                except RulesError as refused:
                    yield f"  {day} {subject} {refused}"
    yield from (_plain(asdict(base_salary_on(day))) for day in DAYS)


def test_award_money_tables_are_as_kept() -> None:
    check_told("multipliers", _money())


def _numbers() -> Iterator[str]:
    yield from (_plain(asdict(profile)) for profile in profiles())
    for sheet in BOOK.sheets.values():
        for name, number in sheet.numbers.items():
            yield f"{sheet.name}.{name}: {_plain(asdict(number))}"


def test_numbers_and_profiles_are_as_kept() -> None:
    check_told("numbers", _numbers())


def _columns() -> Iterator[str]:
    for name, book, days in (("shipped", BOOK, (DAYS[0], DAYS[3])), ("lab", lab_book(), (LAB_DAY,))):
        for day in days:
            for award in AWARDS:
                asked = columns_for(book, [award], day.year, day)
                (compiled,) = compile_awards(book, [award], day.year, day).awards
                said = (f"{compiled.verdict(code).value}/{compiled.reason(code)}" for code in compiled.possible)
                yield f"{name} {day} {award}: {' '.join(f'{column.name}:{column.dtype}' for column in asked)}"
                yield f"  {' '.join(said)}"


def test_the_columns_a_question_needs_are_as_kept() -> None:
    check_told("columns", _columns())
