"""The one interpreter: conditions and one subject's facts in, an answer out.

``looks.look`` judges a single condition and also returns the raw thing it saw, from which ``explain``
makes words; so an answer and its explanation cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator

from thidua.rules.answers import Answer, all_of, any_of
from thidua.rules.case import Case
from thidua.rules.conditions import AllOf, AnyOf, Condition, MeetsRule
from thidua.rules.looks import look


def evaluate(condition: Condition, case: Case) -> Answer:
    """Answer a condition, and nothing but the answer; stops as soon as one part decides."""
    if isinstance(condition, AllOf):
        return all_of(_until(Answer.NOT_MET, condition.parts, case))
    if isinstance(condition, AnyOf):
        return any_of(_until(Answer.MET, condition.parts, case))
    if isinstance(condition, MeetsRule):
        lower = case.lower(condition.award)
        return Answer.NEEDS_PERSON if lower is None else evaluate(lower.bound.condition, lower)
    return look(condition, case)[0]


def _until(decisive: Answer, parts: tuple[Condition, ...], case: Case) -> Iterator[Answer]:
    """Yield the parts' answers up to the first one that decides."""
    for part in parts:
        answer = evaluate(part, case)
        yield answer
        if answer is decisive:
            return
