"""Regimes, rule versions and numbers: no gap, no overlap, a source for each number, no number in Python."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import thidua.rules.titles
from tests.rules.literals import planted_numbers
from thidua.rules.catalogue import (
    CONDITIONS,
    bind,
    bound_rule,
    numbers_used,
    regime_on,
    regimes,
    rule_for,
    rules_of,
    title_codes,
)
from thidua.rules.conditions import Compare, params_of, walk
from thidua.rules.errors import RuleDataError, UnknownTitleError
from thidua.rules.names import TITLE_VI
from thidua.rules.numbers import load_sheet
from thidua.rules.rule import Rule
from thidua.rules.sources import CONFIDENCES, Period

RULES = [rule for title in CONDITIONS for rule in rules_of(title)]
TITLE_FILES = sorted(Path(thidua.rules.titles.__file__).parent.glob("*.py"))
PARAM_FILES = sorted(Path(thidua.rules.titles.__file__).parent.glob("*.params.yaml"))


def _seamless(periods: list[Period]) -> bool:
    """Say whether each period begins on the day the one before it ends."""
    return all(left.until == right.start for left, right in pairwise(periods))


def test_regimes_follow_without_gap_or_overlap() -> None:
    """Each day from the first regime on has exactly one regime; the last one is open."""
    assert [regime.code for regime in regimes()] == ["L03", "L22a", "L22b", "L26"]
    assert _seamless([regime.period for regime in regimes()])
    assert regimes()[-1].period.until is None
    assert all(regime.confidence in CONFIDENCES and regime.source and regime.documents for regime in regimes())


def test_seam_control() -> None:
    """Control: the check above notices a gap and an overlap."""
    one, two = date(2020, 1, 1), date(2021, 1, 1)
    assert not _seamless([Period(one, two), Period(two + timedelta(days=1), None)])
    assert not _seamless([Period(one, two), Period(two - timedelta(days=1), None)])


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2017, 9, 30), None),
        (date(2017, 10, 1), "L03"),
        (date(2023, 12, 31), "L03"),
        (date(2024, 1, 1), "L22a"),
        (date(2025, 6, 30), "L22a"),
        (date(2025, 7, 1), "L22b"),
        (date(2026, 9, 30), "L22b"),
        (date(2026, 10, 1), "L26"),
        (date(2040, 1, 1), "L26"),
    ],
)
def test_regime_on(day: date, code: str | None) -> None:
    """The day of decision chooses the regime."""
    regime = regime_on(day)
    assert (regime.code if regime else None) == code


@pytest.mark.parametrize("title", CONDITIONS)
def test_versions_do_not_overlap_and_leave_no_gap(title: str) -> None:
    """Between its first and last day a title has exactly one version, lying inside its regime."""
    rules = rules_of(title)
    assert _seamless([rule.period for rule in rules])
    assert {rule.id for rule in rules} == set(CONDITIONS[title])
    for rule in rules:
        regime = regime_on(rule.period.start)
        assert regime is not None
        assert rule.regime_code == regime.code
        assert rule.period.until is not None
        assert regime.period.contains(rule.period.until - timedelta(days=1))


def test_titles_agree_everywhere() -> None:
    """Each title has its three files and its name."""
    assert tuple(CONDITIONS) == tuple(TITLE_VI) == title_codes(date(2018, 12, 20))
    assert title_codes(date(2024, 1, 1)) == title_codes(date(2017, 9, 30)) == ()
    stems = {path.name.removesuffix(".params.yaml") for path in PARAM_FILES}
    assert stems == set(TITLE_VI)
    assert all(load_sheet(title).title == title for title in stems)


def test_unknown_title_is_refused() -> None:
    """A misspelt code is an error of the caller, told in Vietnamese with what to do next."""
    with pytest.raises(UnknownTitleError, match="hero") as caught:
        rule_for("hero", date(2018, 12, 20))
    assert "advanced_worker" in caught.value.next_step_vi
    assert caught.value.code == "unknown_title"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_condition_has_source_and_numbers(rule: Rule) -> None:
    """Codes are unique; citations and marks are there; each number has a value on every day of the version."""
    conditions = list(walk(rule.condition))
    codes = [condition.clause.code for condition in conditions]
    assert len(codes) == len(set(codes))
    assert all(condition.clause.confidence in CONFIDENCES for condition in conditions)
    assert all(condition.clause.citation.article for condition in conditions)
    assert str(rule.citation)
    assert rule.confidence in CONFIDENCES
    numbers = load_sheet(rule.title).numbers
    day, until = rule.period.start, rule.period.until
    assert until is not None
    while day < until:
        assert all(numbers[name].on(day) for condition in conditions for name in params_of(condition))
        day += timedelta(days=30)


@pytest.mark.parametrize("title", CONDITIONS)
def test_each_number_is_used_and_sourced(title: str) -> None:
    """Each value names its source and mark; values follow without gap or overlap; nothing lies unused."""
    numbers = load_sheet(title).numbers
    used = {name for rule in rules_of(title) for condition in walk(rule.condition) for name in params_of(condition)}
    assert set(numbers) == used | ({"quota_share"} & set(numbers))
    for number in numbers.values():
        assert number.label_vi
        assert _seamless([dated.period for dated in number.values])
        assert all(dated.source and dated.confidence in CONFIDENCES for dated in number.values)
        assert all(dated.checked_by is None or dated.checked_by for dated in number.values)


def test_findings_for_the_yearly_review() -> None:
    """A unit's review form asks for the bulk findings of the titles it proposes, those of LĐTT included."""
    day = date(2018, 12, 20)
    worker, fighter = rule_for("advanced_worker", day), rule_for("grassroots_fighter", day)
    assert worker is not None
    assert fighter is not None
    codes = ["law_abiding", "united", "active", "productive"]
    assert [finding.code for finding in worker.findings] == codes
    assert all(finding.bulk and not finding.only_if_asked and finding.text_vi for finding in worker.findings)
    assert [finding.code for finding in fighter.findings] == [*codes, "initiative_reuse_grassroots_fighter"]
    assert [finding.code for finding in fighter.findings if finding.only_if_asked] == [fighter.findings[-1].code]
    provincial = rule_for("ministerial_provincial_fighter", day)
    assert provincial is not None
    assert not any(finding.bulk for finding in provincial.findings)


def test_numbers_used_include_those_of_lower_titles() -> None:
    """A stored CSTĐCS judgement also shows the grade its LĐTT part asked for."""
    used = dict(numbers_used("grassroots_fighter", date(2018, 12, 20)))
    assert used["grassroots_fighter.initiatives_needed"] == "1"
    assert used["advanced_worker.min_grade"] == "hoàn thành tốt nhiệm vụ"
    assert numbers_used("grassroots_fighter", date(2024, 1, 1)) == ()


def test_number_missing_on_a_day_is_refused() -> None:
    """A rule used outside its numbers fails loudly, naming the file to complete."""
    rule = rules_of("advanced_worker")[0]
    with pytest.raises(RuleDataError, match="min_grade") as caught:
        bind(rule, date(2030, 1, 1))
    assert "advanced_worker.params.yaml" in caught.value.next_step_vi
    assert bound_rule("advanced_worker", date(2030, 1, 1)) is None


@pytest.mark.parametrize("path", TITLE_FILES, ids=lambda path: path.name)
def test_no_number_of_the_law_in_python(path: Path) -> None:
    """Title files hold no figure outside citations and rule ids, neither as a number nor inside a text."""
    assert planted_numbers(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "CAP = 0.15",
        "YEARS = 3",
        'Clause(text_vi="có 3 năm liên tục")',
        'NEEDED = "15/100"',
        'RULES = {"I-XX-03": f(window=2)}',
        'text = f"đủ {name} trong 5 năm"',
    ],
)
def test_planted_number_is_noticed(planted: str) -> None:
    """Control: the scan notices a number however it is hidden."""
    assert planted_numbers(planted)


def test_scan_allows_citations_ids_and_docstrings() -> None:
    """Control: the scan does not cry wolf."""
    source = '"""Law 2003."""\nRULES = {"I-LDTT-03": Citation("Luật 2003", article="24")}\nFLAG = True\n'
    assert planted_numbers(source) == []


def test_compare_is_the_only_condition_with_an_operator() -> None:
    """Operators are words of the data which the interpreter and the explanation both know."""
    used = {part.op for rule in RULES for part in walk(rule.condition) if isinstance(part, Compare)}
    assert used <= {">=", ">"}
