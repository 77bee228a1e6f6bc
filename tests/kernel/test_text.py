"""Vietnamese text: one form, folding, and the order of names."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from thidua.kernel.text import exact, fold, is_accented, name_sort_key, nfc

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
WORDS = st.text(VIETNAMESE + VIETNAMESE.upper(), min_size=1, max_size=8)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(st.text() | st.text("a\u0301\u0323 \u00a0đĐİ"))
@example("\u0301 a")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_one_form_is_stable_and_composed(text: str) -> None:
    once = nfc(text)
    assert nfc(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()


@given(NAMES)
def test_however_a_name_was_typed_it_is_the_same_name(name: str) -> None:
    typed = "  " + unicodedata.normalize("NFD", name).replace(" ", "\u00a0 \t")
    assert nfc(typed) == nfc(name)
    assert fold(typed) == fold(name)
    assert name_sort_key(typed) == name_sort_key(name)


@given(NAMES)
def test_a_folded_vietnamese_name_is_plain_ascii(name: str) -> None:
    assert fold(name).isascii()
    assert not is_accented(fold(name))


@given(NAMES)
def test_the_sort_key_is_what_every_collation_sorts_alike(name: str) -> None:
    assert re.fullmatch("[0-9A-Z]*", name_sort_key(name))
    assert len(name_sort_key(name)) <= 250


@given(WORDS, WORDS)
def test_a_name_sorts_before_the_longer_one_that_begins_with_it(name: str, more: str) -> None:
    assert name_sort_key(name) < name_sort_key(name + more)


@given(st.lists(NAMES, max_size=6))
def test_case_does_not_matter_to_the_order(names: list[str]) -> None:
    assert [name_sort_key(name.upper()) for name in names] == [name_sort_key(name.lower()) for name in names]


@pytest.mark.parametrize(
    ("text", "folded"), [("Thi Đua", "thi dua"), ("Nguyễn Văn Hải", "nguyen van hai"), ("ĐƯỜNG", "duong"), ("", "")]
)
def test_folding_takes_marks_and_crossed_d_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(("text", "answer"), [("nguyen", False), ("đ", True), ("hải", True), ("HAI", False)])
def test_whether_a_search_was_typed_with_marks(text: str, answer: bool) -> None:
    assert is_accented(text) is answer


def test_exact_keeps_the_marks_and_drops_the_case() -> None:
    assert exact("  HẢI  ") == "hải"


# In dictionary order: letters before tones, the tones none, grave, hook, tilde, acute, dot; đ after d.
ORDERED = [
    "Nguyễn Văn Anh", "Lê Thị Ánh", "Trần Ân", "Nguyễn Ba", "Nguyễn Bà", "Nguyễn Bả", "Nguyễn Bã", "Nguyễn Bá",
    "Nguyễn Bạ", "Nguyễn Dung", "Nguyễn Đào", "Lê Văn Hải", "Nguyễn Thị Hải", "Nguyễn Văn Hải", "Nguyễn Ôn",
    "Nguyễn Ơn", "Nguyễn Tu", "Nguyễn Tư", "Nguyễn Yến",
]  # fmt: skip


def test_names_sort_by_given_name_then_family_name() -> None:
    for before, after in pairwise(ORDERED):
        assert name_sort_key(before) < name_sort_key(after), (before, after)


def test_the_control_plain_code_points_would_sort_them_wrongly() -> None:
    assert sorted(ORDERED) != ORDERED


def test_digits_and_marks_in_a_name_sort_too() -> None:
    assert name_sort_key("Lê Mẫu 2") < name_sort_key("Lê Mẫu 3") < name_sort_key("Lê Mẫu An") < name_sort_key("Lê -")
    assert len(name_sort_key("a" * 300)) == 250


def test_an_empty_name_has_a_key() -> None:
    assert name_sort_key("") == ""
