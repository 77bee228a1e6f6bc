"""“Còn thiếu đúng một điều kiện” of a unit, and the smallest changes on a person's sheet."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import City
from tests.dossiers.book import DECIDED, Book
from tests.factories.people import MembershipFactory
from thidua.dossiers.models import EvaluationRun
from thidua.dossiers.services import run_evaluation
from thidua.kernel.actors import SystemActor
from thidua.people.models import Membership


def run_of(city: City, at) -> EvaluationRun:
    return run_evaluation(unit_id=city.union.pk, year=2018, decided_on=DECIDED, by=SystemActor("thử"), at=at)


def page_of(run: EvaluationRun, city: City, award: str = "grassroots_fighter") -> str:
    return reverse("dossiers:nearly", args=[run.pk, city.a.pk, award])


def test_who_lacks_one_condition_is_listed_with_what_to_do(city: City, an: Membership, at, sign_in) -> None:
    """An meets Lao động tiên tiến of 2018 and registered Chiến sĩ thi đua cơ sở: only an initiative lacks."""
    run = run_of(city, at)
    officer = sign_in(city.user("city_officer", "above"))
    page = officer.get(page_of(run, city))
    listed = {row.person.pk: row.changes for row in page.context["found"].people}
    assert {key: [change.code for change in changes] for key, changes in listed.items()} == {
        an.person_id: ["initiatives"]
    }
    assert listed[an.person_id][0].todo_vi in page.content.decode()
    met = officer.get(page_of(run, city, "advanced_worker"))
    assert an.person_id not in {row.person.pk for row in met.context["found"].people}  # who meets it lacks nothing


def test_the_sheet_names_the_smallest_sets_of_changes(an: Membership, city: City, at, sign_in) -> None:
    run_of(city, at)
    officer = sign_in(city.user("city_officer", "above"))
    sheet = officer.get(reverse("dossiers:sheet", args=[an.person_id, "grassroots_fighter"]), {"nam": "2018"})
    ways, words = sheet.context["ways"], sheet.content.decode()
    assert ways
    assert all(change.possible and change.answer.value != "met" for changes in ways for change in changes)
    assert "Cách nhanh nhất để đủ điều kiện" in words
    assert all(change.todo_vi in words for changes in ways for change in changes)
    met = officer.get(reverse("dossiers:sheet", args=[an.person_id, "advanced_worker"]), {"nam": "2018"})
    assert not met.context["ways"]
    assert "Cách nhanh nhất" not in met.content.decode()


def test_more_people_ask_no_more_of_the_database(book: Book, an: Membership, at, sign_in) -> None:
    city = book.city
    run = run_of(city, at)
    officer = sign_in(city.user("city_officer", "above"))
    officer.get(page_of(run, city))
    with CaptureQueriesContext(
        connection,
    ) as one:
        officer.get(page_of(run, city))
    MembershipFactory.create_batch(5, unit=city.a, valid_from=an.valid_from)
    again = run_of(city, at)
    with CaptureQueriesContext(connection) as many:
        officer.get(page_of(again, city))
    assert len(many) == len(one)


def test_another_unit_and_an_unknown_award_are_not_found(city: City, an: Membership, at, sign_in) -> None:
    run = run_of(city, at)
    assert sign_in(city.user("grassroots_officer", "other")).get(page_of(run, city)).status_code == 404
    assert sign_in(city.user("city_officer", "above")).get(page_of(run, city, "hero")).status_code == 404
