"""The home page: what waits for me, where my units stand, how far the targets are."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.conftest import City
from tests.factories.movements import MilestoneFactory, MovementFactory, ParticipationFactory, TargetFactory
from tests.factories.people import UnitFactory
from tests.statistics.conftest import register
from tests.statistics.queries import count_queries
from thidua.people.roles import ROLES


def text(response: object) -> str:
    return response.content.decode()


def test_each_task_is_one_link_to_where_it_is_done(city: City, sign_in) -> None:
    movement = MovementFactory(owner=city.union, name="Lao động giỏi")
    page = text(sign_in(city.user("grassroots_officer")).get("/"))
    assert "Tham gia “Lao động giỏi”" in page
    assert reverse("movements:join", args=[movement.id, city.a.id]) in page
    assert reverse("results:sheet", args=[city.a.id, 2018]) in page
    part = ParticipationFactory(movement=movement, unit=city.a)
    page = text(sign_in(city.user("head")).get("/"))
    assert "Thủ trưởng xác nhận phát động “Lao động giỏi”" in page
    assert reverse("movements:participation", args=[part.id]) in page


def test_tasks_say_how_late_they_are(city: City, sign_in) -> None:
    MilestoneFactory(movement=MovementFactory(owner=city.union))
    page = text(sign_in(city.user("city_officer", "above")).get("/"))
    assert "Quá hạn" in page
    assert "trễ" in page
    assert "30/06/2018" in page


def test_many_confirmations_lead_to_the_list_of_the_year(city: City, sign_in) -> None:
    for _ in range(6):
        ParticipationFactory(movement=MovementFactory(owner=city.union), unit=city.a)
    page = text(sign_in(city.user("head")).get("/"))
    assert "xác nhận phát động 6 phong trào" in page
    assert "/phong-trao/?nam=2018" in page


def test_a_unit_sees_its_ribbon_and_the_city_a_list_with_filter(city: City, sign_in) -> None:
    MovementFactory(owner=city.union)
    own = text(sign_in(city.user("grassroots_officer")).get("/"))
    assert 'class="ribbon"' in own
    assert city.b.short_name not in own
    client = sign_in(city.user("city_officer", "above"))
    every = text(client.get("/"))
    assert city.a.short_name in every
    assert city.b.short_name in every
    assert 'class="ribbon"' not in every
    assert city.b.short_name not in text(client.get("/?tim=so mau a&buoc=launch"))
    assert "Không có đơn vị nào phù hợp" in text(client.get("/?buoc=honour"))


def test_target_cards_show_ones_own_part(city: City, sign_in) -> None:
    TargetFactory(owner=city.union, name="Tỷ lệ danh hiệu")
    own = text(sign_in(city.user("grassroots_officer")).get("/"))
    assert "Tỷ lệ danh hiệu" in own
    assert "yêu cầu &gt; 75 %" in own
    assert "chỉ tính đơn vị của bạn" in own


def test_the_year_is_the_newest_with_movements_unless_asked(city: City, sign_in) -> None:
    MovementFactory(owner=city.union, year=2018, name="Cũ")
    MovementFactory(owner=city.union, year=2019, name="Mới")
    client = sign_in(city.user("grassroots_officer"))
    assert "“Mới”" in text(client.get("/"))
    assert "“Cũ”" in text(client.get("/?nam=2018"))
    assert client.get("/?nam=abc&page=9&buoc=x").status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_a_home_even_without_anything_to_do(city: City, sign_in, role: str) -> None:
    assert "Việc cần làm" in text(sign_in(city.user(role)).get("/"))


@pytest.mark.parametrize(
    ("role", "place"), [("city_officer", "above"), ("grassroots_officer", "own"), ("head", "above")]
)
def test_home_costs_the_same_for_one_unit_and_for_ten(city: City, sign_in, role: str, place: str) -> None:
    movement = MovementFactory(owner=city.union)
    for figure in ("staff_with_yearly_title", "staff_mobilised"):
        TargetFactory(owner=city.union, figure=figure)
    ParticipationFactory(movement=movement, unit=city.a)
    register(city.a, city.union, year=2018)
    client = sign_in(city.user(role, place))
    client.get("/")
    few = count_queries(lambda: client.get("/"))
    for unit in [UnitFactory(parent=city.union) for _ in range(9)]:
        ParticipationFactory(movement=movement, unit=unit)
        register(unit, city.union, year=2018)
    assert count_queries(lambda: client.get("/")) == few
