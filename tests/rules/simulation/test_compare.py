"""Two laws on the same people: a law against itself changes nothing, order changes nothing, nobody is counted twice."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.samples import DAY, TITLES, YEAR, histories
from thidua.rules.answers import Answer
from thidua.rules.engine import answer_only, judge
from thidua.rules.facts import AwardHeld, DisciplineRecord, History, InitiativeRecord, YearRecord
from thidua.rules.library import profiles, shipped
from thidua.rules.simulation.compare import Direction, Side, Subject, compare, direction, ruling_of
from thidua.rules.simulation.standing import standing_book

L22 = date(2024, 6, 1)
BOOK = shipped()
OLD = Side(standing_book(BOOK, DAY), DAY)
NEW = Side(standing_book(BOOK, L22), DAY)
FINDINGS = dict.fromkeys(("law_abiding", "united", "active", "productive"), True)


def worker(registered: frozenset[str] | None, **more: object) -> History:
    record = YearRecord(YEAR, "excellent", registered, 12, FINDINGS)
    facts = {"titles": (), "initiatives": (), "disciplines": (), "forms": (), "open_cases": (), **more}
    return History({YEAR: record}, **facts)


def subject(pk: int, history: History, **groups: str) -> Subject:
    return Subject(pk, history, {"sex": "female", "unit": "A", **groups})


people = st.lists(histories(), max_size=4).map(
    lambda found: [subject(pk, history, sex="female" if pk % 2 else "male") for pk, history in enumerate(found)]
)


@settings(max_examples=60, deadline=None)
@given(people)
def test_a_law_compared_with_itself_changes_nothing(found: list[Subject]) -> None:
    again = Side(standing_book(BOOK, DAY), DAY)  # another object, the same law
    assert compare(OLD, again, found, TITLES, YEAR).changes == ()


@settings(max_examples=60, deadline=None)
@given(people, st.randoms())
def test_the_order_of_subjects_changes_nothing(found: list[Subject], chance: random.Random) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert compare(OLD, NEW, found, TITLES, YEAR) == compare(OLD, NEW, shuffled, TITLES, YEAR)


@settings(max_examples=60, deadline=None)
@given(people)
def test_swapping_the_sides_turns_gains_into_losses(found: list[Subject]) -> None:
    there, back = compare(OLD, NEW, found, TITLES, YEAR), compare(NEW, OLD, found, TITLES, YEAR)
    turned = {Direction.GAIN: Direction.LOSS, Direction.LOSS: Direction.GAIN, Direction.OTHER: Direction.OTHER}
    assert [(c.subject_id, c.award, turned[c.direction]) for c in there.changes] == [
        (c.subject_id, c.award, c.direction) for c in back.changes
    ]


@settings(max_examples=60, deadline=None)
@given(people)
def test_each_table_counts_every_change_once(found: list[Subject]) -> None:
    result = compare(OLD, NEW, found, TITLES, YEAR)
    for counts in result.tables().values():
        assert sum(sum(row.values()) for row in counts.values()) == len(result.changes)
    assert result.questions == len(found) * len(TITLES)


@settings(max_examples=60, deadline=None)
@given(people)
def test_every_change_is_what_both_books_say(found: list[Subject]) -> None:
    changed = {(c.subject_id, c.award): c for c in compare(OLD, NEW, found, TITLES, YEAR).changes}
    for one in found:
        for award in TITLES:
            was, becomes = (
                answer_only(award=award, history=one.history, year=YEAR, decided_on=DAY, book=side.book)
                for side in (OLD, NEW)
            )
            change = changed.get((one.id, award))
            assert (change is None) == (was is becomes)
            if change:
                assert (change.before.answer, change.after.answer) == (was, becomes)
                assert all(reason.answer is change.before.answer for reason in change.before.deciding)


def test_who_did_not_register_gains_by_the_law_that_no_longer_asks_it() -> None:
    result = compare(OLD, NEW, [subject(1, worker(frozenset()))], ["advanced_worker"], YEAR)
    (change,) = result.changes
    assert change.direction is Direction.GAIN
    assert [reason.condition_code for reason in change.before.deciding] == ["registered"]
    assert change.provision == "I-LDTT-03/registered"
    assert result.tables()["sex"] == {"female": {"gain": 1, "loss": 0, "other": 0}}


def test_a_law_that_asks_more_takes_away_and_names_what_it_asks() -> None:
    result = compare(NEW, OLD, [subject(1, worker(frozenset()))], ["advanced_worker"], YEAR)
    (change,) = result.changes
    assert (change.direction, change.provision) == (Direction.LOSS, "I-LDTT-03/registered")
    assert change.after.as_json()["deciding"][0]["code"] == "registered"
    assert change.before.as_json() == {"answer": "met", "rule": "I-LDTT-22", "regime": "L22a", "deciding": []}


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (Answer.NOT_MET, Answer.MET, Direction.GAIN),
        (Answer.MISSING_DATA, Answer.MET, Direction.GAIN),
        (Answer.MET, Answer.NEEDS_PERSON, Direction.LOSS),
        (Answer.NOT_MET, Answer.MISSING_DATA, Direction.OTHER),
    ],
)
def test_directions(before: Answer, after: Answer, way: Direction) -> None:
    assert direction(before, after) is way


def test_a_book_that_stands_still_judges_old_facts_by_the_law_of_its_day() -> None:
    history = worker(frozenset(), disciplines=(DisciplineRecord("warning", date(2019, 5, 1), date(2020, 5, 1)),))
    # Judged on a later day, the term would be over and the comparison would show a change that no law made.
    found = judge(award="advanced_worker", history=history, year=YEAR, decided_on=DAY, book=NEW.book)
    assert (found.rule_id, found.regime_code, found.decided_on) == ("I-LDTT-22", "L22a", DAY)
    assert found.answer is not Answer.MET


def test_a_carried_law_stands_still_with_the_numbers_it_was_carried_with() -> None:
    day = date(2026, 11, 1)
    still = standing_book(BOOK, day)
    for award in BOOK.awards_on(day, None):
        history = worker(frozenset(), titles=(AwardHeld("grassroots_fighter", 2018),))
        there = judge(award=award, history=history, year=2026, decided_on=day, book=BOOK)
        here = judge(award=award, history=history, year=2026, decided_on=day, book=still)
        assert here == there


def test_a_profile_stands_still_with_its_law() -> None:
    for profile in profiles():
        inside, outside = profile.period.start, date(2100, 1, 1)
        there = BOOK.with_profile(profile)
        still = standing_book(there, inside)
        for sheet, choices in profile.choices.items():
            for name, value in choices.items():
                dated = still.number(sheet, name, DAY)
                assert dated is None or dated.value == value
        if profile.period.until is not None:
            later = standing_book(there, outside)
            assert later.profile is not None
            assert (later.profile.choices, later.profile.gates) == ({}, ())


def test_neither_book_is_touched() -> None:
    before = (dict(BOOK.rules), BOOK.gates, dict(BOOK.sheets), BOOK.regimes)
    history = worker(frozenset(), initiatives=(InitiativeRecord(2019, "national"),))
    compare(OLD, NEW, [subject(1, history)], TITLES, YEAR)
    standing_book(BOOK, L22)
    assert (dict(BOOK.rules), BOOK.gates, dict(BOOK.sheets), BOOK.regimes) == before


def test_what_decides_a_refusal_are_its_innermost_reasons() -> None:
    found = judge(award="national_fighter", history=worker(frozenset()), year=YEAR, decided_on=DAY, book=OLD.book)
    ruling = ruling_of(found)
    assert {"registered"} <= {reason.condition_code for reason in ruling.deciding}
    assert all(not [c for c in reason.children if c.answer is ruling.answer] for reason in ruling.deciding)
    assert ruling.provision.startswith("I-CSTQ-03/")
