"""Every sentence that the stories bring out, word for word: reasons, plans, answers as JSON, and refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from tests.rules.refusals import is_kept
from tests.rules.transcripts import check_told
from thidua.rules.engine import judge
from thidua.rules.library import shipped
from thidua.rules.money.facts import answer
from thidua.rules.money.render import as_data, render_text
from thidua.rules.names import AWARDS
from thidua.rules.numbers import percent
from thidua.rules.planner.plans import plan
from thidua.rules.planner.saying import say_plan
from thidua.rules.reasons import Judgement, Reason
from thidua.rules.render import render_text as render_judgement
from thidua.rules.stories import Story, load_stories

STORIES = {award: load_stories(award) for award in AWARDS}
TOLD = [award for award, stories in STORIES.items() if stories]


def _judged(story: Story) -> Judgement:
    return judge(award=story.award, history=story.history, year=story.year, decided_on=story.date, book=shipped())


def _line(reason: Reason) -> str:
    found = " | ".join(f"{name}: {value}" for name, value in (("có", reason.found), ("cần", reason.needed)) if value)
    source = f"[{reason.citation or ''} {reason.confidence}]"
    parts = (f"{reason.condition_code} {reason.answer.value}", reason.text_vi, found, source, reason.next_step_vi or "")
    return " ▸ ".join(part for part in parts if part)


@pytest.mark.parametrize("award", TOLD)
def test_every_reason_is_told_in_the_words_kept(award: str) -> None:
    reasons = (reason for story in STORIES[award] for reason in _judged(story).tree.walk())
    check_told(award, dict.fromkeys(map(_line, reasons)))


@pytest.mark.parametrize("award", TOLD)
def test_every_plan_is_told_in_the_words_kept(award: str) -> None:
    lines = (line for story in STORIES[award] for line in say_plan(plan(award, story.history, 2027)).splitlines())
    check_told(f"plan-{award}", dict.fromkeys(lines))


def _as_json() -> Iterator[str]:
    for award in TOLD:
        story = STORIES[award][-1]
        yield json.dumps(_judged(story).as_json(), ensure_ascii=False, sort_keys=True)
        yield json.dumps(plan(award, story.history, 2027).as_json(), ensure_ascii=False, sort_keys=True)


def test_answers_are_written_as_kept() -> None:
    check_told("json", _as_json())


def test_a_sheet_is_printed_as_kept() -> None:
    lines = (line for award in TOLD for line in render_judgement(_judged(STORIES[award][0])).splitlines())
    check_told("sheets", dict.fromkeys(lines))


@pytest.mark.parametrize("award", TOLD)
def test_a_judgement_read_back_is_the_same(award: str) -> None:
    for story in STORIES[award]:
        judged = _judged(story)
        assert Judgement.from_json(json.loads(json.dumps(judged.as_json()))) == judged


MONEY = """
decided_on: {day}
grants:
  - {{award: grassroots_fighter, subject: person, period: 2024}}
  - {{award: advanced_worker, subject: person, period: 2024}}
  - {{award: prime_minister_merit_certificate, subject: person, period: 2020-2024}}
"""
BUDGET = """
decided_on: {day}
forecast:
  - {{award: advanced_worker, subject: person, count: 46}}
  - {{award: excellent_collective, subject: collective, count: 3}}
  - {{award: certificate, subject: household, count: 2}}
"""


@pytest.mark.parametrize("form", [MONEY, BUDGET], ids=["money", "budget"])
def test_award_money_is_told_in_the_words_kept(form: str, request: pytest.FixtureRequest) -> None:
    lines = []
    for day in (date(2024, 12, 25), date(2025, 12, 20), date(2026, 7, 1), date(2026, 11, 24)):
        found = answer(form.format(day=day))
        lines += [render_text(found), json.dumps(as_data(found), ensure_ascii=False, sort_keys=True)]
    check_told(request.node.callspec.id, "\n".join(lines).splitlines())


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(15, 100), "15 %"),
        (Fraction(1, 8), "12,5 %"),
        (Fraction(1, 1000), "0,1 %"),
        (Fraction(1, 200000), "0,0005 %"),
        (Fraction(1), "100 %"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_a_share_is_said_exactly(share: Fraction, words: str) -> None:
    assert percent(share) == words


def test_a_sentence_that_changed_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Controls: of what is kept as text, and of the refusals every test meets."""
    said, next_step = "Hai giới hạn cùng một mã.", "Mỗi giới hạn cần một mã riêng."
    assert is_kept(said, next_step)
    assert is_kept("Số người -1 không dùng được.", "Nhập số nguyên từ 0 trở lên.")
    assert not is_kept(said, "")
    assert not is_kept(said.upper(), next_step)
    assert not is_kept("Số người None không dùng được.", "Nhập số nguyên từ 0 trở lên.")
    monkeypatch.delenv("THIDUA_TOLD", raising=False)
    with pytest.raises(AssertionError, match="Chưa đạt"):
        check_told("plan-advanced_worker", ["Chưa đạt"])
