"""Pages of movements: plan, launch, join, confirm by two, mobilise, close; what each role sees and may press."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import City
from tests.factories.movements import (
    CriterionFactory,
    MilestoneFactory,
    MovementFactory,
    ParticipationFactory,
    TargetFactory,
    YearlyThemeFactory,
)
from tests.factories.people import UnitFactory
from tests.statistics.queries import count_queries
from thidua.movements.models import Mobilisation, Movement, Participation, Target, YearlyTheme
from thidua.movements.states import MovementState, ParticipationState, TargetState

PLAN = {
    "name": "Lao động giỏi", "kind": "movement", "mode": "regular", "year": "2018", "starts_on": "2018-01-01",
    "ends_on": "31/12/2018", "purpose": "", "launch": "2018-01-08", "interim_review": "", "final_review": "",
    "honour": "", "code": "", "criteria-TOTAL_FORMS": "2", "criteria-INITIAL_FORMS": "0",
    "criteria-0-text": "Việc đúng hạn", "criteria-0-operator": "ge", "criteria-0-value": "97,5",
    "criteria-0-measure_unit": "%", "criteria-1-text": "",
}  # fmt: skip


def url(name: str, *args: object) -> str:
    return reverse(f"movements:{name}", args=args)


def text(response: object) -> str:
    return response.content.decode()


def test_an_officer_plans_a_movement_and_launches_it(city: City, sign_in) -> None:
    client: Client = sign_in(city.user("city_officer", "above"))
    response = client.post(url("plan"), PLAN | {"owner_id": city.union.id}, follow=True)
    assert "Đã lập kế hoạch" in text(response)
    assert "≥ 97,5 %" in text(response)
    movement = Movement.objects.get()
    assert (movement.code, movement.owner, movement.milestones.count()) == ("lao-dong-gioi", city.union, 1)
    assert movement.criteria.get().value == Decimal("97.5")
    assert "Đã phát động" in text(client.post(url("launch", movement.id), follow=True))
    movement.refresh_from_db()
    assert movement.state == MovementState.LAUNCHED


def test_a_form_that_cannot_be_saved_keeps_what_was_typed(city: City, sign_in) -> None:
    client = sign_in(city.user("city_officer", "above"))
    wrong = PLAN | {"owner_id": city.union.id, "ends_on": "2017-12-31", "name": "Tên đã gõ"}
    response = client.post(url("plan"), wrong)
    assert response.status_code == 422
    assert "Tên đã gõ" in text(response)
    assert "Ngày kết thúc phải từ ngày bắt đầu" in text(response)
    half = PLAN | {"owner_id": city.union.id, "criteria-0-value": ""}
    assert "Nhập cả cách so sánh và giá trị" in text(client.post(url("plan"), half))
    assert not Movement.objects.exists()


def test_a_plan_is_edited_until_somebody_else_saves_first(city: City, sign_in) -> None:
    movement = MovementFactory(owner=city.union, planned=True)
    client = sign_in(city.user("city_officer", "above"))
    edit = PLAN | {"owner_id": city.union.id, "version": "1", "code": movement.code}
    assert client.post(url("edit", movement.id), edit).status_code == 302
    late = client.post(url("edit", movement.id), edit | {"name": "Người đến sau"})
    assert late.status_code == 409
    assert "vừa được người khác lưu" in text(late)
    assert "Người đến sau" in text(late)


def test_a_grassroots_officer_cannot_edit_or_launch_the_citys_movement(city: City, sign_in) -> None:
    planned, launched = MovementFactory(owner=city.union, planned=True), MovementFactory(owner=city.union)
    client = sign_in(city.user("grassroots_officer"))
    assert client.get(url("detail", planned.id)).status_code == 404
    assert client.get(url("detail", launched.id)).status_code == 200
    for name in ("edit", "close"):
        assert client.get(url(name, launched.id)).status_code == 403
    assert client.post(url("launch", launched.id)).status_code == 403
    assert "Tổng kết và kết thúc" not in text(client.get(url("detail", launched.id)))


def test_a_unit_joins_with_a_stricter_figure_and_two_accounts_confirm(city: City, sign_in) -> None:
    movement = MovementFactory(owner=city.union)
    criterion = CriterionFactory(movement=movement)
    client = sign_in(city.user("grassroots_officer"))
    join = {"plan": "Kế hoạch", f"c{criterion.id}-operator": "ge", f"c{criterion.id}-value": "1"}
    refused = client.post(url("join", movement.id, city.a.id), join)
    assert refused.status_code == 422
    assert "lỏng hơn mức của cấp trên (≥ 2 sáng kiến)" in text(refused)
    assert "Kế hoạch" in text(refused)
    response = client.post(url("join", movement.id, city.a.id), join | {f"c{criterion.id}-value": "3"}, follow=True)
    assert "≥ 3 sáng kiến" in text(response)
    part = Participation.objects.get()
    assert "Xác nhận phía công đoàn" in text(response)
    assert "Xác nhận phía thủ trưởng" not in text(response)
    client.post(url("confirm", part.id, "union"))
    assert client.post(url("confirm", part.id, "head")).status_code == 403
    client = sign_in(city.user("head"))
    assert "chính thức phát động" in text(client.post(url("confirm", part.id, "head"), follow=True))
    part.refresh_from_db()
    assert part.state == ParticipationState.LAUNCHED


def test_a_confirmation_can_be_taken_back(city: City, sign_in) -> None:
    part = ParticipationFactory(movement=MovementFactory(owner=city.union), unit=city.a)
    client = sign_in(city.user("head"))
    client.post(url("confirm", part.id, "head"))
    client.post(url("unconfirm", part.id, "head"))
    part.refresh_from_db()
    assert part.head_confirmed_at is None
    assert client.post(url("confirm", part.id, "khac")).status_code == 404


@pytest.mark.parametrize(("role", "place"), [("grassroots_officer", "other"), ("head", "other"), ("member", "own")])
def test_another_units_part_does_not_exist(city: City, sign_in, role: str, place: str) -> None:
    movement = MovementFactory(owner=city.union)
    part = ParticipationFactory(movement=movement, unit=city.a)
    client = sign_in(city.user(role, place))
    for name in ("participation", "people", "edit_participation"):
        assert client.get(url(name, part.id)).status_code == 404
    assert client.get(url("join", movement.id, city.a.id)).status_code == 404
    assert client.post(url("confirm", part.id, "union")).status_code == 404


def test_the_detail_page_of_a_unit_names_no_other_unit(city: City, sign_in) -> None:
    movement = MovementFactory(owner=city.union)
    for unit in (city.a, city.b):
        ParticipationFactory(movement=movement, unit=unit)
    own = text(sign_in(city.user("grassroots_officer")).get(url("detail", movement.id)))
    assert city.a.short_name in own
    assert city.b.short_name not in own
    assert city.b.short_name in text(sign_in(city.user("city_officer", "above")).get(url("detail", movement.id)))


def test_people_are_mobilised_all_chosen_and_taken_off(city: City, sign_in) -> None:
    part = ParticipationFactory(movement=MovementFactory(owner=city.union, year=2018), unit=city.a, launched=True)
    client = sign_in(city.user("grassroots_officer"))
    address = url("people", part.id)
    assert "Nguyễn Văn Hải" in text(client.get(address + "?tim=nguyen van hai"))
    assert "Trần Thị Đào" not in text(client.get(address + "?tim=nguyen van hai"))
    person = city.members_a[0].person_id
    assert "ghi thêm 1 người" in text(client.post(address, {"do": "chosen", "person": person}, follow=True))
    assert "ghi thêm 2 người" in text(client.post(address, {"do": "all"}, follow=True))
    assert "Đã bỏ 1 người" in text(client.post(address, {"do": "off", "person": person}, follow=True))
    assert client.post(address, {"do": "chosen"}).status_code == 422
    assert Mobilisation.objects.count() == 2
    assert sign_in(city.user("auditor")).post(address, {"do": "all"}).status_code == 403


def test_the_call_sheet_lists_silent_units_and_whom_to_call(city: City, sign_in) -> None:
    movement = MovementFactory(owner=city.union)
    ParticipationFactory(movement=movement, unit=city.a, launched=True)
    page = text(sign_in(city.user("city_officer", "above")).get(url("silent", movement.id)))
    assert "CĐCS Sở Mẫu B" in page
    assert "chưa tham gia" in page
    assert "grassroots_officer-other" in page
    assert "data-print" in page


def test_closing_previews_asks_and_freezes(city: City, sign_in) -> None:
    movement = MovementFactory(owner=city.union)
    MilestoneFactory(movement=movement)
    target = TargetFactory(owner=city.union, movement=movement, year=2018)
    client = sign_in(city.user("city_officer", "above"))
    page = text(client.get(url("close", movement.id)))
    assert target.name in page
    assert "sơ kết" in page
    assert client.post(url("close", movement.id), {"confirmed": ""}).status_code == 409
    assert client.post(url("close", movement.id), {"confirmed": "on"}).status_code == 302
    target.refresh_from_db()
    assert (target.state, target.final_denominator) == (TargetState.CLOSED, 6)


def test_a_milestone_is_recorded_from_the_page(city: City, sign_in) -> None:
    milestone = MilestoneFactory(movement=MovementFactory(owner=city.union))
    client = sign_in(city.user("city_officer", "above"))
    name = f"m{milestone.id}"
    said = {f"{name}-done_on": "12/07/2018", f"{name}-note": "Đã họp", f"{name}-version": "1"}
    page = text(client.post(url("milestone", milestone.movement_id, milestone.id), said, follow=True))
    assert "12/07/2018" in page
    other = MilestoneFactory()
    assert client.post(url("milestone", milestone.movement_id, other.id), said).status_code == 404


def test_a_years_theme_is_set_and_shown_below(city: City, sign_in) -> None:
    MovementFactory(owner=city.union)
    client = sign_in(city.user("city_officer", "above"))
    client.post(url("theme", city.union.id, 2018), {"title": "Năm kỷ cương", "version": ""})
    assert YearlyTheme.objects.get().title == "Năm kỷ cương"
    client = sign_in(city.user("grassroots_officer"))
    assert "Năm kỷ cương" in text(client.get(url("list")))
    assert client.get(url("theme", city.union.id, 2018)).status_code == 404
    assert client.get(url("theme", city.a.id, 2018)).status_code == 200


def test_the_list_shows_the_newest_year_unless_asked(city: City, sign_in) -> None:
    MovementFactory(owner=city.union, name="Phong trào năm cũ", year=2018)
    MovementFactory(owner=city.union, name="Phong trào năm mới", year=2019)
    MovementFactory(owner=city.union, name="Vận động năm cũ", year=2018, campaign=True)
    client = sign_in(city.user("grassroots_officer"))
    newest, asked = text(client.get(url("list"))), text(client.get(url("list") + "?nam=2018&loai=movement"))
    assert "Phong trào năm mới" in newest
    assert "Phong trào năm cũ" not in newest
    assert "Phong trào năm cũ" in asked
    assert "Vận động năm cũ" not in asked
    assert client.get(url("list") + "?nam=999999999999&loai=x&page=-1").status_code == 200


def _fill(city: City, units: int) -> Movement:
    """Let ``units`` units take part in three movements with targets."""
    movements = [MovementFactory(owner=city.union) for _ in range(3)]
    for movement in movements:
        TargetFactory(owner=city.union, movement=movement)
        MilestoneFactory(movement=movement)
    YearlyThemeFactory(unit=city.union)
    for unit in [city.a, *(UnitFactory(parent=city.union) for _ in range(units - 1))]:
        for movement in movements:
            ParticipationFactory(movement=movement, unit=unit, launched=True)
    return movements[0]


@pytest.mark.parametrize("name", ["list", "detail", "silent"])
def test_pages_cost_the_same_for_one_unit_and_for_ten(city: City, sign_in, name: str) -> None:
    movement = _fill(city, 1)
    address = url(name) if name == "list" else url(name, movement.id)
    client = sign_in(city.user("city_officer", "above"))
    client.get(address)
    few = count_queries(lambda: client.get(address))
    for unit in [UnitFactory(parent=city.union) for _ in range(9)]:
        ParticipationFactory(movement=movement, unit=unit, launched=True)
    assert count_queries(lambda: client.get(address)) == few


def test_a_form_pressed_twice_plans_once(city: City, sign_in) -> None:
    client = sign_in(city.user("city_officer", "above"))
    said = PLAN | {"owner_id": city.union.id, "_once": "a" * 32}
    first, second = client.post(url("plan"), said), client.post(url("plan"), said)
    assert first.headers["Location"] == second.headers["Location"]
    assert Movement.objects.count() == 1


def test_dates_of_the_call_sheet_and_targets_do_not_leak_a_planned_movement(city: City, sign_in) -> None:
    movement = MovementFactory(owner=city.union, planned=True, ends_on=date(2018, 12, 31))
    Target.objects.all().delete()
    client = sign_in(city.user("head"))
    for name in ("detail", "silent", "close", "edit"):
        assert client.get(url(name, movement.id)).status_code == 404
