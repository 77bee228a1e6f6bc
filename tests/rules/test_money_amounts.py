"""What one award brings: every figure of the decrees, the days on which they change, rounding, refusals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.rules.errors import BadFactError
from thidua.rules.money import amount
from thidua.rules.money.amounts import round_up
from thidua.rules.money.errors import NoAmountError
from thidua.rules.money.tables import SUBJECT_VI, base_salaries, paid_awards, value_on

UNDER_152 = date(2025, 12, 20)
UNDER_98 = date(2024, 12, 20)
UNDER_91 = date(2018, 12, 20)

# The decrees' own figures, written a second time by hand: award → times for a person, a collective, a household.
FIGURES: dict[str, tuple[str | None, str | None, str | None]] = {
    "advanced_worker": ("0.3", None, None),
    "grassroots_fighter": ("1.0", None, None),
    "ministerial_provincial_fighter": ("3.0", None, None),
    "national_fighter": ("4.5", None, None),
    "advanced_collective": (None, "0.8", None),
    "excellent_collective": (None, "1.5", None),
    "exemplary_commune": (None, "2.0", None),
    "cultural_village": (None, "1.5", None),
    "government_flag": (None, "12.0", None),
    "ministerial_provincial_flag": (None, "8.0", None),
    "military_region_flag": (None, "6.0", None),
    "order_gold_star": ("46", "92", None),
    "order_ho_chi_minh": ("30.5", "61", None),
    "order_independence_1": ("15", "30", None),
    "order_independence_2": ("12.5", "25", None),
    "order_independence_3": ("10.5", "21", None),
    "order_military_exploit_1": ("15", "30", None),
    "order_military_exploit_2": ("12.5", "25", None),
    "order_military_exploit_3": ("10.5", "21", None),
    "order_labour_1": ("9", "18", None),
    "order_labour_2": ("7.5", "15", None),
    "order_labour_3": ("4.5", "9", None),
    "order_feat_of_arms_1": ("9", "18", None),
    "order_feat_of_arms_2": ("7.5", "15", None),
    "order_feat_of_arms_3": ("4.5", "9", None),
    "order_fatherland_defence_1": ("9", "18", None),
    "order_fatherland_defence_2": ("7.5", "15", None),
    "order_fatherland_defence_3": ("4.5", "9", None),
    "order_great_national_unity": ("7.5", "15", None),
    "order_bravery": ("4.5", "9", None),
    "labour_hero": (None, "31", None),
    "armed_forces_hero": (None, "31", None),
    "prime_minister_merit_certificate": ("3.5", "7.0", "5.25"),
    "ministerial_provincial_merit_certificate": ("1.5", "3.0", "2.25"),
    "certificate": ("0.3", "0.6", "0.45"),
    "ministerial_provincial_medal": ("0.6", None, None),
    "national_assembly_medal": ("0.8", None, None),
}
# Under Decree 91 all was the same but these; None = no text read.
UNDER_91_OTHERWISE: dict[tuple[str, str], str | None] = {
    ("ministerial_provincial_merit_certificate", "person"): "1.0",
    ("ministerial_provincial_merit_certificate", "collective"): "2.0",
    ("exemplary_commune", "collective"): None,
    ("labour_hero", "collective"): None,
    ("armed_forces_hero", "collective"): None,
    ("prime_minister_merit_certificate", "household"): None,
    ("ministerial_provincial_merit_certificate", "household"): None,
    ("certificate", "household"): None,
}
CASES = [
    (award, subject, times)
    for award, figures in FIGURES.items()
    for subject, times in zip(SUBJECT_VI, figures, strict=True)
    if times
]
# First day, đồng a month, mark.
SALARIES = [
    (date(2017, 7, 1), 1_300_000, "M"),
    (date(2018, 7, 1), 1_390_000, "Q"),
    (date(2019, 7, 1), 1_490_000, "Q"),
    (date(2023, 7, 1), 1_800_000, "Q"),
    (date(2024, 7, 1), 2_340_000, "R"),
    (date(2026, 7, 1), 2_530_000, "R"),
]


def money(award: str, day: date, subject: str = "person") -> int:
    return amount(award=award, subject=subject, decided_on=day).dong


def test_every_award_of_the_table_is_checked_here() -> None:
    assert {(code, subject) for code, award in paid_awards().items() for subject in award.multipliers} == {
        (award, subject) for award, subject, _times in CASES
    }


@pytest.mark.parametrize(("award", "subject", "times"), CASES)
def test_the_figures_of_decree_152(award: str, subject: str, times: str) -> None:
    found = amount(award=award, subject=subject, decided_on=UNDER_152)
    assert found.multiplier == Fraction(times)
    assert (found.base_salary, found.confidence, found.subject, found.award) == (2_340_000, "R", subject, award)
    assert found.exact == Decimal(times) * 2_340_000
    assert 0 <= found.dong - found.exact < 10_000
    assert found.decided_on == UNDER_152
    assert all("98/2023" not in text and "91/2017" not in text for text in found.citations)


@pytest.mark.parametrize(("award", "subject", "times"), CASES)
def test_the_figures_of_decree_98_are_the_same(award: str, subject: str, times: str) -> None:
    if award in {"labour_hero", "armed_forces_hero"}:
        with pytest.raises(NoAmountError, match=r"sớm nhất được ghi là từ 01/07/2025"):
            amount(award=award, subject=subject, decided_on=UNDER_98)
        return
    found = amount(award=award, subject=subject, decided_on=UNDER_98)
    assert (found.multiplier, found.confidence) == (Fraction(times), "R")
    assert any("NĐ 98/2023/NĐ-CP" in text for text in found.citations)


@pytest.mark.parametrize(("award", "subject", "times"), CASES)
def test_the_figures_of_decree_91_where_they_were_read(award: str, subject: str, times: str) -> None:
    then = UNDER_91_OTHERWISE.get((award, subject), times)
    if then is None:
        with pytest.raises(NoAmountError, match="phần mềm không đoán"):
            amount(award=award, subject=subject, decided_on=UNDER_91)
        return
    found = amount(award=award, subject=subject, decided_on=UNDER_91)
    assert (found.multiplier, found.confidence) == (Fraction(then), "M")
    assert any("NĐ 91/2017/NĐ-CP" in text for text in found.citations)


@pytest.mark.parametrize(
    ("award", "subject", "mark"),
    [
        ("advanced_worker", "person", "R"),
        ("advanced_collective", "collective", "Q"),
        ("order_labour_3", "person", "Q"),
        ("ministerial_provincial_merit_certificate", "person", "R"),
        ("ministerial_provincial_merit_certificate", "collective", "M"),
    ],
)
def test_a_multiplier_of_decree_91_has_its_own_mark(award: str, subject: str, mark: str) -> None:
    dated = value_on(paid_awards()[award].multipliers[subject], UNDER_91)
    assert dated is not None
    assert dated.confidence == mark


def test_the_product_is_rounded_up_though_popular_tables_leave_it() -> None:
    found = amount(award="advanced_worker", subject="person", decided_on=UNDER_152)
    assert (found.exact, found.dong) == (702_000, 710_000)
    assert money("advanced_worker", date(2026, 7, 1)) == 760_000  # 0,3 × 2.530.000 = 759.000


def test_the_examples_of_the_central_board_of_2018() -> None:
    assert money("advanced_collective", date(2018, 7, 2), "collective") == 1_120_000  # 1.112.000
    assert money("certificate", date(2018, 7, 2), "collective") == 840_000  # 834.000


@pytest.mark.parametrize(("first_day", "dong", "mark"), SALARIES)
def test_the_base_salary_of_the_day_of_decision(first_day: date, dong: int, mark: str) -> None:
    index = [day for day, _dong, _mark in SALARIES].index(first_day)
    for day in (first_day, first_day.replace(day=2)):
        found = base_salaries().on(day)
        assert found is not None
        assert (found.value, found.confidence) == (dong, mark)
    before = base_salaries().on(date.fromordinal(first_day.toordinal() - 1))
    assert (before and before.value) == (SALARIES[index - 1][1] if index else None)


@pytest.mark.parametrize(
    ("day", "dong"),
    [
        (date(2018, 6, 30), 1_300_000),
        (date(2018, 7, 1), 1_390_000),
        (date(2019, 6, 30), 1_390_000),
        (date(2019, 7, 1), 1_490_000),
        (date(2020, 7, 1), 1_490_000),  # the rise planned for this day was dropped
        (date(2023, 6, 30), 1_490_000),
        (date(2023, 7, 1), 1_800_000),
        (date(2024, 6, 30), 1_800_000),
        (date(2024, 7, 1), 2_340_000),
        (date(2026, 6, 30), 2_340_000),
        (date(2026, 7, 1), 2_530_000),
    ],
)
def test_a_grassroots_fighter_gets_one_base_salary(day: date, dong: int) -> None:
    assert money("grassroots_fighter", day) == dong


@pytest.mark.parametrize(
    ("day", "times", "mark", "decree"),
    [
        (date(2017, 10, 1), "1", "M", "NĐ 91/2017/NĐ-CP, Điều 73"),
        (date(2017, 10, 2), "1", "M", "NĐ 91/2017/NĐ-CP, Điều 73"),
        (date(2023, 12, 31), "1", "M", "NĐ 91/2017/NĐ-CP, Điều 73"),
        (date(2024, 1, 1), "3/2", "Q", "NĐ 98/2023/NĐ-CP, Điều 56"),
        (date(2024, 1, 2), "3/2", "Q", "NĐ 98/2023/NĐ-CP, Điều 56"),
        (date(2025, 6, 30), "3/2", "R", "NĐ 98/2023/NĐ-CP, Điều 56"),
        (date(2025, 7, 1), "3/2", "R", "NĐ 152/2025/NĐ-CP, Điều 54"),
        (date(2025, 7, 2), "3/2", "R", "NĐ 152/2025/NĐ-CP, Điều 54"),
        (date(2026, 9, 30), "3/2", "R", "NĐ 152/2025/NĐ-CP, Điều 54"),
        (date(2026, 10, 1), "3/2", "M", "NĐ 152/2025/NĐ-CP, Điều 54"),
        (date(2026, 10, 2), "3/2", "M", "NĐ 152/2025/NĐ-CP, Điều 54"),
    ],
)
def test_the_certificate_of_merit_at_the_edges_of_each_regime(day: date, times: str, mark: str, decree: str) -> None:
    found = amount(award="ministerial_provincial_merit_certificate", subject="person", decided_on=day)
    assert (found.multiplier, found.confidence, found.citations[0]) == (Fraction(times), mark, decree)
    assert any("Luật 06/2026/QH16" in text for text in found.warnings) == (day > date(2026, 9, 30))


def test_new_years_day_2024_raised_the_certificate_of_merit() -> None:
    code = "ministerial_provincial_merit_certificate"
    assert money(code, date(2023, 12, 31)) == 1_800_000
    assert money(code, date(2024, 1, 1)) == 2_700_000


def test_the_citation_names_each_text_once() -> None:
    assert amount(award="advanced_worker", subject="person", decided_on=UNDER_152).citations == (
        "NĐ 152/2025/NĐ-CP, Điều 50, khoản 1",
        "NĐ 152/2025/NĐ-CP, Điều 49, khoản 1",
        "NĐ 152/2025/NĐ-CP, Điều 49, khoản 2",
        "NĐ 73/2024/NĐ-CP, Điều 3, khoản 2",
    )
    # Under Decree 98 one article holds both principles.
    assert len(amount(award="advanced_worker", subject="person", decided_on=UNDER_98).citations) == 3


def test_a_verified_day_has_no_warning() -> None:
    assert amount(award="advanced_worker", subject="person", decided_on=date(2026, 9, 30)).warnings == ()


def test_under_the_unread_law_the_last_verified_value_comes_with_a_warning() -> None:
    last = amount(award="advanced_worker", subject="person", decided_on=date(2026, 9, 30))
    carried = amount(award="advanced_worker", subject="person", decided_on=date(2026, 11, 23))
    assert (carried.dong, carried.multiplier) == (last.dong, last.multiplier)
    assert carried.confidence == "M"
    assert carried.warnings == (
        "Chưa đối chiếu Luật 06/2026/QH16: tạm tính theo quy định của ngày 30/09/2026. Phải kiểm tra trước khi chi.",
    )


def test_after_the_last_look_the_base_salary_is_doubted() -> None:
    warnings = amount(award="advanced_worker", subject="person", decided_on=date(2026, 11, 24)).warnings
    assert warnings[1:] == ("Mức lương cơ sở mới soát đến ngày 23/11/2026; nếu sau đó đã đổi thì phải tính lại.",)


@pytest.mark.parametrize(
    ("award", "dong"), [("ministerial_provincial_medal", 1_410_000), ("national_assembly_medal", 1_880_000)]
)
def test_a_commemorative_medal_has_a_ceiling_only(award: str, dong: int) -> None:
    found = amount(award=award, subject="person", decided_on=UNDER_152)
    assert (found.is_maximum, found.dong) == (True, dong)
    assert found.warnings == (
        "Đây là mức tối đa: luật chỉ đặt trần; hệ số thật do nơi tặng quy định, không vượt mức này.",
    )


def test_other_awards_have_a_fixed_sum() -> None:
    fixed = {code for code, award in paid_awards().items() if not award.is_maximum}
    assert fixed == FIGURES.keys() - {"ministerial_provincial_medal", "national_assembly_medal"}
    assert not amount(award="advanced_worker", subject="person", decided_on=UNDER_152).is_maximum


@pytest.mark.parametrize(
    ("day", "noted"), [(date(2023, 12, 31), True), (date(2024, 1, 1), False), (date(2017, 10, 1), True)]
)
def test_before_2024_a_communes_certificate_had_its_own_rate(day: date, noted: bool) -> None:
    warnings = amount(award="certificate", subject="person", decided_on=day).warnings
    assert any("0,15 lần cho cá nhân" in text for text in warnings) == noted


def test_before_the_oldest_base_salary_nothing_is_guessed() -> None:
    with pytest.raises(NoAmountError) as refusal:
        money("advanced_worker", date(2017, 6, 30))
    assert refusal.value.message_vi == (
        "Chưa ghi mức lương cơ sở ngày 30/06/2017: mức sớm nhất được ghi là từ 01/07/2017."
    )
    assert refusal.value.next_step_vi == (
        "Xem lại ngày quyết định, hoặc tra mức lương cơ sở của ngày đó rồi tính tay; phần mềm không đoán."
    )


@pytest.mark.parametrize("day", [date(2017, 7, 1), date(2017, 9, 30)])
def test_before_decree_91_nothing_is_guessed(day: date) -> None:
    with pytest.raises(NoAmountError) as refusal:
        money("advanced_worker", day)
    assert refusal.value.message_vi == (
        f"Chưa có hệ số tiền thưởng của Lao động tiên tiến cho cá nhân vào ngày {day:%d/%m/%Y}: "
        "hệ số sớm nhất được ghi là từ 01/10/2017."
    )
    assert refusal.value.next_step_vi == (
        "Xem lại ngày quyết định, hoặc tra nghị định của thời kỳ đó rồi tính tay; phần mềm không đoán."
    )


def test_an_unknown_award_is_refused_with_the_nearest_code() -> None:
    with pytest.raises(NoAmountError) as refusal:
        money("advanced_workers", UNDER_152)
    assert refusal.value.message_vi == "Chưa ghi mức tiền thưởng cho mã “advanced_workers”."
    assert refusal.value.next_step_vi.startswith("Có phải bạn muốn: advanced_worker, advanced_collective? Xem mọi mã")
    with pytest.raises(NoAmountError) as far:
        money("zzz", UNDER_152)
    assert far.value.next_step_vi.startswith("Xem mọi mã trong docs/tien-thuong.md. Khen thưởng của phong trào")


@pytest.mark.parametrize("award", ["cultural_family", "union_medal", "union_base_certificate", "good_worker"])
def test_awards_whose_money_no_text_gives_are_refused(award: str) -> None:
    with pytest.raises(NoAmountError, match=r"công đoàn tính theo quy chế của nơi tặng\.$"):
        money(award, UNDER_152)


def test_a_subject_without_a_figure_is_refused() -> None:
    with pytest.raises(NoAmountError) as refusal:
        money("certificate_of_none", UNDER_152)
    assert refusal.value.code == "no_award_money"
    with pytest.raises(NoAmountError) as household:
        money("order_labour_1", UNDER_152, "household")
    assert household.value.message_vi == (
        "Chưa ghi mức tiền thưởng của Huân chương Lao động hạng Nhất cho hộ gia đình."
    )
    assert household.value.next_step_vi == (
        "Đối tượng đã có mức: cá nhân, tập thể. Xem lại “subject”, hoặc tra nghị định rồi tính tay."
    )


def test_a_subject_nobody_defined_is_a_bad_fact() -> None:
    with pytest.raises(BadFactError) as refusal:
        money("certificate", UNDER_152, "people")
    assert str(refusal.value) == (
        "Không có đối tượng “people”. Dùng một trong: person (cá nhân), collective (tập thể), household (hộ gia đình)."
    )


@pytest.mark.parametrize("award", ["prime_minister_merit_certificate", "certificate"])
def test_collectives_get_twice_and_households_one_and_a_half_times(award: str) -> None:
    person, collective, household = (
        amount(award=award, subject=subject, decided_on=UNDER_152).multiplier for subject in SUBJECT_VI
    )
    assert (collective, household) == (2 * person, Fraction(3, 2) * person)


money_products = st.fractions(min_value=0, max_value=10**9)


@given(money_products)
def test_rounding_never_takes_and_adds_less_than_a_step(product: Fraction) -> None:
    rounded = round_up(product, 10_000)
    assert isinstance(rounded, int)
    assert 0 <= rounded - product < 10_000
    assert rounded % 10_000 == 0


@given(st.integers(min_value=0, max_value=10**6))
def test_what_is_round_stays(tens_of_thousands: int) -> None:
    assert round_up(Fraction(tens_of_thousands * 10_000), 10_000) == tens_of_thousands * 10_000


days = st.dates(date(2017, 10, 1), date(2028, 12, 31))


@given(days, st.lists(st.sampled_from(CASES), min_size=2, max_size=2))
def test_a_higher_multiplier_never_brings_less(day: date, pair: list[tuple[str, str, str]]) -> None:
    try:
        low, high = sorted(
            (amount(award=award, subject=subject, decided_on=day) for award, subject, _times in pair),
            key=lambda found: found.multiplier,
        )
    except NoAmountError:
        return
    assert low.dong <= high.dong
    assert all(isinstance(found.dong, int) and isinstance(found.exact, Decimal) for found in (low, high))
