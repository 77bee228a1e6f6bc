"""Every story beside a rule is a test; together they must touch each answer and each boundary day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.rules.samples import forgotten
from thidua.rules.answers import Answer
from thidua.rules.conditions import (
    AllOf,
    AnyOf,
    DisciplineServed,
    HumanFinding,
    MeetsRule,
    NoOpenCase,
    Unread,
    walk,
)
from thidua.rules.engine import answer_only, judge
from thidua.rules.library import shipped
from thidua.rules.render import headline, render_text
from thidua.rules.rule import Rule
from thidua.rules.stories import Story, history_from, load_stories

BOOK = shipped()
STORIES = [story for award in BOOK.rules for story in load_stories(award)]
RULES = [rule for rules in BOOK.rules.values() for rule in rules]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.award}: {story.name}")
def test_story(story: Story) -> None:
    """The engine answers as told, by the rule told, for the reasons told."""
    judgement = judge(award=story.award, history=story.history, year=story.year, decided_on=story.date)
    assert judgement.answer is story.answer, render_text(judgement)
    assert judgement.rule_id == story.rule
    agreeing = {reason.condition_code for reason in judgement.tree.walk() if reason.answer is story.answer}
    assert set(story.because) <= agreeing, render_text(judgement)
    quick = answer_only(award=story.award, history=story.history, year=story.year, decided_on=story.date)
    assert quick is judgement.answer


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.award}: {story.name}")
def test_story_reads_as_vietnamese(story: Story) -> None:
    """No code, placeholder or None slips into what the officer reads; what is not met says what to do."""
    judgement = judge(award=story.award, history=story.history, year=story.year, decided_on=story.date)
    text = render_text(judgement)
    assert not any(
        part in text for part in ("None", "{", "_fighter", "advanced_worker", "_collective", "True", "False", "..")
    )
    assert headline(judgement) == text.splitlines()[0]
    if story.answer is not Answer.MET:
        assert "Việc cần làm:" in text


def _can_need_a_person(rule: Rule) -> bool:
    """Say whether anything in the rule, its gates or the lower awards it asks for is left to a person."""
    kinds = HumanFinding | Unread | DisciplineServed | NoOpenCase | MeetsRule
    gates = [gate.condition for gate in BOOK.gates_on(rule.award, rule.period.start)]
    parts = (part for condition in (rule.condition, *gates) for part in walk(condition))
    return any(isinstance(part, kinds) or getattr(part, "reuse_finding", None) for part in parts)


def _expected(rule: Rule) -> set[Answer]:
    """Return the answers a rule must be told with: all it can give."""
    if rule.disabled_vi is not None:
        return {Answer.NEEDS_PERSON}
    expected = {Answer.NOT_MET, Answer.MISSING_DATA}
    if _can_need_a_person(rule):
        expected.add(Answer.NEEDS_PERSON)
    if not any(isinstance(part, Unread) for part in walk(rule.condition)):
        expected.add(Answer.MET)
    only_findings = all(isinstance(part, AllOf | AnyOf | HumanFinding) for part in walk(rule.condition))
    return expected - ({Answer.MISSING_DATA} if only_findings else set())


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.carried], ids=lambda rule: rule.id)
def test_rule_has_a_story_for_each_answer(rule: Rule) -> None:
    """A rule without a met, a not-met, a missing and a needs-person story is not understood yet."""
    answers = {_way(story, rule.id) for story in STORIES if story.award == rule.award} - {None}
    assert _expected(rule) <= answers


def _way(story: Story, rule_id: str) -> Answer | None:
    """Return what a rule says in a story of its award, also where another way decides; ``None`` outside its days."""
    judgement = judge(award=story.award, history=story.history, year=story.year, decided_on=story.date)
    if judgement.rule_id == rule_id:
        return judgement.answer
    return next((reason.answer for reason in judgement.tree.walk() if reason.condition_code == rule_id), None)


@pytest.mark.parametrize("award", BOOK.rules)
def test_award_has_stories_at_its_boundaries(award: str) -> None:
    """The day before, the first, the last and the day after are told for each version."""
    told = {story.date for story in STORIES if story.award == award}
    for rule in BOOK.rules[award]:
        edges = [rule.period.start - timedelta(days=1), rule.period.start]
        if rule.period.until is not None:
            edges += [rule.period.until - timedelta(days=1), rule.period.until]
        assert set(edges) <= told, rule.id


def test_there_are_at_least_120_stories() -> None:
    """So many the law is told with, by the plan of this room."""
    assert len(STORIES) >= 120


@pytest.mark.parametrize(
    "award", [award for award, rules in BOOK.rules.items() if any(not rule.disabled_vi for rule in rules)]
)
def test_forgetting_one_fact_of_a_met_story_never_says_no(award: str) -> None:
    """Control on known people: some forgotten facts open the answer, none turns it into a no."""
    story = next(story for story in STORIES if story.award == award and story.answer is Answer.MET)
    after = {
        answer_only(award=award, history=poorer, year=story.year, decided_on=story.date)
        for poorer in forgotten(story.history)
    }
    assert Answer.NOT_MET not in after
    assert Answer.MISSING_DATA in after


def test_names_are_unique() -> None:
    """A story is cited by its name."""
    names = [(story.award, story.name) for story in STORIES]
    assert len(names) == len(set(names))


def test_key_left_out_is_unknown() -> None:
    """Leaving out a key and writing an empty list say different things."""
    assert history_from({}).titles is None
    assert history_from({"titles": {}, "initiatives": [], "disciplines": []}).titles == ()
    rows = [{"level": "warning", "decided_on": date(2018, 5, 2)}]
    assert history_from({"disciplines": rows}).disciplines[0].ends_on is None  # type: ignore[index]
