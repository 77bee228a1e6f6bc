"""Numbers of decisions, as lists write them."""

from __future__ import annotations

import pytest

from thidua.workbooks.cleaning.decisions import day_within, read_decision_number
from thidua.workbooks.cleaning.readings import Sureness


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("45/QĐ-SNV", "45/QĐ-SNV", None),
        ("45/QĐ-SNV ngày 12/3/2017", "45/QĐ-SNV", "12/3/2017"),
        ("QĐ số 45/QĐ-SNV ngày 12-03-2017", "45/QĐ-SNV", "12/03/2017"),
        ("Quyết định số: 1024/QĐ-UBND, ký ngày 5 tháng 4 năm 2016", "1024/QĐ-UBND", "5/4/2016"),
        ("Số 7/QĐ (ngày 1.2.2015)", "7/QĐ", "1/2/2015"),
        ("QĐ-123/SNV", "QĐ-123/SNV", None),
        ("123", "123", None),
        ("45/QĐ-SNV ngày ký", "45/QĐ-SNV ngày ký", None),
        ("", None, None),
    ],
)
def test_number_and_day(text: str, number: str | None, day: str | None) -> None:
    reading = read_decision_number(text)
    assert (reading.value, day_within(text)) == (number, day)
    assert reading.sureness is (Sureness.CERTAIN if number in {text, None} else Sureness.TIDIED)


@pytest.mark.parametrize("text", ["không rõ", "1" * 61])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert read_decision_number(text).sureness is Sureness.REFUSED
