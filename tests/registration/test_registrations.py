"""Rounds, registrations and their moves: rights, deadlines, states."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.conftest import City
from tests.factories.registration import RegistrationRoundFactory
from thidua.honours.models import Title
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleVersion, WrongState
from thidua.kernel.models import AuditEvent
from thidua.registration.models import Registration, RegistrationRound
from thidua.registration.policies import can_edit, can_move, can_start
from thidua.registration.selectors import (
    registered_titles,
    registration_for,
    registrations_visible_to,
    round_for,
    rounds_visible_to,
)
from thidua.registration.services import edit_round, move_registration, open_round, save_lines, start_registration
from thidua.registration.states import RegistrationState, RoundPhase

from .conftest import COLLECTIVE, FIGHTER, WORKER, moment, tick

DAYS = {"opens_on": date(2018, 1, 15), "soft_deadline": date(2018, 3, 31), "hard_deadline": date(2018, 4, 15)}


def _filled(sheet: Registration, city: City, at: datetime) -> Registration:
    return save_lines(
        registration_id=sheet.pk,
        changes=[tick(city.members_a[0].person_id, WORKER), tick(None, COLLECTIVE)],
        expected_version=sheet.version,
        by=SystemActor("thử"),
        at=at,
    )


def _move(sheet: Registration, code: str, by, at: datetime, **more) -> Registration:
    return move_registration(registration_id=sheet.pk, move=code, by=by, at=at, **more)


def test_a_city_officer_opens_a_round_once_a_year(city: City, titles: list[Title], at: datetime) -> None:
    officer = city.user("city_officer", "above")
    asked = {"owner_id": city.union.pk, "year": 2018, **DAYS, "title_codes": [WORKER, COLLECTIVE]}
    call = open_round(**asked, by=officer, at=at)
    assert {title.code for title in call.titles.all()} == {WORKER, COLLECTIVE}
    assert open_round(**asked, by=officer, at=at) == call
    assert AuditEvent.objects.filter(action="registration_round.open").count() == 1
    with pytest.raises(InvalidInput, match="đã mở rồi"):
        open_round(**(asked | {"title_codes": [WORKER]}), by=officer, at=at)


@pytest.mark.parametrize(("role", "place"), [("grassroots_officer", "above"), ("auditor", "above"), ("head", "above")])
def test_others_cannot_open_a_round(city: City, titles: list[Title], at: datetime, role: str, place: str) -> None:
    with pytest.raises(NotAllowed):
        open_round(owner_id=city.union.pk, year=2018, **DAYS, title_codes=[WORKER], by=city.user(role, place), at=at)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"soft_deadline": date(2018, 1, 1)}, "soft_deadline"),
        ({"hard_deadline": date(2018, 3, 1)}, "hard_deadline"),
        ({"title_codes": []}, "titles"),
        ({"title_codes": ["khong-co"]}, "titles"),
        ({"year": 18}, "year"),
    ],
)
def test_a_round_refuses_days_out_of_order_and_unknown_titles(
    city: City, titles: list[Title], at: datetime, changes: dict, field: str
) -> None:
    asked = {"owner_id": city.union.pk, "year": 2018, **DAYS, "title_codes": [WORKER]} | changes
    with pytest.raises(InvalidInput) as refusal:
        open_round(**asked, by=SystemActor("thử"), at=at)
    assert field in refusal.value.fields


def test_deadlines_move_under_a_version_and_a_registered_title_stays(
    city: City, call: RegistrationRound, sheet: Registration, at: datetime
) -> None:
    officer = city.user("city_officer", "above")
    _filled(sheet, city, at)
    every = [WORKER, FIGHTER, COLLECTIVE]
    moved = edit_round(
        round_id=call.pk, **(DAYS | {"soft_deadline": date(2018, 4, 1)}), title_codes=every, expected_version=1,
        by=officer, at=at,
    )  # fmt: skip
    assert moved.soft_deadline == date(2018, 4, 1)
    with pytest.raises(StaleVersion):
        edit_round(round_id=call.pk, **DAYS, title_codes=every, expected_version=1, by=officer, at=at)
    with pytest.raises(InvalidInput, match="Đã có đơn vị đăng ký: Lao động tiên tiến"):
        edit_round(round_id=call.pk, **DAYS, title_codes=[FIGHTER, COLLECTIVE], expected_version=2, by=officer, at=at)
    same = edit_round(
        round_id=call.pk, **(DAYS | {"soft_deadline": date(2018, 4, 1)}), title_codes=every, expected_version=1,
        by=officer, at=at,
    )  # fmt: skip
    assert same.version == 2


def test_starting_twice_gives_the_same_draft(city: City, call: RegistrationRound, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    first = start_registration(round_id=call.pk, unit_id=city.a.pk, by=officer, at=at)
    assert start_registration(round_id=call.pk, unit_id=city.a.pk, by=officer, at=at) == first
    assert AuditEvent.objects.filter(action="registration.start").count() == 1


def test_a_grassroots_officer_cannot_start_another_unit(city: City, call: RegistrationRound, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        start_registration(round_id=call.pk, unit_id=city.b.pk, by=city.user("grassroots_officer"), at=at)
    with pytest.raises(InvalidInput, match="không thuộc phạm vi"):
        start_registration(round_id=call.pk, unit_id=city.root.pk, by=SystemActor("thử"), at=at)
    with pytest.raises(NotFound):
        start_registration(round_id=0, unit_id=city.a.pk, by=SystemActor("thử"), at=at)


def test_nobody_starts_before_the_round_opens(city: City, call: RegistrationRound) -> None:
    early = moment(2018, 1, 14, 23, 59, 59)
    assert not can_start(city.user("grassroots_officer"), call, city.a.pk, early.date())
    with pytest.raises(NotAllowed, match="mở từ ngày 15/01/2018"):
        start_registration(round_id=call.pk, unit_id=city.a.pk, by=city.user("grassroots_officer"), at=early)
    start_registration(
        round_id=call.pk, unit_id=city.a.pk, by=city.user("grassroots_officer"), at=moment(2018, 1, 15, 0, 0, 0)
    )


@pytest.mark.parametrize(
    ("at", "phase", "late"),
    [
        (moment(2018, 3, 31, 23, 59, 59), RoundPhase.OPEN, False),
        (moment(2018, 4, 1, 0, 0, 0), RoundPhase.LATE, True),
        (moment(2018, 4, 15, 23, 59, 59), RoundPhase.LATE, True),
    ],
)
def test_a_submission_is_late_from_the_first_second_after_the_due_day(
    city: City, call: RegistrationRound, sheet: Registration, at: datetime, phase: str, late: bool
) -> None:
    _filled(sheet, city, at)
    done = _move(sheet, "submit", city.user("grassroots_officer"), at)
    assert call.phase_on(at.date()) == phase
    assert (done.state, done.late) == (RegistrationState.SUBMITTED, late)
    assert done.submitted_by == city.user("grassroots_officer")


def test_after_the_last_day_only_the_upper_unit_can_receive(city: City, sheet: Registration, at: datetime) -> None:
    _filled(sheet, city, at)
    closed = moment(2018, 4, 16, 0, 0, 0)
    unit_officer, city_officer = city.user("grassroots_officer"), city.user("city_officer", "above")
    with pytest.raises(NotAllowed, match="hạn chót 15/04/2018"):
        _move(sheet, "submit", unit_officer, closed)
    with pytest.raises(NotAllowed, match="chỉ công đoàn cấp trên"):
        save_lines(
            registration_id=sheet.pk, changes=[tick(None, COLLECTIVE, False)], expected_version=None,
            by=unit_officer, at=closed,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        _move(sheet, "receive", unit_officer, closed)
    save_lines(
        registration_id=sheet.pk, changes=[tick(city.members_a[1].person_id, WORKER)], expected_version=None,
        by=city_officer, at=closed,
    )  # fmt: skip
    received = _move(sheet, "receive", city_officer, closed)
    assert (received.state, received.late) == (RegistrationState.ACCEPTED, True)


def test_the_upper_unit_does_not_receive_on_behalf_while_the_unit_can_still_submit(
    city: City, sheet: Registration, at: datetime
) -> None:
    _filled(sheet, city, at)
    with pytest.raises(NotAllowed, match="tự nộp"):
        _move(sheet, "receive", city.user("city_officer", "above"), moment(2018, 4, 15, 23, 59, 59))


def test_submitting_twice_is_refused_and_written_once(city: City, sheet: Registration, at: datetime) -> None:
    _filled(sheet, city, at)
    officer = city.user("grassroots_officer")
    _move(sheet, "submit", officer, at)
    with pytest.raises(WrongState):
        _move(sheet, "submit", officer, at)
    assert AuditEvent.objects.filter(action="registration.move").count() == 1


def test_an_empty_registration_is_not_submitted(city: City, sheet: Registration, at: datetime) -> None:
    with pytest.raises(InvalidInput, match="chưa có danh hiệu"):
        _move(sheet, "submit", city.user("grassroots_officer"), at)


def test_submitting_what_one_did_not_see_is_refused(city: City, sheet: Registration, at: datetime) -> None:
    seen = sheet.version
    _filled(sheet, city, at)
    with pytest.raises(StaleVersion):
        _move(sheet, "submit", city.user("grassroots_officer"), at, expected_version=seen)


def test_returning_needs_a_reason_which_the_unit_reads(city: City, sheet: Registration, at: datetime) -> None:
    _filled(sheet, city, at)
    unit_officer, city_officer = city.user("grassroots_officer"), city.user("city_officer", "above")
    _move(sheet, "submit", unit_officer, at)
    with pytest.raises(InvalidInput) as refusal:
        _move(sheet, "return", city_officer, at, reason="  ")
    assert "reason" in refusal.value.fields
    returned = _move(sheet, "return", city_officer, at, reason="Thiếu người ở tổ 2")
    assert (returned.state, returned.reason) == (RegistrationState.RETURNED, "Thiếu người ở tổ 2")
    again = _move(sheet, "submit", unit_officer, at)
    assert again.reason == ""
    assert _move(sheet, "accept", city_officer, at).state == RegistrationState.ACCEPTED


def test_a_draft_taken_back_is_not_submitted_any_more(city: City, sheet: Registration, at: datetime) -> None:
    _filled(sheet, city, at)
    officer = city.user("grassroots_officer")
    _move(sheet, "submit", officer, at)
    recalled = _move(sheet, "recall", officer, at)
    assert (recalled.state, recalled.submitted_at, recalled.late) == (RegistrationState.DRAFT, None, False)


@pytest.mark.parametrize("role", ["head", "auditor", "council_secretary", "council_member", "administrator", "member"])
def test_readers_cannot_move_or_edit(city: City, sheet: Registration, at: datetime, role: str) -> None:
    _filled(sheet, city, at)
    reader = city.user(role)
    assert not can_move(reader, sheet, "submit", at.date())
    assert not can_edit(reader, sheet, at.date())
    with pytest.raises(NotAllowed):
        _move(sheet, "submit", reader, at)


def test_a_grassroots_officer_cannot_accept_their_own(city: City, sheet: Registration, at: datetime) -> None:
    _filled(sheet, city, at)
    officer = city.user("grassroots_officer")
    _move(sheet, "submit", officer, at)
    sheet.refresh_from_db()
    assert not can_move(officer, sheet, "accept", at.date())
    assert can_move(city.user("city_officer", "above"), sheet, "accept", at.date())


def test_a_foreign_registration_looks_like_one_that_is_not(city: City, sheet: Registration, at: datetime) -> None:
    other = city.user("grassroots_officer", "other")
    with pytest.raises(NotFound):
        registration_for(other, sheet.pk, at.date())
    assert not registrations_visible_to(other, at.date())
    assert registration_for(city.user("head"), sheet.pk, at.date()) == sheet
    assert registration_for(city.user("auditor", "above"), sheet.pk, at.date()) == sheet


def test_a_unit_sees_the_rounds_that_reach_it_and_no_others(city: City, call: RegistrationRound, at: datetime) -> None:
    others = RegistrationRoundFactory(owner=city.b, year=2018)
    assert list(rounds_visible_to(city.user("grassroots_officer"), at.date())) == [call]
    with pytest.raises(NotFound):
        round_for(city.user("grassroots_officer"), others.pk, at.date())
    assert not rounds_visible_to(city.user("member"), at.date())


def test_registered_titles_tell_none_from_not_known(city: City, sheet: Registration, at: datetime) -> None:
    people = [m.person_id for m in [*city.members_a, *city.members_b]]
    _filled(sheet, city, at)
    assert registered_titles(people, [2018]) == {}
    _move(sheet, "submit", city.user("grassroots_officer"), at)
    found = registered_titles(people, [2017, 2018])
    assert found[people[0]] == {2018: frozenset({WORKER})}
    assert found[people[1]] == {2018: frozenset()}
    assert people[3] not in found


def test_registered_titles_cost_three_queries_for_any_number(
    city: City, sheet: Registration, at: datetime, django_assert_num_queries
) -> None:
    _filled(sheet, city, at)
    _move(sheet, "submit", city.user("grassroots_officer"), at)
    for people in ([city.members_a[0].person_id], [m.person_id for m in city.members_a]):
        with django_assert_num_queries(3):
            registered_titles(people, [2018])
