"""What decided an answer, in one word: the same for one person and for millions, so that it can be counted.

Of an award's rule, in the law's order: the rules in force (ways), by id; for a single rule its conditions, by code;
then the gates, by code. The deciding one is the first of the top-level parts whose answer is the verdict; where that is
the choice of ways, the first way with that answer. When all is met, it is the way that opened the award.
"""

from __future__ import annotations

from thidua.rules.answers import Answer, all_of, any_of
from thidua.rules.case import Case
from thidua.rules.conditions import Condition
from thidua.rules.evaluate import evaluate
from thidua.rules.explain import text_of
from thidua.rules.reasons import Reason
from thidua.rules.rule import BoundRule

# What decides when no rule is encoded for the day.
NO_RULE = ("no_rule",)


def ways_of(bound: BoundRule) -> tuple[Condition, ...]:
    """Return the alternatives to choose from; none where a single rule stands."""
    return tuple(rule.condition for rule in bound.rules) if len(bound.rules) > 1 else ()


def required_parts(bound: BoundRule) -> tuple[Condition, ...]:
    """Return the top-level conditions beside the choice of ways: a single rule's own, then the gates."""
    return bound.condition.parts if len(bound.rules) == 1 else bound.condition.parts[1:]


def reasons_of(bound: BoundRule | None) -> tuple[str, ...]:
    """Return the codes of all that can decide, in order."""
    if bound is None:
        return NO_RULE
    return (*(rule.id for rule in bound.rules), *(part.clause.code for part in required_parts(bound)))


def reason_in_words(bound: BoundRule | None, code: str, answer: Answer, year: int) -> str:
    """Say in Vietnamese what a code of ``reasons_of`` stands for with this answer; "" for a code not of the rule."""
    clauses = {} if bound is None else {part.clause.code: part.clause for part in required_parts(bound)}
    clauses |= {} if bound is None else {rule.id: rule.condition.clause for rule in bound.rules}
    return "" if bound is None or code not in clauses else text_of(clauses[code], bound, year, answer)


def deciding(case: Case) -> tuple[Answer, int]:
    """Return a case's answer, and the place in ``reasons_of`` of what decided it."""
    ways = [evaluate(way, case) for way in ways_of(case.bound)]
    return _place(case.bound, ways, [evaluate(part, case) for part in required_parts(case.bound)])


def _place(bound: BoundRule, ways: list[Answer], parts: list[Answer]) -> tuple[Answer, int]:
    choice = any_of(ways) if ways else Answer.MET
    answer = all_of((choice, *parts))
    if answer is not choice:
        return answer, len(bound.rules) + parts.index(answer)
    return answer, ways.index(answer) if ways else 0


def reason_of(tree: Reason, bound: BoundRule | None) -> str:
    """Return the code of what decided an explained answer; the same as ``deciding_reason`` of its case."""
    if bound is None:
        return NO_RULE[0]
    several = bool(ways_of(bound))
    ways = [way.answer for way in tree.children[0].children] if several else []
    parts = [part.answer for part in (tree.children[1:] if several else tree.children)]
    return reasons_of(bound)[_place(bound, ways, parts)[1]]


def deciding_reason(case: Case) -> tuple[Answer, str]:
    """Return a case's answer and the code of what decided it."""
    answer, place = deciding(case)
    return answer, reasons_of(case.bound)[place]
