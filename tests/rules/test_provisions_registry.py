"""Every row of the fact base's rule table is reachable by its id, with the days and the mark it has there."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.rules.errors import UnknownRowError
from thidua.rules.library import profile, shipped
from thidua.rules.registry import KIND_VI, Row, row, rows

# Id, first day and mark of confidence as in the table of the fact base. ``None`` = the table gives no first day.
# Of two marks the weaker one; “R via ministry” and “R, incomplete” are R with a note; “not read” is M.
INDIVIDUALS = [
    ("I-LDTT-03", date(2017, 10, 1), "Q"),
    ("I-LDTT-22", date(2024, 1, 1), "R"),
    ("I-LDTT-22w", date(2024, 1, 1), "R"),
    ("I-LDTT-X1", date(2024, 2, 24), "Q"),
    ("I-CSCS-03", date(2017, 10, 1), "R"),
    ("I-CSCS-22", date(2024, 1, 1), "R"),
    ("I-CSBT-03", date(2017, 10, 1), "Q"),
    ("I-CSBT-22", date(2024, 1, 1), "R"),
    ("I-CSTQ-03", date(2017, 10, 1), "Q"),
    ("I-CSTQ-22", date(2024, 1, 1), "R"),
    ("I-GK-22", date(2024, 1, 1), "R"),
    ("I-BK-03d", date(2017, 10, 1), "Q"),
    ("I-BK-03m", date(2017, 10, 1), "Q"),
    ("I-BK-22d1", date(2024, 1, 1), "R"),
    ("I-BK-22d2", date(2024, 1, 1), "R"),
    ("I-BK-22abc", date(2024, 1, 1), "R"),
    ("I-BKTT-03c", date(2017, 10, 1), "R"),
    ("I-BKTT-03a", date(2017, 10, 1), "R"),
    ("I-BKTT-22b", date(2024, 1, 1), "R"),
    ("I-HC3-03a", date(2017, 10, 1), "R"),
    ("I-HC3-22e", date(2024, 1, 1), "Q"),
    ("I-HC2-22", date(2024, 1, 1), "R"),
    ("I-HC1-03", date(2014, 6, 1), "R"),
    ("I-HC1-22", date(2024, 1, 1), "M"),
    ("I-HC2-03", None, None),
]
GROUPS = [
    ("C-TTTT-03", date(2017, 10, 1), "R"),
    ("C-TTTT-22", date(2024, 1, 1), "R"),
    ("C-TTXS-03", date(2017, 10, 1), "Q"),
    ("C-TTXS-22", date(2024, 1, 1), "R"),
    ("C-COBT-03", date(2017, 10, 1), "Q"),
    ("C-COBT-22", date(2024, 1, 1), "R"),
    ("C-COBT-22t", date(2024, 1, 1), "R"),
    ("C-COCP-03", date(2017, 10, 1), "Q"),
    ("C-COCP-22", date(2024, 1, 1), "Q"),
    ("C-BK-22", date(2024, 1, 1), "R"),
    ("C-BK-22o", date(2024, 1, 1), "R"),
    ("C-GK-22", date(2024, 1, 1), "R"),
    ("C-BKTT-03", date(2017, 10, 1), "M"),  # Q for 2014 to 30/9/2017, of which we hold no regime; M after
    ("C-HC1-03", date(2014, 6, 1), "R"),
    ("C-HC1-22", date(2024, 1, 1), "R"),
    ("C-HC2-22", date(2024, 1, 1), "M"),
    ("C-HC3-22", date(2024, 1, 1), "M"),
    ("C-BKTT-22", date(2024, 1, 1), "M"),
    ("H-GDVH-23", date(2024, 1, 30), "R"),
    ("H-BK-22", date(2024, 1, 1), "R"),
]
GENERAL = [
    ("G-DOUBLE", date(2024, 1, 1), "R"),
    ("G-REG", date(2017, 10, 1), "Q"),
    ("G-NOLADDER", date(2025, 7, 1), "R"),
    ("G-THEME", date(2025, 7, 1), "R"),
    ("G-SUSPEND", date(2025, 7, 1), "R"),
    ("G-MATERN", date(2025, 7, 1), "R"),
    ("G-TIE", date(2025, 7, 1), "R"),  # the union's own text on it is Q
    ("G-INIT1", date(2023, 1, 1), "Q"),
    ("V-03", date(2017, 10, 1), "Q"),
    ("V-22-90", date(2024, 1, 1), "R"),
    ("V-22-80", date(2024, 1, 1), "R"),
    ("P-PUB", date(2024, 1, 1), "Q"),
    ("P-T1", date(2024, 1, 1), "R"),
    ("P-T2", date(2024, 1, 1), "Q"),
    ("P-DOS", date(2024, 1, 1), "R"),
    ("P-SIMPLE", date(2024, 1, 1), "R"),
    ("P-ORDER", date(2020, 8, 20), "R"),
    ("A-80", date(2024, 1, 1), "R"),
    ("M-BASE", date(2024, 1, 1), "R"),
    ("M-SAME", date(2025, 7, 1), "R"),
    ("M-BOTH", date(2024, 1, 1), "R"),
    ("M-BK", date(2017, 10, 1), "R"),
    ("X-CANCEL", date(2024, 1, 1), "R"),
    ("E-DISC", date(2020, 8, 20), "R"),
    ("E-20", date(2026, 1, 1), "R"),
]
UNION_AND_CITY = [
    ("U-KNC", date(2015, 2, 4), "R"),
    ("U-BKTLD", date(2019, 11, 12), "Q"),
    ("U-THEME", date(2017, 12, 28), "R"),
    ("U-LDST", date(2014, 12, 24), "Q"),
    ("U-CDCS", date(2019, 1, 1), "R"),
    ("H-75", date(2017, 4, 28), "R"),
    ("H-2", date(2017, 4, 28), "R"),
]
TABLE = [*INDIVIDUALS, *GROUPS, *GENERAL, *UNION_AND_CITY]
DISABLED = {"I-HC1-22", "I-HC2-03", "C-HC2-22", "C-HC3-22", "C-BKTT-22"}


@pytest.mark.parametrize(("row_id", "first_day", "mark"), TABLE, ids=lambda item: str(item))
def test_each_row_of_the_table_is_held(row_id: str, first_day: date | None, mark: str | None) -> None:
    """By its id, from its first day, with the very mark it has in the table."""
    found = row(row_id)
    starts = {version.period.start: version for version in found.versions}
    if first_day is not None:
        assert first_day in starts
        if mark is not None:
            assert starts[first_day].confidence == mark
    assert (found.disabled_vi is not None) == (row_id in DISABLED)


def test_each_id_stands_once() -> None:
    ids = [item.id for item in rows()]
    assert len(ids) == len(set(ids))
    assert {item.id for item in rows()} >= {row_id for row_id, _, _ in TABLE}


def test_rows_beyond_the_table_are_parts_of_its_rows() -> None:
    """An id of our own is that of a row of the table with something after it; no row is made up."""
    known = {row_id for row_id, _, _ in TABLE}
    for extra in {item.id for item in rows()} - known:
        assert any(extra.startswith(f"{row_id}-") for row_id in known), extra


@pytest.mark.parametrize("item", rows(), ids=lambda item: item.id)
def test_each_row_can_be_shown(item: Row) -> None:
    """A name, a kind in words, a source, versions in order without overlap, the regimes they hold in."""
    assert item.name_vi
    assert item.kind in KIND_VI
    assert item.citation.document
    assert item.confidence in "RQM"
    assert all(version.regimes for version in item.versions)
    ends = [period.until for period in item.periods[:-1]]
    assert all(end is not None and end <= later.start for end, later in zip(ends, item.periods[1:], strict=True))


def test_what_is_carried_is_marked() -> None:
    assert row("C-TTTT-22").carried
    assert not row("C-TTTT-03").carried
    assert not row("I-LDTT-X1").carried
    carried = next(version for version in row("C-TTTT-22").versions if version.carried)
    assert carried.regimes == ("L26",)
    assert carried.period.start == date(2026, 10, 1)


def test_rows_of_a_city_name_it() -> None:
    assert row("H-75").profile == "hanoi"
    assert row("U-CDCS").profile == "union_confederation"
    assert row("C-TTTT-22").profile is None
    assert [item.id for item in rows(shipped().with_profile(profile("hanoi")))].count("H-75") == 1


def test_unknown_id_is_told() -> None:
    with pytest.raises(UnknownRowError, match="Z-99") as caught:
        row("Z-99")
    assert caught.value.code == "unknown_row"
