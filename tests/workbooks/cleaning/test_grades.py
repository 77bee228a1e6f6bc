"""Grades: the law's words and the short forms are read, what is near is asked about, the rest is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.registration.states import Grade
from thidua.rules.names import GRADE_SHORT_VI, GRADE_VI
from thidua.workbooks.cleaning.grades import read_grade
from thidua.workbooks.cleaning.readings import Sureness

# As written in the grade columns of unions' and schools' year-end lists.
SURE = {
    "Hoàn thành xuất sắc nhiệm vụ": "excellent",
    "HTXSNV": "excellent",
    "HT XSNV": "excellent",
    "Xuất sắc": "excellent",
    "hoan thanh xuat sac nhiem vu": "excellent",
    "HTTNV": "good",
    "HTT NV": "good",
    "Hoàn thành tốt": "good",
    "HTNV": "completed",
    "Hoàn thành nhiệm vụ.": "completed",
    "KHTNV": "not_completed",
    "Không hoàn thành nhiệm vụ": "not_completed",
    "Không HTNV": "not_completed",
}
ASKED = {
    "Hòan thành xuất sắt nhiệm vụ": "excellent",
    "Hoàn thành tôt nhiêm vu năm": "good",
    "Hoàn thành nhiệm vu năm": "completed",
    "Chưa hoàn thành nhiệm vụ": "not_completed",
    "Ko hoàn thành NV": "not_completed",
    "A": "excellent",
    "Loại B": "good",
}


@pytest.mark.parametrize(("text", "code"), SURE.items())
def test_words_and_short_forms_of_the_field_are_read(text, code):
    reading = read_grade(text)
    assert reading.value == code
    assert reading.sureness in {Sureness.CERTAIN, Sureness.TIDIED}


@pytest.mark.parametrize(("text", "code"), ASKED.items())
def test_misspelt_words_and_letters_are_asked_about(text, code):
    reading = read_grade(text)
    assert (reading.value, reading.sureness) == (code, Sureness.GUESSED)
    assert 0 < reading.share < 1
    assert reading.why_vi


@pytest.mark.parametrize("text", ["Nghỉ thai sản", "Không xếp loại", "8,5", "HTX", "không tốt"])
def test_what_is_no_grade_is_refused_and_told(text):
    reading = read_grade(text)
    assert (reading.value, reading.sureness) == (None, Sureness.REFUSED)
    assert "hoàn thành tốt nhiệm vụ" in reading.why_vi


@pytest.mark.parametrize("text", ["", " ", "-"])
def test_an_empty_cell_is_no_grade_and_no_fault(text):
    assert read_grade(text) == read_grade("")
    assert read_grade(text).value is None
    assert read_grade(text).sureness is Sureness.CERTAIN


@pytest.mark.parametrize("denial", ["không ", "ko ", "chưa ", "K ", "KHÔNG "])
@pytest.mark.parametrize("words", GRADE_VI.values())
def test_a_denial_never_becomes_a_good_grade(denial, words):
    assert read_grade(denial + words).value in {None, "not_completed"}


@given(st.text())
def test_any_text_is_answered_and_an_answer_reads_as_itself(text):
    reading = read_grade(text)
    assert reading.sureness is not Sureness.REFUSED or reading.value is None
    if reading.value is not None:
        assert read_grade(reading.value).value == reading.value
        assert read_grade(reading.value).sureness is Sureness.CERTAIN


def test_the_codes_are_those_of_the_register():
    assert set(GRADE_VI) == set(GRADE_SHORT_VI) == set(Grade.values)
