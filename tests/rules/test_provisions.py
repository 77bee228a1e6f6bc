"""Votes, deciders, deadlines and ceilings: the numbers of the law, on the days the law lays them down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.rules.book import CARRIED_VI
from thidua.rules.conditions import HumanFinding, walk
from thidua.rules.errors import BadFactError, RuleDataError, UnknownAwardError
from thidua.rules.grammar import citation_of
from thidua.rules.library import PROVISION_KINDS, profiles, read_provisions, shipped
from thidua.rules.names import AWARDS
from thidua.rules.provisions.deciders import UNIT_VI, _rows, for_award
from thidua.rules.provisions.figures import figures_of
from thidua.rules.provisions.grading import excellent_cap
from thidua.rules.provisions.votes import needed
from thidua.rules.quotas import cap
from thidua.rules.rule import Provision
from thidua.rules.sources import CONFIDENCES
from thidua.rules.yamls import ROOM, read_yaml

BOOK = shipped()
ALL: list[Provision] = [*BOOK.provisions, *(item for profile in profiles() for item in profile.provisions)]
L03, L22A, L22B, L26 = date(2018, 12, 20), date(2025, 5, 20), date(2025, 11, 20), date(2026, 11, 23)
FIGHTER = "ministerial_provincial_fighter"


@pytest.mark.parametrize("item", ALL, ids=lambda item: f"{item.id} {item.period.start}")
def test_each_provision_is_complete(item: Provision) -> None:
    """Words, source, mark and where it is applied are there; each number has a value on its first and last day."""
    assert item.kind in PROVISION_KINDS
    assert item.name_vi
    assert item.text_vi
    assert item.applied_by_vi
    assert item.citation.document
    assert item.confidence in CONFIDENCES
    book = next((BOOK.with_profile(profile) for profile in profiles() if item in profile.provisions), BOOK)
    days = [item.period.start, *([] if item.period.until is None else [item.period.until - timedelta(days=1)])]
    for day in days:
        figures = figures_of(item.id, day, book=book)
        assert [figure.name for figure in figures] == [name for _, name in item.numbers], day
        assert all(figure.source and figure.label_vi and figure.words_vi for figure in figures)


def test_versions_of_a_provision_do_not_overlap() -> None:
    """Of one id at most one version holds on a day."""
    for item in ALL:
        same = [other for other in ALL if other.id == item.id and other is not item]
        assert not any(other.period.contains(item.period.start) for other in same), item.id


def _citations(raw: object) -> Iterator[str]:
    """Yield every citation written in a file."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from [value] if key == "citation" else _citations(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from _citations(value)


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.yaml")), ids=lambda path: path.name)
def test_citations_are_shown_as_they_were_written(path: Path) -> None:
    """A source of two texts once came out with the article of one under the name of the other."""
    for text in _citations(read_yaml(str(path.relative_to(ROOM)))):
        assert str(citation_of(text)) == text


def test_unknown_kind_is_refused() -> None:
    row = dict(read_yaml("provisions/principles.rule.yaml")["provisions"][0], kind="wish")
    with pytest.raises(RuleDataError, match="wish"):
        read_provisions({"provisions": [row]}, "provisions/principles", L26)


class TestVotes:
    """Shares of all members, rounded up: NĐ 91 Điều 45 k8, NĐ 98 Điều 30 k7."""

    def test_a_council_of_fifteen_with_two_absent(self) -> None:
        """Chi, May 2025: 12 in the room and 1 in writing make 13, one short of 14; another written one carries it."""
        threshold = needed(FIGHTER, L22A, 15)
        assert threshold is not None
        assert (threshold.provision_id, threshold.needed, threshold.confidence) == ("V-22-90", 14, "R")
        assert threshold.council_vi == "hội đồng cấp bộ, ban, ngành, tỉnh"
        assert threshold.passed(12, 1) is False
        assert threshold.passed(12, 2) is True
        assert threshold.warnings == ()

    def test_nine_people_with_initiatives_in_two_years(self) -> None:
        """2018: a ceiling of 6 of 46, no vote rule found; 2024: no ceiling, but each needs 80 % of the council."""
        found = cap("grassroots_fighter", L03, 46)
        assert found is not None
        assert found.limit == 6
        assert needed("grassroots_fighter", L03, 15) is None
        day = date(2024, 12, 20)
        assert cap("grassroots_fighter", day, 46) is None
        threshold = needed("grassroots_fighter", day, 9)
        assert threshold is not None
        assert (threshold.provision_id, threshold.needed, threshold.share) == ("V-22-80", 8, Fraction(4, 5))
        assert threshold.council_vi == "hội đồng của cấp trình"

    @pytest.mark.parametrize(
        ("award", "members", "votes"),
        [(FIGHTER, 10, 9), (FIGHTER, 11, 10), (FIGHTER, 1, 1), ("government_flag", 10, 8), ("government_flag", 11, 9)],
    )
    def test_exact_shares(self, award: str, members: int, votes: int) -> None:
        """0.9 × 10 is nine, not ten by a binary rounding."""
        threshold = needed(award, L22A, members)
        assert threshold is not None
        assert threshold.needed == votes

    @pytest.mark.parametrize(
        ("day", "row", "mark", "warnings"),
        [
            (date(2017, 9, 30), None, None, 0),
            (date(2017, 10, 1), "V-03", "Q", 0),
            (date(2023, 12, 31), "V-03", "Q", 0),
            (date(2024, 1, 1), "V-22-90", "R", 0),
            (date(2025, 6, 30), "V-22-90", "R", 0),
            (date(2025, 7, 1), "V-22-90", "Q", 1),
            (date(2026, 9, 30), "V-22-90", "Q", 1),
            (date(2026, 10, 1), "V-22-90", "M", 2),
        ],
    )
    def test_days_marks_and_warnings(self, day: date, row: str | None, mark: str | None, warnings: int) -> None:
        """A decree whose article nobody read never passes for a read one."""
        threshold = needed("national_fighter", day, 15)
        if row is None:
            assert threshold is None
            return
        assert threshold is not None
        assert (threshold.provision_id, threshold.confidence, len(threshold.warnings)) == (row, mark, warnings)
        assert (CARRIED_VI in threshold.warnings) == (mark == "M")
        assert any("NĐ 152/2025" in warning for warning in threshold.warnings) == (day >= date(2025, 7, 1))

    def test_a_recorded_check_restores_the_mark(self) -> None:
        threshold = needed(FIGHTER, L26, 15, book=BOOK.with_checked({"V-22-90"}))
        assert threshold is not None
        assert threshold.confidence == "Q"
        assert CARRIED_VI not in threshold.warnings

    def test_before_2024_nobody_read_whether_written_votes_count(self) -> None:
        """What hangs on them stays open; what does not is answered."""
        threshold = needed(FIGHTER, L03, 15)
        assert threshold is not None
        assert threshold.council_vi is None
        assert threshold.passed(13, 1) is None
        assert threshold.passed(14, 1) is True
        assert threshold.passed(12, 1) is False

    def test_awards_without_a_vote(self) -> None:
        assert needed("advanced_worker", L22A, 15) is None

    def test_bad_figures_are_refused(self) -> None:
        with pytest.raises(BadFactError, match="0 thành viên"):
            needed(FIGHTER, L22A, 0)
        with pytest.raises(UnknownAwardError):
            needed("hero", L22A, 15)
        threshold = needed(FIGHTER, L22A, 15)
        assert threshold is not None
        with pytest.raises(BadFactError, match="15 thành viên"):
            threshold.passed(15, 1)
        with pytest.raises(BadFactError):
            threshold.passed(-1)

    @given(st.integers(1, 500), st.sampled_from([FIGHTER, "grassroots_fighter"]))
    def test_the_least_number_that_reaches_the_share(self, members: int, award: str) -> None:
        """One vote fewer is always below the share, and everybody always suffices."""
        threshold = needed(award, L22A, members)
        assert threshold is not None
        assert Fraction(threshold.needed, members) >= threshold.share > Fraction(threshold.needed - 1, members)
        assert threshold.needed <= members


class TestDeciders:
    """Who signs, by award, unit and day: Law 2022 Điều 77–80; NĐ 129/2025 Điều 59."""

    @pytest.mark.parametrize(
        ("award", "unit", "day", "who", "mark"),
        [
            ("order_labour_3", "commune", L22A, "Chủ tịch nước", "M"),
            ("national_fighter", "agency", L22A, "Thủ tướng Chính phủ", "Q"),
            ("excellent_collective", "agency", L22A, "Người đứng đầu bộ, ban, ngành, Chủ tịch UBND tỉnh", "Q"),
            ("union_medal", "agency", L22A, "Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam", "Q"),
            ("grassroots_fighter", "agency", L22A, "Người đứng đầu cơ quan chuyên môn thuộc UBND tỉnh", "R"),
            ("grassroots_fighter", "legal_unit", L22B, "Người đứng đầu đơn vị có tư cách pháp nhân", "R"),
            ("advanced_worker", "commune", date(2025, 6, 30), "Chủ tịch UBND cấp xã", "R"),
            ("grassroots_fighter", "commune", date(2025, 6, 30), "Chủ tịch UBND cấp huyện", "R"),
            ("grassroots_fighter", "commune", date(2025, 7, 1), "Chủ tịch UBND cấp xã", "R"),
            ("cultural_family", "commune", date(2025, 7, 1), "Chủ tịch UBND cấp xã", "R"),
            ("grassroots_fighter", "commune", date(2026, 9, 30), "Chủ tịch UBND cấp xã", "R"),
            ("grassroots_fighter", "commune", date(2026, 10, 1), "Chủ tịch UBND cấp xã", "M"),
            ("grassroots_fighter", "district", date(2025, 6, 30), "Chủ tịch UBND cấp huyện", "R"),
        ],
    )
    def test_who_signs(self, award: str, unit: str, day: date, who: str, mark: str) -> None:
        found = for_award(award, unit, day)
        assert found is not None
        assert (found.decider_vi, found.confidence) == (who, mark)
        assert (CARRIED_VI in found.warnings) == (day >= date(2026, 10, 1))

    def test_the_director_of_an_enterprise_and_the_chair_beside_him(self) -> None:
        found = for_award("certificate", "enterprise", L22A)
        assert found is not None
        assert "chỉ tặng Giấy khen" in found.decider_vi

    @pytest.mark.parametrize(
        ("award", "unit", "day"),
        [
            ("grassroots_fighter", "district", date(2025, 7, 1)),  # no district any more
            ("grassroots_fighter", "agency", date(2023, 12, 31)),  # not read before the Law of 2022
            ("cultural_family", "agency", L22A),
            ("creative_labour_certificate", "agency", L22A),
        ],
    )
    def test_nobody_is_named_where_nothing_was_read(self, award: str, unit: str, day: date) -> None:
        assert for_award(award, unit, day) is None

    @pytest.mark.parametrize("day", [date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2026, 10, 1)])
    def test_one_decider_at_most(self, day: date) -> None:
        """No award of a unit has two rows on a day, else the first in the file would decide by chance."""
        for award in AWARDS:
            for unit in UNIT_VI:
                fitting = [row for row in _rows() if award in row.awards and (row.units is None or unit in row.units)]
                assert sum(row.period.contains(day) for row in fitting) <= 1, (award, unit)

    def test_a_recorded_check_restores_the_mark(self) -> None:
        found = for_award("grassroots_fighter", "commune", L26, book=BOOK.with_checked({"A-80"}))
        assert found is not None
        assert (found.confidence, found.warnings) == ("R", ())

    def test_unknown_unit_and_award_are_refused(self) -> None:
        with pytest.raises(BadFactError, match="palace"):
            for_award("certificate", "palace", L22A)
        with pytest.raises(UnknownAwardError):
            for_award("hero", "commune", L22A)


class TestGrading:
    """E-20: a share of those graded good, rounded down."""

    def test_the_base_is_the_good_pool_not_all_staff(self) -> None:
        """100 staff of whom 60 are in the good pool: 12."""
        found = excellent_cap("civil_servant", date(2026, 3, 1), good=60)
        assert found is not None
        assert (found.limit, found.base) == (12, 60)

    @pytest.mark.parametrize(
        ("staff", "day", "outstanding", "limit"),
        [
            ("civil_servant", date(2025, 12, 31), False, None),
            ("civil_servant", date(2026, 1, 1), False, 11),
            ("public_employee", date(2026, 6, 30), False, None),
            ("public_employee", date(2026, 7, 1), False, 11),
            ("public_employee", date(2026, 7, 1), True, 14),
            ("civil_servant", date(2026, 7, 1), True, None),  # “higher”, but the figure was not read
            ("public_employee", date(2026, 10, 1), True, 14),
        ],
    )
    def test_days_and_kinds_of_staff(self, staff: str, day: date, outstanding: bool, limit: int | None) -> None:
        found = excellent_cap(staff, day, good=59, outstanding_unit=outstanding)
        assert (None if found is None else found.limit) == limit

    def test_bad_figures_are_refused(self) -> None:
        with pytest.raises(BadFactError):
            excellent_cap("soldier", L26, good=10)
        with pytest.raises(BadFactError):
            excellent_cap("civil_servant", L26, good=-1)


class TestFigures:
    """Deadlines and other numbers, each with its source."""

    @pytest.mark.parametrize(
        ("row", "values"),
        [
            ("P-PUB", [10]),
            ("P-T1", ["31/12", 1]),
            ("P-T2", ["30/6", "31/12"]),
            ("P-ORDER", ["15/12"]),
            ("P-DOS", []),
        ],
    )
    def test_deadlines(self, row: str, values: list[object]) -> None:
        assert [figure.value for figure in figures_of(row, L22A)] == values

    def test_marks_follow_what_was_read(self) -> None:
        marks = [figures_of("P-T1", day)[0].confidence for day in (L22A, L22B, L26)]
        assert marks == ["R", "Q", "M"]

    def test_no_figure_outside_its_days(self) -> None:
        assert figures_of("P-T1", date(2023, 12, 31)) == ()
        assert figures_of("P-ORDER", date(2020, 8, 19)) == ()
        assert figures_of("G-TIE", date(2025, 6, 30)) == ()
        assert figures_of("G-TIE", date(2025, 7, 1))[0].words_vi == "70 %"

    def test_what_the_law_leaves_unsaid_is_said_so(self) -> None:
        unsaid = next(item for item in figures_of("V-03", L03) if item.name == "written_votes_count")
        assert (unsaid.value, unsaid.words_vi) == (None, "không quy định")


def test_caps_show_the_very_number_that_quotas_use() -> None:
    """A cap's row points at the award's own number; there is no second copy to drift."""
    for row, award in (("I-CSCS-03-CAP", "grassroots_fighter"), ("C-COCP-03-CAP", "government_flag")):
        found = cap(award, L03, 100)
        assert found is not None
        assert figures_of(row, L03)[0].value == found.share
    flag = cap("government_flag", L03, 9)
    assert flag is not None
    assert (flag.limit, flag.confidence) == (1, "M")


@pytest.mark.parametrize(("day", "multiplier"), [(date(2023, 12, 31), "1"), (date(2024, 1, 1), "3/2")])
def test_the_row_on_money_says_what_the_table_says(day: date, multiplier: str) -> None:
    """M-BK repeats in words what the table of multipliers holds."""
    rows = read_yaml("money/multipliers.yaml")["awards"]["ministerial_provincial_merit_certificate"]["person"]
    assert [row["value"] for row in rows if row["first_day"] <= day <= row["last_day"]] == [multiplier]
    said = BOOK.provision_on("M-BK", day)
    assert said is not None
    assert ("một lần rưỡi" in said.text_vi) == (multiplier == "3/2")


def test_achievements_are_not_rewarded_twice() -> None:
    """G-DOUBLE points at a finding: each way by movement, sudden achievement or contribution asks for it."""
    for row in ("I-GK-22", "I-BK-22abc", "C-GK-22", "C-BK-22o", "H-BK-22"):
        rule = next(rule for rules in BOOK.rules.values() for rule in rules if rule.id == row)
        found = [part for part in walk(rule.condition) if isinstance(part, HumanFinding)]
        asked = [part for part in found if part.finding == "not_rewarded_before"]
        assert [part.bulk for part in asked] == [False]
        assert str(asked[0].clause.citation) == "Luật 06/2022/QH15, Điều 5, khoản 2, điểm c"


def test_a_provision_not_in_force_has_no_figures_and_an_absent_number_is_left_out() -> None:
    book = shipped()
    row = next(row for row in book.provisions if row.numbers)
    day = row.period.start
    assert figures_of(row.id, day, book=book)
    assert figures_of(row.id, date(1900, 1, 1), book=book) == ()
    emptied = {sheet: replace(book.sheets[sheet], numbers={}) for sheet, _name in row.numbers}
    assert figures_of(row.id, day, book=replace(book, sheets={**book.sheets, **emptied})) == ()
