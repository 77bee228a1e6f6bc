"""The page “Lộ trình danh hiệu”: the steps by year, the choice of award, who may read it, and what it costs."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import City
from tests.dossiers.book import Book
from thidua.people.models import Membership


def page_of(member: Membership) -> str:
    return reverse("dossiers:plan", args=[member.person_id])


def test_the_lowest_award_not_met_is_planned_first(city: City, an: Membership, sign_in) -> None:
    page = sign_in(city.user("city_officer", "above")).get(page_of(an))
    words = page.content.decode()
    assert page.context["plan"].award == page.context["choices"][0][0] == "advanced_worker"
    assert page.context["plan"].year == timezone.localdate().year
    assert "gợi ý, không phải cam kết" in words
    assert "Đủ điều kiện đề nghị Lao động tiên tiến" in words


def test_a_higher_award_shows_the_years_before_it_and_its_warnings(city: City, an: Membership, sign_in) -> None:
    page = sign_in(city.user("city_officer", "above")).get(page_of(an), {"danh_hieu": "national_fighter"})
    plan, words = page.context["plan"], page.content.decode()
    assert plan.year > timezone.localdate().year
    shown = [
        (stage.award, year) for _when, same in page.context["stages"] for _name, stage in same for year in stage.years
    ]
    assert sorted(shown) == sorted((step.award, step.year) for step in plan.steps)  # every year once, none lost
    assert len(page.context["stages"]) < len(
        {step.year for step in plan.steps}
    )  # years of the same needs stand together
    assert "Mỗi năm từ" in words
    assert plan.warnings
    assert all(warning in words for warning in plan.warnings)


def test_an_award_for_nobody_of_this_kind_is_not_found(city: City, an: Membership, sign_in) -> None:
    officer = sign_in(city.user("city_officer", "above"))
    for code in ("khong-co", "advanced_collective"):
        assert officer.get(page_of(an), {"danh_hieu": code}).status_code == 404


def test_another_unit_does_not_find_the_plan(city: City, an: Membership, sign_in) -> None:
    assert sign_in(city.user("grassroots_officer", "other")).get(page_of(an)).status_code == 404


def test_a_longer_way_asks_no_more_of_the_database(book: Book, an: Membership, sign_in) -> None:
    officer = sign_in(book.city.user("city_officer", "above"))
    officer.get(page_of(an))
    counts = []
    for code in ("advanced_worker", "national_fighter"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            officer.get(page_of(an), {"danh_hieu": code})
        counts.append(len(queries))
    assert counts[0] == counts[1]
