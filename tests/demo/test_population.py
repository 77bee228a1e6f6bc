"""The generator: the same seed gives the same city, whatever its size, and its lives make sense."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.demo.population import LAST_YEAR, YEARS, generate, load_yaml, unit_sizes

WEIGHTS = [row["size"] for row in load_yaml("units")["agencies"]]


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    first, again, other = (list(generate(300, WEIGHTS, seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


@given(st.integers(40, 5_000), st.lists(st.integers(1, 12), min_size=1, max_size=40))
def test_every_person_gets_a_unit_and_no_unit_is_empty(people: int, weights: list[int]) -> None:
    sizes = unit_sizes(people, weights)
    assert sum(sizes) == people
    assert min(sizes) >= 1


def test_nobody_has_a_record_for_a_year_they_did_not_work() -> None:
    for person in generate(800, WEIGHTS, 7):
        assert set(person.years) == {year for year in YEARS if person.worked_in(year)}


def test_whoever_was_disciplined_is_not_graded_good_and_only_women_hold_the_womens_title() -> None:
    seen = Counter()
    for person in generate(3_000, WEIGHTS, 7):
        for this in person.years.values():
            if this.discipline:
                seen["disciplined"] += 1
                assert this.grade in {"not_completed", None}
            if "two_duties" in this.titles:
                seen["women"] += 1
                assert person.sex == "female"
            if "grassroots_fighter" in this.titles:
                assert "advanced_worker" in this.titles
    assert seen["disciplined"] > 10
    assert seen["women"] > 1_000


def test_some_of_the_last_years_grades_are_missing_on_purpose() -> None:
    missing = [p for p in generate(3_000, WEIGHTS, 7) if p.worked_in(LAST_YEAR) and p.years[LAST_YEAR].grade is None]
    assert 5 < len(missing) < 60


@pytest.mark.parametrize("kind", ["movements", "campaigns"])
def test_movements_of_the_source_are_all_there(kind: str) -> None:
    years = load_yaml("movements")["years"]
    assert (len(years[2018][kind]), len(years[2019][kind])) == {"movements": (5, 6), "campaigns": (3, 8)}[kind]
