"""What a vote comes to: boundaries of the law's shares, quorum, sums that must fit, ties; and a second count."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from thidua.councils import simulating
from thidua.councils.counting import HALF, Ballots, Vote, VoteRule, choose, count, rule_for
from thidua.councils.states import Base, VoteOutcome
from thidua.kernel.errors import InvalidInput

EIGHTY, NINETY = VoteRule(Fraction(80, 100)), VoteRule(Fraction(90, 100))


def _vote(yes: int, no: int = 0, *, members: int = 9, present: int | None = None, **said) -> Vote:
    ballots = Ballots(yes + no, yes, no)
    return Vote(members, yes + no if present is None else present, electronic=ballots, **said)


@pytest.mark.parametrize(
    ("members", "yes", "rule", "passed"),
    [
        (9, 8, EIGHTY, True), (9, 7, EIGHTY, False),  # 7,2 → 8
        (10, 8, EIGHTY, True), (10, 7, EIGHTY, False),  # exactly 80 % is enough
        (10, 9, NINETY, True), (10, 8, NINETY, False), (9, 9, NINETY, True), (9, 8, NINETY, False),  # 8,1 → 9
        (11, 10, NINETY, True), (11, 9, NINETY, False),
    ],
)  # fmt: skip
def test_a_share_of_all_members_is_rounded_up(members: int, yes: int, rule: VoteRule, passed: bool) -> None:
    result = count(_vote(yes, members - yes, members=members), rule)
    assert (result.outcome == VoteOutcome.PASSED) is passed


def test_absent_members_stay_in_the_base_and_the_reason_says_so() -> None:
    result = count(_vote(7, 0, members=9, present=7), EIGHTY)
    assert result.outcome == VoteOutcome.FAILED
    assert result.reason == "Đồng ý 7/9 (tổng số thành viên hội đồng), cần ít nhất 8."
    of_present = replace(EIGHTY, base=Base.PRESENT)
    assert count(_vote(7, 0, members=9, present=7), of_present).outcome == VoteOutcome.PASSED


def test_more_than_half_is_more_than_half() -> None:
    strict = VoteRule(HALF, Base.VALID, strict=True)
    assert count(_vote(4, 4, members=8), strict).outcome == VoteOutcome.FAILED
    assert count(_vote(5, 4, members=9), strict).outcome == VoteOutcome.PASSED


def test_below_the_quorum_nothing_is_decided() -> None:
    result = count(_vote(5, 0, members=9, present=5), EIGHTY)
    assert (result.outcome, result.reason) == (
        VoteOutcome.NO_QUORUM, "Có mặt 5/9 thành viên, cần ít nhất 6."
    )  # fmt: skip
    assert count(_vote(6, 0, members=9, present=6), EIGHTY).outcome == VoteOutcome.FAILED


def test_paper_and_electronic_ballots_are_one_vote() -> None:
    vote = Vote(9, 9, electronic=Ballots(5, 5), paper=Ballots(4, 3, 0, 1))
    assert count(vote, EIGHTY).yes == 8
    assert count(vote, EIGHTY).outcome == VoteOutcome.PASSED


def test_nobody_passes_where_nobody_voted() -> None:
    empty = Vote(3, 3, electronic=Ballots(3, unused=3))
    assert count(empty, VoteRule(HALF, Base.VALID)).outcome == VoteOutcome.FAILED


def test_written_opinions_decide_only_where_the_law_says_whether_they_count() -> None:
    vote = _vote(7, 0, members=9, present=7, written_yes=1)
    for counts, outcome in ((True, "passed"), (False, "failed"), (None, "uncertain")):
        assert count(vote, replace(EIGHTY, written_counts=counts)).outcome == outcome
    without_need = _vote(8, 0, members=9, present=8, written_yes=1)
    assert count(without_need, replace(EIGHTY, written_counts=None)).outcome == "passed"


@pytest.mark.parametrize(
    ("vote", "field"),
    [
        (Vote(0, 0), "members"), (Vote(3, 4), "present"), (Vote(3, 3, conflicted=4), "present"),
        (Vote(3, 2, written_yes=2), "written"), (Vote(3, 3, electronic=Ballots(3, 2, 0)), "ballots"),
        (Vote(3, 3, electronic=Ballots(3, 4, -1)), "ballots"), (Vote(3, 3, 1, Ballots(3, 3)), "ballots"),
        (Vote(3, 3, electronic=Ballots(2, 3), paper=Ballots(1, 0)), "ballots"),
    ],
)  # fmt: skip
def test_numbers_that_do_not_fit_are_refused(vote: Vote, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        count(vote, EIGHTY)
    assert set(refused.value.fields) == {field}


@pytest.mark.django_db
def test_the_law_of_the_day_says_the_share_and_elsewhere_the_council_does() -> None:
    own = VoteRule(HALF, Base.PRESENT, strict=True, source="hội đồng đặt")
    in_2024 = rule_for("grassroots_fighter", date(2024, 6, 1), 9, otherwise=own)
    assert (in_2024.share, in_2024.base, in_2024.source) == (
        Fraction(4, 5), Base.MEMBERS, "NĐ 98/2023/NĐ-CP, Điều 30, khoản 7"
    )  # fmt: skip
    assert rule_for("grassroots_fighter", date(2018, 6, 1), 9, otherwise=own) is own, "no rule was read for 2018"
    in_2018 = rule_for("national_fighter", date(2018, 6, 1), 9, otherwise=own)
    assert (in_2018.share, in_2018.confidence) == (Fraction(9, 10), "Q")


def test_who_stands_level_at_the_line_goes_to_a_second_round() -> None:
    assert choose({"an": 9, "binh": 8, "cuc": 7}, 2) == choose({"cuc": 7, "an": 9, "binh": 8}, 2)
    assert choose({"an": 9, "binh": 8, "cuc": 7}, 2).inside == ("an", "binh")
    tied = choose({"an": 9, "binh": 8, "cuc": 8, "dung": 1}, 2)
    assert (tied.inside, tied.tied, tied.places_left) == (("an",), ("binh", "cuc"), 1)
    assert choose({"an": 1}, 2).inside == ("an",)
    assert choose({"an": 1}, 0).inside == ()


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 5)), st.integers(0, 9))
def test_nobody_inside_has_fewer_votes_than_anybody_outside(votes: dict[str, int], places: int) -> None:
    found = choose(votes, places)
    assert len(found.inside) + found.places_left == min(places, len(votes))
    outside = [n for key, n in votes.items() if key not in found.inside]
    if found.inside and outside:
        assert min(votes[key] for key in found.inside) >= max(outside)
    assert not set(found.inside) & set(found.tied)


def test_ten_thousand_sittings_come_to_the_same_counted_member_by_member() -> None:
    out = StringIO()
    call_command("council", "simulate", "--sittings", "10000", "--format", "json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["sittings"], found["mismatches"]) == (10_000, 0)
    assert all(found[outcome] > 100 for outcome in ("passed", "failed", "no_quorum", "uncertain")), found


@pytest.mark.parametrize(
    "broken",
    [
        lambda vote, rule: count(vote, replace(rule, strict=not rule.strict)),
        lambda vote, rule: count(vote, replace(rule, quorum=Fraction(1, 2))),
        lambda vote, rule: count(vote, replace(rule, base=Base.PRESENT)),
        lambda vote, rule: count(replace(vote, written_yes=0, written_no=0), rule),
    ],
)
def test_the_second_count_notices_a_broken_first_one(broken) -> None:
    assert simulating.simulate(2000, 7, broken)["mismatches"]


def test_a_mismatch_is_an_error_of_the_command(monkeypatch) -> None:
    monkeypatch.setattr("thidua.councils.simulating.verdict", lambda sitting: "passed")
    with pytest.raises(Exception, match="khác nhau"):
        call_command("council", "simulate", "--sittings", "50", stdout=StringIO())
