"""Pages of merging: pairs, two people side by side, the merge and its undoing."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import City
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.registration import PerformanceGradeFactory
from thidua.merging import alike
from thidua.merging.models import Merge
from thidua.merging.references import references_to_people
from thidua.merging.selectors import preview_for
from thidua.people.models import Membership, Person
from thidua.registration.states import Grade
from thidua.web.audit.vocabulary import FIELDS, KINDS
from thidua.web.merging.lists import REASONS

LIST, DONE = reverse("merging:list"), reverse("merging:done")
BORN = date(1980, 2, 21)


@pytest.fixture
def two(city: City) -> tuple[Person, Person]:
    """Somebody of unit A, entered again."""
    first = PersonFactory(full_name="Phạm Thị Cúc", birth_date=BORN)
    second = PersonFactory(full_name="Pham Thi Cuc", birth_date=BORN)
    MembershipFactory(person=first, unit=city.a)
    MembershipFactory(person=second, unit=city.a)
    return first, second


def compare(one: Person, other: Person) -> str:
    return reverse("merging:compare", args=[one.pk, other.pk])


def digest_on(client: Client, url: str) -> str:
    return client.get(url).context["plan"].digest()


def place_clash(city: City, two: tuple[Person, Person], at) -> str:
    preview = preview_for(city.user("grassroots_officer"), two[0].pk, two[1].pk, at.date())
    return f"c-{preview.clashes[0].key}"


def test_a_pair_is_listed_compared_merged_and_taken_back(city: City, sign_in, two, at) -> None:
    client = sign_in(city.user("grassroots_officer"))
    listed = client.get(LIST).content.decode()
    assert "cùng họ tên, khác dấu; cùng ngày sinh; cùng đơn vị" in listed
    url = compare(*two)
    assert url in listed
    sent = {"digest": digest_on(client, url), "v-code": "gone", place_clash(city, two, at): "kept"}
    answer = client.post(url, sent)
    assert answer.status_code == 302
    merge = Merge.objects.get()
    assert Person.objects.get(pk=two[0].pk).code == two[1].code
    assert "Pham Thi Cuc" not in client.get(LIST).content.decode()
    # The old page leads to the one kept.
    gone_page = client.get(reverse("people:detail", args=[two[1].pk]))
    assert gone_page.headers["Location"] == reverse("people:detail", args=[two[0].pk])
    assert "còn 30 ngày để hoàn tác" in client.get(DONE).content.decode()
    client.post(reverse("merging:undo", args=[merge.pk]))
    assert Membership.objects.filter(person=two[1]).exists()
    assert "đã hoàn tác" in client.get(DONE).content.decode()
    assert client.get(reverse("people:detail", args=[two[1].pk])).status_code == 200


def test_what_is_undecided_is_said_and_what_was_chosen_stays(city: City, sign_in, two) -> None:
    PerformanceGradeFactory(person=two[0], unit=city.a, year=2017, grade=Grade.GOOD)
    PerformanceGradeFactory(person=two[1], unit=city.a, year=2017, grade=Grade.EXCELLENT)
    client = sign_in(city.user("grassroots_officer"))
    url = compare(*two)
    page = client.get(url)
    assert "năm: 2017" in page.content.decode()
    chosen = {f"c-{page.context['clashes'][0].key}": "gone", "v-full_name": "gone"}
    answer = client.post(url, {"digest": page.context["plan"].digest(), **chosen})
    assert answer.status_code == 409
    assert "Còn 1 chỗ" in answer.content.decode()
    assert [one.chosen for one in answer.context["clashes"]] == ["gone", ""]
    assert next(one.chosen for one in answer.context["values"] if one.name == "full_name") == "gone"
    assert Merge.objects.count() == 0


@pytest.mark.parametrize("sent", [{}, {"digest": "x" * 9000}, {"v-code": "<script>", "c-people.membership": "khac"}])
def test_hostile_sendings_merge_nobody(city: City, sign_in, two, sent: dict[str, str]) -> None:
    assert sign_in(city.user("grassroots_officer")).post(compare(*two), sent).status_code in {409, 422}
    assert Merge.objects.count() == 0


def test_a_pair_told_apart_is_not_asked_again(city: City, sign_in, two) -> None:
    client = sign_in(city.user("grassroots_officer"))
    client.post(reverse("merging:apart", args=[two[0].pk, two[1].pk]))
    assert "Không thấy cặp nào" in client.get(LIST).content.decode()


def test_what_only_the_other_has_is_proposed(city: City, sign_in, two) -> None:
    Person.objects.filter(pk=two[0].pk).update(birth_date=None)
    values = sign_in(city.user("grassroots_officer")).get(compare(*two)).context["values"]
    assert {one.name: one.chosen for one in values if one.differs}["birth_date"] == "gone"
    assert {one.name: one.chosen for one in values if one.differs}["code"] == "kept"


@pytest.mark.parametrize("url", [LIST, DONE])
def test_lists_take_a_constant_number_of_queries(city: City, sign_in, two, at, url, django_assert_num_queries) -> None:
    client = sign_in(city.user("grassroots_officer"))

    def more() -> None:
        person = PersonFactory(full_name="Phạm Thị Cúc", birth_date=BORN)
        MembershipFactory(person=person, unit=city.a)
        Merge.objects.create(kept=two[0], gone=PersonFactory(), unit=city.a, gone_unit=city.a, at=at)

    more()
    client.get(url)
    with django_assert_num_queries(12 if url == LIST else 6):
        client.get(url)
    more()
    more()
    with django_assert_num_queries(12 if url == LIST else 6):
        client.get(url)


def test_comparing_takes_as_many_queries_for_many_rows(city: City, sign_in, two, django_assert_max_num_queries) -> None:
    client = sign_in(city.user("grassroots_officer"))
    for year in range(2010, 2018):
        for person in two:
            PerformanceGradeFactory(person=person, unit=city.a, year=year)
    with django_assert_max_num_queries(45):
        client.get(compare(*two))


def test_every_kind_and_reason_has_words() -> None:
    assert {each.model._meta.label_lower for each in references_to_people()} - KINDS.keys() == set()
    assert {"unit", "year", "grade", "position", "registration", "run"} <= FIELDS.keys()
    assert set(alike.REASONS) == REASONS.keys()
