"""The search by name: folded, exact first, words in any order, within what one may see."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from tests.conftest import City
from tests.factories.people import MembershipFactory, PersonFactory
from thidua.kernel.actors import SystemActor
from thidua.kernel.text import fold, is_accented
from thidua.people.models import Person
from thidua.people.selectors import search_people

BY = SystemActor("thử")
DAY = date(2018, 3, 15)


def found(query: str, actor=BY) -> list[str]:
    return [person.full_name for person in search_people(actor, query, DAY)]


@pytest.fixture
def people(db: None) -> list[Person]:
    names = ["Nguyễn Văn Hải", "Nguyen Van Hai", "Nguyễn Văn Hai", "Trần Khải", "Hải Thị Văn", "Đỗ Thi Đua"]
    return [PersonFactory(full_name=name) for name in names]


@pytest.mark.parametrize(("query", "expected"), [
    ("nguyen van hai", ["Nguyen Van Hai", "Nguyễn Văn Hai", "Nguyễn Văn Hải"]),
    ("NGUYỄN VĂN HẢI", ["Nguyễn Văn Hải"]),
    ("hải", ["Nguyễn Văn Hải", "Hải Thị Văn"]),
    ("hai nguyen", ["Nguyen Van Hai", "Nguyễn Văn Hai", "Nguyễn Văn Hải"]),
    ("thi dua", ["Đỗ Thi Đua"]),
    ("do thi đua", ["Đỗ Thi Đua"]),
    ("do", ["Đỗ Thi Đua"]),
    ("kha", ["Trần Khải"]),
    ("ai", []),
    ("văn  hải\u00a0", ["Nguyễn Văn Hải", "Hải Thị Văn"]),
    ("không có ai", []),
])  # fmt: skip
def test_what_a_query_finds(people, query: str, expected: list[str]) -> None:
    assert sorted(found(query)) == sorted(expected)


def test_the_exactly_written_come_first(people) -> None:
    assert found("nguyen van hai")[0] == "Nguyen Van Hai"
    assert found("hai")[:2] == ["Nguyen Van Hai", "Nguyễn Văn Hai"]


def test_an_accented_word_never_finds_the_plain_one(people) -> None:
    assert not {"Nguyen Van Hai", "Nguyễn Văn Hai"} & set(found("hải"))
    assert "Nguyễn Văn Hải" in found("hai"), "the plain word finds both"


def test_a_person_is_found_by_code(people) -> None:
    assert found(people[3].code.lower()) == ["Trần Khải"]


def test_decomposed_typing_finds_the_same(people) -> None:
    assert found("ha\u0309i") == found("hải")


@pytest.mark.parametrize("query", ["%", "_", "\\", "'", '"; drop table', "a" * 500])
def test_signs_of_the_query_language_mean_nothing(people, query: str) -> None:
    assert found(query) == []


def test_only_people_whom_one_may_see_are_found(city: City) -> None:
    officer = city.user("grassroots_officer")
    assert found("nguyen van hai", officer) == ["Nguyễn Văn Hải"]
    assert found("", officer) == ["Trần Thị Đào", "Lê Thu Hà", "Nguyễn Văn Hải"]
    assert len(found("nguyen van hai", city.user("city_officer", "above"))) == 2
    assert found("dao", city.user("member")) == []


@pytest.mark.parametrize("count", [1, 10])
def test_a_search_takes_two_queries_for_any_number_of_people(city: City, count: int, django_assert_num_queries) -> None:
    for n in range(count):
        MembershipFactory(unit=city.a, person__full_name=f"Phạm Tìm {n}")
    officer = city.user("grassroots_officer")
    found("", officer)
    with django_assert_num_queries(2):
        assert len(found("pham tim", officer)) == count


def says_the_rule(query: tuple[str, ...], name: str) -> bool:
    """Each word begins a word of the name; marks compare only where they are typed."""
    parts = name.lower().split()
    return all(any((p if is_accented(w) else fold(p)).startswith(w.lower()) for p in parts) for w in query)


@pytest.mark.django_db
def test_the_database_matches_as_the_rule_says() -> None:
    names = ["Nguyễn Hải Đào", "Le Hai Dao", "Trần Ngọc Hà", "Vũ Ân", "Vu An"]
    for name in names:
        PersonFactory(full_name=name)
    words = ["hải", "hai", "Đào", "dao", "ngọc", "ngoc", "Hà", "ân", "an"]
    queries = [query for length in (1, 2) for query in product(words, repeat=length)]
    wrong = [q for q in queries if sorted(found(" ".join(q))) != sorted(n for n in names if says_the_rule(q, n))]
    assert not wrong
    assert any(found(" ".join(q)) for q in queries), "a rule that never matches would prove nothing"
