"""Cells cleaned by distinct text: what is sure goes on, what is guessed waits for a person, nothing is skipped."""

import polars as pl

from thidua.workbooks.cleaning.readings import Reading, Sureness
from thidua.workbooks.planning.cleaned import NOTHING, CleanTable
from thidua.workbooks.planning.plans import Level

UNITS = {1: "CĐCS Y tế", 2: "CĐCS Giáo dục"}


def _reader(text):
    return {
        "Y tế": Reading(1),
        " y tế": Reading(1, Sureness.TIDIED, "Đã bỏ khoảng trắng."),
        "Yte": Reading(1, Sureness.GUESSED, "Gần giống.", others=(2,)),
        "Sao Hỏa": Reading(None, Sureness.REFUSED, "Không có đơn vị này."),
    }[text]


def _table(*cells, answers=None):
    table = CleanTable(pl.DataFrame({"row": range(5, 5 + len(cells)), "unit": list(cells)}), answers or {})
    table.read("unit", _reader, say=UNITS.__getitem__)
    return table


def test_what_is_sure_or_only_tidied_goes_on():
    table = _table("Y tế", " y tế", None)
    assert table.keys("unit") == ["1", "1", None]
    assert [(n["row"], n["level"], n["was"], n["value"]) for n in table.all_notes().to_dicts()] == [
        (6, Level.INFO, " y tế", "CĐCS Y tế")
    ]
    assert table.broken_rows() == set()


def test_a_guess_waits_with_its_choices():
    table = _table("Yte", "Y tế")
    (note,) = table.all_notes().to_dicts()
    assert table.keys("unit") == [None, "1"]
    assert (note["level"], note["text"]) == (Level.ASK, "Gần giống.")
    assert [(c["key"], c["words"]) for c in note["choices"]] == [("1", "CĐCS Y tế"), ("2", "CĐCS Giáo dục")]
    assert table.broken_rows() == {5}


def test_an_answer_settles_every_cell_with_that_text_and_nothing_else():
    table = _table("Yte", "Yte", "Sao Hỏa", answers={"unit": {"Yte": "2", "Sao Hỏa": "1"}})
    assert table.keys("unit") == ["2", "2", None]
    assert table.broken_rows() == {7}, "no answer may invent a meaning that was not offered"


def test_a_refused_cell_can_be_left_empty_by_choice():
    table = _table("Sao Hỏa", answers={"unit": {"Sao Hỏa": NOTHING}})
    assert (table.keys("unit"), table.broken_rows()) == ([None], set())


def test_a_column_that_is_not_there_is_empty():
    table = _table("Y tế")
    table.read("sex", _reader)
    assert (table.texts("sex"), table.keys("sex")) == ([], [None])
