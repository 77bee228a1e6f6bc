"""The columns of the snapshot: what each is called, its type, and how one subject's history fills it.

Compiler and snapshot both get a column here, so they cannot mean different things by a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from thidua.rules.case import MOST_YEARS_BACK, UNKNOWN_YEAR, fact_of, granted_in, granted_years, held_in
from thidua.rules.conditions import Fact
from thidua.rules.facts import GRADE_RANK, GROUPS, LEVEL_RANK, SCOPE_RANK, DisciplineRecord, History, InitiativeRecord

# Facts that are words, as the number that stands for each.
CODES = {"grade": GRADE_RANK, "member_discipline": LEVEL_RANK, "group": {code: n for n, code in enumerate(GROUPS)}}
FLAGS = frozenset({"targets_exceeded"})
# Counts of initiatives stop here: a longer list of one year changes no answer, and the column stays one byte.
MOST_INITIATIVES = 9
# ``titles_known_until`` when all decisions are entered.
ALL_ENTERED = 9999

Reader = Callable[[History, int, date], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``dtype`` is Boolean, Int8, Int16, Int32 or Int64; ``read`` takes history, proposal year and day."""

    name: str
    dtype: str
    read: Reader = field(compare=False, repr=False)


def yearly(fact: Fact, k: int) -> Column:
    """A fact of the year ``k`` years before the proposal year; words by their number."""
    codes = CODES.get(fact.name)
    key = "" if fact.key is None else f"_{fact.key}"

    def read(history: History, year: int, day: date) -> Any:
        value = fact_of(history.years.get(year - k, UNKNOWN_YEAR), fact)
        return value if codes is None or value is None else codes[value]

    small = "Boolean" if fact.name in FLAGS else "Int64"
    return Column(f"{fact.name}{key}_{k}", small if codes is None else "Int8", read)


def graded_run(grade: str, start: int, *, over_unknown: bool) -> Column:
    """How many years in a row, from year −start back, have at least this grade; or may have, unknown ones included."""
    least = GRADE_RANK[grade]

    def read(history: History, year: int, day: date) -> int:
        for k in range(start, MOST_YEARS_BACK + 1):
            found = history.years.get(year - k, UNKNOWN_YEAR).grade
            if not over_unknown if found is None else GRADE_RANK[found] < least:
                return k - start
        return max(0, MOST_YEARS_BACK + 1 - start)

    return Column(f"{'perhaps' if over_unknown else 'surely'}_{grade}_from_{start}", "Int8", read)


def held(award: str, k: int, merit_only: bool) -> Column:
    """Whether an award is held for year −k; null = not known."""
    return Column(
        f"held_{_basis(merit_only)}{award}_{k}",
        "Boolean",
        lambda history, year, day: held_in(history, award, (year - k,), merit_only)[year - k],
    )


def granted(award: str, merit_only: bool) -> Column:
    """Whether an award is granted for the proposal year by now; null = not known."""
    return Column(
        f"granted_{_basis(merit_only)}{award}",
        "Boolean",
        lambda history, year, day: granted_in(history, award, year, merit_only),
    )


def first(award: str, merit_only: bool) -> Column:
    """The earliest year for which an award is on record; null = none is."""
    return Column(
        f"first_{_basis(merit_only)}{award}",
        "Int16",
        lambda history, year, day: min(granted_years(history, award, merit_only) or (), default=None),
    )


def _basis(merit_only: bool) -> str:
    return "merit_" if merit_only else ""


def list_known(name: str) -> Column:
    """Whether a list (titles, forms, initiatives) is given at all."""
    return Column(f"{name}_known", "Boolean", lambda history, year, day: getattr(history, name) is not None)


LISTS_FROM = Column("lists_known_from", "Int16", lambda history, year, day: history.lists_known_from or 0)
TITLES_UNTIL = Column(
    "titles_known_until",
    "Int16",
    lambda history, year, day: ALL_ENTERED if history.titles_known_until is None else history.titles_known_until,
)


def registered(title: str) -> Column:
    """Whether a title was registered for the proposal year; null = registrations are not known."""

    def read(history: History, year: int, day: date) -> bool | None:
        titles = history.years.get(year, UNKNOWN_YEAR).registered_titles
        return None if titles is None else title in titles

    return Column(f"registered_{title}", "Boolean", read)


def finding(code: str) -> Column:
    """What a person found for the proposal year; null = nobody recorded it."""
    return Column(
        f"finding_{code}",
        "Boolean",
        lambda history, year, day: history.years.get(year, UNKNOWN_YEAR).findings.get(code),
    )


def months(kind: str) -> Column:
    """Months of union work of one kind, up to the proposal year; null = not known."""

    def read(history: History, year: int, day: date) -> int | None:
        return (history.years.get(year, UNKNOWN_YEAR).union_months or {}).get(kind)

    return Column(f"union_months_{kind}_0", "Int64", read)


def free(scope: str, k: int) -> Column:
    """Initiatives of year −k, of this scope or wider, that served nothing yet."""
    return _initiatives(f"free_{scope}_{k}", scope, k, lambda item: item.used_for is None)


def used(scope: str, k: int) -> Column:
    """Initiatives of year −k, of this scope or wider, that served any award."""
    return _initiatives(f"used_{scope}_{k}", scope, k, lambda item: item.used_for is not None)


def used_for(award: str, scope: str, k: int) -> Column:
    """Initiatives of year −k, of this scope or wider, that served this very award: free for it."""
    return _initiatives(f"used_{scope}_{k}_for_{award}", scope, k, lambda item: item.used_for == award)


def _initiatives(name: str, scope: str, k: int, counts: Callable[[InitiativeRecord], bool]) -> Column:
    least = SCOPE_RANK[scope]

    def read(history: History, year: int, day: date) -> int:
        if not history.initiatives:  # nearly everybody, nearly every year
            return 0
        rows = (item for item in history.initiatives if item.year == year - k and SCOPE_RANK[item.scope] >= least)
        return min(MOST_INITIATIVES, sum(map(counts, rows)))

    return Column(name, "Int8", read)


def _disciplined(history: History, year: int, day: date) -> bool | None:
    if history.disciplines is None or history.list_unknown_in(year):
        return None
    return any(item.decided_on.year == year for item in history.disciplines)


def _past(history: History, day: date) -> Iterable[DisciplineRecord]:
    return (item for item in history.disciplines or () if item.decided_on <= day)


def _runs(history: History, year: int, day: date) -> bool | None:
    ends = [item.ends_on for item in _past(history, day)]
    if any(end is not None and end > day for end in ends):
        return True
    unknown = history.disciplines is None or history.list_unknown_in(year - 1)
    return None if unknown or None in ends else False


def _ended(history: History, year: int, day: date) -> bool:
    first_day = date(year, 1, 1)
    return any(item.ends_on is not None and first_day < item.ends_on <= day for item in _past(history, day))


def _open_case(history: History, year: int, day: date) -> bool | None:
    if history.open_cases is None:
        return None
    return any(
        item.opened_on <= day and (item.closed_on is None or item.closed_on > day) for item in history.open_cases
    )


DISCIPLINED = Column("disciplined", "Boolean", _disciplined)
DISCIPLINE_RUNS = Column("discipline_runs", "Boolean", _runs)
DISCIPLINE_ENDED = Column("discipline_ended", "Boolean", _ended)
OPEN_CASE = Column("open_case", "Boolean", _open_case)
