"""What a city or federation lays down over national law: it may choose what is open and add; it takes nothing away."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.rules.answers import RANK, Answer
from thidua.rules.book import LawBook
from thidua.rules.engine import answer_only, judge
from thidua.rules.errors import RuleDataError
from thidua.rules.library import profile, profiles, read_profile, shipped
from thidua.rules.provisions.figures import figures_of
from thidua.rules.provisions.grading import excellent_cap
from thidua.rules.simulation.standing import standing_book
from thidua.rules.stories import Story, history_from, load_gate_stories, load_stories

BOOK = shipped()
STORIES = (*load_gate_stories(), *(story for award in BOOK.rules for story in load_stories(award)))
CITY: dict[str, Any] = {
    "code": "city",
    "name_vi": "UBND Thành phố thử",
    "source": "QĐ 01/2024/QĐ-UBND",
    "first_day": date(2024, 3, 1),
    "last_day": date(2026, 12, 31),
}
COLLECTIVE = "collective_ministerial_provincial_merit_certificate"
GATES: list[dict[str, Any]] = [
    {"not_disciplined_in_year": {}},
    {"no_open_case": {}},
    {"discipline_served": {}},
    {"held": {"award": "advanced_worker"}},
    {"unread": {}},
    {"compare": {"fact": "months_worked", "op": ">=", "needed": "city_months"}},
    {"finding": {"named": "city_good"}, "text": "tốt", "why_not": "chưa tốt", "about": "nhận xét"},
    {
        "any": [{"not_held": {"award": "certificate"}}, {"no_open_case": {}}],
        "text": "một trong hai",
        "why_not": "không có cách nào",
        "about": "hai cách",
    },
]
MONTHS = {
    "label_vi": "Số tháng",
    "unit": "months",
    "values": [
        {
            "first_day": date(2010, 1, 1),
            "last_day": None,
            "value": 9,
            "source": "QĐ 01/2024/QĐ-UBND",
            "confidence": "R",
            "checked_by": None,
        }
    ],
}


def _gate(gate_id: str, needs: dict[str, Any], awards: list[str]) -> dict[str, Any]:
    return {
        "id": gate_id,
        "name_vi": "Điều kiện riêng",
        "awards": awards,
        "first_day": date(2010, 1, 1),
        "last_day": None,
        "citation": "QĐ 01/2024/QĐ-UBND, Điều 5",
        "confidence": "R",
        "needs": deepcopy(needs),
    }


def _city(**more: Any) -> LawBook:
    return BOOK.with_profile(read_profile({**CITY, **more}, BOOK))


def test_shipped_profiles_apply() -> None:
    assert [item.code for item in profiles()] == ["hanoi", "union_confederation"]
    for item in profiles():
        assert BOOK.with_profile(item).profile is item


def test_unknown_profile_is_told() -> None:
    with pytest.raises(RuleDataError, match="hue") as caught:
        profile("hue")
    assert "hanoi" in caught.value.next_step_vi


@pytest.mark.parametrize(
    ("day", "values"),
    [
        (date(2017, 4, 27), []),
        (date(2017, 4, 28), ["75 %", "2"]),
        (date(2020, 5, 7), ["75 %", "2"]),
        (date(2020, 5, 8), []),
    ],
)
def test_hanoi_speaks_while_its_decision_was_in_force(day: date, values: list[str]) -> None:
    book = BOOK.with_profile(profile("hanoi"))
    assert [figure.words_vi for row in ("H-75", "H-2") for figure in figures_of(row, day, book=book)] == values


@pytest.mark.parametrize(
    ("row", "day", "values"),
    [
        ("U-THEME", date(2017, 12, 27), []),
        ("U-THEME", date(2017, 12, 28), [300, 4]),
        ("U-THEME", date(2024, 5, 28), [300, 4]),
        ("U-THEME", date(2024, 5, 29), []),
        ("U-CDCS", date(2018, 12, 31), []),
        ("U-CDCS", date(2019, 1, 1), [40, 40, 15, 5]),
    ],
)
def test_the_union_speaks_on_its_days(row: str, day: date, values: list[int]) -> None:
    book = BOOK.with_profile(profile("union_confederation"))
    assert [figure.value for figure in figures_of(row, day, book=book)] == values


def test_the_unions_sheet_adds_up_to_one_hundred() -> None:
    book = BOOK.with_profile(profile("union_confederation"))
    points = [figure.value for figure in figures_of("U-CDCS", date(2019, 1, 1), book=book)]
    assert sum(point for point in points if isinstance(point, int)) == 100


class TestChoices:
    """Only what the law leaves open may be chosen, and only while the profile is in force."""

    def _run(self, book: LawBook | None, day: date) -> Answer:
        """Two excellent years, 2022 and 2023, proposed in 2024 of which nothing is graded yet."""
        findings = {
            "collective_democracy_welfare": True,
            "collective_merit_certificate_movement": False,
            "collective_merit_certificate_sudden": False,
            "collective_merit_certificate_contribution": False,
        }
        raw = {
            "years": {
                2022: {"grade": "excellent"},
                2023: {"grade": "excellent"},
                2024: {"grade": "good", "findings": findings},
            },
            "titles": {},
        }
        return answer_only(award=COLLECTIVE, history=history_from(raw), year=2024, decided_on=day, book=book)

    def test_whether_the_proposal_year_counts(self) -> None:
        book = _city(choices={COLLECTIVE: {"merit_include_proposal_year": False}})
        inside, before = date(2024, 3, 1), date(2024, 2, 29)
        assert self._run(None, inside) is Answer.NOT_MET
        assert self._run(book, inside) is Answer.MET
        assert self._run(book, before) is Answer.NOT_MET
        assert self._run(book.with_profile(None), inside) is Answer.NOT_MET

    def test_the_explanation_names_who_chose_while_it_holds(self) -> None:
        book = _city(choices={COLLECTIVE: {"merit_include_proposal_year": False}})
        story = next(item for item in STORIES if item.award == COLLECTIVE and item.answer is Answer.MET)
        facts = {"award": story.award, "history": story.history, "year": story.year, "book": book}
        warning = "Áp dụng quy định riêng: UBND Thành phố thử (QĐ 01/2024/QĐ-UBND)."
        assert warning in judge(**facts, decided_on=date(2024, 12, 20)).warnings  # type: ignore[arg-type]
        assert warning not in judge(**facts, decided_on=date(2024, 2, 29)).warnings  # type: ignore[arg-type]

    def test_a_carried_rule_keeps_the_choice_of_today(self) -> None:
        book = _city(choices={COLLECTIVE: {"merit_include_proposal_year": False}}, first_day=date(2026, 10, 15))
        dated = [
            book.number(COLLECTIVE, "merit_include_proposal_year", day) for day in (date(2026, 9, 30), date(2024, 1, 1))
        ]
        assert [item.value for item in dated if item is not None] == [True, True]
        story = next(item for item in STORIES if item.award == COLLECTIVE and item.date == date(2026, 10, 1))
        facts = {"award": COLLECTIVE, "history": story.history, "year": story.year}
        assert answer_only(**facts, decided_on=date(2026, 10, 1), book=book) is Answer.MET  # type: ignore[arg-type]
        # 2024 has no record, so leaving out 2026 and counting 2024–2025 is not known any more.
        late = answer_only(**facts, decided_on=date(2026, 10, 15), book=book)  # type: ignore[arg-type]
        assert late is Answer.MISSING_DATA

    def test_the_base_of_the_ceiling_on_excellent_grades(self) -> None:
        """hx_base: 60 good and 20 excellent give 12 or 16."""
        day = date(2026, 3, 1)
        book = _city(choices={"provisions/grading": {"hx_base_with_excellent": True}})
        caps = [excellent_cap("civil_servant", day, good=60, excellent=20, book=item) for item in (BOOK, book)]
        assert [item.limit for item in caps if item is not None] == [12, 16]

    def test_least_months_may_be_set_higher(self) -> None:
        book = _city(choices={"gates/months_worked": {"min_months": 9}})
        story = next(item for item in load_gate_stories() if "đúng 6 tháng" in item.name)
        facts = {"award": story.award, "history": story.history, "year": story.year, "decided_on": story.date}
        assert answer_only(**facts) is Answer.MET  # type: ignore[arg-type]
        assert answer_only(**facts, book=book) is Answer.NOT_MET  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("sheet", "name", "value"),
        [
            ("advanced_collective", "advanced_worker_share", "1/2"),
            ("provisions/votes", "high_vote_share", "2/3"),
            ("ministerial_provincial_flag", "leading_rank", 3),
        ],
    )
    def test_what_the_law_fixes_is_refused(self, sheet: str, name: str, value: object) -> None:
        with pytest.raises(RuleDataError, match=name):
            _city(choices={sheet: {name: value}})

    def test_a_number_nobody_defined_is_refused(self) -> None:
        with pytest.raises(RuleDataError, match="luck"):
            _city(choices={"advanced_collective": {"luck": 3}})

    def test_a_standing_book_keeps_the_choice_of_its_day(self) -> None:
        """Comparing laws freezes one day; a profile out of force on it must not creep back in."""
        book = _city(choices={COLLECTIVE: {"merit_include_proposal_year": False}})
        assert self._run(standing_book(book, date(2024, 12, 20)), date(2024, 1, 5)) is Answer.MET
        assert self._run(standing_book(book, date(2024, 1, 5)), date(2024, 12, 20)) is Answer.NOT_MET


class TestAddedGates:
    """A gate can close or hold, never open."""

    def test_an_added_condition_closes(self) -> None:
        gate = _gate("CITY-1", {"finding": {"named": "city_good"}, **_WORDS}, ["advanced_collective"])
        book = _city(gates=[gate])
        story = next(
            item
            for item in STORIES
            if item.award == "advanced_collective" and item.answer is Answer.MET and item.date.year == 2024
        )
        facts = {"award": story.award, "history": story.history, "year": story.year, "decided_on": story.date}
        judgement = judge(**facts, book=book)  # type: ignore[arg-type]
        assert judgement.answer is Answer.NEEDS_PERSON
        assert "CITY-1" in {reason.condition_code for reason in judgement.tree.walk()}

    @pytest.mark.parametrize("taken", ["E-DISC", "G-SUSPEND"])
    def test_an_id_of_the_nation_is_refused(self, taken: str) -> None:
        """It would stand in for the nation's own gate where one award builds on another."""
        with pytest.raises(RuleDataError, match=taken):
            _city(gates=[_gate(taken, GATES[0], ["advanced_worker"])])

    def test_an_id_given_twice_is_refused(self) -> None:
        two = [_gate("CITY-1", GATES[0], [award]) for award in ("advanced_worker", "grassroots_fighter")]
        with pytest.raises(RuleDataError, match="CITY-1"):
            _city(gates=two)

    def test_leaving_out_awards_held_is_refused(self) -> None:
        """Somebody who must never have held an award would pass."""
        with pytest.raises(RuleDataError, match="CITY-1"):
            _city(gates=[_gate("CITY-1", {"only_merit": {}}, ["union_medal"])])

    @settings(max_examples=300, deadline=None)
    @given(
        st.sampled_from(STORIES),
        st.lists(st.sampled_from(GATES), min_size=1, max_size=3),
        st.sampled_from([["all"], ["subject:person"], ["advanced_worker"], ["advanced_collective"]]),
    )
    def test_answers_never_rise(self, story: Story, kinds: list[dict[str, Any]], awards: list[str]) -> None:
        """With any added gate an answer stays or falls in the chain, and the tree says the same."""
        gates = [_gate(f"CITY-{place}", needs, awards) for place, needs in enumerate(kinds)]
        book = _city(gates=gates, numbers={"city_months": MONTHS})
        facts = {"award": story.award, "history": story.history, "year": story.year, "decided_on": story.date}
        nation, city = answer_only(**facts), answer_only(**facts, book=book)  # type: ignore[arg-type]
        if BOOK.rules_on(story.award, story.date):
            assert RANK[city] <= RANK[nation]
        else:
            assert city is nation is Answer.NEEDS_PERSON
        assert judge(**facts, book=book).tree.answer is city  # type: ignore[arg-type]


_WORDS = {"text": "được nhận xét tốt", "why_not": "chưa được nhận xét tốt", "about": "nhận xét"}
