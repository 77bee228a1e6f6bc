"""The door of the room: judge one person for one title. The engine advises; the council decides."""

from __future__ import annotations

from datetime import date

from thidua.rules.answers import Answer
from thidua.rules.catalogue import bound_rule, numbers_used, regime_on
from thidua.rules.evaluate import Case, evaluate
from thidua.rules.explain import explain
from thidua.rules.facts import History
from thidua.rules.reasons import Judgement, Reason
from thidua.rules.rule import Regime
from thidua.rules.sources import CONFIDENCES

_ASK_VI = "Người có thẩm quyền đối chiếu văn bản đang có hiệu lực và ghi kết luận; máy không suy đoán."


def answer_only(*, title: str, history: History, year: int, decided_on: date) -> Answer:
    """Return the answer alone, quickly; always equal to ``judge(...).answer``.

    ``year`` is the proposal year, ``decided_on`` the day of decision or appraisal, which chooses the
    law. Raises ``UnknownTitleError`` for a code outside the catalogue.
    """
    bound = bound_rule(title, decided_on)
    if bound is None:
        return Answer.NEEDS_PERSON
    return evaluate(bound.rule.condition, Case(history, year, decided_on, bound))


def judge(*, title: str, history: History, year: int, decided_on: date) -> Judgement:
    """Return the answer with its tree of reasons. Arguments and errors as for ``answer_only``."""
    regime = regime_on(decided_on)
    regime_code = None if regime is None else regime.code
    bound = bound_rule(title, decided_on)
    if bound is None:
        tree = _no_rule(decided_on, regime)
        return Judgement(tree.answer, title, year, regime_code, None, tree, decided_on)
    tree = explain(bound.rule.condition, Case(history, year, decided_on, bound))
    numbers = numbers_used(title, decided_on)
    return Judgement(tree.answer, title, year, regime_code, bound.rule.id, tree, decided_on, numbers)


def _no_rule(day: date, regime: Regime | None) -> Reason:
    """Say honestly that no rule is encoded for the day; another period's rule would be a guess.

    Its mark is the weakest: that the period is known does not mean that anybody read what it asks of this title.
    """
    if regime is None:
        why = f"ngày {day:%d/%m/%Y} nằm ngoài các thời kỳ pháp luật mà phần mềm đã ghi nhận"
    else:
        why = f"quy tắc của thời kỳ “{regime.name_vi}” (ngày {day:%d/%m/%Y}) chưa được đưa vào phần mềm"
        why += f". {regime.note_vi.rstrip('.')}" if regime.note_vi else ""
    text = f"cần người xét: {why}"
    return Reason(Answer.NEEDS_PERSON, text, None, None, None, CONFIDENCES[-1], _ASK_VI, (), "no_rule")
