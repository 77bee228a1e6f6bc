"""What the engine says: it advises, so it never promises; and every “not yet” comes with what to do."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.rules.answers import Answer
from thidua.rules.catalogue import CONDITIONS, regimes
from thidua.rules.conditions import AllOf, AnyOf, Condition, MeetsRule, walk
from thidua.rules.engine import judge
from thidua.rules.facts import History
from thidua.rules.render import headline, render_text
from thidua.rules.stories import load_stories

LEAVES = [
    pytest.param(part, id=f"{rule}: {part.clause.code}")
    for rules in CONDITIONS.values()
    for rule, condition in rules.items()
    for part in walk(condition)
    if not isinstance(part, AllOf | AnyOf | MeetsRule)
]
MET = [story for title in CONDITIONS for story in load_stories(title) if story.answer is Answer.MET]


@pytest.mark.parametrize("story", MET, ids=lambda story: story.name)
def test_who_meets_the_standards_may_be_proposed_and_is_promised_nothing(story) -> None:
    judgement = judge(title=story.title, history=story.history, year=story.year, decided_on=story.date)
    assert headline(judgement).endswith(": đủ điều kiện đề nghị.")
    assert "hội đồng và người có thẩm quyền quyết định" in render_text(judgement)


@pytest.mark.parametrize("leaf", LEAVES)
def test_each_not_yet_says_what_to_do(leaf: Condition) -> None:
    assert leaf.clause.next_vi


@pytest.mark.parametrize("story", [story for title in CONDITIONS for story in load_stories(title)])
def test_no_story_tells_that_a_title_is_granted_by_the_computer(story) -> None:
    """A story may tell of a title granted before; its conclusion, after the arrow, never grants one."""
    assert "được tặng" not in story.name.partition("→")[2]
    assert "→ được " not in story.name.replace("→ được coi là", "")


@pytest.mark.parametrize("regime", [item for item in regimes() if item.code != "L03"], ids=lambda item: item.code)
def test_a_period_without_rules_is_never_marked_as_read(regime) -> None:
    """That the dates of a period were read does not mean that its rules were: the mark shown is the weakest."""
    day = regime.period.start
    judgement = judge(title="advanced_worker", history=History(), year=day.year, decided_on=day)
    assert judgement.answer is Answer.NEEDS_PERSON
    assert "M: chưa đối chiếu" in render_text(judgement)
    assert "đã đọc nguyên văn" not in render_text(judgement)


def test_the_day_before_the_first_period_is_not_marked_as_read() -> None:
    judgement = judge(title="advanced_worker", history=History(), year=2017, decided_on=date(2017, 9, 30))
    assert judgement.tree.confidence == "M"
