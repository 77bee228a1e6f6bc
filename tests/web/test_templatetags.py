"""Numbers, days and words as the templates write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from thidua.web.templatetags import thidua as tags


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with translation.override("vi"):
        yield


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (0.9804, "98,04 %"),
        (Decimal("0.75"), "75 %"),
        (Fraction(1, 3), "33,33 %"),
        (Fraction(2, 3), "66,67 %"),
        (Fraction(1, 200), "0,5 %"),
        (1, "100 %"),
        (0, "0 %"),
        (None, "–"),
    ],
)
def test_a_ratio_is_said_in_per_cent_with_a_decimal_comma(ratio, said):
    assert tags.percent(ratio) == said


def test_an_english_reader_gets_a_decimal_point():
    with translation.override("en"):
        assert tags.percent(0.9804) == "98.04 %"
        assert tags.number(20702) == "20,702"


def test_counts_are_grouped_and_years_are_left_alone():
    assert tags.number(20702) == "20.702"
    assert tags.number(86) == "86"
    assert tags.number(None) == "–"
    assert tags.plain(2018) == "2018"


@given(st.integers(min_value=0, max_value=10**9))
def test_grouping_never_changes_the_digits(count):
    with translation.override("vi"):
        assert tags.number(count).replace(".", "") == str(count)


def test_days_and_moments_are_written_day_first_in_local_time():
    assert tags.day(date(2018, 3, 5)) == "05/03/2018"
    assert tags.moment(datetime(2018, 3, 5, 18, 30, tzinfo=UTC)) == "01:30 06/03/2018"
    assert tags.day(None) == tags.moment(None) == "–"


def test_each_form_gets_its_own_one_time_key():
    first, second = tags.once(), tags.once()
    assert first != second
    assert 'type="hidden" name="_once"' in first


def test_a_page_link_keeps_the_filters():
    request = RequestFactory().get("/don-vi/?nam=2018&page=2&q=thi+đua")
    link = Template("{% load thidua %}{% with_query 'page' 3 %}").render(Context({"request": request}))
    assert "nam=2018" in link
    assert "page=3" in link
    assert "page=2" not in link


def test_a_page_link_escapes_what_a_visitor_wrote_into_the_address():
    request = RequestFactory().get('/?q="><script>')
    link = Template("{% load thidua %}{% with_query 'page' 3 %}").render(Context({"request": request}))
    assert "<" not in link
    assert '"' not in link


def test_long_page_lists_have_gaps_that_are_not_pages():
    shown = list(tags.page_range(Paginator(range(1000), 10).page(50)))
    assert 50 in shown
    assert [tags.is_number(entry) for entry in shown].count(False) == 2


def test_message_levels_become_tones_with_a_word_and_an_icon():
    assert tags.tone("success") == "ok"
    assert tags.tone("error extra") == "bad"
    assert tags.tone("") == "info"
    assert str(tags.tone_word("bad")) == "Chưa được"
    assert tags.tone_icon("bad") == "bad"
    assert tags.tone_icon("clock") == "clock"
    assert str(tags.stage_word("late")) == "trễ hạn"


def test_an_error_links_to_the_first_choice_of_a_group():
    class Sample(forms.Form):
        name = forms.CharField()
        kind = forms.ChoiceField(choices=[("a", "a")], widget=forms.RadioSelect)

    form = Sample()
    assert tags.first_input(form["name"]) == "id_name"
    assert tags.first_input(form["kind"]) == "id_kind_0"
    assert 'id="id_kind_0"' in str(form["kind"])
