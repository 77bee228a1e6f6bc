"""Pages of targets: reading, per-unit table, rows down to the person; a unit sees its own part only."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.conftest import City
from tests.factories.movements import MovementFactory, TargetFactory
from tests.factories.people import UnitFactory
from tests.statistics.conftest import honour
from tests.statistics.queries import count_queries
from thidua.movements.models import Target
from thidua.movements.states import TargetState
from thidua.statistics.figures import FIGURES

FORM = {
    "name": "Nữ giỏi việc nước", "figure": "women_with_two_duties_title", "operator": "between", "value": "85",
    "upper": "90", "due_on": "2018-12-31", "year": "2018", "movement_id": "",
}  # fmt: skip


def url(name: str, *args: object) -> str:
    return reverse(f"statistics:{name}", args=args)


def text(response: object) -> str:
    return response.content.decode()


@pytest.fixture
def target(city: City) -> Target:
    """Give: of the city's six people, two in A hold a title of 2018, none in B."""
    for row in city.members_a[:2]:
        honour(row.person, city.a, "advanced_worker", year=2018)
    return TargetFactory(owner=city.union, year=2018)


def test_the_city_reads_the_whole_and_a_unit_its_own_part(city: City, sign_in, target: Target) -> None:
    whole = text(sign_in(city.user("city_officer", "above")).get(url("list")))
    assert "33,33 %" in whole
    own = text(sign_in(city.user("grassroots_officer")).get(url("list")))
    assert "66,67 %" in own
    assert "33,33 %" not in own
    assert "chỉ tính đơn vị của bạn" in own


def test_units_stand_worst_first_and_each_number_opens_its_rows(city: City, sign_in, target: Target) -> None:
    client = sign_in(city.user("city_officer", "above"))
    page = text(client.get(url("detail", target.id)))
    assert page.index(city.b.short_name) < page.index(city.a.short_name)
    assert "Lao động tiên tiến, Chiến sĩ thi đua các cấp" in page
    rows = text(client.get(f"{url('rows', target.id)}?phan=missing&don_vi={city.b.id}"))
    assert [name in rows for name in ("Nguyễn Văn Hải Bình", "Trần Thị Đào Bình", "Lê Thu Hà Bình")] == [True] * 3
    assert "Lê Thu Hà</a>" not in rows


def test_rows_lead_to_the_person_and_say_why_they_count(city: City, sign_in, target: Target) -> None:
    client = sign_in(city.user("city_officer", "above"))
    page = text(client.get(f"{url('rows', target.id)}?phan=numerator"))
    assert "QĐ 12/QĐ-TĐKT, 20/12/2018" in page
    assert reverse("people:detail", args=[city.members_a[0].person_id]) in page
    assert "Lê Thu Hà" not in page


def test_a_unit_opens_no_rows_of_another(city: City, sign_in, target: Target) -> None:
    client = sign_in(city.user("grassroots_officer", "other"))
    assert client.get(f"{url('rows', target.id)}?don_vi={city.a.id}").status_code == 404
    every = text(client.get(f"{url('rows', target.id)}?phan=denominator"))
    assert "Trần Thị Đào Bình" in every
    assert "Trần Thị Đào</a>" not in every
    assert city.a.short_name not in text(client.get(url("detail", target.id)))


def test_a_target_of_another_unit_does_not_exist(city: City, sign_in) -> None:
    theirs = TargetFactory(owner=city.b)
    client = sign_in(city.user("grassroots_officer"))
    for name in ("detail", "rows", "edit"):
        assert client.get(url(name, theirs.id)).status_code == 404
    assert client.post(url("close", theirs.id)).status_code == 404


def test_an_officer_sets_and_changes_a_target_in_per_cent(city: City, sign_in) -> None:
    client = sign_in(city.user("city_officer", "above"))
    assert client.post(url("add"), FORM | {"owner_id": city.union.id}).status_code == 302
    target = Target.objects.get()
    assert (target.value, target.upper) == (Decimal("0.85"), Decimal("0.90"))
    assert 'value="85"' in text(client.get(url("edit", target.id)))
    changed = FORM | {"operator": "ge", "value": "98,04", "upper": "", "version": "1"}
    assert client.post(url("edit", target.id), changed).status_code == 302
    target.refresh_from_db()
    assert target.value == Decimal("0.9804")
    assert client.post(url("edit", target.id), changed | {"value": "99"}).status_code == 409


@pytest.mark.parametrize("wrong", [{"value": "120"}, {"upper": ""}, {"upper": "80"}, {"name": ""}, {"figure": "x"}])
def test_a_target_that_cannot_be_is_shown_again(city: City, sign_in, wrong: dict) -> None:
    client = sign_in(city.user("city_officer", "above"))
    assert client.post(url("add"), FORM | {"owner_id": city.union.id} | wrong).status_code == 422
    assert not Target.objects.exists()


def test_who_may_not_set_targets_is_told_so(city: City, sign_in, target: Target) -> None:
    client = sign_in(city.user("auditor", "above"))
    assert client.get(url("add")).status_code == 403
    assert client.get(url("edit", target.id)).status_code == 403
    assert client.post(url("close", target.id)).status_code == 403
    client = sign_in(city.user("grassroots_officer"))
    assert client.get(url("add")).status_code == 200
    assert client.post(url("add"), FORM | {"owner_id": city.union.id}).status_code == 422


def test_a_yearly_target_is_closed_with_todays_figures(city: City, sign_in, target: Target) -> None:
    client = sign_in(city.user("city_officer", "above"))
    assert "Đã chốt" in text(client.post(url("close", target.id), follow=True))
    target.refresh_from_db()
    assert (target.state, target.final_numerator, target.final_denominator) == (TargetState.CLOSED, 2, 6)


@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_has_its_pages(city: City, sign_in, figure: str) -> None:
    target = TargetFactory(owner=city.union, figure=figure, movement=MovementFactory(owner=city.union))
    client = sign_in(city.user("city_officer", "above"))
    assert client.get(url("detail", target.id)).status_code == 200
    for part in ("numerator", "missing", "denominator", "excluded", "nonsense"):
        assert client.get(f"{url('rows', target.id)}?phan={part}&don_vi=x&page=x").status_code == 200


@pytest.mark.parametrize("name", ["list", "detail", "rows"])
def test_pages_cost_the_same_for_one_unit_and_for_ten(city: City, sign_in, target: Target, name: str) -> None:
    address = url(name) if name == "list" else url(name, target.id)
    client = sign_in(city.user("city_officer", "above"))
    client.get(address)
    few = count_queries(lambda: client.get(address))
    for unit in [UnitFactory(parent=city.union) for _ in range(9)]:
        TargetFactory(owner=unit)
    TargetFactory(owner=city.a)
    several = count_queries(lambda: client.get(address))
    assert several <= few + 1  # one look-up of who stands below whom, once owners differ
    for unit in [UnitFactory(parent=city.union) for _ in range(5)]:
        TargetFactory(owner=unit)
    assert count_queries(lambda: client.get(address)) == several
