"""The door of the room: judge one subject for one award. The engine advises; the council decides."""

from __future__ import annotations

from datetime import date

from thidua.rules.answers import RANK, Answer
from thidua.rules.book import LawBook, bound_rule, numbers_used
from thidua.rules.case import Case, case_for
from thidua.rules.evaluate import evaluate
from thidua.rules.explain import UNREAD_VI, explain
from thidua.rules.facts import History
from thidua.rules.library import shipped
from thidua.rules.names import award_name
from thidua.rules.reasons import Judgement, Reason
from thidua.rules.rule import BoundRule, Regime
from thidua.rules.sources import CONFIDENCES


def answer_only(*, award: str, history: History, year: int, decided_on: date, book: LawBook | None = None) -> Answer:
    """Return the answer alone, quickly; always equal to ``judge(...).answer``.

    ``year`` is the proposal year, ``decided_on`` the day of decision or appraisal, which chooses the
    law; ``book`` the law to use (as shipped when left out). Raises ``UnknownAwardError`` for a code outside the
    catalogue.
    """
    case = case_for(book or shipped(), award_code(award), history, year, decided_on)
    return Answer.NEEDS_PERSON if case is None else evaluate(case.bound.condition, case)


def judge(*, award: str, history: History, year: int, decided_on: date, book: LawBook | None = None) -> Judgement:
    """Return the answer with its tree of reasons. Arguments and errors as for ``answer_only``."""
    law = book or shipped()
    regime = law.regime_on(decided_on)
    regime_code = None if regime is None else regime.code
    bound = bound_rule(law, award_code(award), decided_on)
    if bound is None:
        tree = _no_rule(decided_on, regime)
        return Judgement(tree.answer, award, year, regime_code, None, tree, decided_on)
    tree = explain(bound.condition, Case(law, history, year, decided_on, bound))
    numbers = numbers_used(law, award, decided_on)
    rule_id = _deciding(bound, tree)
    return Judgement(tree.answer, award, year, regime_code, rule_id, tree, decided_on, numbers, bound.warnings)


def award_code(award: str) -> str:
    """Return the code, or raise ``UnknownAwardError``."""
    award_name(award)
    return award


def _deciding(bound: BoundRule, tree: Reason) -> str:
    """Return the id of the rule that comes furthest: the one that opens the award, or the nearest to it."""
    ids = [rule.id for rule in bound.rules]
    if len(ids) == 1:
        return ids[0]
    ways = next(child for child in tree.children if child.condition_code == f"{bound.award}.ways")
    return max(ways.children, key=lambda reason: RANK[reason.answer]).condition_code


def _no_rule(day: date, regime: Regime | None) -> Reason:
    """Say honestly that no rule is encoded for the day; another period's rule would be a guess.

    Its mark is the weakest: that the period is known does not mean that anybody read what it asks of this award.
    """
    if regime is None:
        why = f"ngày {day:%d/%m/%Y} nằm ngoài các thời kỳ pháp luật mà phần mềm đã ghi nhận"
    else:
        why = f"quy tắc của thời kỳ “{regime.name_vi}” (ngày {day:%d/%m/%Y}) chưa được đưa vào phần mềm"
        why += f". {regime.note_vi.rstrip('.')}" if regime.note_vi else ""
    text = f"cần người xét: {why}"
    return Reason(Answer.NEEDS_PERSON, text, None, None, None, CONFIDENCES[-1], UNREAD_VI, (), "no_rule")
