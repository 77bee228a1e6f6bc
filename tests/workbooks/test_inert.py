"""A text in a file of values is never worked out by a spreadsheet, whichever sign it takes between values."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from thidua.workbooks.inert import guarded, unguarded

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[\s\"]*[+-]?[0-9]+(?:[.,][0-9]+)?[\s\"]*\Z")
BEGINS_A_FORMULA = re.compile('[\\s"\u00ad\u200b-\u200f\u2060\ufeff]*[=+\\-@＝＋－＠]')
# Texts of the signs that matter are found sooner than among all of Unicode.
NASTY = st.text(alphabet="=+-@＝;|,\t\r\n '\"\u200b\u00a0a1.", max_size=12)


def formulas(text: str) -> list[str]:
    """Return the cells that some spreadsheet would work out, of one line that holds ``text`` in the middle."""
    line = io.StringIO()
    csv.writer(line).writerow(["đầu", text, "cuối"])
    found = []
    for sign in ",;\t|":
        for row in csv.reader(io.StringIO(line.getvalue(), newline=""), delimiter=sign):
            found += [cell for cell in row if BEGINS_A_FORMULA.match(cell) and not NUMBER.match(cell)]
    return found


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u200b", '"', "\t", "\r", "x;", "x\n", "x\t ", "x|"])
def test_a_text_that_would_begin_a_formula_is_guarded(sign: str, before: str) -> None:
    text = f"{before}{sign}HYPERLINK(A1)"
    assert guarded(text) != text
    assert formulas(guarded(text)) == []
    assert unguarded(guarded(text)) == text


def test_without_the_guard_the_check_would_notice() -> None:
    assert formulas("=1+1")
    assert formulas("x;=1+1")
    assert formulas("x\n@SUM(A1)")


@pytest.mark.parametrize("text", ["-5", "+84", "12", "-0,5", "3.14", "", "Nguyễn Văn A", "a-b", "1=2", "x, = y", "'a'"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@pytest.mark.parametrize("text", ["\tx", "\rx", "\nx"])
def test_a_text_that_begins_with_a_tab_or_a_line_break_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(f"'{text}") == text


@given(st.one_of(NASTY, st.text()))
@example("'=1")
@example("''-5")
@example("\n\n'=")
@settings(max_examples=10_000)
def test_any_text_is_inert_and_comes_back(text: str) -> None:
    assert formulas(guarded(text)) == []
    assert unguarded(guarded(text)) == text
