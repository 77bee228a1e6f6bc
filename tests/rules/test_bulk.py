"""The compiled law says what the interpreter says, of everybody, for every award, on days of every regime and gate."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import get_args

import pytest

from tests.rules.bulk_lab import LAB_DAY, WORDS, crowded_book, lab_book, one_rule_book
from tests.rules.bulk_samples import Maker, findings_on
from thidua.rules.answers import CHAIN, Answer
from thidua.rules.book import LawBook, bound_rule
from thidua.rules.bulk import leaves
from thidua.rules.bulk.compiler import outcome_of
from thidua.rules.bulk.planes import ALWAYS, PERSON, negated
from thidua.rules.bulk.run import Result, evaluate_frame
from thidua.rules.bulk.schema import columns_for, from_histories
from thidua.rules.case import case_for
from thidua.rules.conditions import Leaf, MeetsRule
from thidua.rules.deciding import NO_RULE, deciding, deciding_reason, reasons_of
from thidua.rules.engine import answer_only
from thidua.rules.errors import RuleDataError, UnknownAwardError
from thidua.rules.facts import History, InitiativeRecord
from thidua.rules.library import shipped
from thidua.rules.names import AWARDS

PEOPLE = 250
Told = list[History]


def _changes() -> tuple[date, ...]:
    """Return the first day of each state of the law: some regime, rule, gate or number begins or ends."""
    book = shipped()
    periods = [regime.period for regime in book.regimes]
    periods += [rule.period for rules in book.rules.values() for rule in rules]
    periods += [gate.period for gate in book.gates]
    ends = {day for period in periods for day in (period.start, period.until) if day is not None}
    return tuple(sorted(ends))


def _interpreted(book: LawBook, award: str, history: History, year: int, day: date) -> int:
    case = case_for(book, award, history, year, day)
    if case is None:
        return outcome_of(0, answer_only(award=award, history=history, year=year, decided_on=day, book=book))
    answer, place = deciding(case)
    return outcome_of(place, answer)


def _both_ways(book: LawBook, year: int, day: date, told: Told) -> tuple[Result, dict[str, list[int]]]:
    """Judge everybody by both engines."""
    frame = from_histories(((n, n // 7, history) for n, history in enumerate(told)), book, AWARDS, year, day)
    result = evaluate_frame(frame, book, tuple(AWARDS), year, day, keep_outcomes=True)
    return result, {award: [_interpreted(book, award, item, year, day) for item in told] for award in AWARDS}


def _differences(result: Result, expected: dict[str, list[int]]) -> list[tuple[str, int, int, int]]:
    """Return award, person, what the compiled law said and what the interpreter says, where they differ."""
    assert result.outcomes is not None
    return [
        (award, person, compiled, interpreted)
        for award, column in expected.items()
        for person, (compiled, interpreted) in enumerate(zip(result.outcomes[award], column, strict=True))
        if compiled != interpreted
    ]


def _people(book: LawBook, year: int, day: date, count: int = PEOPLE) -> Told:
    return list(Maker(day.toordinal() + year, year, day, findings_on(book, day)).histories(count))


@pytest.mark.parametrize("day", _changes(), ids=str)
def test_compiled_law_equals_the_interpreter(day: date) -> None:
    """Verdict and deciding reason agree for all awards, for the year of the day and the year before it."""
    for year in (day.year, day.year - 1):
        result, expected = _both_ways(shipped(), year, day, _people(shipped(), year, day))
        assert _differences(result, expected) == []


def test_the_people_made_here_reach_every_verdict_of_every_award() -> None:
    """Else the comparison would be empty: on each day in force, each award with a rule is met and refused by some."""
    seen: Counter[tuple[str, Answer]] = Counter()
    for day in _changes()[1:]:
        _, expected = _both_ways(shipped(), day.year, day, _people(shipped(), day.year, day))
        seen.update((award, CHAIN[code % 4]) for award, column in expected.items() for code in column)
    ruled = {award for award in AWARDS if shipped().rules.get(award)}
    reached = {award for award, answer in seen if answer in (Answer.MET, Answer.NOT_MET, Answer.MISSING_DATA)}
    assert reached == ruled


def test_odd_conditions_of_a_draft_compile_too() -> None:
    """A draft may use what the shipped law does not: every kind of condition, and odd numbers for its windows."""
    book = lab_book()
    told = _people(book, LAB_DAY.year, LAB_DAY, 600)
    result, expected = _both_ways(book, LAB_DAY.year, LAB_DAY, told)
    assert _differences(result, expected) == []
    verdicts = {(award, code % 4) for award, column in expected.items() for code in column}
    assert len(verdicts) > 2 * len(AWARDS)


def test_an_award_with_too_many_conditions_at_the_top_is_named() -> None:
    """The outcome is one byte; what does not fit is refused, not cut off."""
    assert len(reasons_of(bound_rule(crowded_book(31), "certificate", LAB_DAY))) == 32
    columns_for(crowded_book(31), ["certificate"], 2025, LAB_DAY)
    with pytest.raises(RuleDataError, match="33 điều kiện"):
        columns_for(crowded_book(32), ["certificate"], 2025, LAB_DAY)


def test_a_rule_that_needs_more_initiatives_than_are_counted_is_named() -> None:
    """Counts of a year stop at nine; a rule beyond that must not be answered from them."""
    book = lab_book()
    sheet = book.sheets["collective_certificate"]
    assert "times" in sheet.numbers
    dated = sheet.numbers["times"].values[0]
    more = replace(sheet.numbers["times"], values=(replace(dated, value=10),))
    greedy = replace(book, sheets={**book.sheets, sheet.name: replace(sheet, numbers={**sheet.numbers, "times": more})})
    columns_for(book, ["collective_certificate"], 2025, LAB_DAY)
    with pytest.raises(RuleDataError, match="đòi 10"):
        columns_for(greedy, ["collective_certificate"], 2025, LAB_DAY)


def test_more_initiatives_than_a_byte_holds_are_counted_whole() -> None:
    """Ten years of nine unused initiatives and nine that served the same title are 180: no sum may turn round."""
    book, award = lab_book(), "collective_certificate"
    uses = (None,) * 9 + (award,) * 9
    rows = tuple(InitiativeRecord(year, "grassroots", use) for year in range(2016, 2026) for use in uses)
    told = [History(initiatives=rows, lists_known_from=2000), History(initiatives=rows[:8], lists_known_from=2000)]
    result, expected = _both_ways(book, LAB_DAY.year, LAB_DAY, told)
    assert _differences(result, expected) == []
    assert [code % 4 for code in expected[award]] == [CHAIN.index(Answer.MET), CHAIN.index(Answer.NOT_MET)]


def test_a_wrong_plane_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: where one compiled condition is turned round or swaps two answers, the comparison fails."""
    day = date(2024, 12, 20)
    told = _people(shipped(), day.year, day)
    for kind, wrong in ((leaves.Consecutive, ALWAYS), (leaves.HumanFinding, PERSON), (leaves.Compare, ALWAYS)):
        with monkeypatch.context() as patch:
            patch.setitem(leaves.LEAVES, kind, lambda leaf, scope, wrong=wrong: wrong)
            assert _differences(*_both_ways(shipped(), day.year, day, told))


def test_every_kind_of_condition_compiles() -> None:
    """A new kind must be given columns; following another rule is the compiler's own work."""
    assert set(leaves.LEAVES) == set(get_args(Leaf)) - {MeetsRule}


def test_a_kind_without_columns_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A forgotten kind stops the run instead of guessing."""
    monkeypatch.delitem(leaves.LEAVES, leaves.Consecutive)
    with pytest.raises(RuleDataError, match="Consecutive"):
        columns_for(shipped(), ["ministerial_provincial_fighter"], 2018, date(2018, 12, 20))
    with pytest.raises(UnknownAwardError):
        columns_for(shipped(), ["no_such_award"], 2018, date(2018, 12, 20))


def test_a_rule_that_leans_on_one_nobody_wrote_is_a_persons_matter() -> None:
    """“Meets the standard of …” cannot be judged where that award has no rule on the day; both ways say so."""
    book = one_rule_book({"meets": {"award": "advanced_worker"}})
    case = case_for(book, "certificate", History(), 2025, LAB_DAY)
    assert case is not None
    verdict, reason = deciding_reason(case)
    assert verdict is Answer.NEEDS_PERSON
    frame = from_histories([(1, 5, History())], book, ["certificate"], 2025, LAB_DAY)
    counted = evaluate_frame(frame, book, ["certificate"], 2025, LAB_DAY).counts.csv().decode()
    assert counted.splitlines()[1:] == [f"5,certificate,needs_person,{reason},1"]


def test_a_value_without_a_list_is_named() -> None:
    """A fact compared with a word must have its words in a list; else the answer would be a guess."""
    row = {"is": {"fact": "months_worked", "value": "twelve"}, **WORDS}
    with pytest.raises(RuleDataError, match="months_worked"):
        columns_for(one_rule_book(row), ["certificate"], 2025, LAB_DAY)


def test_only_needed_columns_are_asked_for() -> None:
    """A question about one title does not make the snapshot carry the facts of all; dates choose what is needed."""
    before = {column.name for column in columns_for(shipped(), ["advanced_worker"], 2018, date(2018, 12, 20))}
    assert "grade_0" in before
    assert not any(name.startswith(("held_", "free_", "months_worked")) for name in before)
    assert "open_case" not in before
    after = {column.name for column in columns_for(shipped(), ["order_labour_3"], 2025, date(2025, 12, 20))}
    assert "open_case" in after
    assert any(name.startswith("held_merit_") for name in after)
    assert not any(name.startswith("held_") and not name.startswith("held_merit_") for name in after)


def test_a_day_without_a_rule_is_a_persons_matter() -> None:
    """Before the oldest law everything is for a person, by the one reason there is."""
    day = date(2010, 1, 1)
    frame = from_histories([(1, 5, History())], shipped(), ["advanced_worker"], 2010, day)
    result = evaluate_frame(frame, shipped(), ["advanced_worker"], 2010, day)
    assert result.counts.csv() == b"unit,award,verdict,reason,count\n5,advanced_worker,needs_person,no_rule,1\n"
    assert reasons_of(None) == NO_RULE


def test_deciding_reason_is_a_top_level_part_with_the_verdict() -> None:
    """The reason is named by its code, and its answer is the verdict."""
    day = date(2018, 12, 20)
    case = case_for(shipped(), "advanced_worker", History(), 2018, day)
    assert case is not None
    assert deciding_reason(case) == (Answer.MISSING_DATA, "registered")
    assert deciding(case)[1] == 1


def test_a_persons_finding_has_no_opposite() -> None:
    """The chain has no negation for what a person decides."""
    with pytest.raises(ValueError, match="no opposite"):
        negated(PERSON)


def test_the_law_loads_without_the_bulk_engine() -> None:
    """Commands and pages that judge one person do not pay for the column engine."""
    code = (
        "import sys, thidua.rules.engine; print(any(name in sys.modules for name in ('polars', 'narwhals', 'numpy')))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "False"


def test_days_of_change_are_in_order() -> None:
    """The days above cover the law from its first day on."""
    days = _changes()
    assert all(earlier < later for earlier, later in pairwise(days))
    assert len(days) > 5
