"""Several awards of one decision, and a unit's budget."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.rules.errors import BadFactError
from thidua.rules.money import CountingPeriod, Grant, Payment, forecast, payment
from thidua.rules.money.errors import NoAmountError

UNDER_152 = date(2025, 12, 20)
UNDER_98 = date(2025, 6, 30)
UNDER_91 = date(2018, 12, 20)
UNREAD = "Chưa đọc được quy định của thời kỳ này về trường hợp đó."
SAME = "NĐ 152/2025/NĐ-CP, Điều 49, khoản 5"
FORMS = "NĐ 152/2025/NĐ-CP, Điều 49, khoản 6"
BOTH = "NĐ 152/2025/NĐ-CP, Điều 49, khoản 7"
ONCE = "Luật 06/2022/QH15, Điều 5, khoản 2, điểm c"


def grant(award: str, period: int | str = 2025, achievement: str | None = None, subject: str = "person") -> Grant:
    return Grant(award, subject, CountingPeriod.read(period), achievement)


def states(answer: Payment) -> list[str]:
    return [line.state for line in answer.lines]


def pay(day: date, *grants: Grant) -> Payment:
    return payment(grants, day)


def test_one_award_is_paid_by_its_own_article() -> None:
    answer = pay(UNDER_152, grant("advanced_worker"))
    line = answer.lines[0]
    assert (line.state, answer.total, answer.total_at_most, answer.confidence) == ("paid", 710_000, 710_000, "R")
    assert line.why_vi == "Khen thưởng duy nhất của quyết định này."
    assert line.citations == line.amount.citations
    assert (answer.needs_person, answer.is_maximum, answer.subject, answer.decided_on) == (
        False,
        False,
        "person",
        UNDER_152,
    )


def test_of_titles_of_one_period_only_the_highest_is_paid() -> None:
    answer = pay(UNDER_152, grant("advanced_worker"), grant("grassroots_fighter"))
    assert states(answer) == ["not_paid", "paid"]
    assert (answer.total, answer.total_at_most, answer.confidence) == (2_340_000, 2_340_000, "R")
    low, high = answer.lines
    assert low.why_vi == (
        "Cùng thời gian tính thành tích 2025 với Chiến sĩ thi đua cơ sở; chỉ hưởng mức của danh hiệu cao nhất."
    )
    assert high.why_vi == "Cao nhất trong các danh hiệu cùng thời gian tính thành tích 2025."
    assert low.citations[0] == high.citations[0] == SAME
    assert not answer.needs_person


def test_titles_of_different_periods_are_each_paid() -> None:
    answer = pay(UNDER_152, grant("grassroots_fighter"), grant("ministerial_provincial_fighter", "2023-2025"))
    assert states(answer) == ["paid", "paid"]
    assert answer.total == 2_340_000 + 7_020_000
    assert answer.lines[1].why_vi == "Không danh hiệu nào khác cùng thời gian tính thành tích 2023–2025."
    assert answer.lines[1].citations[0] == SAME


def test_periods_group_titles_apart() -> None:
    answer = pay(
        UNDER_152,
        grant("advanced_worker", 2024),
        grant("grassroots_fighter", 2025),
        grant("advanced_worker", 2025),
        grant("grassroots_fighter", 2024),
    )
    assert states(answer) == ["not_paid", "paid", "not_paid", "paid"]


def test_a_collectives_flag_beats_its_title_of_the_year() -> None:
    answer = pay(
        UNDER_152,
        grant("excellent_collective", subject="collective"),
        grant("ministerial_provincial_flag", subject="collective"),
    )
    assert (states(answer), answer.total) == (["not_paid", "paid"], 18_720_000)


def test_one_title_written_twice_is_paid_once() -> None:
    answer = pay(UNDER_152, grant("advanced_worker"), grant("advanced_worker"))
    assert (states(answer), answer.total) == (["paid", "not_paid"], 710_000)


@pytest.mark.parametrize("day", [date(2025, 6, 29), UNDER_98])
def test_before_july_2025_a_lower_title_of_the_period_waits_for_a_person(day: date) -> None:
    answer = pay(day, grant("advanced_worker"), grant("grassroots_fighter"))
    assert states(answer) == ["needs_person", "paid"]
    assert (answer.total, answer.total_at_most, answer.needs_person) == (2_340_000, 3_050_000, True)
    low, high = answer.lines
    assert low.why_vi == (
        "Cùng thời gian tính thành tích 2025 với Chiến sĩ thi đua cơ sở; "
        f"người có thẩm quyền quyết định có chi không. {UNREAD}"
    )
    assert high.why_vi.endswith(UNREAD)
    assert (low.confidence, high.confidence, answer.confidence) == ("M", "M", "M")
    assert low.citations == low.amount.citations


@pytest.mark.parametrize("day", [date(2025, 7, 1), date(2025, 7, 2), date(2026, 9, 30), date(2026, 10, 1)])
def test_from_july_2025_on_the_decree_decides(day: date) -> None:
    answer = pay(day, grant("advanced_worker"), grant("grassroots_fighter"))
    assert states(answer) == ["not_paid", "paid"]
    carried = day > date(2026, 9, 30)
    assert answer.confidence == ("M" if carried else "R")
    # Each warning once, though both lines carry it.
    assert len(answer.warnings) == int(carried)


def test_before_july_2025_titles_of_different_periods_are_paid_but_not_verified() -> None:
    answer = pay(UNDER_98, grant("grassroots_fighter"), grant("ministerial_provincial_fighter", "2023-2025"))
    assert (states(answer), answer.confidence) == (["paid", "paid"], "M")
    assert all(line.why_vi.endswith(UNREAD) for line in answer.lines)


def test_forms_of_different_achievements_are_each_paid() -> None:
    answer = pay(
        UNDER_152,
        grant("certificate", achievement="Cứu người đuối nước"),
        grant("ministerial_provincial_merit_certificate", achievement="Phong trào chuyển đổi số"),
    )
    assert (states(answer), answer.total) == (["paid", "paid"], 710_000 + 3_510_000)
    assert answer.lines[0].why_vi == "Khác thời gian hoặc thành tích với các hình thức khen thưởng kia."
    assert answer.lines[0].citations[0] == FORMS


def test_forms_of_different_periods_are_each_paid() -> None:
    answer = pay(UNDER_152, grant("certificate"), grant("ministerial_provincial_merit_certificate", "2024-2025"))
    assert states(answer) == ["paid", "paid"]


def test_forms_of_one_period_without_achievements_wait_for_a_person() -> None:
    answer = pay(
        UNDER_152, grant("certificate"), grant("ministerial_provincial_merit_certificate", achievement="Chuyển đổi số")
    )
    assert (states(answer), answer.total, answer.total_at_most) == (["needs_person"] * 2, 0, 4_220_000)
    assert answer.lines[0].why_vi == (
        "Cùng thời gian với Bằng khen của bộ, ban, ngành, tỉnh mà chưa ghi đủ thành tích: "
        "ghi “achievement” của cả hai rồi tính lại."
    )
    assert "chưa ghi đủ thành tích" in answer.lines[1].why_vi
    assert answer.lines[0].citations[0] == ONCE
    assert answer.lines[0].confidence == "R"


@pytest.mark.parametrize("second", ["Chuyển đổi số", "  chuyển  ĐỔI số "])
@pytest.mark.parametrize("period", [2025, "2024-2025"])
def test_forms_of_one_achievement_wait_for_a_person(second: str, period: int | str) -> None:
    answer = pay(
        UNDER_152,
        grant("certificate", achievement="Chuyển đổi số"),
        grant("ministerial_provincial_merit_certificate", period, achievement=second),
    )
    assert states(answer) == ["needs_person"] * 2
    assert answer.lines[1].why_vi == (
        "Cùng thành tích với Giấy khen: một thành tích không tặng nhiều hình thức; xem lại quyết định."
    )


def test_the_same_words_in_years_apart_are_two_achievements() -> None:
    words = "Hoàn thành xuất sắc nhiệm vụ"
    answer = pay(UNDER_152, grant("certificate", 2024, words), grant("certificate", 2025, words))
    assert states(answer) == ["paid", "paid"]


def test_a_third_form_is_untouched_by_two_that_are_alike() -> None:
    answer = pay(
        UNDER_152,
        grant("certificate", achievement="A"),
        grant("certificate", achievement="B"),
        grant("ministerial_provincial_merit_certificate", achievement="A"),
    )
    assert states(answer) == ["needs_person", "paid", "needs_person"]


def test_before_2024_no_text_on_one_achievement_was_read() -> None:
    answer = pay(UNDER_91, grant("certificate", 2018, "A"), grant("order_labour_3", 2018, "A"))
    assert states(answer) == ["needs_person", "needs_person"]
    assert all(line.why_vi.endswith(UNREAD) for line in answer.lines)


@pytest.mark.parametrize(
    ("day", "source", "mark"),
    [
        (date(2023, 12, 31), None, "M"),
        (date(2024, 1, 1), "NĐ 98/2023/NĐ-CP, Điều 53", "Q"),
        (date(2025, 6, 30), "NĐ 98/2023/NĐ-CP, Điều 53", "R"),
        (date(2025, 7, 1), BOTH, "R"),
    ],
)
def test_a_title_and_a_form_are_both_paid(day: date, source: str | None, mark: str) -> None:
    answer = pay(day, grant("advanced_worker", 2023), grant("certificate", 2023))
    assert (states(answer), answer.confidence) == (["paid", "paid"], mark)
    for line in answer.lines:
        assert line.why_vi.startswith("Danh hiệu và hình thức khen thưởng: được cả hai.")
        assert (line.citations[0] == source) == (source is not None)
        assert line.why_vi.endswith(UNREAD) == (source is None)


def test_a_title_that_is_not_paid_says_nothing_of_the_form() -> None:
    answer = pay(UNDER_152, grant("advanced_worker"), grant("grassroots_fighter"), grant("certificate"))
    assert states(answer) == ["not_paid", "paid", "paid"]
    assert "cả hai" not in answer.lines[0].why_vi
    assert answer.lines[1].why_vi == (
        "Cao nhất trong các danh hiệu cùng thời gian tính thành tích 2025. "
        "Danh hiệu và hình thức khen thưởng: được cả hai."
    )
    assert answer.lines[1].citations[:2] == (SAME, BOTH)
    assert answer.total == 2_340_000 + 710_000


def test_a_ceiling_makes_the_total_a_ceiling() -> None:
    medal = grant("ministerial_provincial_medal")
    assert pay(UNDER_152, medal).is_maximum
    assert pay(UNDER_152, medal, grant("advanced_worker")).is_maximum
    # A medal that waits for a person is not in the total.
    assert not pay(UNDER_152, medal, grant("certificate")).is_maximum


def test_a_payment_needs_grants_of_one_subject() -> None:
    with pytest.raises(BadFactError) as refusal:
        pay(UNDER_152)
    assert str(refusal.value) == "Không có khen thưởng nào để tính. Ghi ít nhất một dòng trong “grants”."
    with pytest.raises(BadFactError) as mixed:
        pay(UNDER_152, grant("certificate"), grant("certificate", subject="collective"))
    assert str(mixed.value) == (
        "Các khen thưởng thuộc nhiều đối tượng (cá nhân, tập thể). Tính tiền cho từng người, tập thể, hộ một."
    )
    with pytest.raises(BadFactError, match=r"\(cá nhân, team\)"):
        pay(UNDER_152, grant("certificate"), grant("certificate", subject="team"))


def test_an_award_without_a_figure_stops_the_payment() -> None:
    with pytest.raises(NoAmountError, match="cultural_family"):
        pay(UNDER_152, grant("cultural_family", subject="household"))


def test_a_counting_period_ends_by_the_year_of_the_decision() -> None:
    assert states(pay(UNDER_152, grant("advanced_worker", 2025))) == ["paid"]
    with pytest.raises(BadFactError) as refusal:
        pay(UNDER_152, grant("advanced_worker", "2025-2026"))
    assert str(refusal.value) == (
        "Thời gian tính thành tích 2025–2026 kết thúc sau năm quyết định (20/12/2025). "
        "Sửa “period” của khen thưởng đó hoặc sửa ngày quyết định."
    )


@pytest.mark.parametrize(
    ("text", "years", "words"),
    [
        (2025, (2025, 2025), "2025"),
        ("2025", (2025, 2025), "2025"),
        (" 2023-2025 ", (2023, 2025), "2023–2025"),
        ("2023 – 2025", (2023, 2025), "2023–2025"),
        ("1999-2000", (1999, 2000), "1999–2000"),
    ],
)
def test_a_counting_period_is_a_year_or_a_span(text: object, years: tuple[int, int], words: str) -> None:
    period = CountingPeriod.read(text)
    assert ((period.first_year, period.last_year), str(period)) == (years, words)


@pytest.mark.parametrize(
    "text", ["", None, True, 25, 20255, "2025-", "2025/2026", "2025-2026-2027", "năm 2025", "3025"]
)
def test_anything_else_is_no_counting_period(text: object) -> None:
    with pytest.raises(BadFactError, match="không đọc được") as refusal:
        CountingPeriod.read(text)
    assert refusal.value.next_step_vi == 'Ghi một năm (2025) hoặc khoảng năm trong ngoặc kép ("2023-2025").'


def test_years_stand_in_order() -> None:
    with pytest.raises(BadFactError) as refusal:
        CountingPeriod.read("2025-2023")
    assert refusal.value.message_vi == "Thời gian tính thành tích “2025-2023” có năm cuối trước năm đầu."


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("2023-2024", "2025", False),
        ("2023-2025", "2025", True),
        ("2023", "2023-2025", True),
        ("2024", "2025", False),
        ("2022-2026", "2024", True),
    ],
)
def test_periods_overlap_when_they_share_a_year(one: str, other: str, together: bool) -> None:
    first, second = CountingPeriod.read(one), CountingPeriod.read(other)
    assert first.overlaps(second) == second.overlaps(first) == together


AWARDS = ["advanced_worker", "grassroots_fighter", "ministerial_provincial_fighter", "certificate", "order_labour_3"]
grants = st.builds(
    grant,
    st.sampled_from(AWARDS),
    st.sampled_from([2016, 2017, "2016-2017"]),
    st.sampled_from([None, "A", "B"]),
)
days = st.dates(date(2017, 10, 1), date(2028, 12, 31))


@given(st.data(), st.lists(grants, min_size=1, max_size=6), days)
def test_the_order_of_grants_changes_no_sum(data: st.DataObject, given_grants: list[Grant], day: date) -> None:
    shuffled = data.draw(st.permutations(given_grants))
    one, other = payment(given_grants, day), payment(shuffled, day)
    assert (one.total, one.total_at_most, one.confidence) == (other.total, other.total_at_most, other.confidence)
    assert sorted(states(one)) == sorted(states(other))


@given(st.lists(grants, min_size=1, max_size=6), days)
def test_sums_keep_their_bounds(given_grants: list[Grant], day: date) -> None:
    answer = payment(given_grants, day)
    assert 0 <= answer.total <= answer.total_at_most <= sum(line.amount.dong for line in answer.lines)
    assert answer.needs_person == (answer.total < answer.total_at_most)
    assert isinstance(answer.total, int)


@given(st.lists(grants, min_size=1, max_size=6), st.dates(date(2025, 7, 1), date(2028, 12, 31)))
def test_each_period_of_titles_pays_exactly_one(given_grants: list[Grant], day: date) -> None:
    titles = [line for line in payment(given_grants, day).lines if line.amount.kind == "title"]
    for period in {line.grant.period for line in titles}:
        group = [line for line in titles if line.grant.period == period]
        paid = [line for line in group if line.state == "paid"]
        assert [line.amount.multiplier for line in paid] == [max(line.amount.multiplier for line in group)]


COUNTS = {("advanced_worker", "person"): 120, ("grassroots_fighter", "person"): 18}


def test_a_budget_rounds_each_award_before_it_multiplies() -> None:
    budget = forecast({("advanced_worker", "person"): 120}, UNDER_152)
    assert (budget.total, budget.lines[0].total, budget.lines[0].count) == (85_200_000, 85_200_000, 120)
    assert (budget.confidence, budget.is_maximum, budget.warnings) == ("R", False, ())


def test_a_budget_adds_its_lines_in_order_and_warns_of_counting_twice() -> None:
    budget = forecast(COUNTS, UNDER_152)
    assert [line.total for line in budget.lines] == [85_200_000, 42_120_000]
    assert budget.total == 127_320_000
    assert budget.warnings == (
        "Dự toán nhân thẳng số lượng: người hay tập thể có nhiều danh hiệu cùng thời gian tính thành tích chỉ hưởng "
        f"mức cao nhất ({SAME}), nên chỉ đếm họ ở danh hiệu cao nhất.",
    )


def test_titles_of_different_subjects_or_before_july_2025_are_not_warned_of() -> None:
    mixed = {("advanced_worker", "person"): 1, ("advanced_collective", "collective"): 1, ("certificate", "person"): 1}
    assert forecast(mixed, UNDER_152).warnings == ()
    assert forecast(COUNTS, UNDER_98).warnings == ()


def test_a_budget_carries_marks_ceilings_and_warnings() -> None:
    budget = forecast({**COUNTS, ("ministerial_provincial_medal", "person"): 0}, date(2026, 12, 20))
    assert (budget.is_maximum, budget.confidence, len(budget.warnings)) == (True, "M", 4)
    assert forecast(COUNTS, date(2024, 1, 1)).confidence == "Q"


def test_a_budget_needs_counts_from_nought_up() -> None:
    with pytest.raises(BadFactError) as none:
        forecast({}, UNDER_152)
    assert str(none.value) == "Không có số lượng nào để dự toán. Ghi ít nhất một dòng trong “forecast”."
    with pytest.raises(BadFactError) as negative:
        forecast({("advanced_worker", "person"): -1}, UNDER_152)
    assert str(negative.value) == "Số lượng -1 của “advanced_worker” là số âm. Ghi số từ 0 trở lên."
