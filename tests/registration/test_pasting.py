"""Blocks copied from a spreadsheet: words as people write them, and properties for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.registration.pasting import MOST_ROWS, read_block

MARKS = {"x": True, "X": True, " x ": True, "1": True, "có": True, "CÓ": True, "đạt": True,
         "": False, "0": False, "không": False, "-": False}  # fmt: skip
CELLS = st.sampled_from(sorted(MARKS))


def test_a_block_of_marks_is_read_cell_by_cell() -> None:
    block = read_block("x\t\t1\r\n\tcó\t0\r\n", ["mark", "mark", "mark"])
    assert block.rows == [[True, False, True], [False, True, False]]
    assert block.unknown == []


def test_words_not_understood_are_named_once_and_leave_their_cells() -> None:
    block = read_block("x\thả\nhả\tx", ["mark", "mark"])
    assert block.rows == [[True, None], [None, True]]
    assert block.unknown == ["hả"]


@pytest.mark.parametrize(
    ("word", "grade"),
    [
        ("HTXSNV", "excellent"), ("httnv", "good"), ("HTNV", "completed"), ("KHTNV", "not_completed"),
        ("Hoàn thành tốt nhiệm vụ", "good"), ("hoan thanh xuat sac nhiem vu", "excellent"),
        ("Không hoàn thành nhiệm vụ", "not_completed"), ("", ""), ("good", "good"), ("A", None),
    ],
)  # fmt: skip
def test_grades_are_read_as_people_write_them(word: str, grade: str | None) -> None:
    assert read_block(word, ["grade"]).rows == [[grade]]


def test_an_empty_judgement_is_not_judged_rather_than_not_held() -> None:
    assert read_block("x\t\tkhông đạt", ["finding"] * 3).rows == [["1", "", "0"]]


@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_what_a_spreadsheet_copies_comes_back(rows: list[list[str]], end: str) -> None:
    text = end.join("\t".join(row) for row in rows) + end
    assert read_block(text, ["mark"] * 6).rows == [[MARKS[word] for word in row] for row in rows]


@given(st.text(max_size=300), st.lists(st.sampled_from(["mark", "grade", "finding", "?"]), max_size=4))
def test_any_text_is_read_without_error_and_never_wider_than_the_grid(text: str, kinds: list[str]) -> None:
    block = read_block(text, kinds)
    assert len(block.rows) == text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").count("\n") + 1
    assert all(len(row) <= len(kinds) for row in block.rows)
    assert bool(block.unknown) == any(value is None for row in block.rows for value in row)


def test_a_block_too_long_is_cut_and_says_so() -> None:
    block = read_block("x\n" * (MOST_ROWS + 1), ["mark"])
    assert (len(block.rows), block.cut) == (MOST_ROWS, True)
