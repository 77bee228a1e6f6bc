"""What the engine says: it advises, so it never promises; and every “not yet” comes with what to do."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.rules.answers import Answer
from thidua.rules.book import CARRIED_VI
from thidua.rules.conditions import AllOf, AnyOf, Condition, MeetsRule, OnlyMerit, Unread, walk
from thidua.rules.engine import judge
from thidua.rules.facts import History
from thidua.rules.library import shipped
from thidua.rules.render import headline, render_text
from thidua.rules.stories import load_stories

BOOK = shipped()
LEAVES = [
    pytest.param(part, id=f"{row.id}: {part.clause.code}")
    for row in (*(rule for rules in BOOK.rules.values() for rule in rules if not rule.carried), *BOOK.gates)
    for part in walk(row.condition)
    if not isinstance(part, AllOf | AnyOf | MeetsRule | Unread | OnlyMerit)
]
STORIES = [story for award in BOOK.rules for story in load_stories(award)]
MET = [story for story in STORIES if story.answer is Answer.MET]


@pytest.mark.parametrize("story", MET, ids=lambda story: story.name)
def test_who_meets_the_standards_may_be_proposed_and_is_promised_nothing(story) -> None:
    judgement = judge(award=story.award, history=story.history, year=story.year, decided_on=story.date)
    assert headline(judgement).endswith(": đủ điều kiện đề nghị.")
    assert "hội đồng và người có thẩm quyền quyết định" in render_text(judgement)


@pytest.mark.parametrize("leaf", LEAVES)
def test_each_not_yet_says_what_to_do(leaf: Condition) -> None:
    assert leaf.clause.next_vi


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_no_story_tells_that_a_title_is_granted_by_the_computer(story) -> None:
    """A story may tell of a title granted before; its conclusion, after the arrow, never grants one."""
    assert "được tặng" not in story.name.partition("→")[2]
    assert "→ được " not in story.name.replace("→ được coi là", "")


def test_what_is_carried_into_an_unread_law_warns_and_is_marked_as_memory() -> None:
    """That a rule was read in the law before does not mean that the law now says the same."""
    day = date(2026, 10, 1)
    for award in BOOK.awards_on(day, None):
        judgement = judge(award=award, history=History(), year=2026, decided_on=day)
        text = render_text(judgement)
        if any(rule.carried for rule in BOOK.rules_on(award, day)):
            assert CARRIED_VI in judgement.warnings
            assert "Luật 06/2026/QH16" in text
            assert "đã đọc nguyên văn" not in text


def test_a_recorded_check_takes_the_warning_away() -> None:
    """Once a person checked every carried row, the answer stands as surely as its sources."""
    day = date(2026, 10, 1)
    ids = {row.id for row in (*BOOK.rules_on("advanced_worker", day), *BOOK.gates_on("advanced_worker", day))}
    checked = BOOK.with_checked(ids)
    judgement = judge(award="advanced_worker", history=History(), year=2026, decided_on=day, book=checked)
    assert CARRIED_VI not in judgement.warnings
    assert "R: đã đọc nguyên văn" in render_text(judgement)


def test_the_day_before_the_first_period_is_not_marked_as_read() -> None:
    judgement = judge(award="advanced_worker", history=History(), year=2017, decided_on=date(2017, 9, 30))
    assert judgement.tree.confidence == "M"
