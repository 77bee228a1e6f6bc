"""Small things that every answer is made of, at their edge: a share of nobody, a place in a text, a name in a head."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.factories.lawbooks import PARAMS, RULE
from tests.rules.test_selection_stories import NEW, UNIT, excellent, people
from tests.rules.test_story_files import BASE, EXAMPLES, told
from thidua.rules.book import bound_rule, findings_for
from thidua.rules.conditions import NotHeldWithin, Share
from thidua.rules.deciding import reason_in_words, reason_of, reasons_of
from thidua.rules.engine import judge
from thidua.rules.errors import BadFactError, RuleDataError, RulesError
from thidua.rules.library import shipped
from thidua.rules.planner.outlook import _enough
from thidua.rules.planner.reach import leaves_of, spaced
from thidua.rules.safe_yaml import DEEPEST, read_typed
from thidua.rules.saying import _say_share
from thidua.rules.selection.chooser import choose
from thidua.rules.selection.limits import GradeBase
from thidua.rules.simulation.draft import _fits, draft_book
from thidua.rules.simulation.numbers import _whole
from thidua.rules.simulation.untrusted import read_untrusted
from thidua.rules.stories import load_stories
from thidua.rules.story_files import say
from thidua.rules.wording import _registered

BOOK = shipped()
STORIES = [story for award in BOOK.rules for story in load_stories(award)]


def test_what_decided_an_answer_is_one_of_the_rules_own_codes_and_has_words() -> None:
    several = 0
    for story in STORIES:
        judgement = judge(award=story.award, history=story.history, year=story.year, decided_on=story.date)
        bound = bound_rule(BOOK, story.award, story.date)
        code = reason_of(judgement.tree, bound)
        assert code in reasons_of(bound), story.name
        if bound is not None:
            assert reason_in_words(bound, code, judgement.answer, story.year)
            several += len(bound.rules) > 1
    assert several > 20


def test_reusing_an_initiative_is_a_finding_of_middling_confidence() -> None:
    found = [
        item
        for award in BOOK.rules
        for day in (date(2018, 12, 20), date(2025, 12, 20))
        for item in findings_for(BOOK, award, day)
        if item.about_vi == "việc dùng lại sáng kiến"
    ]
    assert found
    assert {item.confidence for item in found} == {"Q"}


def test_a_share_of_nobody_has_no_per_cent() -> None:
    award, leaf, bound = next(
        (award, leaf, bound)
        for award in BOOK.rules
        for bound, leaf in leaves_of(BOOK, award, date(2018, 12, 20))
        if isinstance(leaf, Share)
    )
    case = cast(Any, SimpleNamespace(bound=bound))
    assert _say_share(leaf, case, (0, 0))[0] == "0 trên 0", award
    assert _say_share(leaf, case, (1, 3))[0] == "1 trên 3 (33,3 %)"


def test_a_fault_of_yaml_is_told_with_line_and_column_as_editors_count() -> None:
    with pytest.raises(RuleDataError, match=r"ở dòng 2, cột 5\."):
        read_untrusted("a: 1\nb: c: d\n", "Quy tắc")


def test_the_head_of_an_answer_names_the_one_asked_about() -> None:
    named = told(EXAMPLES[0])
    assert named.question.name
    assert say(named).startswith(f"{named.question.name} — năm 2025, ngày 20/12/2025")
    assert say(told(BASE)).splitlines()[0].endswith("— năm 2025, ngày 31/12/2025")


def test_a_registration_for_another_title_is_named() -> None:
    assert "Chiến sĩ thi đua cơ sở" in _registered({"award": "grassroots_fighter"}, "advanced_worker").__repr__()
    assert "Lao động tiên tiến" in _registered({}, "advanced_worker").__repr__()


@pytest.mark.parametrize(
    ("op", "so_far", "value"), [(">=", 2, 5), (">", 2, 6), (">", 9, 9), ("<=", 9, 5), ("<", 9, 4), ("<", 2, 2)]
)
def test_a_value_that_is_enough_for_all_who_ask(op: str, so_far: int, value: int) -> None:
    assert _enough(op, 5, so_far) == value


def test_only_awards_on_the_way_that_bar_a_later_one_are_worth_waiting_for() -> None:
    day = date(2018, 12, 20)
    for award in BOOK.rules:
        barring = {
            leaf.award
            for code in BOOK.rules
            for _bound, leaf in leaves_of(BOOK, code, day)
            if isinstance(leaf, NotHeldWithin)
        }
        assert spaced(BOOK, award, day) <= barring


def test_a_draft_without_conditions_is_told_which_key_is_missing() -> None:
    without = RULE[: RULE.index("    needs:")]
    with pytest.raises(RulesError, match=r"thiếu khóa needs\."):
        draft_book(BOOK, without, PARAMS)
    draft_book(BOOK, RULE, PARAMS)


def test_the_shrinking_base_is_told_with_the_units_own_share() -> None:
    held = excellent(60, GradeBase.GOOD_ONLY, {UNIT: Fraction(25, 100)})
    (line,) = choose(people(20), [held], NEW).units
    assert "mức 25 % là" in line.because[0].text_vi


@pytest.mark.parametrize(
    ("place", "value", "fits"),
    [
        ("window", 0, True), ("window", 100, True), ("window", 101, False), ("window", -1, False),
        ("years", True, False),
        ("include_proposal_year", True, True), ("include_proposal_year", 1, False),
        ("min_grade", "good", True), ("min_grade", "brilliant", False), ("anything else", "x", True),
    ],
)  # fmt: skip
def test_what_can_stand_at_a_place_of_a_condition(place: str, value: object, fits: bool) -> None:
    assert _fits(place, value) is fits


def test_a_draft_may_hold_for_a_single_day() -> None:
    one_day = RULE.replace("first_day: 2026-10-01", "first_day: 2026-10-01\n    last_day: 2026-10-01")
    book = draft_book(BOOK, one_day, PARAMS)
    assert [rule.id for rule in book.rules_on("advanced_worker", date(2026, 10, 1))] == ["I-LDTT-26"]
    with pytest.raises(RulesError, match="last_day ở trước first_day"):
        draft_book(BOOK, one_day.replace("last_day: 2026-10-01", "last_day: 2026-09-30"), PARAMS)


def test_what_a_condition_may_be_is_listed_with_commas() -> None:
    with pytest.raises(RulesError) as refusal:
        draft_book(BOOK, RULE.replace("        - grade: {at_least: least_26}", "        - {}"), PARAMS)
    assert re.search(r"Dùng một trong: \w+(, \w+)+\.", str(refusal.value))


def test_a_long_number_is_cut_where_it_is_told() -> None:
    with pytest.raises(RuleDataError, match=rf"“{'9' * 40}” không phải"):
        _whole("9" * 60)


def test_nesting_too_deep_is_told_at_its_line() -> None:
    deep = b"a: 1\nb: " + b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1)
    with pytest.raises(BadFactError, match=r"^Dòng 2: lồng quá"):
        read_typed(deep)
