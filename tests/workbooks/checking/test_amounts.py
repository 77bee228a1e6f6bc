"""Amounts in words and figures: read as Vietnamese writes them, or not at all."""

from __future__ import annotations

import pytest

from thidua.workbooks.checking.amounts import in_figures, in_words, pairs_in


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Một triệu năm trăm nghìn đồng", 1_500_000),
        ("Mười hai triệu năm trăm ngàn đồng chẵn./.", 12_500_000),
        ("hai mươi mốt triệu không trăm linh năm nghìn đồng", 21_005_000),
        ("Ba trăm chín mươi nghìn đồng Việt Nam", 390_000),
        ("một tỷ hai trăm triệu", 1_200_000_000),
        ("hai nghìn tỷ đồng", 2_000_000_000_000),
        ("hai trăm lẻ bốn đồng", 204),
        ("một triệu rưỡi", None),
        ("", None),
    ],
)
def test_words_of_numbers(words: str, number: int | None) -> None:
    assert in_words(words) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.500.000", 1_500_000), ("1,500,000 đồng", 1_500_000), ("390000đ", 390_000), ("1.5", None), ("x", None)],
)
def test_figures(text: str, number: int | None) -> None:
    assert in_figures(text) == number


def test_pairs_in_a_sentence() -> None:
    text = "Thưởng 1.500.000 đồng (Bằng chữ: Một triệu năm trăm nghìn đồng), và 300.000 đồng (bằng chữ: ba triệu)."
    assert [pair.agree() for pair in pairs_in(text)] == [True, False]
    assert [pair.agree() for pair in pairs_in("500.000 đồng (bằng chữ: nửa triệu)")] == [None]
    assert list(pairs_in("1" * 50_000 + " " * 50_000)) == []
