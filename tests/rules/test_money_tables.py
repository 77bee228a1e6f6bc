"""The tables of award money hang together: codes, sources, days, and products in whole đồng."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from thidua.rules.money.tables import base_salaries, paid_awards, principles, value_on
from thidua.rules.numbers import DatedValue
from thidua.rules.sources import CONFIDENCES

CATALOGUE = Path(__file__).resolve().parents[2] / "thidua" / "honours" / "catalogue"


def test_the_codes_are_the_registers_own_where_it_has_them() -> None:
    known = {
        entry["code"]
        for name in ("titles.yaml", "forms.yaml")
        for entry in yaml.safe_load((CATALOGUE / name).read_text())["entries"]
    }
    assert paid_awards().keys() - known == {
        *(code for code in paid_awards() if code.startswith("order_") and "labour" not in code),
        "exemplary_commune", "cultural_village", "military_region_flag", "labour_hero", "armed_forces_hero",
        "national_assembly_medal",
    }  # fmt: skip


def test_numbers_are_named_after_what_they_count() -> None:
    assert base_salaries().name == "base_salary"
    assert all(
        number.name == f"{code}.{subject}"
        for code, award in paid_awards().items()
        for subject, number in award.multipliers.items()
    )


def all_values() -> list[tuple[str, tuple[DatedValue, ...]]]:
    numbers = [base_salaries(), *principles().values()]
    numbers += [number for award in paid_awards().values() for number in award.multipliers.values()]
    return [(number.name, number.values) for number in numbers]


@pytest.mark.parametrize(("name", "values"), all_values())
def test_every_value_has_a_source_a_mark_and_days_that_do_not_overlap(
    name: str, values: tuple[DatedValue, ...]
) -> None:
    assert all(value.source and value.confidence in CONFIDENCES for value in values)
    assert [value.period.until for value in values[:-1]] == [value.period.start for value in values[1:]]


@pytest.mark.parametrize("name", ["salary_of_decision_day", "rounding_step"])
def test_whoever_has_a_multiplier_has_the_principles_of_that_day(name: str) -> None:
    days = [
        day
        for award in paid_awards().values()
        for number in award.multipliers.values()
        for value in number.values
        for day in (value.period.start, value.period.until)
    ]
    assert all(day is not None and value_on(principles()[name], day) is not None for day in days)


def test_every_product_is_whole_dong_and_so_exact_in_decimal() -> None:
    for award in paid_awards().values():
        for number in award.multipliers.values():
            for times in number.values:
                for salary in base_salaries().values:
                    assert (times.value * salary.value).denominator == 1  # type: ignore[operator,union-attr]
