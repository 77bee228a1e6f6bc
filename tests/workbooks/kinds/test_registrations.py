"""A list of titles registered for a year, of people and of units; marks under heads; taking back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import City
from tests.factories.honours import TitleFactory
from tests.factories.registration import RegistrationRoundFactory
from tests.workbooks.imports import applied, book, sent, told, undone
from thidua.people.models import Membership
from thidua.registration.models import Registration, RegistrationLine, RegistrationRound
from thidua.registration.services import move_registration, start_registration
from thidua.workbooks.kinds import Asked
from thidua.workbooks.kinds.registrations import RegistrationsList
from thidua.workbooks.models import Import
from thidua.workbooks.planning.cleaned import CleanTable

HEAD = ("TT", "Mã CB", "Họ và tên", "Danh hiệu đăng ký")


@pytest.fixture(autouse=True)
def call(settings: Any, tmp_path: Any, city: City) -> RegistrationRound:
    settings.MEDIA_ROOT = tmp_path
    Membership.objects.update(valid_from="2015-01-01")
    titles = [
        TitleFactory(code="advanced_worker", name="Lao động tiên tiến", synonyms=["LĐTT"], order=10),
        TitleFactory(code="grassroots_fighter", name="Chiến sĩ thi đua cơ sở", synonyms=["CSTĐCS"], order=20),
        TitleFactory(
            code="advanced_collective", name="Tập thể lao động tiên tiến", synonyms=["TTLĐTT"], subject="collective"
        ),
    ]
    TitleFactory(code="national_fighter", name="Chiến sĩ thi đua toàn quốc", synonyms=[], order=40)
    return RegistrationRoundFactory(owner=city.union, year=2018, titles=titles)


def lines(city: City, *titles: str) -> list[tuple[Any, ...]]:
    people = [place.person for place in city.members_a]
    return [(n, p.code, p.full_name, title) for n, (p, title) in enumerate(zip(people, titles, strict=False), 1)]


def sent_list(content: bytes, city: City, at: datetime, **said: Any) -> Import:
    return sent(content, city, at, kind="registrations", year=2018, **said)


def stored() -> set[tuple[Any, ...]]:
    return set(RegistrationLine.objects.values_list("registration__unit_id", "person_id", "title__code"))


def counts(row: Import) -> dict[str, int]:
    return {verdict: count for verdict, count in row.counts.items() if count}


def test_titles_are_registered_once_and_taken_back(city: City, at: datetime) -> None:
    first, second, third = (place.person_id for place in city.members_a)
    content = book(lines(city, "LĐTT", "Chiến sĩ thi đua cơ sở", "Lao động tiên tiến"), HEAD)
    row = applied(sent_list(content, city, at), city, at)
    assert counts(row) == {"create": 3}, told(row)
    assert stored() == {
        (city.a.pk, first, "advanced_worker"),
        (city.a.pk, second, "grassroots_fighter"),
        (city.a.pk, third, "advanced_worker"),
    }
    registration = Registration.objects.get()
    assert (registration.unit_id, registration.state, registration.saved_at) == (city.a.pk, "draft", at)
    assert counts(sent_list(content, city, at)) == {"unchanged": 3}
    undone(row, city, at)
    assert not Registration.objects.exists()


def test_a_unit_s_own_title_stands_among_those_of_people(city: City, at: datetime) -> None:
    head = ("TT", "Tên tập thể, cá nhân", "Mã CB", "Danh hiệu đăng ký")
    person = city.members_a[0].person
    rows = [(1, city.a.name, "", "Tập thể lao động tiên tiến"), (2, person.full_name, person.code, "LĐTT")]
    row = applied(sent_list(book(rows, head), city, at), city, at)
    assert counts(row) == {"create": 2}, told(row)
    assert stored() == {(city.a.pk, None, "advanced_collective"), (city.a.pk, person.pk, "advanced_worker")}


def test_marks_under_the_names_of_titles_are_lines(city: City, at: datetime) -> None:
    head = ("TT", "Mã CB", "Họ và tên", "Lao động tiên tiến", "Chiến sĩ thi đua cơ sở")
    first, second, third = (place.person for place in city.members_a)
    rows = [
        (1, first.code, first.full_name, "X", "x"), (2, second.code, second.full_name, "", ""),
        (3, third.code, third.full_name, "x", ""),
    ]  # fmt: skip
    row = sent_list(book(rows, head), city, at)
    assert counts(row) == {"create": 2, "unchanged": 1}, told(row)
    applied(row, city, at)
    assert {(person, code) for _unit, person, code in stored()} == {
        (first.pk, "advanced_worker"), (first.pk, "grassroots_fighter"), (third.pk, "advanced_worker"),
    }  # fmt: skip


def test_what_stands_already_is_kept_beside_the_new(city: City, call: RegistrationRound, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    registration = start_registration(round_id=call.pk, unit_id=city.a.pk, by=officer, at=at)
    row = applied(sent_list(book(lines(city, "LĐTT"), HEAD), city, at), city, at)
    registration.refresh_from_db()
    assert (registration.version, len(stored())) == (2, 1)
    undone(row, city, at)
    registration.refresh_from_db()
    assert (registration.version, len(stored())) == (3, 0)


def test_a_registration_handed_in_is_not_changed(city: City, call: RegistrationRound, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    applied(sent_list(book(lines(city, "LĐTT"), HEAD), city, at), city, at)
    registration = Registration.objects.get()
    move_registration(registration_id=registration.pk, move="submit", by=officer, at=at)
    row = sent_list(book(lines(city, "CSTĐCS"), HEAD), city, at)
    assert counts(row) == {"error": 1}
    assert "đã nộp" in told(row)[0][1]


def test_what_is_wrong_is_told_at_its_cell(city: City, at: datetime) -> None:
    stranger = city.members_b[0].person
    rows = [
        *lines(city, "Tập thể lao động tiên tiến", "Chiến sĩ thi đua toàn quốc", ""),
        (4, stranger.code, stranger.full_name, "LĐTT"),
    ]
    row = sent_list(book(rows, HEAD), city, at)
    assert counts(row) == {"error": 4}
    assert [cell for cell, _text in told(row)] == ["D4", "D5", "D6", ""]
    assert counts(sent(book(lines(city, "LĐTT"), HEAD), city, at, kind="registrations", year=2016)) == {"error": 1}


def test_after_the_last_day_only_whoever_runs_the_round_may(city: City, at: datetime) -> None:
    late = at.replace(month=4, day=20)
    content = book(lines(city, "LĐTT"), HEAD)
    assert "hạn chót" in told(sent_list(content, city, late))[0][1]
    officer = city.user("city_officer", "above")
    assert counts(sent_list(content, city, late, by=officer)) == {"create": 1}


def test_the_number_of_queries_does_not_grow(city: City, at: datetime) -> None:
    asked = Asked(city.a.pk, 2018, city.user("grassroots_officer"), at.date())
    used = []
    for people in (city.members_a[:1], city.members_a[:1], city.members_a):  # the first fills what is kept
        codes = [place.person.code for place in people]
        frame = pl.DataFrame({"row": range(len(codes)), "person_code": codes, "title": ["LĐTT"] * len(codes)})
        table = CleanTable(frame.with_columns(pl.lit(None, pl.String).alias("group")))
        with CaptureQueriesContext(connection) as queries:
            plan = RegistrationsList().plan(table, asked)
        assert plan.counts()["create"] == len(codes)
        used.append(len(queries))
    assert used[1] == used[2] <= 16
