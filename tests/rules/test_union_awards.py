"""What only union awards look at, time of union work and benefit of initiatives: kinds, and words for the officer."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.rules.engine import judge
from thidua.rules.errors import BadFactError, RuleDataError
from thidua.rules.facts import History, YearRecord
from thidua.rules.grammar import Setting, read_condition
from thidua.rules.names import UNION_WORK_VI
from thidua.rules.render import render_text
from thidua.rules.sources import Citation
from thidua.rules.stories import load_stories

SETTING = Setting("union_medal", Citation("Văn bản thử"), "R")
WEIGHTED = {"weights": {"full_time": "one"}, "minus": "under_discipline", "years": "twenty"}


@pytest.mark.parametrize("award", ["union_medal", "creative_labour_certificate"])
def test_no_code_reaches_the_officer(award: str) -> None:
    """Kinds of union work and groups of workers are said in Vietnamese; money in đồng, with dots."""
    for story in load_stories(award):
        text = render_text(
            judge(award=award, history=story.history, year=story.year, decided_on=story.date),
        )
        assert not any(code in text for code in (*UNION_WORK_VI, "worker", "graduate", "leader", "00000"))


def test_benefit_is_said_in_dong() -> None:
    """One year's benefit and the sum of several are both said as sums of money."""
    years = {year: YearRecord(year, benefit=45_000_000) for year in (2016, 2017)}
    years[2018] = YearRecord(2018, group="worker", benefit=35_500_000)
    award, day = "creative_labour_certificate", date(2019, 4, 15)
    text = render_text(judge(award=award, history=History(years), year=2018, decided_on=day))
    assert "Hiện có: 125.500.000 đồng; Cần: từ 120.000.000 đồng trở lên trong các năm 2016–2018" in text


def test_a_rule_older_than_the_first_period_names_no_period() -> None:
    """Guidelines of the union are older than the oldest law here; “thời kỳ None” would be no information."""
    judgement = judge(award="union_medal", history=History(), year=2015, decided_on=date(2015, 7, 1))
    assert judgement.regime_code is None
    assert "Quy tắc U-KNC, xét theo luật ngày 01/07/2015." in render_text(judgement)


def test_unknown_kind_of_union_work_is_refused() -> None:
    """A misspelt kind would silently count as not known, in a history as in a rule."""
    with pytest.raises(BadFactError, match="part_time"):
        YearRecord(2018, union_months={"part_time": 12})
    read_condition({"weighted_months": WEIGHTED}, SETTING)
    for wrong in ({"weights": {"part_time": "one"}}, {"minus": "part_time"}):
        with pytest.raises(RuleDataError, match="part_time") as caught:
            read_condition({"weighted_months": WEIGHTED | wrong}, SETTING)
        assert "full_time" in caught.value.next_step_vi
