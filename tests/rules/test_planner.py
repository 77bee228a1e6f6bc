"""A plan replays to “met” in its year and in none before, and no other conduct gets there earlier (brute force)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.rules.answers import Answer
from thidua.rules.book import LawBook
from thidua.rules.engine import answer_only
from thidua.rules.facts import AwardHeld, DisciplineRecord, History, InitiativeRecord, OpenCase, YearRecord
from thidua.rules.library import read_rules, shipped
from thidua.rules.names import AWARDS
from thidua.rules.numbers import sheet_from
from thidua.rules.planner.plans import Plan, holds_good, plan
from thidua.rules.planner.saying import Stage, say_plan
from thidua.rules.stories import Story, load_stories

FROM = 2027
STORIES = [story for award in AWARDS for story in load_stories(award)]
LOW, MIDDLE, HIGH = "grassroots_fighter", "ministerial_provincial_fighter", "national_fighter"
KNOWN = History(titles=(), initiatives=(), disciplines=(), forms=(), open_cases=())


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.award}: {story.name}")
def test_plans_for_everybody_in_the_stories_replay(story: Story) -> None:
    found = plan(story.award, story.history, FROM)
    assert (found.year is None) == bool(found.blocked)
    assert holds_good(found) == (found.year is not None)
    assert [step.award for step in found.steps][-1:] == ([] if found.year is None else [story.award])
    text = say_plan(found)
    assert not any(part in text for part in ("{", "None", "_fighter", "True"))


@pytest.mark.parametrize("story", STORIES[::5], ids=lambda story: f"{story.award}: {story.name}")
def test_plans_from_the_year_of_the_story_agree_with_its_judgement(story: Story) -> None:
    """Who meets it on the last day of the year needs no deed; the plan of others never starts before theirs."""
    met = answer_only(award=story.award, history=story.history, year=story.year, decided_on=date(story.year, 12, 31))
    found = plan(story.award, story.history, story.year)
    if met is Answer.MET:
        assert found.year == story.year
    assert found.year is None or holds_good(found)


# Brute force: every year the person does nothing or everything, and takes any of the awards earned, or leaves it.


def everything(year: int, history: History, awards: tuple[str, ...], findings: tuple[str, ...]) -> History:
    found = dict.fromkeys(findings, True)
    record = YearRecord(year, "excellent", frozenset(awards), 12, found, benefit=100)
    new = tuple(InitiativeRecord(year, "national", award) for award in awards)
    return replace(
        history, years={**history.years, year: record}, initiatives=(*(history.initiatives or ()), *new, *new)
    )


def met(award: str, history: History, year: int, book: LawBook) -> bool:
    return answer_only(award=award, history=history, year=year, decided_on=date(year, 12, 31), book=book) is Answer.MET


def takings(history: History, year: int, on_the_way: tuple[str, ...], book: LawBook) -> Iterator[History]:
    """Yield the history with each choice of awards taken, lower ones first."""
    for size in range(len(on_the_way) + 1):
        for chosen in combinations(on_the_way, size):
            taken, allowed = history, True
            for award in chosen:
                allowed = allowed and met(award, taken, year, book)
                taken = replace(taken, titles=(*(taken.titles or ()), AwardHeld(award, year)))
            if allowed:
                yield taken


def earliest(history: History, horizon: int, book: LawBook, findings: tuple[str, ...]) -> int | None:
    lives = [history]
    for year in range(FROM, FROM + horizon):
        acted = chain.from_iterable((life, everything(year, life, (LOW, MIDDLE, HIGH), findings)) for life in lives)
        lives = [taken for life in acted for taken in takings(life, year, (LOW, MIDDLE), book)]
        if any(met(HIGH, life, year, book) for life in lives):
            return year
    return None


NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "hundred": 100, "yes": True, "no": False, "good": "good"}
UNITS = {"good": "grade", "yes": "flag", "no": "flag"}


def book_of(**needs: list[dict[str, Any]]) -> LawBook:
    """A law of three awards; every condition may use the numbers above."""
    values = [
        {"first_day": date(2026, 10, 1), "last_day": None, "source": "thử", "confidence": "M", "checked_by": None}
    ]
    numbers = {
        name: {"label_vi": name, "unit": UNITS.get(name, "years"), "values": [{**values[0], "value": value}]}
        for name, value in NUMBERS.items()
    }
    rules = {
        award: read_rules(
            {
                "award": award,
                "rules": [
                    {
                        "id": f"X-{award}",
                        "first_day": date(2026, 10, 1),
                        "last_day": None,
                        "citation": "Văn bản thử",
                        "confidence": "M",
                        "needs": {"all": parts},
                    }
                ],
            },
            date(2026, 10, 1),
        )
        for award, parts in needs.items()
    }
    sheets = {award: sheet_from(award, {"numbers": numbers}) for award in needs}
    return LawBook("thử", shipped().regimes, rules, (), sheets)


def run(award: str, years: str, include: str = "no") -> dict[str, Any]:
    return {"run": {"award": award, "years": years, "include_proposal_year": include}}


def times(award: str, count: str, window: str, include: str = "no") -> dict[str, Any]:
    return {"times_held": {"award": award, "times": count, "window": window, "include_proposal_year": include}}


def initiative(window: str = "one", include: str = "yes") -> dict[str, Any]:
    fields = {"scope": "grassroots", "at_least": "one", "window": window, "include_proposal_year": include}
    return {"initiatives": fields}


GRADE = {"grade": {"at_least": "good"}}
FINDING = {"finding": {"named": "f"}, "text": "nhận xét tốt", "why_not": "chưa tốt", "about": "nhận xét"}
GRADE_RUN = {"grade_run": {"min_grade": "good", "years": "two", "include_proposal_year": "yes"}}


def grades(count: str, window: str, include: str) -> dict[str, Any]:
    fields = {"min_grade": "good", "times": count, "window": window, "include_proposal_year": include}
    return {"grades": fields}


def stretched(part: dict[str, Any]) -> dict[str, Any]:
    (kind,) = part
    return {kind: {**part[kind], "stretch": {"min_grade": "good"}}}


small = st.sampled_from(("one", "two", "three"))
flags = st.sampled_from(("yes", "no"))
low_parts = st.sampled_from((GRADE, FINDING, GRADE_RUN, initiative(), initiative("two", "no"))) | small.map(
    lambda window: {"not_held": {"award": LOW, "window": window}}
)
middle_parts = st.one_of(
    st.builds(run, st.just(LOW), small, flags),
    small.map(lambda window: {"not_held": {"award": MIDDLE, "window": window}}),
    st.sampled_from(({"held": {"award": LOW}}, {"meets": {"award": LOW}}, FINDING, {"not_held": {"award": MIDDLE}})),
)
high_parts = st.one_of(
    st.builds(run, st.sampled_from((LOW, MIDDLE)), small, flags),
    st.builds(times, st.sampled_from((LOW, MIDDLE)), small, st.sampled_from(("three", "four")), flags),
    st.builds(times, st.just(LOW), small, st.just("two"), flags).map(stretched),
    st.builds(grades, small, st.just("three"), flags),
    st.builds(grades, small, st.just("two"), flags).map(stretched),
    st.sampled_from(
        (
            {"held_before": {"award": MIDDLE}},
            {"held_before": {"award": LOW, "window": "two", "include_proposal_year": "no"}},
            {"held": {"award": MIDDLE, "years_before": "one"}},
            {"any": [{"held": {"award": MIDDLE}}, run(LOW, "three")]},
            {"sum": {"fact": "benefit", "at_least": "hundred", "window": "two", "include_proposal_year": "no"}},
            {"not_held": {"award": HIGH}},
            stretched(initiative("two", "no")),
        )
    ),
)
laws = st.builds(
    lambda low, middle, high: book_of(**{LOW: low, MIDDLE: middle, HIGH: high}),
    st.lists(low_parts, min_size=1, max_size=2),
    st.lists(middle_parts, min_size=1, max_size=2),
    st.lists(high_parts, min_size=1, max_size=3),
)
pasts = st.builds(
    lambda low, middle: replace(
        KNOWN, titles=tuple(AwardHeld(code, year) for code, years in ((LOW, low), (MIDDLE, middle)) for year in years)
    ),
    st.sets(st.integers(FROM - 4, FROM - 1)),
    st.sets(st.integers(FROM - 4, FROM - 1), max_size=1),
)


@settings(max_examples=150, deadline=None)
@given(laws, pasts)
def test_no_conduct_gets_there_earlier(book: LawBook, past: History) -> None:
    found = plan(HIGH, past, FROM, book, horizon=4)
    assert found.year == earliest(past, 4, book, ("f",))
    assert found.year is None or holds_good(found, book)


@settings(max_examples=12, deadline=None)
@given(st.sets(st.integers(FROM - 6, FROM - 1)), st.sets(st.integers(FROM - 6, FROM - 1), max_size=2))
def test_no_conduct_gets_there_earlier_under_the_law(low: set[int], middle: set[int]) -> None:
    titles = tuple(AwardHeld(code, year) for code, years in ((LOW, low), (MIDDLE, middle)) for year in sorted(years))
    past = replace(KNOWN, titles=titles)
    findings = ("united", "active", "chosen_ministerial_provincial_fighter", "chosen_national_fighter")
    assert plan(HIGH, past, FROM, horizon=4).year == earliest(past, 4, shipped(), findings)


def test_waiting_with_an_award_can_be_the_shorter_way() -> None:
    """MIDDLE at once would close its own way for three years; HIGH wants it the year before, together with LOW."""
    book = book_of(
        **{
            LOW: [GRADE_RUN],
            MIDDLE: [{"not_held": {"award": MIDDLE, "window": "three"}}],
            HIGH: [run(MIDDLE, "one"), run(LOW, "one")],
        }
    )
    found = plan(HIGH, KNOWN, FROM, book)
    assert found.year == FROM + 2
    assert [(step.year, step.award) for step in found.steps] == [(2028, LOW), (2028, MIDDLE), (2029, HIGH)]
    assert holds_good(found, book)


def test_one_initiative_on_record_serves_one_award_only() -> None:
    book = book_of(**{LOW: [initiative("two", "no")], HIGH: [initiative("two", "no"), {"held": {"award": LOW}}]})
    one = replace(KNOWN, initiatives=(InitiativeRecord(FROM - 1, "grassroots"),))
    two = replace(KNOWN, initiatives=(InitiativeRecord(FROM - 1, "grassroots"),) * 2)
    assert plan(HIGH, two, FROM, book).year == FROM
    assert holds_good(plan(HIGH, two, FROM, book), book)
    found = plan(HIGH, one, FROM, book)
    assert (found.year, holds_good(found, book)) == (FROM + 1, True)


def steps(found: Plan) -> list[tuple[int, str]]:
    return [(step.year, step.award) for step in found.steps]


def test_from_nothing_to_the_national_title() -> None:
    found = plan(HIGH, KNOWN, FROM)
    assert found.year == 2033
    assert steps(found) == sorted(
        [*((year, LOW) for year in range(2027, 2033)), (2029, MIDDLE), (2032, MIDDLE), (2033, HIGH)]
    )
    text = say_plan(found)
    assert text.startswith("Chiến sĩ thi đua toàn quốc: sớm nhất là năm 2033.")
    assert "2027, 2028, 2029, 2030, 2031, 2032: đạt Chiến sĩ thi đua cơ sở, cần:" in text
    assert "hoàn thành xuất sắc nhiệm vụ trở lên hoặc có sáng kiến" in text
    assert "Chưa đối chiếu Luật 06/2026/QH16" in text
    assert found.as_json()["year"] == 2033


def test_who_has_all_already_needs_nothing() -> None:
    good = YearRecord(FROM, "good", months_worked=12, findings={"united": True, "active": True})
    found = plan("advanced_worker", replace(KNOWN, years={FROM: good}), FROM)
    assert (found.year, found.deeds) == (FROM, ())
    assert "đã đủ dữ kiện" in say_plan(found)


def test_what_is_known_of_the_first_year_stays() -> None:
    bad = replace(KNOWN, years={FROM: YearRecord(FROM, "not_completed")})
    assert plan("advanced_worker", bad, FROM).year == FROM + 1


def test_what_is_given_only_once_is_blocked_for_ever() -> None:
    held = replace(KNOWN, forms=(AwardHeld("union_medal", 2020),))
    found = plan("union_medal", held, FROM)
    assert found.year is None
    assert "đã được tặng Kỷ niệm chương" in found.blocked[0]
    assert (
        say_plan(found)
        .splitlines()[0]
        .endswith("không thể đủ điều kiện trong các năm 2027–2038, dù mọi việc đều thuận lợi.")
    )


def test_a_rule_nobody_read_is_said_to_block() -> None:
    found = plan("collective_order_labour_1", History(), FROM)
    assert found.year is None
    assert any("Huân chương Lao động hạng Nhì (tập thể)" in reason for reason in found.blocked)
    assert not holds_good(found)


def test_no_rule_in_those_years_is_said() -> None:
    found = plan(LOW, KNOWN, 2000, horizon=3)
    assert (found.year, found.warnings) == (None, ())
    assert "nằm ngoài các thời kỳ pháp luật" in found.blocked[0]


def test_gaps_are_taken_as_empty_and_said_so() -> None:
    found = plan(LOW, History(lists_known_from=2020, titles_known_until=2022), FROM)
    assert found.year == FROM
    assert len(found.assumptions) == 7
    assert "chưa ghi vào sổ" in found.assumptions[-1]
    assert plan(LOW, replace(KNOWN, titles_known_until=FROM - 1), FROM).assumptions == ()


def test_an_open_case_is_taken_to_be_cleared_and_said_so() -> None:
    open_case = replace(KNOWN, open_cases=(OpenCase("complaint", date(2026, 5, 1)),))
    found = plan(LOW, open_case, FROM)
    assert (found.year, len(found.assumptions)) == (FROM, 1)
    assert holds_good(found)
    cleared = replace(KNOWN, open_cases=(OpenCase("complaint", date(2026, 5, 1), date(2026, 6, 1)),))
    assert plan(LOW, cleared, FROM).assumptions == ()


def test_a_running_term_of_discipline_is_waited_for() -> None:
    served = replace(KNOWN, disciplines=(DisciplineRecord("warning", date(2026, 6, 1), date(2028, 6, 1)),))
    assert plan(LOW, served, FROM).year == 2029


def test_union_work_goes_on_as_before() -> None:
    months = {"full_time": 0, "part_time_state": 170, "part_time_non_state": 0, "under_discipline": 0}
    years = {FROM - 1: YearRecord(FROM - 1, "completed", union_months=months)}
    known = replace(KNOWN, years={**years, FROM: YearRecord(FROM, findings={"union_medal_other_case": False})})
    found = plan("union_medal", known, FROM)
    assert found.year is not None
    assert holds_good(found)


def test_a_collectives_shares_are_reached_by_all_its_members() -> None:
    found = plan("excellent_collective", replace(KNOWN, years={2026: YearRecord(2026, members=7)}), FROM)
    assert (found.year, holds_good(found)) == (FROM, True)
    assert found.history.years[FROM].members == 7


def test_one_known_count_of_a_share_is_kept() -> None:
    known = YearRecord(FROM, members=20, members_with={"advanced_worker": 5})
    assert plan("advanced_collective", replace(KNOWN, years={FROM: known}), FROM).year == FROM + 1


def test_what_counts_only_long_after_a_grant_is_waited_for() -> None:
    before = {"held_before": {"award": LOW, "window": "two", "include_proposal_year": "no"}}
    book = book_of(**{LOW: [GRADE], HIGH: [before]})
    found = plan(HIGH, KNOWN, FROM, book)
    assert steps(found) == [(2027, LOW), (2030, HIGH)]
    assert holds_good(found, book)


def test_a_stage_of_years_in_a_row_is_told_from_one_with_gaps() -> None:
    assert Stage("advanced_worker", (2024, 2025, 2026), ()).unbroken
    assert not Stage("advanced_worker", (2024, 2026), ()).unbroken


def test_an_award_asked_for_at_any_time_before_is_planned_for_the_first_year() -> None:
    """The condition “held before” without a window: the nearest grant opens the award the year after."""
    book = book_of(**{LOW: [{"grade": {"at_least": "good"}}], MIDDLE: [{"held_before": {"award": LOW}}]})
    found = plan(MIDDLE, KNOWN, FROM, book=book)
    assert [(step.year, step.award) for step in found.steps] == [(FROM, LOW), (FROM + 1, MIDDLE)]
