"""Regimes, rules and numbers: no gap, no overlap, a source for each number, no number in a rule's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from thidua.rules.book import bound_rule, findings_for, numbers_used
from thidua.rules.conditions import params_of, walk
from thidua.rules.errors import RuleDataError, UnknownAwardError
from thidua.rules.library import shipped
from thidua.rules.names import AWARDS
from thidua.rules.numbers import Number
from thidua.rules.rule import Gate, Rule
from thidua.rules.sources import CONFIDENCES, Period
from thidua.rules.yamls import ROOM, read_yaml

BOOK = shipped()
RULES = [rule for rules in BOOK.rules.values() for rule in rules]
ROWS: list[Rule | Gate] = [*RULES, *BOOK.gates]
NUMBERS = [(sheet.name, number) for sheet in BOOK.sheets.values() for number in sheet.numbers.values()]
# Ceilings and other numbers which quotas and provisions read, not a condition.
READ_ELSEWHERE = {"quota_share"}


def _seamless(periods: list[Period]) -> bool:
    """Say whether each period begins on the day the one before it ends."""
    return all(left.until == right.start for left, right in pairwise(periods))


def _label(row: Rule | Gate) -> str:
    return f"{row.id}{' carried' if row.carried else ''} {row.period.start}"


def test_regimes_follow_without_gap_or_overlap() -> None:
    """Each day from the first regime on has exactly one regime; the last one is open."""
    assert [regime.code for regime in BOOK.regimes] == ["L03", "L22a", "L22b", "L26"]
    assert _seamless([regime.period for regime in BOOK.regimes])
    assert BOOK.regimes[-1].period.until is None
    assert all(regime.confidence in CONFIDENCES and regime.source and regime.documents for regime in BOOK.regimes)


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
    regime = BOOK.regime_on(day)
    assert (regime.code if regime else None) == code


@pytest.mark.parametrize("row", ROWS, ids=_label)
def test_each_row_lies_in_one_law(row: Rule | Gate) -> None:
    """A row never holds under both the law of 2003 and that of 2022, nor beyond the last day anybody read of."""
    first = BOOK.regime_on(row.period.start)
    last = BOOK.regimes[-1] if row.period.until is None else BOOK.regime_on(row.period.until - timedelta(days=1))
    assert last is not None
    laws = {regime.code[:3] for regime in (first, last) if regime is not None}
    assert row.carried == (row.period.until is None and last.code == "L26")
    if isinstance(row, Rule) and first is not None and not row.id.startswith("U-"):
        assert len(laws) == 1


def test_ids_are_of_one_row_and_its_carried_copy() -> None:
    """An id is cited on paper, so it names one row; a carried copy keeps it."""
    own = [row.id for row in ROWS if not row.carried]
    assert len(own) == len(set(own))
    assert {row.id for row in ROWS if row.carried} <= set(own)


def test_every_award_with_a_rule_has_its_three_files() -> None:
    """No file without an award, no award without stories."""
    for kind in ("rule", "params", "examples"):
        stems = {path.name.removesuffix(f".{kind}.yaml") for path in (ROOM / "awards").glob(f"*.{kind}.yaml")}
        assert stems == set(BOOK.rules)
    assert set(BOOK.rules) <= set(AWARDS)
    before = BOOK.awards_on(date(2017, 9, 30), None)  # a law of 2013, and guidelines of the union
    assert "advanced_worker" not in before
    assert {AWARDS[code].kind for code in before} <= {"form"}
    assert {"advanced_worker", "grassroots_fighter"} <= set(BOOK.awards_on(date(2018, 12, 20)))


def test_unknown_award_is_refused() -> None:
    """A misspelt code is an error of the caller, told in Vietnamese with what to do next."""
    with pytest.raises(UnknownAwardError, match="hero") as caught:
        BOOK.rules_on("hero", date(2018, 12, 20))
    assert "advanced_worker" in caught.value.next_step_vi
    assert caught.value.code == "unknown_award"


@pytest.mark.parametrize("row", ROWS, ids=_label)
def test_each_row_has_source_and_numbers(row: Rule | Gate) -> None:
    """Codes are unique; citations and marks are there; each number has a value on every day of the row."""
    conditions = list(walk(row.condition))
    codes = [condition.clause.code for condition in conditions]
    assert len(codes) == len(set(codes))
    assert all(condition.clause.confidence in CONFIDENCES for condition in conditions)
    assert all(condition.clause.citation.document for condition in conditions)
    sheet = BOOK.sheets[row.award if isinstance(row, Rule) else row.sheet]
    names = {name for condition in conditions for name in params_of(condition)}
    day, until = row.period.start, row.period.until or row.period.start + timedelta(days=400)
    while day < until:
        assert not [name for name in names if sheet.numbers[name].on(row.numbers_on or day) is None], day
        day += timedelta(days=30)


@pytest.mark.parametrize("award", BOOK.rules)
def test_every_award_binds_on_every_day_it_has_rules(award: str) -> None:
    """Rules and gates of a day join without two meanings of one number, on each day where something changes."""
    rows = (*BOOK.rules[award], *(gate for gate in BOOK.gates if award in gate.awards))
    days = {day for row in rows for day in (row.period.start, row.period.until) if day is not None}
    for day in days:
        bound = bound_rule(BOOK, award, day)
        assert (bound is not None) == bool(BOOK.rules_on(award, day))


@pytest.mark.parametrize(("sheet", "number"), NUMBERS, ids=lambda item: getattr(item, "name", item))
def test_each_number_is_used_and_sourced(sheet: str, number: Number) -> None:
    """Each value names its source and mark; values follow without overlap; nothing lies unused."""
    rows: list[Rule | Gate] = [rule for rule in RULES if rule.award == sheet]
    rows += [gate for gate in BOOK.gates if gate.sheet == sheet]
    used = {name for row in rows for condition in walk(row.condition) for name in params_of(condition)}
    used |= {name for provision in BOOK.provisions for owner, name in provision.numbers if owner == sheet}
    assert number.name in used | READ_ELSEWHERE
    assert number.label_vi
    periods = [dated.period for dated in number.values]
    assert all(left.until is not None and left.until <= right.start for left, right in pairwise(periods))
    assert all(dated.source and dated.confidence in CONFIDENCES for dated in number.values)
    assert all(dated.checked_by is None or dated.checked_by for dated in number.values)


def test_findings_for_the_yearly_review() -> None:
    """A unit's review form asks for the bulk findings of the titles it proposes, those of LĐTT included."""
    day = date(2018, 12, 20)
    worker, fighter = findings_for(BOOK, "advanced_worker", day), findings_for(BOOK, "grassroots_fighter", day)
    codes = ["law_abiding", "united", "active", "productive"]
    assert [finding.code for finding in worker] == codes
    assert all(finding.bulk and not finding.only_if_asked and finding.text_vi for finding in worker)
    assert [finding.code for finding in fighter] == [*codes, "initiative_reuse_grassroots_fighter"]
    assert [finding.code for finding in fighter if finding.only_if_asked] == [fighter[-1].code]
    assert not any(finding.bulk for finding in findings_for(BOOK, "ministerial_provincial_fighter", day))


def test_numbers_used_include_those_of_lower_titles() -> None:
    """A stored CSTĐCS judgement also shows the grade its LĐTT part asked for."""
    used = dict(numbers_used(BOOK, "grassroots_fighter", date(2018, 12, 20)))
    assert used["grassroots_fighter.initiatives_needed"] == "1"
    assert used["advanced_worker.min_grade"] == "hoàn thành tốt nhiệm vụ"
    assert numbers_used(BOOK, "grassroots_fighter", date(2017, 1, 1)) == ()


def test_number_missing_on_a_day_is_refused() -> None:
    """A rule used outside its numbers fails loudly, naming the file to complete."""
    sheet = BOOK.sheets["advanced_worker"]
    bare = BOOK.with_rules("bare", (), [type(sheet)(sheet.name, {})])
    with pytest.raises(RuleDataError, match="min_grade") as caught:
        bound_rule(bare, "advanced_worker", date(2018, 12, 20))
    assert "advanced_worker.params.yaml" in caught.value.next_step_vi


def _texts(raw: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text of a rule file with the key it stands under."""
    if isinstance(raw, dict):
        for name, value in raw.items():
            yield from _texts(value, str(name))
    elif isinstance(raw, list):
        for value in raw:
            yield from _texts(value, key)
    elif isinstance(raw, str | int | float) and not isinstance(raw, bool):
        yield key, str(raw)


def _planted(raw: Any) -> list[tuple[str, str]]:
    """Return the figures of a rule file outside ids, dates and the words about sources."""
    allowed = {"id", "citation", "disabled", "note", "name_vi", "first_day", "last_day"}
    return [
        (key, text)
        for key, text in _texts(raw)
        if key not in allowed and any(sign.isdigit() for sign in re.sub(r"order_labour_[123]", "", text))
    ]


@pytest.mark.parametrize("path", sorted((ROOM / "awards").glob("*.rule.yaml")), ids=lambda path: path.name)
def test_no_number_of_the_law_in_a_rule(path: Any) -> None:
    """Rule files hold no figure outside citations and ids: figures live, dated and sourced, in the params file."""
    assert _planted(read_yaml(f"awards/{path.name}")) == []


@pytest.mark.parametrize(
    "planted",
    [
        {"needs": {"run": {"award": "grassroots_fighter", "years": 3}}},
        {"needs": {"grade": {"at_least": "min_grade"}, "text": "có 3 năm liên tục"}},
        {"needs": {"all": [{"is": {"fact": "rank", "value": 1}}]}},
    ],
)
def test_planted_number_is_noticed(planted: Any) -> None:
    """Control: the scan notices a number however it is hidden."""
    assert _planted(planted)
