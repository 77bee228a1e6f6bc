"""Every story beside a rule is a test; together they must touch each answer and each boundary day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.rules.samples import forgotten
from thidua.rules.answers import Answer
from thidua.rules.catalogue import CONDITIONS, rules_of
from thidua.rules.engine import answer_only, judge
from thidua.rules.render import headline, render_text
from thidua.rules.stories import Story, history_from, load_stories

STORIES = [story for title in CONDITIONS for story in load_stories(title)]
RULES = [rule for title in CONDITIONS for rule in rules_of(title)]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.title}: {story.name}")
def test_story(story: Story) -> None:
    """The engine answers as told, by the rule told, for the reasons told."""
    judgement = judge(title=story.title, history=story.history, year=story.year, decided_on=story.date)
    assert judgement.answer is story.answer, render_text(judgement)
    assert judgement.rule_id == story.rule
    agreeing = {reason.condition_code for reason in judgement.tree.walk() if reason.answer is story.answer}
    assert set(story.because) <= agreeing, render_text(judgement)
    quick = answer_only(title=story.title, history=story.history, year=story.year, decided_on=story.date)
    assert quick is judgement.answer


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.title}: {story.name}")
def test_story_reads_as_vietnamese(story: Story) -> None:
    """No code, placeholder or None slips into what the officer reads; what is not met says what to do."""
    judgement = judge(title=story.title, history=story.history, year=story.year, decided_on=story.date)
    text = render_text(judgement)
    assert not any(part in text for part in ("None", "{", "_fighter", "advanced_worker", "True", "False", ".."))
    assert headline(judgement) == text.splitlines()[0]
    if story.answer is not Answer.MET:
        assert "Việc cần làm:" in text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_has_a_story_for_each_answer(rule: object) -> None:
    """A rule without a met, a not-met, a missing and a needs-person story is not understood yet."""
    told = {story.answer for story in STORIES if story.rule == rule.id}  # type: ignore[attr-defined]
    assert told == set(Answer)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_has_stories_at_its_boundaries(rule: object) -> None:
    """The day before, the first, the last and the day after are told for each version."""
    period = rule.period  # type: ignore[attr-defined]
    days = {period.start - timedelta(days=1), period.start, period.until - timedelta(days=1), period.until}
    told = {story.date for story in STORIES if story.title == rule.title}  # type: ignore[attr-defined]
    assert days <= told
    assert days == {date(2017, 9, 30), date(2017, 10, 1), date(2023, 12, 31), date(2024, 1, 1)}


@pytest.mark.parametrize("title", CONDITIONS)
def test_forgetting_one_fact_of_a_met_story_never_says_no(title: str) -> None:
    """Control on known people: some forgotten facts open the answer, none turns it into a no."""
    story = next(story for story in STORIES if story.title == title and story.answer is Answer.MET)
    after = {
        answer_only(title=title, history=poorer, year=story.year, decided_on=story.date)
        for poorer in forgotten(story.history)
    }
    assert Answer.NOT_MET not in after
    assert Answer.MISSING_DATA in after


def test_names_are_unique() -> None:
    """A story is cited by its name."""
    names = [(story.title, story.name) for story in STORIES]
    assert len(names) == len(set(names))


def test_key_left_out_is_unknown() -> None:
    """Leaving out a key and writing an empty list say different things."""
    assert history_from({}).titles is None
    assert history_from({"titles": {}, "initiatives": [], "disciplines": []}).titles == ()
    rows = [{"level": "warning", "decided_on": date(2018, 5, 2)}]
    assert history_from({"disciplines": rows}).disciplines[0].ends_on is None  # type: ignore[index]
