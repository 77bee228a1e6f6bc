"""Years as people write them, and those that are never taken."""

import pytest

from thidua.workbooks.cleaning.readings import Sureness
from thidua.workbooks.cleaning.years import read_year


@pytest.mark.parametrize(
    ("text", "years", "sureness"),
    [
        ("2018", (2018, 2018), Sureness.CERTAIN),
        ("2017-2018", (2017, 2018), Sureness.CERTAIN),
        ("2017 – 2018", (2017, 2018), Sureness.CERTAIN),
        ("Năm 2018", (2018, 2018), Sureness.TIDIED),
        ("năm học 2017/2018", (2017, 2018), Sureness.TIDIED),
        ("", None, Sureness.CERTAIN),
    ],
)
def test_a_year_is_read(text, years, sureness):
    reading = read_year(text)
    assert (reading.value, reading.sureness) == (years, sureness)


@pytest.mark.parametrize("text", ["18", "20188", "2018-2017", "2015-2018", "2018-2018", "hai nghìn", "1/2018"])
def test_what_is_no_year_is_refused_with_a_reason(text):
    reading = read_year(text)
    assert (reading.value, reading.sureness) == (None, Sureness.REFUSED)
    assert text in reading.why_vi
