"""Where the law leaves open whether the proposal year counts, a no says when the other way would do."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.rules.answers import Answer
from thidua.rules.engine import judge
from thidua.rules.library import shipped
from thidua.rules.reasons import Reason
from thidua.rules.stories import history_from

DAY = date(2018, 12, 20)
PERSON = {
    "years": {
        2018: {
            "grade": "good",
            "registered": ["ministerial_provincial_fighter"],
            "findings": {"chosen_ministerial_provincial_fighter": True},
        }
    },
    "forms": {},
    "initiatives": [{"year": 2017, "scope": "provincial"}],
}


def _run(fighter_years: list[int]) -> Reason:
    """Return the line about three years in a row of somebody proposed for 2018."""
    history = history_from(PERSON | {"titles": {"grassroots_fighter": fighter_years}})
    found = judge(award="ministerial_provincial_fighter", history=history, year=2018, decided_on=DAY, book=shipped())
    return next(line for line in found.tree.walk() if line.condition_code == "run.grassroots_fighter")


def test_a_run_up_to_the_year_before_would_do_where_a_province_counts_so() -> None:
    line = _run([2015, 2016, 2017])
    assert line.answer is Answer.NOT_MET
    assert line.next_step_vi is not None
    assert line.next_step_vi.endswith(
        "Luật để ngỏ việc có tính năm đề nghị hay không: nếu hướng dẫn của bộ, tỉnh không tính năm 2018 thì điều kiện "
        "này đạt; kiểm tra hướng dẫn trước khi kết luận."
    )


@pytest.mark.parametrize("years", [[2014, 2016, 2017], [], [2015, 2016]])
def test_nothing_is_said_of_a_run_that_fails_either_way(years: list[int]) -> None:
    line = _run(years)
    assert line.answer is Answer.NOT_MET
    assert "để ngỏ" not in (line.next_step_vi or "")
