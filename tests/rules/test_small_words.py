"""Small things that every answer is made of, at their edge: a share of nobody, a place in a text, a name in a head."""

from __future__ import annotations

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
from thidua.rules.errors import RuleDataError, RulesError
from thidua.rules.library import shipped
from thidua.rules.planner.outlook import _enough
from thidua.rules.planner.reach import leaves_of, spaced
from thidua.rules.saying import _say_share
from thidua.rules.selection.chooser import choose
from thidua.rules.selection.limits import GradeBase
from thidua.rules.simulation.draft import draft_book
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
