"""Pages of catalogues: everyone reads them, few change them, and none is missing."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from tests.conftest import City
from thidua.kernel.actors import SystemActor
from thidua.kernel.catalogues import CatalogueEntry
from thidua.people.models import Position
from thidua.people.services import load_catalogues
from thidua.web.catalogues.forms import EntryForm
from thidua.web.catalogues.listing import CATALOGUES

LIST = reverse("catalogues:list")
POSTS = reverse("catalogues:detail", args=["chuc-vu"])


@pytest.fixture
def keeper(city: City, sign_in, at):
    """The client of somebody who keeps catalogues."""
    load_catalogues(by=SystemActor("thử"), at=at)
    return sign_in(city.user("city_officer", "above"))


def url_of(name: str, entry: Position) -> str:
    return reverse(f"catalogues:{name}", args=["chuc-vu", entry.pk])


def test_every_catalogue_of_every_room_has_its_page() -> None:
    models = {model for model in apps.get_models() if issubclass(model, CatalogueEntry)}
    assert {each.model for each in CATALOGUES} == models


@pytest.mark.django_db
@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda each: each.slug)
def test_each_catalogues_form_asks_for_its_own_fields(catalogue) -> None:
    form = EntryForm(model=catalogue.model, adding=True)
    needed = {field.name for field in catalogue.model._meta.concrete_fields} - {"id"}
    assert set(form.fields) == needed


def test_everyone_reads_and_few_change(city: City, keeper, sign_in) -> None:
    entry = Position.objects.get(code="specialist")
    changes = [reverse("catalogues:add", args=["chuc-vu"]), url_of("edit", entry), url_of("end", entry)]
    assert [keeper.get(url).status_code for url in (LIST, POSTS, *changes)] == [200] * 5
    reader = sign_in(city.user("grassroots_officer"))
    assert [reader.get(url).status_code for url in (LIST, POSTS, *changes)] == [200, 200, 403, 403, 403]
    shown = reader.get(POSTS).content.decode()
    assert "chuyên viên chính" in shown
    assert changes[0] not in shown
    assert reader.get(reverse("catalogues:detail", args=["khong-co"])).status_code == 404


def test_an_entry_is_added_with_names_as_people_write_them(keeper) -> None:
    sent = {"code": "thu-thu", "name": "thủ thư", "synonyms": "TT\n\n Cán bộ thư viện ", "order": "5"}
    answer = keeper.post(reverse("catalogues:add", args=["chuc-vu"]), sent | {"valid_from": "2018-01-01"}, follow=True)
    assert "Đã thêm “thủ thư”." in answer.content.decode()
    assert Position.objects.get(code="thu-thu").synonyms == ["TT", "Cán bộ thư viện"]


def test_a_name_in_use_is_refused_next_to_its_field(keeper) -> None:
    sent = {"code": "khac", "name": "Chuyen vien", "order": "5", "valid_from": "2018-01-01"}
    answer = keeper.post(reverse("catalogues:add", args=["chuc-vu"]), sent)
    assert answer.status_code == 422
    assert "đang là tên của mục" in answer.content.decode()


def test_the_second_saver_sees_what_is_stored(keeper) -> None:
    entry = Position.objects.get(code="specialist")
    sent = {"name": "chuyên viên bậc 1", "synonyms": "CV", "order": "140", "valid_from": "1993-05-23", "version": 1}
    assert keeper.post(url_of("edit", entry), sent).status_code == 302
    again = keeper.post(url_of("edit", entry), sent | {"name": "chuyên viên bậc 2"})
    assert again.status_code == 409
    assert "chuyên viên bậc 1" in again.content.decode()
    assert 'value="2"' in again.content.decode()


def test_an_entry_is_retired_and_shown_last(keeper) -> None:
    entry = Position.objects.get(code="specialist")
    assert keeper.post(url_of("end", entry), {"on": "1990-01-01"}).status_code == 422
    keeper.post(url_of("end", entry), {"on": "2018-01-01", "version": 1})
    entry.refresh_from_db()
    assert entry.valid_to == date(2018, 1, 1)
    shown = keeper.get(POSTS).content.decode()
    assert shown.index("chuyên viên cao cấp") < shown.index(">chuyên viên<")
    assert "thôi dùng" in shown


@pytest.mark.parametrize("count", [1, 10])
def test_a_catalogues_page_takes_a_constant_number_of_queries(keeper, count, django_assert_num_queries) -> None:
    Position.objects.bulk_create(
        Position(code=f"them-{n}", name=f"thêm {n}", valid_from=date(2018, 1, 1)) for n in range(count)
    )
    with django_assert_num_queries(5):
        keeper.get(POSTS)
