"""Say what each kind of condition saw and what it needs: the two columns “hiện có” and “cần” of a reason."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from thidua.rules.case import Case
from thidua.rules.conditions import (
    AwardsWithin,
    Compare,
    Consecutive,
    DisciplineServed,
    GradeRun,
    GradesWithin,
    HeldBefore,
    HeldInYear,
    HumanFinding,
    Is,
    Leaf,
    NoOpenCase,
    NotDisciplinedInYear,
    NotHeldWithin,
    OnlyMerit,
    RecognisedInitiatives,
    Registered,
    Share,
    SumWithin,
    Unread,
    WeightedMonths,
)
from thidua.rules.names import AWARD_VI, CASE_VI, GRADE_VI, GROUP_VI, LEVEL_VI, any_name
from thidua.rules.numbers import word
from thidua.rules.wording import OP_VI, fact_name

Words = tuple[str | None, str | None]
_VALUE_VI = {"grade": GRADE_VI, "member_discipline": LEVEL_VI, "group": GROUP_VI}


def say(leaf: Leaf, case: Case, seen: Any) -> Words:
    """Return what was found and what is needed, each in words or ``None`` where there is nothing to say."""
    return _SAYINGS[type(leaf)](leaf, case, seen)


def _value(fact: str, value: Any) -> str:
    """Say one value of a fact."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if fact == "benefit":
        return word(value, "dong")
    return _VALUE_VI.get(fact, {}).get(value, str(value))


def _say_compare(leaf: Compare, case: Case, seen: Any) -> Words:
    """Say the value and the threshold."""
    found = None if seen is None else _value(leaf.fact.name, seen)
    return found, OP_VI[leaf.op].format(case.bound.words[leaf.needed.name])


def _say_is(leaf: Is, case: Case, seen: Any) -> Words:
    """Say the value and the one asked for."""
    return None if seen is None else _value(leaf.fact.name, seen), _value(leaf.fact.name, leaf.value)


def _say_share(leaf: Share, case: Case, seen: tuple[int | None, int | None]) -> Words:
    """Say the two counts and their share."""
    needed = OP_VI[leaf.op].format(case.bound.words[leaf.needed.name])
    part, whole = seen
    if part is None or whole is None:
        known = [
            f"{fact_name(fact.name, fact.key)}: {count}"
            for fact, count in ((leaf.of, part), (leaf.base, whole))
            if count is not None
        ]
        return "; ".join(known) or None, needed
    share = "" if whole == 0 else f" ({_one_decimal(Fraction(part, whole))} %)"
    return f"{part} trên {whole}{share}", needed


def _one_decimal(share: Fraction) -> str:
    """Say a share in percent, cut (never rounded up over a threshold) to one decimal."""
    tenths = int(share * 1000)
    return f"{tenths // 10},{tenths % 10}" if tenths % 10 else str(tenths // 10)


def _say_registered(leaf: Registered, case: Case, seen: Any) -> Words:
    """Say what was registered; a higher title that counts is named as such."""
    titles = case.record.registered_titles
    if titles is None:
        return None, f"đăng ký danh hiệu {AWARD_VI[leaf.title]}"
    found = ", ".join(any_name(code) for code in sorted(titles)) or "không đăng ký danh hiệu nào"
    if seen not in (None, leaf.title):
        found += " (danh hiệu cao hơn, được coi là đã gồm danh hiệu này)"
    return found, f"đăng ký danh hiệu {AWARD_VI[leaf.title]}"


def _say_held(leaf: HeldInYear, case: Case, seen: dict[int, bool | None]) -> Words:
    """Say whether the decision exists."""
    year, known = next(iter(seen.items()))
    found = None if known is None else ("đã có" if known else "chưa có")
    return found, f"quyết định {AWARD_VI[leaf.award]} năm {year}"


def _years(held: dict[int, bool | None]) -> str:
    """Say for each year whether it holds."""
    state = {True: "có", False: "không", None: "chưa rõ"}
    return "; ".join(f"{year}: {state[known]}" for year, known in held.items())


def _span(held: dict[int, bool | None]) -> str:
    """Say the first and last year looked at; a draft may ask for a window of no years."""
    years = list(held)
    if not years:
        return "0 năm"
    return f"năm {years[0]}" if len(years) == 1 else f"các năm {years[0]}–{years[-1]}"


def _included(case: Case, held: dict[int, bool | None]) -> str:
    """Say whether the proposal year is counted: authorities differ, so the officer must see the choice made."""
    return f"{'có' if case.year in held else 'không'} tính năm đề nghị {case.year}"


def _say_consecutive(leaf: Consecutive, case: Case, seen: dict[int, bool | None]) -> Words:
    """Say the state of each year and the span asked for."""
    return _years(seen), f"{AWARD_VI[leaf.award]} trong {_span(seen)} ({_included(case, seen)})"


def _counted(seen: dict[int, bool | None]) -> str:
    """Say how many years hold, which, and whether some are not known."""
    granted = [str(year) for year, known in seen.items() if known]
    unclear = " (còn năm chưa rõ)" if None in seen.values() else ""
    return f"{len(granted)} lần" + (f": {', '.join(granted)}" if granted else "") + unclear


def _say_awards(leaf: AwardsWithin, case: Case, seen: dict[int, bool | None]) -> Words:
    """Say the years of grants and how many are asked for."""
    needed = f"ít nhất {case.bound.words[leaf.times.name]} lần trong {_span(seen)} ({_included(case, seen)})"
    return _counted(seen), needed


def _say_not_held(leaf: NotHeldWithin, case: Case, seen: dict[int, bool | None]) -> Words:
    """Say the state of each year before."""
    if leaf.window is None:
        return _before(leaf.award, case, seen), f"chưa lần nào được tặng {AWARD_VI[leaf.award]}"
    return _years(seen), f"không có {AWARD_VI[leaf.award]} trong {_span(seen)}"


def _before(award: str, case: Case, seen: dict[int, bool | None]) -> str | None:
    """Say the years of grants, or that there is none; nothing when the register does not tell."""
    if seen:
        return f"được tặng cho năm {', '.join(map(str, seen))}"
    known = case.history.honours(award) is not None and case.history.lists_known_from is None
    return "chưa có" if known else None


def _say_held_before(leaf: HeldBefore, case: Case, seen: dict[int, bool | None]) -> Words:
    """Say the years of grants before the window."""
    until = case.year
    if leaf.window is not None and leaf.include_proposal_year is not None:
        until = case.window(leaf.window, leaf.include_proposal_year).start
    return _before(leaf.award, case, seen), f"{AWARD_VI[leaf.award]} cho năm {until - 1} hoặc trước đó"


def _say_grade_run(leaf: GradeRun, case: Case, seen: dict[int, bool | None]) -> Words:
    """Say the state of each year."""
    least = case.bound.words[leaf.min_grade.name]
    other = "" if leaf.or_award is None else f" hoặc {AWARD_VI[leaf.or_award]}"
    return _years(seen), f"từ mức {least} trở lên{other} trong {_span(seen)} ({_included(case, seen)})"


def _say_grades(leaf: GradesWithin, case: Case, seen: dict[int, bool | None]) -> Words:
    """Say how many years reach the grade."""
    least, times = case.bound.words[leaf.min_grade.name], case.bound.words[leaf.times.name]
    return _counted(seen), f"ít nhất {times} năm từ mức {least} trở lên trong {_span(seen)} ({_included(case, seen)})"


def _say_initiatives(leaf: RecognisedInitiatives, case: Case, seen: Any) -> Words:
    """Say how many initiatives count, and how many of them were used before."""
    span = case.stretched(leaf.window, leaf.include_proposal_year, leaf.stretch)
    years = _span(dict.fromkeys(span.known))
    needed = f"ít nhất {case.bound.words[leaf.at_least.name]} được công nhận trong {years}"
    if seen is None:
        return None, needed
    free, used = seen
    if not free and not used:
        return "chưa có sáng kiến nào", needed
    return f"{free} sáng kiến chưa dùng" + (f", {used} đã dùng cho khen thưởng khác" if used else ""), needed


def _say_sum(leaf: SumWithin, case: Case, seen: int) -> Words:
    """Say the sum and the threshold."""
    years = dict.fromkeys(case.window(leaf.window, leaf.include_proposal_year))
    return _value(leaf.fact.name, seen), f"từ {case.bound.words[leaf.at_least.name]} trở lên trong {_span(years)}"


def _say_months(leaf: WeightedMonths, case: Case, seen: Fraction) -> Words:
    """Say the months after weighing, cut to whole ones."""
    weights = ", ".join(f"{fact_name('union_months', kind)} × {case.bound.words[p.name]}" for kind, p in leaf.weights)
    found = None if case.record.union_months is None else f"{int(seen)} tháng sau khi quy đổi"
    return found, f"{case.bound.words[leaf.years.name]} năm ({weights})"


def _say_disciplines(leaf: Any, case: Case, seen: Any) -> Words:
    """Say the decisions that count here."""
    if seen is None:
        return None, None
    rows = [
        f"{LEVEL_VI[item.level]} ngày {item.decided_on:%d/%m/%Y}"
        + ("" if item.ends_on is None else f", hết ngày {item.ends_on:%d/%m/%Y}")
        for item in seen
    ]
    return "; ".join(rows) or "không có", None


def _say_cases(leaf: NoOpenCase, case: Case, seen: Any) -> Words:
    """Say the open cases."""
    if seen is None:
        return None, None
    return "; ".join(f"{CASE_VI[item.kind]} từ ngày {item.opened_on:%d/%m/%Y}" for item in seen) or "không có", None


def _say_finding(leaf: HumanFinding, case: Case, seen: Any) -> Words:
    """Say what a person recorded."""
    recorded = case.record.findings.get(leaf.finding)
    return (None if recorded is None else ("kết luận: đạt" if recorded else "kết luận: không đạt")), None


def _say_nothing(leaf: Any, case: Case, seen: Any) -> Words:
    """Nothing was read."""
    return None, None


def _say_merit(leaf: OnlyMerit, case: Case, seen: Any) -> Words:
    """Say which awards were left out."""
    left_out = "; ".join(f"{any_name(item.code)} năm {item.year}" for item in seen)
    return (f"không tính: {left_out}" if left_out else None), None


_SAYINGS: dict[type[Leaf], Callable[[Any, Case, Any], Words]] = {
    Compare: _say_compare,
    Is: _say_is,
    Share: _say_share,
    Registered: _say_registered,
    HeldInYear: _say_held,
    Consecutive: _say_consecutive,
    AwardsWithin: _say_awards,
    NotHeldWithin: _say_not_held,
    HeldBefore: _say_held_before,
    GradeRun: _say_grade_run,
    GradesWithin: _say_grades,
    RecognisedInitiatives: _say_initiatives,
    SumWithin: _say_sum,
    WeightedMonths: _say_months,
    NotDisciplinedInYear: _say_disciplines,
    DisciplineServed: _say_disciplines,
    NoOpenCase: _say_cases,
    HumanFinding: _say_finding,
    Unread: _say_nothing,
    OnlyMerit: _say_merit,
}
