"""The smallest sets of changes are exactly those that brute force finds, on made-up rules and on the law's own."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.rules.answers import Answer
from thidua.rules.book import LawBook
from thidua.rules.changes import LARGEST_SET, MOST_SETS, Change, one_missing, smallest_changes
from thidua.rules.engine import answer_only
from thidua.rules.facts import AwardHeld, History, InitiativeRecord, YearRecord
from thidua.rules.library import read_rules, shipped
from thidua.rules.names import AWARDS
from thidua.rules.stories import Story, load_stories
from thidua.rules.story_files import narrowed

YEAR, DAY = 2027, date(2027, 12, 31)
AWARD = "certificate"
CODES = "abcdefgh"
STORIES = [story for award in AWARDS for story in load_stories(award)]


def leaf(code: str) -> dict[str, Any]:
    return {"finding": {"named": code}, "text": code, "why_not": code, "about": code}


def book_of(needs: dict[str, Any]) -> LawBook:
    """A law with one rule and no gates."""
    row = {
        "id": "X-1",
        "first_day": date(2026, 10, 1),
        "last_day": None,
        "citation": "Văn bản thử",
        "confidence": "M",
        "needs": needs,
    }
    rules = read_rules({"award": AWARD, "rules": [row]}, date(2026, 10, 1))
    return LawBook("thử", shipped().regimes, {AWARD: rules}, (), {})


leaves = st.sampled_from(CODES).map(leaf)
trees = st.recursive(
    leaves,
    lambda parts: st.tuples(st.sampled_from(("all", "any")), st.lists(parts, min_size=1, max_size=4)).map(
        lambda pair: {pair[0]: pair[1]}
    ),
    max_leaves=8,
)
findings = st.dictionaries(st.sampled_from(CODES), st.booleans())


def history_of(found: dict[str, bool]) -> History:
    return History({YEAR: YearRecord(YEAR, findings=found)})


def brute_force(book: LawBook, found: dict[str, bool]) -> set[frozenset[str]]:
    """Try every set of up to three findings; keep those of which no part is enough."""
    enough: list[frozenset[str]] = []
    for size in range(LARGEST_SET + 1):
        for codes in combinations(CODES, size):
            smaller = any(known <= set(codes) for known in enough)
            after = history_of({**found, **dict.fromkeys(codes, True)})
            if (
                not smaller
                and answer_only(award=AWARD, history=after, year=YEAR, decided_on=DAY, book=book) is Answer.MET
            ):
                enough.append(frozenset(codes))
    return set(enough)


@settings(max_examples=1000, deadline=None)
@given(trees, findings)
def test_equals_brute_force(tree: dict[str, Any], found: dict[str, bool]) -> None:
    book = book_of(tree)
    sets = smallest_changes(AWARD, history_of(found), YEAR, DAY, book)
    named = [frozenset(change.code.removeprefix("finding.") for change in changes) for changes in sets]
    expected = brute_force(book, found)
    assert len(named) == len(set(named)) == min(len(expected), MOST_SETS)
    assert set(named) <= expected
    assert [len(codes) for codes in named] == sorted(map(len, expected))[:MOST_SETS]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.award}: {story.name}")
def test_every_story_reads_as_what_to_do(story: Story) -> None:
    sets = smallest_changes(story.award, story.history, story.year, story.date)
    assert (sets == (frozenset(),)) == (story.answer is Answer.MET)
    for change in (change for changes in sets for change in changes):
        assert change.answer is not Answer.MET
        assert change.todo_vi.endswith(".")
        assert not any(part in change.text_vi + change.todo_vi for part in ("{", "None", "_"))


def told(award: str, beginning: str) -> Story:
    return next(story for story in load_stories(award) if story.name.startswith(beginning))


def single(award: str, history: History, year: int, day: date, book: LawBook | None = None) -> Change:
    (changes,) = smallest_changes(award, history, year, day, book)
    (change,) = changes
    return change


def test_an_initiative_can_still_be_recognised_while_its_window_lasts() -> None:
    story = told("grassroots_fighter", "An, 2018")
    now = single(story.award, story.history, story.year, story.date)
    later = single(story.award, story.history, story.year, date(2020, 5, 1))
    assert (now.code, now.possible) == ("initiatives", True)
    assert "hội đồng sáng kiến" in now.todo_vi
    assert not later.possible
    assert later.todo_vi.startswith("Việc này đã qua, không thay đổi được trong năm 2018.")


def worker(**facts: Any) -> History:
    good = {"grade": "good", "registered_titles": frozenset({"advanced_worker"})}
    found = dict.fromkeys(("law_abiding", "united", "active", "productive"), True)
    return History({2018: YearRecord(2018, **{**good, "findings": found, **facts})}, disciplines=())


def test_a_grade_given_stays_and_a_missing_one_can_be_added() -> None:
    settled = single("advanced_worker", worker(grade="not_completed"), 2018, date(2018, 12, 31))
    missing = single("advanced_worker", worker(grade=None), 2018, date(2018, 12, 31))
    assert (settled.code, settled.possible, settled.answer) == ("grade", False, Answer.NOT_MET)
    assert (missing.code, missing.possible, missing.answer) == ("grade", True, Answer.MISSING_DATA)
    assert missing.todo_vi.startswith("Bổ sung")


def test_a_late_registration_may_be_let_in() -> None:
    change = single("advanced_worker", worker(registered_titles=frozenset()), 2018, date(2018, 12, 31))
    assert (change.code, change.possible) == ("registered", True)


def fighter_history(*years: int) -> History:
    return History(
        {2027: YearRecord(2027, findings={"chosen_ministerial_provincial_fighter": True})},
        tuple(AwardHeld("grassroots_fighter", year) for year in years),
        (InitiativeRecord(2027, "provincial"),),
        (),
        open_cases=(),
    )


def test_only_the_years_own_decision_can_still_come() -> None:
    last = single("ministerial_provincial_fighter", fighter_history(2025, 2026), 2027, DAY)
    gone = single("ministerial_provincial_fighter", fighter_history(2025, 2027), 2027, DAY)
    assert (last.code, last.possible) == ("run.grassroots_fighter", True)
    assert (gone.code, gone.possible) == ("run.grassroots_fighter", False)


def test_the_grant_that_completes_a_count_can_still_come() -> None:
    years = {year: YearRecord(year, "good") for year in range(2023, 2028)}
    forms = (AwardHeld("ministerial_provincial_merit_certificate", 2021),)
    merit, _ = narrowed(shipped(), "I-BKTT-22b")

    def of(*fighter: int) -> Change:
        held = tuple(AwardHeld("grassroots_fighter", year) for year in fighter)
        known = History(years, held, (), (), forms=forms, open_cases=())
        return single("prime_minister_merit_certificate", known, 2027, DAY, merit)

    assert (of(2024, 2025).code, of(2024, 2025).possible) == ("times_held.grassroots_fighter", True)
    assert not of(2024).possible
    assert not of(2025, 2027).possible


def test_what_only_a_reader_of_the_gazette_can_answer_is_no_change_to_be_had() -> None:
    change = single("order_labour_1", History(disciplines=(), open_cases=(), forms=()), 2027, DAY)
    assert not change.possible
    assert "đối chiếu văn bản" in change.todo_vi


def test_a_followed_rule_that_nobody_encoded_is_for_a_person() -> None:
    book = book_of({"meets": {"award": "national_fighter"}, "code": "m"})
    (changes,) = smallest_changes(AWARD, History(), YEAR, DAY, book)
    assert [(change.code, change.possible) for change in changes] == [("m", False)]


def test_no_rule_on_the_day_means_no_set() -> None:
    assert smallest_changes("grassroots_fighter", History(), 2016, date(2000, 1, 1)) == ()


def test_one_finding_wanted_in_two_places_is_one_change() -> None:
    book = book_of({"all": [leaf("a"), {"any": [leaf("a"), leaf("b")]}]})
    assert [len(changes) for changes in smallest_changes(AWARD, History(), YEAR, DAY, book)] == [1]


def test_of_equal_sets_the_possible_come_first() -> None:
    book = book_of({"any": [{"unread": {}, "code": "a.unread"}, leaf("z")]})
    first, second = smallest_changes(AWARD, History(), YEAR, DAY, book)
    assert [change.code for change in (*first, *second)] == ["finding.z", "a.unread"]
    assert next(iter(first)).as_json().keys() == {"code", "answer", "text", "todo", "possible"}


def test_of_a_unit_those_who_lack_one_thing() -> None:
    book = book_of({"all": [leaf("a"), {"any": [leaf("b"), leaf("c")]}]})
    unit = {
        "đủ": history_of({"a": True, "b": True}),
        "thiếu một": history_of({"a": True}),
        "thiếu một điều khác": history_of({"c": True}),
        "thiếu hai": history_of({}),
    }
    found = one_missing(unit, AWARD, YEAR, DAY, book)
    assert {name: [change.code for change in changes] for name, changes in found.items()} == {
        "thiếu một": ["finding.b", "finding.c"],
        "thiếu một điều khác": ["finding.a"],
    }
