"""``among`` finds the same rows as ``in``, with any number of values in one parameter."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db.models import Q

from tests.conftest import City
from thidua.people.models import Membership, Person


def test_it_finds_by_texts_and_by_keys(city: City) -> None:
    codes = {place.person.code for place in city.members_a[:2]}
    found = Person.objects.filter(code__among=codes | {"khong-co", "o'hara", 'a"b', "đ"})
    assert set(found.values_list("code", flat=True)) == codes
    places = Membership.objects.filter(person_id__among=set(found.values_list("pk", flat=True)))
    assert {place.person.code for place in places} == codes
    assert set(Membership.objects.filter(person__code__among=codes)) == set(places)


def test_it_goes_with_other_conditions(city: City) -> None:
    codes = {place.person.code for place in city.members_a}
    one = city.members_a[0].person
    assert list(Person.objects.filter(Q(code__among=codes) & Q(pk=one.pk))) == [one]
    assert not Person.objects.exclude(code__among=codes).filter(code__in=codes).exists()


def test_nothing_is_asked_where_there_are_no_values(
    city: City, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert list(Person.objects.filter(code__among=set())) == []


def test_a_hundred_thousand_values_are_one_query(
    city: City, at: datetime, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    code = city.members_a[0].person.code
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = list(
            Person.objects.filter(code__among={code, *map(str, range(100_000))}).values_list("code", flat=True)
        )
    assert found == [code]
