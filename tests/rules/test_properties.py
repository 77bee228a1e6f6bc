"""What holds for every person: forgetting never harms, both paths agree, JSON loses nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.samples import DAY, TITLES, YEAR, YEARS, forgotten, histories
from thidua.rules.answers import UNDECIDED, Answer
from thidua.rules.book import bound_rule
from thidua.rules.case import Case
from thidua.rules.conditions import AllOf, AnyOf, HumanFinding, MeetsRule, RecognisedInitiatives, walk
from thidua.rules.engine import answer_only, judge
from thidua.rules.facts import AwardHeld, History, InitiativeRecord, YearRecord
from thidua.rules.library import shipped
from thidua.rules.looks import look
from thidua.rules.reasons import Judgement

titles = st.sampled_from(TITLES)
days = st.sampled_from((DAY, date(2017, 9, 30), date(2017, 10, 1), date(2023, 12, 31), date(2024, 1, 1)))
quick = settings(max_examples=150, deadline=None)


def _answer(title: str, history: History) -> Answer:
    """Judge at the fixed year and day."""
    return answer_only(award=title, history=history, year=YEAR, decided_on=DAY)


@quick
@given(histories(), titles, days)
def test_quick_answer_equals_full_judgement(history: History, title: str, day: date) -> None:
    """The fast path and the explained path are one interpreter."""
    full = judge(award=title, history=history, year=YEAR, decided_on=day)
    assert answer_only(award=title, history=history, year=YEAR, decided_on=day) is full.answer is full.tree.answer


@quick
@given(histories(), titles, days)
def test_json_round_trip(history: History, title: str, day: date) -> None:
    """A stored judgement comes back equal, also from a database which reorders keys."""
    full = judge(award=title, history=history, year=YEAR, decided_on=day)
    assert Judgement.from_json(json.loads(json.dumps(full.as_json(), sort_keys=True))) == full


@quick
@given(histories(), titles)
def test_forgetting_never_decides(history: History, title: str) -> None:
    """Forgetting a fact leaves a decision or opens it; it never makes one and never turns one round.

    With alternatives a forgotten fact may leave a branch that a person can still open (“needs_person”),
    so the general law is: after forgetting, the answer is the same or undecided, and what was
    undecided stays so.
    """
    before = _answer(title, history)
    for poorer in forgotten(history):
        after = _answer(title, poorer)
        assert after is before or after in UNDECIDED
        if before in UNDECIDED:
            assert after in UNDECIDED


@quick
@given(histories(), titles)
def test_forgetting_a_condition_without_alternatives_gives_missing_data(history: History, title: str) -> None:
    """Of a single condition read from records, forgetting leaves the answer or makes it missing data."""
    bound = bound_rule(shipped(), title, DAY)
    assert bound is not None
    composite = AllOf | AnyOf | MeetsRule | RecognisedInitiatives | HumanFinding
    leaves = [part for part in walk(bound.condition) if not isinstance(part, composite)]
    before = [look(leaf, Case(shipped(), history, YEAR, DAY, bound))[0] for leaf in leaves]
    for poorer in forgotten(history):
        after = [look(leaf, Case(shipped(), poorer, YEAR, DAY, bound))[0] for leaf in leaves]
        assert all(new in (old, Answer.MISSING_DATA) for old, new in zip(before, after, strict=True))


@quick
@given(histories(), titles)
def test_forgetting_is_noticed_by_a_decided_rule(history: History, title: str) -> None:
    """Control for the two above: who meets a rule no longer does once all is forgotten."""
    if _answer(title, history) is Answer.MET:
        assert _answer(title, History()) is Answer.MISSING_DATA


@quick
@given(histories(), titles, st.sampled_from(TITLES), st.sampled_from(("grassroots", "national")))
def test_earlier_unrelated_facts_do_not_matter(history: History, title: str, code: str, scope: str) -> None:
    """Titles, initiatives and years from before every window change nothing."""
    long_ago = YEARS[0] - 1
    record = YearRecord(long_ago, "not_completed", frozenset(), 3, {"law_abiding": False})
    richer = replace(
        history,
        years={**history.years, long_ago: record},
        titles=None if history.titles is None else (*history.titles, AwardHeld(code, long_ago)),
        initiatives=None
        if history.initiatives is None
        else (*history.initiatives, InitiativeRecord(long_ago, scope, None)),
    )
    assert _answer(title, richer) is _answer(title, history)


@pytest.mark.parametrize("title", TITLES)
def test_nothing_known_is_missing_data(title: str) -> None:
    """Of a stranger the engine says that data are missing, for every title."""
    assert _answer(title, History()) is Answer.MISSING_DATA


@quick
@given(histories(), titles)
def test_more_initiatives_never_harm(history: History, title: str) -> None:
    """A further unused initiative of the year never worsens the answer: the law is monotone there."""
    if history.initiatives is None:
        return
    richer = replace(history, initiatives=(*history.initiatives, InitiativeRecord(YEAR, "national")))
    chain = (Answer.NOT_MET, Answer.MISSING_DATA, Answer.NEEDS_PERSON, Answer.MET)
    assert chain.index(_answer(title, richer)) >= chain.index(_answer(title, history))
