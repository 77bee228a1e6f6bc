"""A plan: the earliest year in which an award can be met, and what it takes year by year; it can be replayed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from thidua.rules.book import LawBook, bound_rule
from thidua.rules.changes import smallest_changes
from thidua.rules.engine import award_code, judge
from thidua.rules.facts import History
from thidua.rules.library import shipped
from thidua.rules.names import any_name
from thidua.rules.planner.deeds import Deed, with_deeds
from thidua.rules.planner.needs import Needs
from thidua.rules.planner.outlook import assumed, best_years
from thidua.rules.planner.reach import below, decision_day
from thidua.rules.planner.search import Found, holds, is_met, through

HORIZON = 12
MOST_REASONS = 3
PLAN_VERSION = 1


@dataclass(frozen=True, slots=True)
class Step:
    """An award to reach in a year and what it takes beyond what is known and the steps before."""

    year: int
    award: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The way to an award. ``year`` ``None``: not within the horizon, and ``blocked`` says why.

    ``steps`` end with the award itself. ``history`` is what is known with all the plan's facts: judging it by the
    engine gives “met” in ``year`` and in none before. ``assumptions``: what was taken as so, for lack of data.
    """

    award: str
    from_year: int
    horizon: int
    year: int | None
    steps: tuple[Step, ...]
    assumptions: tuple[str, ...]
    blocked: tuple[str, ...]
    warnings: tuple[str, ...]
    history: History = field(repr=False)
    deeds: tuple[Deed, ...] = field(default=(), repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return a JSON-able dict."""
        steps = [
            {"year": step.year, "title": step.award, "name": any_name(step.award), "needs": list(step.needs)}
            for step in self.steps
        ]
        return {
            "v": PLAN_VERSION,
            "title": self.award,
            "from_year": self.from_year,
            "horizon": self.horizon,
            "year": self.year,
            "steps": steps,
            "assumptions": list(self.assumptions),
            "blocked": list(self.blocked),
            "warnings": list(self.warnings),
        }


def plan(award: str, history: History, from_year: int, book: LawBook | None = None, horizon: int = HORIZON) -> Plan:
    """Return the way to an award from ``from_year`` on, within ``horizon`` years.

    Each year is judged by the law of its last day. Awards on the way are granted in the year whose standards are met.
    Raises ``UnknownAwardError``.
    """
    law, code = book or shipped(), award_code(award)
    years = range(from_year, from_year + horizon)
    base, assumptions = assumed(history, from_year)
    nowhere = Plan(code, from_year, horizon, None, (), assumptions, (), _warnings(law, code, years[-1]), base)
    found = Found(from_year, (base,), ())
    for found in through(law, code, best_years(law, code, base, years), years):
        plans = [_along(law, nowhere, way, found.year) for way in found.met]
        # The best years let one initiative on record serve several awards; a plan may not.
        sound = [one for one in plans if holds_good(one, law)]
        if sound:
            return min(sound, key=lambda one: sum(deed.cost for deed in one.deeds))
    return replace(nowhere, blocked=tuple(_why_never(law, code, found.ways[0], found.year)))


def holds_good(plan: Plan, book: LawBook | None = None) -> bool:
    """Replay a plan: its award is met in its year and none before, and every award on the way when it is granted."""
    law = book or shipped()
    if plan.year is None:
        return False
    before = range(plan.from_year, plan.year)
    return (
        is_met(law, plan.award, plan.history, plan.year)
        and not any(is_met(law, plan.award, plan.history, year) for year in before)
        and all(deed.year >= plan.from_year for deed in plan.deeds)
        and all(is_met(law, deed.name, plan.history, deed.year) for deed in plan.deeds if deed.kind == "award")
    )


def _along(law: LawBook, nowhere: Plan, way: History, year: int) -> Plan:
    """Return the plan that one way makes: what is necessary of it, and no more."""
    needs = Needs(law, nowhere.history, way)
    needs.gather(nowhere.award, year)
    deeds = tuple(sorted(needs.deeds, key=lambda deed: (deed.year, deed.kind, deed.name)))
    return replace(
        nowhere,
        year=year,
        steps=tuple(Step(when, award, words) for (when, award), words in sorted(needs.steps.items())),
        warnings=_warnings(law, nowhere.award, year),
        history=with_deeds(nowhere.history, deeds, needs.spent),
        deeds=deeds,
    )


def _warnings(law: LawBook, award: str, year: int) -> tuple[str, ...]:
    bound = bound_rule(law, award, decision_day(year))
    return () if bound is None else bound.warnings


def _why_never(law: LawBook, award: str, best: History, year: int) -> Iterator[str]:
    """Say what stands in the way even in the best years, of the award and of those on the way that cannot be had."""
    day = decision_day(year)
    on_the_way = [code for code in below(law, award, day) if not any(holds(best, code, past) for past in best.years)]
    for code in (award, *on_the_way):
        sets = smallest_changes(code, best, year, day, law)[:MOST_REASONS]
        reasons = [" và ".join(sorted(change.text_vi for change in changes)) for changes in sets if changes]
        judged = judge(award=code, history=best, year=year, decided_on=day, book=law)
        yield f"{any_name(code)}: {'; hoặc '.join(reasons) or judged.tree.text_vi}."
