"""Make the tree of reasons: what the interpreter saw, in words for an officer who is no lawyer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from thidua.rules.answers import Answer, all_of, any_of
from thidua.rules.conditions import (
    AllOf,
    AnyOf,
    AwardsWithin,
    Clause,
    Compare,
    Condition,
    Consecutive,
    HumanFinding,
    Leaf,
    MeetsRule,
    NotHeldWithin,
    RecognisedInitiatives,
    Registered,
    TitleInYear,
    params_of,
)
from thidua.rules.evaluate import Case, look, lower_case
from thidua.rules.names import GRADE_VI, TITLE_VI, any_name
from thidua.rules.reasons import Reason
from thidua.rules.sources import weakest

Words = tuple[str | None, str | None]

_OP_VI = {">=": "từ {} trở lên", ">": "trên {}"}
_MISSING_VI = "Bổ sung dữ liệu về {about}; nếu chắc chắn là không có thì ghi rõ “không có”."
_PERSON_VI = "Người có thẩm quyền xét và ghi kết luận “đạt” hoặc “không đạt” về {about}."
_NO_RULE_VI = "Danh hiệu {title} chưa có quy tắc cho thời kỳ này; người có thẩm quyền xét và ghi kết luận."


def explain(condition: Condition, case: Case) -> Reason:
    """Return the reason of a condition with all its parts; its answer equals ``evaluate(condition, case)``."""
    if isinstance(condition, AllOf | AnyOf):
        children = tuple(explain(part, case) for part in condition.parts)
        join = all_of if isinstance(condition, AllOf) else any_of
        return _reason(condition, case, join(child.answer for child in children), (None, None), children)
    if isinstance(condition, MeetsRule):
        return _explain_lower(condition, case)
    answer, seen = look(condition, case)
    return _reason(condition, case, answer, _WORDS[type(condition)](condition, case, seen), (), seen)


def _explain_lower(leaf: MeetsRule, case: Case) -> Reason:
    """Explain another title's rule by its own parts, without repeating its headline."""
    lower = lower_case(leaf, case)
    if lower is None:
        note = _NO_RULE_VI.format(title=any_name(leaf.title))
        return _reason(leaf, case, Answer.NEEDS_PERSON, (note, None), ())
    below = explain(lower.bound.rule.condition, lower)
    return _reason(leaf, case, below.answer, (None, None), below.children or (below,))


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
    return template.format(year=case.year, **case.bound.words)


def _text(clause: Clause, case: Case, answer: Answer) -> str:
    """Choose the wording that fits the answer."""
    if answer is Answer.MET:
        return _fill(clause.text_vi, case)
    if answer is Answer.NOT_MET:
        return _fill(clause.why_not_vi, case)
    about = _fill(clause.about_vi, case)
    return f"chưa có đủ dữ liệu về {about}" if answer is Answer.MISSING_DATA else f"cần người xét về {about}"


def _next_step(condition: Condition, case: Case, answer: Answer) -> str | None:
    """Say what the officer should do; nothing when the condition is met."""
    clause = condition.clause
    if answer is Answer.NOT_MET:
        return None if clause.next_vi is None else _fill(clause.next_vi, case)
    if answer is Answer.MISSING_DATA:
        return _MISSING_VI.format(about=_fill(clause.about_vi, case))
    if answer is Answer.NEEDS_PERSON:
        if isinstance(condition, RecognisedInitiatives):
            return "Sáng kiến đã dùng cho khen thưởng khác: người có thẩm quyền quyết định có được dùng lại không."
        return _PERSON_VI.format(about=_fill(clause.about_vi, case))
    return None


def _confidence(condition: Condition, case: Case, seen: Any) -> str:
    """A reason is as sure as the least sure of its text and the numbers it used.

    Registering the title itself leans on nothing else; only a registration counted through a higher
    title leans on the list of those titles.
    """
    if isinstance(condition, Registered) and seen in (None, condition.title):
        return condition.clause.confidence
    marks = (case.bound.confidences[name] for name in params_of(condition))
    return weakest((condition.clause.confidence, *marks))


def _say_compare(leaf: Compare, case: Case, seen: Any) -> Words:
    """Say the value and the threshold."""
    found = None if seen is None else GRADE_VI.get(seen, str(seen))
    return found, _OP_VI[leaf.op].format(case.bound.words[leaf.needed.name])


def _say_registered(leaf: Registered, case: Case, seen: Any) -> Words:
    """Say what was registered; a higher title that counts is named as such."""
    titles = case.record.registered_titles
    if titles is None:
        return None, f"đăng ký danh hiệu {TITLE_VI[leaf.title]}"
    found = ", ".join(any_name(code) for code in sorted(titles)) or "không đăng ký danh hiệu nào"
    if seen not in (None, leaf.title):
        found += " (danh hiệu cao hơn, được coi là đã gồm danh hiệu này)"
    return found, f"đăng ký danh hiệu {TITLE_VI[leaf.title]}"


def _say_title(leaf: TitleInYear, case: Case, seen: Any) -> Words:
    """Say whether the decision exists."""
    found = None if seen is None else ("đã có" if seen else "chưa có")
    return found, f"quyết định {TITLE_VI[leaf.title]} năm {case.year}"


def _years(held: dict[int, bool | None]) -> str:
    """Say for each year whether the title is held."""
    state = {True: "có", False: "không", None: "chưa rõ"}
    return "; ".join(f"{year}: {state[known]}" for year, known in held.items())


def _span(held: dict[int, bool | None]) -> str:
    """Say the first and last year looked at."""
    years = list(held)
    return f"năm {years[0]}" if len(years) == 1 else f"các năm {years[0]}–{years[-1]}"


def _included(case: Case, held: dict[int, bool | None]) -> str:
    """Say whether the proposal year is counted: authorities differ, so the officer must see the choice made."""
    return f"{'có' if case.year in held else 'không'} tính năm đề nghị {case.year}"


def _say_consecutive(leaf: Consecutive, case: Case, seen: dict[int, bool | None]) -> Words:
    """Say the state of each year and the span asked for."""
    return _years(seen), f"{TITLE_VI[leaf.title]} trong {_span(seen)} ({_included(case, seen)})"


def _say_awards(leaf: AwardsWithin, case: Case, seen: dict[int, bool | None]) -> Words:
    """Say the years of grants and how many are asked for."""
    granted = [str(year) for year, known in seen.items() if known]
    unclear = " (còn năm chưa rõ)" if None in seen.values() else ""
    found = f"{len(granted)} lần" + (f": {', '.join(granted)}" if granted else "") + unclear
    return found, f"ít nhất {case.bound.words[leaf.times.name]} lần trong {_span(seen)} ({_included(case, seen)})"


def _say_not_held(leaf: NotHeldWithin, case: Case, seen: dict[int, bool | None]) -> Words:
    """Say the state of each year before."""
    return _years(seen), f"không có {TITLE_VI[leaf.title]} trong {_span(seen)}"


def _say_initiatives(leaf: RecognisedInitiatives, case: Case, seen: Any) -> Words:
    """Say how many initiatives count, and how many of them were used before."""
    years = dict.fromkeys(case.window(leaf.window, leaf.include_proposal_year))
    needed = f"ít nhất {case.bound.words[leaf.at_least.name]} được công nhận trong {_span(years)}"
    if seen is None:
        return None, needed
    free, used = seen
    if not free and not used:
        return "chưa có sáng kiến nào", needed
    return f"{free} sáng kiến chưa dùng" + (f", {used} đã dùng cho khen thưởng khác" if used else ""), needed


def _say_finding(leaf: HumanFinding, case: Case, seen: Any) -> Words:
    """Say what a person recorded."""
    recorded = case.record.findings.get(leaf.finding)
    return (None if recorded is None else ("kết luận: đạt" if recorded else "kết luận: không đạt")), None


_WORDS: dict[type[Leaf], Callable[[Any, Case, Any], Words]] = {
    Compare: _say_compare,
    Registered: _say_registered,
    TitleInYear: _say_title,
    Consecutive: _say_consecutive,
    AwardsWithin: _say_awards,
    NotHeldWithin: _say_not_held,
    RecognisedInitiatives: _say_initiatives,
    HumanFinding: _say_finding,
}
