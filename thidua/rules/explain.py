"""Make the tree of reasons: what the interpreter saw, in words for an officer who is no lawyer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from thidua.rules.answers import Answer, all_of, any_of
from thidua.rules.case import Case
from thidua.rules.conditions import (
    AllOf,
    AnyOf,
    AwardsWithin,
    Clause,
    Condition,
    Consecutive,
    GradeRun,
    GradesWithin,
    HeldBefore,
    MeetsRule,
    NoOpenCase,
    RecognisedInitiatives,
    Registered,
    SumWithin,
    Unread,
    params_of,
)
from thidua.rules.looks import look
from thidua.rules.names import any_name
from thidua.rules.reasons import Reason
from thidua.rules.rule import BoundRule
from thidua.rules.saying import Words, say
from thidua.rules.sources import CONFIDENCES, weakest

_MISSING_VI = "Bổ sung dữ liệu về {about}; nếu chắc chắn là không có thì ghi rõ “không có”."
_PERSON_VI = "Người có thẩm quyền xét và ghi kết luận “đạt” hoặc “không đạt” về {about}."
_WINDOW_VI = (
    " Luật để ngỏ việc có tính năm đề nghị hay không: nếu hướng dẫn của bộ, tỉnh {how} năm {year} thì điều kiện này "
    "đạt; kiểm tra hướng dẫn trước khi kết luận."
)
_OVER_YEARS = (
    AwardsWithin, Consecutive, GradeRun, GradesWithin, HeldBefore, RecognisedInitiatives, SumWithin,
)  # fmt: skip
_REUSE_VI = "Sáng kiến đã dùng cho khen thưởng khác: người có thẩm quyền quyết định có được dùng lại không."
UNREAD_VI = "Người có thẩm quyền đối chiếu văn bản đang có hiệu lực và ghi kết luận; máy không suy đoán."
_NO_RULE_VI = "{award} chưa có quy tắc cho thời kỳ này; người có thẩm quyền xét và ghi kết luận."


def explain(condition: Condition, case: Case) -> Reason:
    """Return the reason of a condition with all its parts; its answer equals ``evaluate(condition, case)``."""
    if isinstance(condition, AllOf | AnyOf):
        children = tuple(explain(part, case) for part in condition.parts)
        join = all_of if isinstance(condition, AllOf) else any_of
        return _reason(condition, case, join(child.answer for child in children), (None, None), children)
    if isinstance(condition, MeetsRule):
        return _explain_lower(condition, case)
    answer, seen = look(condition, case)
    return _reason(condition, case, answer, say(condition, case, seen), (), seen)


def _explain_lower(leaf: MeetsRule, case: Case) -> Reason:
    """Explain another award's rule by its own parts, without repeating its headline."""
    lower = case.lower(leaf.award)
    if lower is None:
        note = _NO_RULE_VI.format(award=any_name(leaf.award))
        return _reason(leaf, case, Answer.NEEDS_PERSON, (note, None), ())
    below = explain(lower.bound.condition, lower)
    return _reason(leaf, case, below.answer, (None, None), below.children)


def _reason(
    condition: Condition,
    case: Case,
    answer: Answer,
    words: Words,
    children: tuple[Reason, ...],
    seen: Any = None,
) -> Reason:
    """Put one reason together from its clause."""
    clause = condition.clause
    return Reason(
        answer,
        _text(clause, case, answer),
        *words,
        clause.citation,
        _confidence(condition, case, seen),
        None if children else _next_step(condition, case, answer),
        children,
        clause.code,
    )


def _fill(template: str, case: Case) -> str:
    """Put the year and the numbers of the law into a text."""
    return _filled(template, case.bound, case.year)


def _filled(template: str, bound: BoundRule, year: int) -> str:
    return template.format(year=year, **bound.words)


def _text(clause: Clause, case: Case, answer: Answer) -> str:
    """Choose the wording that fits the answer."""
    return text_of(clause, case.bound, case.year, answer)


def text_of(clause: Clause, bound: BoundRule, year: int, answer: Answer) -> str:
    """Return what a clause says of anybody with this answer for the year, in the words of the bound rule's numbers."""
    if answer is Answer.MET:
        return _filled(clause.text_vi, bound, year)
    if answer is Answer.NOT_MET:
        return _filled(clause.why_not_vi, bound, year)
    about = _filled(clause.about_vi, bound, year)
    return f"chưa có đủ dữ liệu về {about}" if answer is Answer.MISSING_DATA else f"cần người xét về {about}"


def _next_step(condition: Condition, case: Case, answer: Answer) -> str | None:
    """Say what the officer should do; nothing when the condition is met."""
    clause = condition.clause
    if answer is Answer.NOT_MET:
        return None if clause.next_vi is None else _fill(clause.next_vi, case) + _other_window(condition, case)
    if answer is Answer.MISSING_DATA:
        return _MISSING_VI.format(about=_fill(clause.about_vi, case)) + _other_window(condition, case)
    if answer is Answer.NEEDS_PERSON:
        return _what_a_person_does(condition, case)
    return None


def _other_window(condition: Condition, case: Case) -> str:
    """Say that counting the proposal year the other way would do, where the law leaves that open; else nothing."""
    if not isinstance(condition, _OVER_YEARS) or condition.include_proposal_year is None:
        return ""
    include = condition.include_proposal_year
    if not case.book.sheets[case.bound.award].numbers[include.name].open:
        return ""
    counted = bool(case.bound.values[include.name])
    other = replace(case.bound, values={**case.bound.values, include.name: not counted})
    if look(condition, replace(case, bound=other))[0] is not Answer.MET:
        return ""
    return _WINDOW_VI.format(how="không tính" if counted else "có tính", year=case.year)


def _what_a_person_does(condition: Condition, case: Case) -> str:
    """Say what the person is asked for: a finding, a consent, a reading of the gazette, or to wait."""
    clause = condition.clause
    if isinstance(condition, RecognisedInitiatives):
        return _REUSE_VI
    if isinstance(condition, Unread):
        return UNREAD_VI
    if isinstance(condition, NoOpenCase) and clause.next_vi is not None:
        return _fill(clause.next_vi, case)
    return _PERSON_VI.format(about=_fill(clause.about_vi, case))


def _confidence(condition: Condition, case: Case, seen: Any) -> str:
    """A reason is as sure as the least sure of its text and the numbers it used.

    Registering the title itself leans on nothing else; only a registration counted through a higher
    title leans on the list of those titles. What is carried into a law nobody read is only memory.
    """
    if case.bound.carried and not case.carrying_checked:
        return CONFIDENCES[-1]
    if isinstance(condition, Registered) and seen in (None, condition.title):
        return condition.clause.confidence
    marks = (case.bound.confidences[name] for name in params_of(condition))
    return weakest((condition.clause.confidence, *marks))
