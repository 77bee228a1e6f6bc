"""What a rule file may not say: each fault is refused when the file is read, in Vietnamese, with what to do next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from thidua.rules.book import bound_rule
from thidua.rules.errors import RuleDataError, UnknownAwardError
from thidua.rules.grammar import Setting, citation_of, read_condition
from thidua.rules.library import read_rules, shipped
from thidua.rules.names import AWARDS, awards_of
from thidua.rules.numbers import sheet_from, word
from thidua.rules.sources import Citation, Period

SETTING = Setting("advanced_worker", Citation("Văn bản thử"), "R")
UNREAD_FROM = date(2026, 10, 1)


def _rule(**changes: Any) -> dict[str, Any]:
    row = {
        "id": "I-XX-22",
        "first_day": date(2024, 1, 1),
        "last_day": date(2026, 9, 30),
        "citation": "Luật thử, Điều 1",
        "confidence": "R",
        "needs": {"grade": {"at_least": "least"}},
    }
    return {"award": "advanced_worker", "rules": [row | changes]}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({}, "không loại nào"),
        ({"grade": {}, "meets": {}}, "grade, meets"),
        ({"grde": {"at_least": "least"}}, "grde"),
        ({"grade": {}}, "at_least"),
        ({"finding": {"named": "kind"}}, "thiếu lời"),
        ({"grade": {"at_least": "least"}, "confidence": "Z"}, "Z"),
        ({"compare": {"fact": "height", "op": ">=", "needed": "least"}}, "height"),
        ({"share": {"of": "members_with.advanced_worker", "base": "heads", "op": ">=", "needed": "least"}}, "heads"),
        ({"compare": {"fact": "rank", "op": "=", "needed": "least"}}, "="),
        (
            {
                "initiatives": {
                    "scope": "village",
                    "at_least": "least",
                    "window": "years",
                    "include_proposal_year": "with_this_year",
                }
            },
            "village",
        ),
    ],
)
def test_a_condition_nobody_can_mean_is_refused(raw: dict[str, Any], said: str) -> None:
    with pytest.raises(RuleDataError) as caught:
        read_condition(raw, SETTING)
    assert said in caught.value.message_vi
    assert caught.value.next_step_vi


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"compare": {"fact": "height", "op": ">=", "needed": "least"}}, "Không có dữ kiện “height”."),
        ({"compare": {"fact": "rank", "op": "=", "needed": "least"}}, "Không có phép so “=”."),
        ({"initiatives": {"scope": "village", "at_least": "least", "window": "years"}}, "Không có phạm vi “village”."),
    ],
)
def test_words_of_its_own_do_not_let_a_wrong_condition_in(raw: dict[str, Any], said: str) -> None:
    own = {"text": "được", "why_not": "chưa được", "about": "phép thử"}
    with pytest.raises(RuleDataError) as caught:
        read_condition(raw | own, SETTING)
    assert caught.value.message_vi == said
    assert caught.value.next_step_vi.startswith("Dùng một trong: ")


def test_a_share_of_those_with_an_award_nobody_defined_is_refused() -> None:
    share = {"share": {"of": "members_with.no_award", "base": "members", "op": ">=", "needed": "least"}}
    with pytest.raises(UnknownAwardError, match="no_award"):
        read_condition(share | {"text": "được", "why_not": "chưa được", "about": "phép thử"}, SETTING)


def test_a_rule_with_a_mark_nobody_defined_is_refused() -> None:
    with pytest.raises(RuleDataError, match="Độ tin cậy “X”"):
        read_rules(_rule(confidence="X"), UNREAD_FROM)


def test_only_what_reaches_the_last_day_read_is_carried_forward() -> None:
    with pytest.raises(RuleDataError, match="không kéo dài tới 30/09/2026"):
        read_rules(_rule(carry_forward=True, last_day=date(2026, 9, 29)), UNREAD_FROM)
    own, copy = read_rules(_rule(carry_forward=True), UNREAD_FROM)
    assert (own.carried, copy.carried) == (False, True)
    assert copy.period == Period(UNREAD_FROM, None)
    assert copy.numbers_on == date(2026, 9, 30)


def test_a_number_with_two_meanings_is_refused() -> None:
    """A rule and a gate of one day may not use one name for two numbers: the words of a reason would mix them up."""
    day, book = date(2024, 12, 20), shipped()
    number = {"label_vi": "n", "unit": "times"}
    value = {"first_day": date(2024, 1, 1), "last_day": None, "source": "s", "confidence": "M", "checked_by": None}
    values = {"min_months": number | {"values": [value | {"value": 3}]}}
    sheet = sheet_from("advanced_worker", {"numbers": values})
    grade = book.sheets["advanced_worker"].numbers["min_grade"]
    sheet = replace(sheet, numbers={**sheet.numbers, "min_grade": grade})
    needs = {"compare": {"fact": "months_worked", "op": ">=", "needed": "min_months"}, "code": "months"}
    rule = read_rules(_rule(needs=needs), UNREAD_FROM)
    with pytest.raises(RuleDataError, match="min_months"):
        bound_rule(book.with_rules("two meanings", rule, [sheet]), "advanced_worker", day)


def test_a_rule_of_the_same_id_and_days_is_replaced_and_others_stay() -> None:
    book = shipped()
    (rule,) = read_rules(_rule(id="I-LDTT-22"), UNREAD_FROM)
    replaced = book.with_rules("draft", [rule], [])
    assert replaced.rules_on("advanced_worker", date(2024, 12, 20)) == (rule,)
    assert replaced.rules_on("advanced_worker", date(2018, 12, 20)) == book.rules_on(
        "advanced_worker", date(2018, 12, 20)
    )
    assert book.rules_on("advanced_worker", date(2024, 12, 20)) != (rule,)


def test_awards_of_a_subject_are_in_order_and_complete() -> None:
    found = [code for subject in ("person", "collective", "household") for code in awards_of(subject)]
    assert found == list(AWARDS)


def test_words_and_places_of_the_law() -> None:
    assert word("warning", "discipline") == "cảnh cáo"
    assert citation_of("NĐ 1/2020, Điều 9a, khoản 3, điểm đ") == Citation("NĐ 1/2020", "9a", "3", "đ")
    assert Period.between(date(2024, 1, 1), date(2024, 6, 30)).last_day == date(2024, 6, 30)
    assert Period(date(2024, 1, 1), None).last_day is None
