"""Names, days and sexes as lists of unions write them; nothing uncertain is silently accepted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.workbooks.cleaning.dates import Order, PartialDate, date_reader, order_of, read_date
from thidua.workbooks.cleaning.names import join_name, read_name, read_odd_name
from thidua.workbooks.cleaning.readings import Sureness
from thidua.workbooks.cleaning.sexes import FEMALE, MALE, sex_reader

TODAY = date(2026, 11, 24)
C, T, G, R = Sureness.CERTAIN, Sureness.TIDIED, Sureness.GUESSED, Sureness.REFUSED


@pytest.mark.parametrize(
    ("text", "name", "sureness"),
    [
        ("Nguyễn Văn Ân", "Nguyễn Văn Ân", C),
        ("NGUYỄN THỊ ÁNH", "Nguyễn Thị Ánh", T),
        ("trần văn bá", "Trần Văn Bá", T),
        ("Ông Đỗ Văn Cảnh", "Đỗ Văn Cảnh", T),
        ("Đ/c: Trần Thị Diệu", "Trần Thị Diệu", T),
        ("Đồng chí Lê Văn Em", "Lê Văn Em", T),
        ("ThS. Lý Thị Gấm", "Lý Thị Gấm", T),
        ("PGS.TS Vũ Văn Hà", "Vũ Văn Hà", T),
        ("Ông Ích Khiêm", "Ích Khiêm", G),
        ("Chị Lan Anh", "Lan Anh", G),
        ("Bá Văn Lộc Tài", "Bá Văn Lộc Tài", C),
        ("Anh Tuấn", "Anh Tuấn", C),
        ("H'HEN NIÊ", "H'Hen Niê", T),
        ("Y Krông", "Y Krông", C),
        ("3. Phạm Văn Mười", "Phạm Văn Mười", T),
        ("Phạm Thị Na (tổ trưởng)", "Phạm Thị Na", T),
        ("Lan", "Lan", G),
        ("Nguyễn Văn 2", "Nguyễn Văn 2", G),
        ("Lê Văn Ổn, Trần Thị Phú", None, R),
        ("Lê Văn Ổn và Trần Thị Phú", None, R),
        ("12", None, R),
        ("-", None, C),
        ("", None, C),
    ],
)
def test_names(text, name, sureness):
    reading = read_name(text)
    assert (reading.value, reading.sureness) == (name, sureness)
    assert bool(reading.why_vi) == (sureness is not C)


def test_a_family_name_like_an_address_can_be_kept():
    assert read_name("Ông Ích Khiêm").others == ("Ông Ích Khiêm",)


def test_a_name_in_two_columns_is_one():
    assert join_name("  Nguyễn Thị ", "Oanh") == "Nguyễn Thị Oanh"


@given(st.text(max_size=60))
def test_a_name_read_again_stays(text):
    once = read_name(text)
    if once.value is not None and once.sureness is not G:
        assert read_name(once.value).value == once.value


@pytest.mark.parametrize(
    ("text", "day", "sureness"),
    [
        ("25/03/1980", "25/03/1980", C),
        ("1.2.1980", "01/02/1980", C),
        ("1980-05-17", "17/05/1980", C),
        ("1980-05-17T08:30:00", "17/05/1980", C),
        ("1985", "1985", C),
        ("năm 1985", "1985", C),
        ("3/1985", "03/1985", C),
        ("tháng 3 năm 1985", "03/1985", C),
        ("ngày 3 tháng 4 năm 1985", "03/04/1985", C),
        ("29252", "01/02/1980", T),
        ("01/02/80", "01/02/1980", G),
        ("01021980", "01/02/1980", G),
        ("31/2/1980", None, R),
        ("3/25/1990", None, R),
        ("1/1/2050", None, R),
        ("1800", None, R),
        ("không nhớ", None, R),
        ("", None, C),
    ],
)
def test_days_of_a_column_that_shows_its_order(text, day, sureness):
    reading = date_reader(["25/03/1980", "1/2/1980"], last=TODAY)(text)
    assert (reading.value and str(reading.value), reading.sureness) == (day, sureness)


def test_a_column_that_shows_no_order_asks():
    reading = date_reader(["1/2/1980", "3/4/1981"], last=TODAY)("1/2/1980")
    assert (reading.sureness, reading.value, reading.others) == (
        G, PartialDate(1980, 2, 1), (PartialDate(1980, 1, 2),)
    )  # fmt: skip
    assert read_date("5/5/1980").sureness is C, "the same either way"


def test_months_before_days_are_noticed_and_told():
    assert order_of(["3/25/1990", "1/2/1980"]) is Order.MONTH_FIRST
    reading = date_reader(["3/25/1990", "1/2/1980"], last=TODAY)("1/2/1980")
    assert (str(reading.value), reading.sureness) == ("02/01/1980", T)


def test_a_column_with_both_orders_asks_about_each():
    assert order_of(["3/25/1990", "25/3/1990"]) is Order.UNKNOWN


def test_of_two_readings_only_the_possible_one_is_taken():
    reading = date_reader(["1/12/2026"], last=TODAY)("1/12/2026")
    assert (str(reading.value), reading.sureness) == ("12/01/2026", T)


@given(st.dates(date(1900, 1, 1), TODAY))
def test_any_day_written_out_reads_back(day):
    read = date_reader(["25/03/1980"], last=TODAY)
    for text in (f"{day:%d/%m/%Y}", day.isoformat(), f"ngày {day.day} tháng {day.month} năm {day.year}"):
        assert read(text).value.full == day


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader_of_days(text):
    reading = date_reader([text], last=TODAY)(text)
    assert reading.value is None or reading.value.year <= TODAY.year


@pytest.mark.parametrize(
    ("text", "sex", "sureness"),
    [
        ("Nam", MALE, C),
        ("nữ", FEMALE, C),
        ("NU", FEMALE, T),
        ("Male", MALE, T),
        ("F", FEMALE, T),
        ("N", FEMALE, T),
        ("x", FEMALE, G),
        ("1", MALE, G),
        ("0", FEMALE, G),
        ("không rõ", None, C),
        ("", None, C),
        ("Sở Y tế", None, R),
    ],
)
def test_sexes(text, sex, sureness):
    reading = sex_reader(["Nam", "N", text])(text)
    assert (reading.value, reading.sureness) == (sex, sureness)


def test_one_letter_that_can_be_either_asks():
    reading = sex_reader(["N"])("N")
    assert (reading.sureness, reading.value, reading.others) == (G, FEMALE, (MALE,))


def test_a_single_cell_the_other_way_is_a_slip_of_its_own():
    texts = [f"{day}/01/1990" for day in range(13, 23)]
    read = date_reader([*texts, "01/13/1990"], last=date(2018, 1, 1))
    assert read("01/13/1990").sureness is Sureness.REFUSED
    assert read("02/03/1990").value.full == date(1990, 3, 2)
    unsure = date_reader([*texts[:3], "01/13/1990"], last=date(2018, 1, 1))
    assert unsure("02/03/1990").sureness is Sureness.GUESSED
    assert (unsure("01/13/1990").sureness, unsure("01/13/1990").value.full) == (Sureness.TIDIED, date(1990, 1, 13))


WORDS = st.sampled_from(
    [
        "Nguyễn", "Thị", "Và", "va", "Ân", "Ông", "ong", "bà", "Anh", "Chị", "Đồng", "Chí", "ThS.", "Ths", "TS", "PGS",
        "CN", "Y", "A", "Ba", "Không", "Có", "trong", "H'Mông", "Đ", "NGUYỄN", "Ea-Kar", "3", "O2",
    ]
)  # fmt: skip


@given(st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=12))
def test_a_plain_name_is_known_at_a_glance(text):
    """The glance answers as the steps do."""
    assert read_name(text) == read_odd_name(text)
