"""What differs, three ways: a change on one side goes through, a change on both is a conflict, never an overwrite."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.workbooks.planning.comparing import MINE, THEIRS, compare
from thidua.workbooks.planning.plans import Level, RowVerdict, note_frame, with_gravest

FIELDS = ("name", "sex")
WORDS = {"name": "Họ và tên", "sex": "Giới tính"}
VALUES = st.sampled_from(["", "a", "b", "c"])


def _frame(*values):
    return pl.DataFrame(
        {"row": list(range(len(values))), "sex": list(values)}, schema={"row": pl.Int64, "sex": pl.String}
    )


def _told(**sides):
    found = compare(sides.pop("said"), sides.pop("stored"), fields=FIELDS, words=WORDS, **sides)
    return [(note["row"], note["level"], note["was"], note["value"], note["write"]) for note in found.to_dicts()]


def test_a_changed_cell_is_a_change_and_an_equal_one_is_nothing():
    assert _told(said=_frame("nam", "nữ"), stored=_frame("nam", "nam")) == [(1, Level.CHANGE, "nam", "nữ", True)]


def test_an_empty_cell_says_nothing():
    assert _told(said=_frame(""), stored=_frame("nam")) == []
    assert _told(said=_frame(None), stored=_frame("nam")) == []


def test_a_cell_emptied_in_our_own_workbook_clears_where_it_may():
    sides = {"said": _frame(""), "stored": _frame("nam"), "base": _frame("nam")}
    assert _told(**sides, may_clear=frozenset({"sex"})) == [(0, Level.CHANGE, "nam", "", True)]
    assert _told(**sides) == []


def test_what_only_the_others_changed_stays_as_they_made_it():
    assert _told(said=_frame("nam"), stored=_frame("nữ"), base=_frame("nam")) == []


def test_what_both_changed_alike_is_no_conflict():
    assert _told(said=_frame("nữ"), stored=_frame("nữ"), base=_frame("nam")) == []


def test_what_both_changed_differently_is_a_conflict_until_somebody_chooses():
    sides = {"said": _frame("x"), "stored": _frame("nữ"), "base": _frame("nam")}
    assert _told(**sides) == [(0, Level.CONFLICT, "nữ", "x", False)]
    assert _told(**sides, settled={"0:sex": MINE}) == [(0, Level.CHANGE, "nữ", "x", True)]
    assert _told(**sides, settled={"0:sex": THEIRS}) == [(0, Level.INFO, "nữ", "x", False)]


def test_without_the_old_value_a_risen_version_makes_a_difference_a_conflict():
    sides = {"said": _frame("nam", "nam"), "stored": _frame("nữ", "nữ"), "stale": pl.Series([1])}
    assert [level for _row, level, *_rest in _told(**sides)] == [Level.CHANGE, Level.CONFLICT]


@given(base=VALUES, mine=VALUES, theirs=VALUES)
def test_three_ways_nothing_of_the_others_is_ever_overwritten_unasked(base, mine, theirs):
    told = _told(said=_frame(mine), stored=_frame(theirs), base=_frame(base), may_clear=frozenset({"sex"}))
    written = [value for _row, _level, _was, value, write in told if write]
    assert written == ([mine] if mine != base and theirs == base and mine != theirs else [])
    assert (Level.CONFLICT in [level for _row, level, *_rest in told]) == (mine != base != theirs and mine != theirs)


@pytest.mark.parametrize(
    ("levels", "verdict"),
    [
        ([], RowVerdict.UPDATE),
        ([Level.INFO, Level.CHANGE], RowVerdict.UPDATE),
        ([Level.ASK, Level.CONFLICT], RowVerdict.ASK),
        ([Level.ERROR, Level.ASK], RowVerdict.ERROR),
    ],
)
def test_the_gravest_remark_decides_a_row(levels, verdict):
    rows = pl.DataFrame({"row": [7], "verdict": [RowVerdict.UPDATE.value], "key": [1], "label": ["An"]})
    notes = note_frame((7, "sex", level.value, "…") for level in levels)
    assert with_gravest(rows, notes)["verdict"].to_list() == [verdict]
