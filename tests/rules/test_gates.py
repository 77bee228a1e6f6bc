"""Gates which many awards share: their stories, and what they do to any case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from thidua.rules.answers import RANK, Answer
from thidua.rules.engine import answer_only, judge
from thidua.rules.library import shipped
from thidua.rules.names import AWARDS
from thidua.rules.render import render_text
from thidua.rules.rule import Gate
from thidua.rules.stories import Story, load_gate_stories, load_stories

BOOK = shipped()
STORIES = load_gate_stories()
GATES = [gate for gate in BOOK.gates if not gate.carried]
EVERYBODY = (*STORIES, *(story for award in BOOK.rules for story in load_stories(award)))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_story(story: Story) -> None:
    """The engine answers as told, by the rule told, for the reasons told."""
    judgement = judge(award=story.award, history=story.history, year=story.year, decided_on=story.date)
    assert judgement.answer is story.answer, render_text(judgement)
    assert judgement.rule_id == story.rule
    agreeing = {reason.condition_code for reason in judgement.tree.walk() if reason.answer is story.answer}
    assert set(story.because) <= agreeing, render_text(judgement)


def test_names_are_unique() -> None:
    assert len({story.name for story in STORIES}) == len(STORIES)


@pytest.mark.parametrize("gate", [gate for gate in GATES if gate.id != "G-THEME"], ids=lambda gate: gate.id)
def test_each_gate_closes_opens_and_waits_somewhere(gate: Gate) -> None:
    """A gate nobody was ever stopped or held by is not understood yet."""
    seen = {
        reason.answer
        for story in EVERYBODY
        for reason in judge(
            award=story.award, history=story.history, year=story.year, decided_on=story.date
        ).tree.walk()
        if reason.condition_code == gate.id
    }
    stopped = Answer.NEEDS_PERSON if gate.id == "G-SUSPEND-T" else Answer.NOT_MET
    assert {Answer.MET, Answer.MISSING_DATA, stopped} <= seen


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.id)
def test_stories_touch_the_days_of_each_gate(gate: Gate) -> None:
    """The day before and the first day of each gate are told; also its last and the day after."""
    told = {story.date for story in EVERYBODY if story.award in gate.awards}
    assert gate.period.until is not None
    days = {gate.period.start, gate.period.until}
    assert {day - timedelta(days=1) for day in days} | days <= told


@pytest.mark.parametrize(
    ("award", "day", "ids"),
    [
        ("advanced_worker", date(2020, 8, 19), []),
        ("advanced_worker", date(2020, 8, 20), ["E-DISC"]),
        ("advanced_worker", date(2024, 2, 23), ["E-DISC"]),
        ("advanced_worker", date(2024, 2, 24), ["E-DISC", "I-LDTT-X1"]),
        ("advanced_worker", date(2025, 7, 1), ["E-DISC", "I-LDTT-X1", "G-SUSPEND"]),
        ("advanced_worker", date(2025, 8, 4), ["E-DISC", "I-LDTT-X1", "G-SUSPEND"]),
        ("advanced_worker", date(2025, 8, 5), ["E-DISC", "G-SUSPEND"]),
        ("advanced_worker", date(2026, 10, 1), ["E-DISC", "G-SUSPEND"]),
        ("advanced_worker_outside_staff", date(2026, 10, 1), ["G-SUSPEND"]),
        ("ministerial_provincial_fighter", date(2026, 9, 30), ["G-SUSPEND"]),
        ("order_labour_3", date(2025, 6, 30), []),
        ("order_labour_3", date(2025, 7, 1), ["G-SUSPEND", "G-THEME"]),
        ("advanced_collective", date(2025, 7, 1), ["G-SUSPEND-T"]),
        ("collective_order_labour_1", date(2025, 7, 1), ["G-SUSPEND-T", "G-THEME"]),
        ("cultural_family", date(2025, 7, 1), ["G-SUSPEND-T"]),
    ],
)
def test_which_gates_stand_before_an_award(award: str, day: date, ids: list[str]) -> None:
    assert [gate.id for gate in BOOK.gates_on(award, day)] == ids


def test_every_award_waits_while_a_case_is_open() -> None:
    """The principle knows no exception: from 2025-07-01 an open case holds every award."""
    for award in AWARDS:
        held = [gate for gate in BOOK.gates_on(award, date(2025, 7, 1)) if gate.id.startswith("G-SUSPEND")]
        assert len(held) == 1, award


def test_confidence_marks_are_those_of_the_fact_base() -> None:
    marks = {gate.id: gate.confidence for gate in GATES}
    assert marks == {"E-DISC": "R", "I-LDTT-X1": "Q", "G-SUSPEND": "R", "G-SUSPEND-T": "R", "G-THEME": "R"}


@pytest.mark.parametrize("story", EVERYBODY, ids=lambda story: f"{story.award}: {story.name}")
def test_without_gates_no_answer_is_worse(story: Story) -> None:
    """A gate only adds a condition. Only_merit reads the register otherwise, so it is left standing."""
    open_book = replace(BOOK, gates=tuple(gate for gate in BOOK.gates if gate.id == "G-THEME"))
    facts = {"award": story.award, "history": story.history, "year": story.year, "decided_on": story.date}
    assert RANK[answer_only(**facts)] <= RANK[answer_only(**facts, book=open_book)]  # type: ignore[arg-type]
