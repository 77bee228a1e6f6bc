"""Units, titles, grades and numbers as lists write them: matched, asked about, or refused; never created."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.honours.services.catalogues import read_seed
from thidua.workbooks.cleaning.lexicon import Lexicon, spelled_out
from thidua.workbooks.cleaning.numbers import number_reader
from thidua.workbooks.cleaning.readings import Sureness

C, T, G, R = Sureness.CERTAIN, Sureness.TIDIED, Sureness.GUESSED, Sureness.REFUSED
UNITS = Lexicon(
    {
        1: ["Công đoàn cơ sở Sở Y tế", "CĐCS Sở Y tế"],
        2: ["Công đoàn cơ sở Sở Giáo dục và Đào tạo", "CĐCS Sở GD&ĐT"],
        3: ["Công đoàn cơ sở Trường THPT Chu Văn An"],
        4: ["Tổ Hành chính"],
        5: ["Tổ Hành chính"],
        6: ["Công đoàn cơ sở Sở Tài chính"],
    },
    "đơn vị",
)
TITLES = Lexicon({entry["code"]: [entry["name"], *entry["synonyms"]] for entry in read_seed("titles")}, "danh hiệu")


@pytest.mark.parametrize(
    ("text", "unit", "sureness"),
    [
        ("Công đoàn cơ sở Sở Y tế", 1, C),
        ("công đoàn cơ sở sở y tế", 1, C),
        ("Cong doan co so So Y te", 1, T),
        ("CĐCS Sở GD và ĐT", 2, G),
        ("CĐCS sở GDĐT", 2, T),
        ("CĐCS Sở Giáo dục & Đào tạo", 2, G),
        ("CĐCS Trường Trung học phổ thông Chu Văn An", 3, T),
        ("CĐCS Sở Y té", 1, T),
        ("CĐCS Sở Y tếe", 1, G),
        ("Tổ hành chính", 4, G),
        ("CĐCS Viện Kiểm sát", None, R),
        ("", None, C),
    ],
)
def test_units(text, unit, sureness):
    reading = UNITS.read(text)
    assert (reading.value, reading.sureness) == (unit, sureness)


def test_two_units_of_one_name_are_asked_about():
    assert UNITS.read("Tổ Hành chính").others == (5,)


def test_what_is_near_is_offered_with_its_likeness():
    reading = UNITS.read("CĐCS Sở Y tếe")
    assert 0.9 < reading.share < 1
    assert "gần nhất là Công đoàn cơ sở Sở Y tế" in reading.why_vi


@pytest.mark.parametrize(
    ("text", "title", "sureness"),
    [
        ("Lao động tiên tiến", "advanced_worker", C),
        ("LĐTT", "advanced_worker", C),
        ("ldtt", "advanced_worker", C),
        ("CSTĐCS", "grassroots_fighter", C),
        ("CSTĐ cấp cơ sở", "grassroots_fighter", C),
        ("Chiến sỹ thi đua cấp cơ sở", "grassroots_fighter", T),
        ("Lao đông tiên tiên", "advanced_worker", T),
        ("Chiến sĩ thi đu cơ sở", "grassroots_fighter", G),
        ("Nhà giáo ưu tú", None, R),
    ],
)
def test_titles(text, title, sureness):
    reading = TITLES.read(text)
    assert (reading.value, reading.sureness) == (title, sureness)


@given(st.text(max_size=40))
def test_spelling_out_is_stable(text):
    once = spelled_out(text)
    assert spelled_out(once) == once


@given(st.text(max_size=40))
def test_no_text_breaks_the_lexicon_or_creates_anything(text):
    reading = UNITS.read(text)
    assert reading.value is None or reading.value in range(1, 7)


@pytest.mark.parametrize(
    ("column", "text", "number", "sureness"),
    [
        (["9,5", "10"], "9,5", "9.5", C),
        (["12"], "12", "12", C),
        (["1.234.567"], "1.234.567", "1234567", C),
        (["1,234,567"], "1,234,567", "1234567", C),
        (["1.234,5"], "1.234,5", "1234.5", C),
        (["1,234.5"], "1,234.5", "1234.5", C),
        (["1.234"], "1.234", "1234", G),
        (["1.234", "2.5"], "1.234", "1.234", T),
        (["85 %"], "85 %", "85", C),
        (["3 điểm"], "3 điểm", "3", C),
        (["12345678901234567890"], "12345678901234567890", "12345678901234567890", G),
        (["năm trăm"], "năm trăm", None, R),
        (["-"], "-", None, C),
    ],
)
def test_numbers(column, text, number, sureness):
    reading = number_reader(column)(text)
    assert (reading.value, reading.sureness) == (None if number is None else Decimal(number), sureness)


def test_what_a_dot_may_mean_is_offered_both_ways():
    assert number_reader(["1.234"])("1.234").others == (Decimal("1.234"),)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_of_numbers(text):
    number_reader([text])(text)
