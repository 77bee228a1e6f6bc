"""Reading the register: who sees what, search without accents, and what the law may count."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import City
from tests.factories.honours import CommendationFormFactory, HonourFactory, TitleFactory
from thidua.honours.models import Honour
from thidua.honours.selectors import (
    RegisterFilter,
    forms_on,
    held_by_people,
    held_by_units,
    honour_for,
    honours_of,
    honours_visible_to,
    register_years,
    search_register,
    titles_on,
)
from thidua.honours.states import Branch, IssuerLevel, Nature, Subject
from thidua.kernel.errors import NotFound

DAY = date(2018, 3, 15)


@pytest.fixture
def in_a(city: City) -> Honour:
    """An honour of the first member of union A (Nguyễn Văn Hải)."""
    return HonourFactory(unit=city.a, person=city.members_a[0].person, decision_number="77/QĐ-SMA")


@pytest.fixture
def in_b(city: City) -> Honour:
    """An honour of the second member of union B (Trần Thị Đào Bình)."""
    return HonourFactory(unit=city.b, person=city.members_b[1].person, decision_number="12/QĐ-SMB")


def found(**asked: object) -> set[Honour]:
    return set(search_register(Honour.objects.all(), RegisterFilter(**asked)))


def test_a_grassroots_officer_sees_the_honours_of_their_unit_only(city: City, in_a: Honour, in_b: Honour) -> None:
    assert set(honours_visible_to(city.user("grassroots_officer"), DAY)) == {in_a}
    assert set(honours_visible_to(city.user("city_officer", "above"), DAY)) == {in_a, in_b}
    with pytest.raises(NotFound):
        honour_for(city.user("grassroots_officer"), in_b.pk, DAY)
    assert honour_for(city.user("head"), in_a.pk, DAY) == in_a


def test_a_member_sees_their_own_honours_wherever_given(city: City, in_a: Honour, in_b: Honour) -> None:
    elsewhere = HonourFactory(unit=city.b, person=city.members_a[0].person, year=2014)
    assert set(honours_visible_to(city.user("member"), DAY)) == {in_a, elsewhere}
    assert list(honours_of(city.members_a[0].person_id)) == [in_a, elsewhere]


@pytest.mark.parametrize("query", ["nguyen van hai", "Nguyễn Văn Hải", "VĂN HẢI", "77/qđ", "77/QĐ-SMA", "so mau a"])
def test_the_register_is_searched_without_accents(in_a: Honour, in_b: Honour, query: str) -> None:
    assert found(query=query) == {in_a}


def test_accents_that_are_typed_must_match(in_a: Honour) -> None:
    assert found(query="Nguyễn Văn Hai") == set()


def test_an_exact_name_comes_before_a_longer_one(city: City) -> None:
    longer = HonourFactory(unit=city.b, person=city.members_b[0].person, year=2018)  # Nguyễn Văn Hải Bình
    exact = HonourFactory(unit=city.a, person=city.members_a[0].person, year=2014)
    rows = search_register(Honour.objects.all(), RegisterFilter(query="nguyễn văn hải"))
    assert list(rows) == [exact, longer]


def test_households_are_found_without_accents(city: City) -> None:
    family = HonourFactory(
        unit=city.a, person=None, subject="household", household="Ông Đỗ Mẫu", household_folded="ong do mau",
        title=TitleFactory(code="cultural_family", subject="household"),
    )  # fmt: skip
    assert found(query="do mau") == {family}
    assert found(subject="household") == {family}


def test_filters_narrow_and_history_widens(in_a: Honour, in_b: Honour) -> None:
    in_a.closed_on = DAY
    in_a.save()
    assert found() == {in_b}
    assert found(history=True) == {in_a, in_b}
    assert found(year=2017, title="advanced_worker", unit_id=in_b.unit_id, nature=Nature.GRANTED) == {in_b}
    assert found(year=2016) == found(form="certificate") == set()


def test_only_catalogue_entries_of_the_day_are_offered(db: None) -> None:
    TitleFactory(code="old", valid_to=date(2015, 1, 1))
    TitleFactory()
    CommendationFormFactory()
    assert [title.code for title in titles_on(DAY)] == ["advanced_worker"]
    assert {title.code for title in titles_on(date(2014, 1, 1))} == {"old", "advanced_worker"}
    assert [form.code for form in forms_on(DAY)] == ["certificate"]


def test_the_law_counts_titles_decided_by_the_day_and_still_held(city: City, in_a: Honour) -> None:
    person = in_a.person_id
    HonourFactory(unit=city.a, person=in_a.person, year=2016, nature=Nature.GRANTED, closed_on=DAY)
    HonourFactory(unit=city.a, person=in_a.person, year=2018, decision_date=date(2019, 1, 10))
    held = held_by_people([person], date(2018, 12, 31))
    assert [(title.code, title.year) for title in held[person].titles] == [("advanced_worker", 2017)]
    assert [title.year for title in held_by_people([person], date(2019, 1, 10))[person].titles] == [2017, 2018]
    assert held_by_people([city.members_b[0].person_id], DAY) == {}


@pytest.mark.parametrize(
    ("level", "counts"),
    [
        (IssuerLevel.MINISTERIAL_PROVINCIAL, True),
        (IssuerLevel.UNION_CENTRAL, True),
        (IssuerLevel.UNION_PROVINCE, False),
        (IssuerLevel.UNION_UPPER, False),
        (IssuerLevel.UNION_BASE, False),
        (IssuerLevel.GRASSROOTS, False),
    ],
)
def test_a_federation_is_not_a_province(city: City, level: str, counts: bool) -> None:
    """The level trap: even a row that slipped past the services must not open the law's doors."""
    fighter = TitleFactory(code="ministerial_provincial_fighter", issuer_level=IssuerLevel.MINISTERIAL_PROVINCIAL)
    person = city.members_a[0].person
    HonourFactory(unit=city.a, person=person, title=fighter, issuer_level=level)
    assert (person.pk in held_by_people([person.pk], DAY)) is counts


def test_union_and_movement_titles_are_never_counted_by_the_law(city: City) -> None:
    person = city.members_a[0].person
    for branch in (Branch.UNION, Branch.MOVEMENT):
        HonourFactory(unit=city.a, person=person, title=TitleFactory(code=f"title_{branch}", branch=branch))
    assert held_by_people([person.pk], DAY) == {}


@pytest.mark.parametrize(
    ("code", "branch", "level", "issuer_level", "counts"),
    [
        ("certificate", Branch.STATE, IssuerLevel.GRASSROOTS, IssuerLevel.GRASSROOTS, True),
        ("certificate", Branch.STATE, IssuerLevel.GRASSROOTS, IssuerLevel.UNION_UPPER, False),
        ("union_certificate", Branch.UNION, IssuerLevel.UNION_PROVINCE, IssuerLevel.UNION_PROVINCE, True),
        ("union_certificate", Branch.UNION, IssuerLevel.UNION_PROVINCE, IssuerLevel.UNION_BASE, False),
        ("good_deed_certificate", Branch.MOVEMENT, IssuerLevel.GRASSROOTS, IssuerLevel.GRASSROOTS, False),
    ],
)
def test_forms_count_when_their_own_level_gave_them(
    city: City, code: str, branch: str, level: str, issuer_level: str, counts: bool
) -> None:
    form = CommendationFormFactory(code=code, branch=branch, issuer_level=level)
    person = city.members_a[0].person
    HonourFactory(unit=city.a, person=person, title=None, form=form, issuer_level=issuer_level, basis="sudden")
    found = held_by_people([person.pk], DAY)
    assert [(held.code, held.basis) for each in found.values() for held in each.forms] == [(code, "sudden")] * counts


def test_what_a_collective_holds_is_not_its_members(city: City) -> None:
    flag = TitleFactory(code="government_flag", subject=Subject.COLLECTIVE, issuer_level=IssuerLevel.STATE)
    HonourFactory(unit=city.a, person=None, subject=Subject.COLLECTIVE, title=flag, issuer_level=IssuerLevel.STATE)
    HonourFactory(unit=city.a, person=city.members_a[0].person)
    held = held_by_units([city.a.pk, city.b.pk], DAY)
    assert [title.code for title in held[city.a.pk].titles] == ["government_flag"]
    assert set(held) == {city.a.pk}


def test_titles_of_thirty_people_take_one_query(city: City, django_assert_num_queries) -> None:
    people = [HonourFactory(unit=city.a, title=TitleFactory()).person_id for _ in range(30)]
    with django_assert_num_queries(1):
        assert len(held_by_people(people, DAY)) == 30


def test_a_register_year_counts_as_entered_by_its_yearly_titles_only(city: City, django_assert_num_queries) -> None:
    for year in (2012, 2014):
        HonourFactory(unit=city.a, year=year)
    HonourFactory(unit=city.a, year=2016, nature=Nature.GRANTED, closed_on=DAY)
    HonourFactory(unit=city.b, year=1995, title=None, form=CommendationFormFactory())
    with django_assert_num_queries(1):
        assert register_years([city.a.id, city.b.id]) == {city.a.id: {2012, 2014}}
    assert register_years() == {city.a.id: {2012, 2014}}
    assert register_years([city.b.id]) == {}
