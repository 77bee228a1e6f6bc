"""Of the best years that meet an award, keep what is necessary: for each condition the deeds it rests on.

The best history meets the award, so every condition walked through here is met in it, except closed branches.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from thidua.rules.answers import Answer
from thidua.rules.book import LawBook
from thidua.rules.case import Case, case_for
from thidua.rules.conditions import AllOf, AnyOf, Condition, MeetsRule, RecognisedInitiatives
from thidua.rules.evaluate import evaluate
from thidua.rules.explain import explain
from thidua.rules.facts import SCOPE_RANK, History, InitiativeRecord
from thidua.rules.planner.asks import ASKS, carried
from thidua.rules.planner.deeds import Deed
from thidua.rules.planner.reach import decision_day

_MOST_WORDS = 3  # alternatives named in one line


@dataclass(frozen=True, slots=True)
class Need:
    """What one condition asks for: the deeds, and its words, “… hoặc …” where several branches are open."""

    deeds: frozenset[Deed] = frozenset()
    words: tuple[str, ...] = ()

    @property
    def cost(self) -> int:
        """How hard it is, to choose among branches."""
        return sum(deed.cost for deed in self.deeds)


@dataclass(slots=True)
class Needs:
    """The needs of a plan as they are gathered, award by award from the last one down.

    ``base``: what is known today; ``best``: the best years with the awards they earn. ``spent``: initiatives on record
    that the plan uses, each for one award.
    """

    book: LawBook
    base: History
    best: History
    steps: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)
    deeds: set[Deed] = field(default_factory=set)
    spent: list[tuple[InitiativeRecord, str]] = field(default_factory=list)

    def gather(self, award: str, year: int) -> None:
        """Gather what an award in a year rests on, and what the awards before it rest on."""
        waiting = [(year, award)]
        while waiting:
            step = max(waiting)
            waiting.remove(step)
            need = self._of_award(step[1], step[0])
            self.steps[step] = need.words
            before = {(deed.year, deed.name) for deed in need.deeds if deed.kind == "award"}
            waiting += [one for one in before if one not in self.steps and one not in waiting]
            self.deeds |= need.deeds

    def _of_award(self, award: str, year: int) -> Need:
        day = decision_day(year)
        best = case_for(self.book, award, self.best, year, day)
        return self._of_rule(best, case_for(self.book, award, self.base, year, day))

    def _of_rule(self, best: Case | None, base: Case | None) -> Need:
        return Need() if best is None or base is None else self.of(best.bound.condition, best, base)

    def of(self, condition: Condition, best: Case, base: Case) -> Need:
        """Return what a condition asks for beyond what is known."""
        if isinstance(condition, AllOf):
            return _together(self.of(part, best, base) for part in condition.parts)
        if isinstance(condition, AnyOf):
            return self._easiest(condition, best, base)
        if isinstance(condition, MeetsRule):
            return self._of_rule(best.lower(condition.award), base.lower(condition.award))
        if isinstance(condition, RecognisedInitiatives):
            return self._initiatives(condition, best)
        if evaluate(condition, base) is Answer.MET:
            return Need()
        ask = ASKS.get(type(condition))
        deeds = frozenset() if ask is None else frozenset(ask(condition, best, base))
        return Need(deeds, (explain(condition, best).text_vi,)) if deeds else Need()

    def _easiest(self, condition: AnyOf, best: Case, base: Case) -> Need:
        """Take the branch that asks for least; its words name the other open ones too."""
        spent = list(self.spent)
        needs: list[tuple[Condition, Need, list[tuple[InitiativeRecord, str]]]] = []
        for part in condition.parts:
            if evaluate(part, best) is Answer.MET:
                self.spent = list(spent)
                needs.append((part, self.of(part, best, base), self.spent))
        chosen, need, self.spent = min(needs, key=lambda item: item[1].cost)
        if not need.deeds:
            return need
        named = [
            _named(chosen, need, best),
            *(_named(part, other, best) for part, other, _ in needs if part is not chosen),
        ]
        return Need(need.deeds, (" hoặc ".join(dict.fromkeys(named[:_MOST_WORDS])),))

    def _initiatives(self, leaf: RecognisedInitiatives, case: Case) -> Need:
        """Take initiatives on record, each for one award only, then ask for new ones in the last year that counts."""
        years = case.stretched(leaf.window, leaf.include_proposal_year, leaf.stretch).known
        award, needed = case.bound.award, case.number(leaf.at_least)
        used = self._on_record(leaf, award, years)[:needed]
        self.spent += [(record, award) for record in used if record.used_for is None]
        deeds = carried(leaf, case, min((record.year for record in used), default=years.stop), self.base)
        if len(used) < needed:
            deeds.append(Deed(years.stop - 1, "initiative", leaf.scope, needed - len(used), award))
        return Need(frozenset(deeds), (explain(leaf, case).text_vi,)) if deeds else Need()

    def _on_record(self, leaf: RecognisedInitiatives, award: str, years: range) -> list[InitiativeRecord]:
        """Return the initiatives on record that can serve, the newest and narrowest first."""
        left = list(self.base.initiatives or ())
        for record, _ in self.spent:
            left.remove(record)
        wide_enough = SCOPE_RANK[leaf.scope]
        free = (item for item in left if item.used_for in (None, award) and SCOPE_RANK[item.scope] >= wide_enough)
        return sorted(
            (item for item in free if item.year in years), key=lambda item: (-item.year, SCOPE_RANK[item.scope])
        )


def _named(part: Condition, need: Need, best: Case) -> str:
    """Name a branch in one phrase; another award's standards also by what they ask for."""
    if isinstance(part, MeetsRule):
        return f"{explain(part, best).text_vi} ({'; '.join(need.words)})"
    return " và ".join(need.words)


def _together(needs: Iterable[Need]) -> Need:
    gathered = list(needs)
    words = dict.fromkeys(word for need in gathered for word in need.words)
    return Need(frozenset().union(*(need.deeds for need in gathered)), tuple(words))
