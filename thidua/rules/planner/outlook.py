"""The best that can still happen: each year to come with excellent work, favourable findings, initiatives at hand.

What is known of a year stays as it is. What is not known of the past is taken as not there, and said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, cast

from thidua.rules.book import LawBook
from thidua.rules.conditions import (
    Compare,
    Fact,
    HumanFinding,
    Is,
    Leaf,
    RecognisedInitiatives,
    Registered,
    Share,
    SumWithin,
    WeightedMonths,
)
from thidua.rules.facts import GRADES, MEMBER_LEVELS, History, InitiativeRecord, OpenCase, YearRecord
from thidua.rules.looks import MONTHS_A_YEAR, RANKED
from thidua.rules.planner.reach import below, decision_day, leaves_of
from thidua.rules.rule import BoundRule

MEMBERS = 10  # of a collective of which no number is known; only shares of it count
_LISTS_VI = {
    "titles": "danh hiệu đã được tặng",
    "forms": "hình thức khen thưởng đã được tặng",
    "initiatives": "sáng kiến đã được công nhận",
    "disciplines": "kỷ luật",
    "open_cases": "vụ việc đang xem xét",
}
Placed = tuple[BoundRule, Leaf]


def assumed(history: History, from_year: int) -> tuple[History, tuple[str, ...]]:
    """Return the history with its gaps taken as empty and open cases as cleared, and what was taken so, in words."""
    notes = [
        f"Chưa rõ {words}; lộ trình này coi như không có. Bổ sung rồi lập lại."
        for name, words in _LISTS_VI.items()
        if getattr(history, name) is None
    ]
    if history.lists_known_from is not None:
        notes.append(f"Sổ chỉ đầy đủ từ năm {history.lists_known_from}; coi như trước đó không có gì chưa ghi.")
    if history.titles_known_until is not None and history.titles_known_until < from_year - 1:
        notes.append(f"Danh hiệu sau năm {history.titles_known_until} chưa ghi vào sổ; coi như không có.")
    filled: dict[str, Any] = {name: getattr(history, name) or () for name in _LISTS_VI}
    if any(case.closed_on is None for case in filled["open_cases"]):
        notes.append("Coi như vụ việc đang xem xét được kết luận bằng văn bản là không vi phạm.")
        filled["open_cases"] = tuple(_cleared(case, from_year) for case in filled["open_cases"])
    return replace(history, lists_known_from=None, titles_known_until=None, **filled), tuple(notes)


def _cleared(case: OpenCase, from_year: int) -> OpenCase:
    return replace(case, closed_on=case.closed_on or max(case.opened_on, date(from_year, 1, 1)))


def best_years(book: LawBook, award: str, base: History, years: range) -> History:
    """Return the history with the best facts for each year to come; awards are granted later, by ``search``."""
    records = dict(base.years)
    initiatives = list(base.initiatives or ())
    for year in years:
        day = decision_day(year)
        codes = (award, *below(book, award, day))
        placed = [pair for code in codes for pair in leaves_of(book, code, day)]
        before = next((records[past] for past in range(year - 1, year - 100, -1) if past in records), YearRecord(0))
        records[year] = _best_record(records.get(year, YearRecord(year)), before, placed)
        initiatives += _initiatives(year, placed)
    return replace(base, years=records, initiatives=tuple(initiatives))


def _initiatives(year: int, placed: Iterable[Placed]) -> Iterator[InitiativeRecord]:
    """Yield a year's initiatives: as many as each award asks for, its own, since one serves only once."""
    for bound, leaf in placed:
        if isinstance(leaf, RecognisedInitiatives):
            count = cast(int, bound.values[leaf.at_least.name])
            yield from (InitiativeRecord(year, leaf.scope, bound.award) for _ in range(count))


def _best_record(known: YearRecord, before: YearRecord, placed: list[Placed]) -> YearRecord:
    """Fill what is not known of a year with the best that its conditions ask for."""
    leaves = [leaf for _, leaf in placed]
    titles = frozenset(leaf.title for leaf in leaves if isinstance(leaf, Registered))
    findings = {leaf.finding: True for leaf in leaves if isinstance(leaf, HumanFinding)}
    members = before.members or MEMBERS if known.members is None else known.members
    best: dict[str, Any] = {
        "grade": GRADES[-1],
        "registered_titles": titles,
        "months_worked": MONTHS_A_YEAR,
        "group": before.group,
        "union_months": _more_months(before, known.year, leaves),
        "members": members,
        "members_completed": members,
        "member_discipline": MEMBER_LEVELS[0],
        **_yearly(placed),
    }
    unknown = {name: value for name, value in best.items() if getattr(known, name) is None}
    with_awards = dict.fromkeys(_counted(leaves), members) | dict(known.members_with or {})
    return replace(known, findings={**findings, **known.findings}, members_with=with_awards or None, **unknown)


def _yearly(placed: list[Placed]) -> dict[str, Any]:
    """Return the values asked for of the other facts of a year: the most demanding ones."""
    found: dict[str, Any] = {}
    for bound, leaf in placed:
        if isinstance(leaf, Is) and isinstance(leaf.value, bool):
            found[leaf.fact.name] = leaf.value
        elif isinstance(leaf, SumWithin):
            found[leaf.fact.name] = max(found.get(leaf.fact.name, 0), cast(int, bound.values[leaf.at_least.name]))
        elif isinstance(leaf, Compare) and leaf.fact.name not in RANKED and leaf.fact.key is None:
            needed = cast(int, bound.values[leaf.needed.name])
            found[leaf.fact.name] = _enough(leaf.op, needed, found.get(leaf.fact.name, needed))
    return {name: value for name, value in found.items() if name not in _FILLED}


# Facts whose best value does not depend on what is asked.
_FILLED = frozenset({"months_worked", "members", "members_completed"})


def _enough(op: str, needed: int, so_far: int) -> int:
    """Return a value that stands in the relation to this number, and to those met before."""
    wanted = needed + {">": 1, "<": -1}.get(op, 0)
    return max(so_far, wanted) if op.startswith(">") else min(so_far, wanted)


def _counted(leaves: Iterable[Leaf]) -> Iterator[str]:
    """Yield the awards whose holders among the members conditions count."""
    for leaf in leaves:
        facts: tuple[Fact, ...] = ()
        if isinstance(leaf, Share):
            facts = (leaf.of, leaf.base)
        elif isinstance(leaf, Compare):
            facts = (leaf.fact,)
        yield from (fact.key for fact in facts if fact.key is not None)


def _more_months(before: YearRecord, year: int, leaves: Iterable[Leaf]) -> dict[str, int] | None:
    """Go on with the kind of union work done longest; somebody of whom none is known stays unknown."""
    weights = {kind for leaf in leaves if isinstance(leaf, WeightedMonths) for kind, _ in leaf.weights}
    done = {kind: months for kind, months in (before.union_months or {}).items() if kind in weights}
    if not any(done.values()):
        return None
    main = max(done, key=lambda kind: done[kind])
    return {**(before.union_months or {}), main: done[main] + MONTHS_A_YEAR * (year - before.year)}
