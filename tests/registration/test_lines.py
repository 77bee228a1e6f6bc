"""The grid's writes: ticks, two editors, last year's copy, constant cost."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import City
from tests.factories.honours import TitleFactory
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.registration import RegistrationFactory, RegistrationLineFactory, RegistrationRoundFactory
from thidua.kernel.errors import InvalidInput, NotAllowed, StaleVersion
from thidua.kernel.models import AuditEvent
from thidua.registration.models import Registration
from thidua.registration.selectors import grid
from thidua.registration.selectors.grid import ticked
from thidua.registration.services import copy_last_year, save_lines

from .conftest import COLLECTIVE, FIGHTER, WORKER, tick


def _save(sheet: Registration, changes: list[dict], expected: int | None, by, at: datetime) -> Registration:
    return save_lines(registration_id=sheet.pk, changes=changes, expected_version=expected, by=by, at=at)


def test_ticks_are_saved_as_made_and_leave_one_event(city: City, sheet: Registration, at: datetime) -> None:
    officer, (one, two, _three) = city.user("grassroots_officer"), [m.person_id for m in city.members_a]
    saved = _save(sheet, [tick(one, WORKER), tick(two, WORKER), tick(None, COLLECTIVE)], 1, officer, at)
    assert ticked(saved) == {(one, WORKER), (two, WORKER), (None, COLLECTIVE)}
    assert (saved.version, saved.saved_at, saved.saved_by) == (2, at, officer)
    event = AuditEvent.objects.get(action="registration.save_lines")
    assert [one, WORKER] in event.details["added"]
    assert event.unit_id == city.a.pk
    saved = _save(sheet, [tick(one, WORKER, False), tick(two, WORKER)], 2, officer, at)
    assert ticked(saved) == {(two, WORKER), (None, COLLECTIVE)}


def test_saving_what_is_already_so_writes_nothing(city: City, sheet: Registration, at: datetime) -> None:
    officer = city.user("grassroots_officer")
    _save(sheet, [tick(None, COLLECTIVE)], 1, officer, at)
    again = _save(sheet, [tick(None, COLLECTIVE), tick(None, COLLECTIVE)], 2, officer, at)
    assert again.version == 2
    assert AuditEvent.objects.filter(action="registration.save_lines").count() == 1


def test_of_two_editors_the_second_is_told_and_nothing_is_lost(city: City, sheet: Registration, at: datetime) -> None:
    first, second = city.user("grassroots_officer"), city.user("city_officer", "above")
    one, two, _three = [m.person_id for m in city.members_a]
    _save(sheet, [tick(one, WORKER)], 1, first, at)
    with pytest.raises(StaleVersion) as refusal:
        _save(sheet, [tick(one, WORKER, False), tick(two, FIGHTER)], 1, second, at)
    assert refusal.value.current["on"] == [f"{one}:{WORKER}"]
    assert refusal.value.current["version"] == 2
    assert refusal.value.current["saved_by"] == str(first)
    assert ticked(sheet) == {(one, WORKER)}


def test_without_the_version_the_first_editors_tick_would_be_lost(
    city: City, sheet: Registration, at: datetime
) -> None:
    """The control of the test above: it is the version that keeps the first tick."""
    one = city.members_a[0].person_id
    _save(sheet, [tick(one, WORKER)], 1, city.user("grassroots_officer"), at)
    _save(sheet, [tick(one, WORKER, False)], None, city.user("city_officer", "above"), at)
    assert ticked(sheet) == set()


def test_titles_and_people_that_do_not_belong_are_refused(city: City, sheet: Registration, at: datetime) -> None:
    officer, stranger = city.user("grassroots_officer"), city.members_b[0].person_id
    one = city.members_a[0].person_id
    TitleFactory(code="national_fighter", name="Chiến sĩ thi đua toàn quốc")
    for change in (tick(stranger, WORKER), tick(one, "national_fighter"), tick(one, COLLECTIVE), tick(None, WORKER)):
        with pytest.raises(InvalidInput):
            _save(sheet, [tick(one, WORKER), change], 1, officer, at)
    assert ticked(sheet) == set()


def test_a_grassroots_officer_cannot_write_in_another_units_grid(city: City, sheet: Registration, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        _save(sheet, [tick(None, COLLECTIVE)], 1, city.user("grassroots_officer", "other"), at)


def test_last_year_is_copied_for_those_still_there_and_says_what_is_left_out(
    city: City, sheet: Registration, at: datetime
) -> None:
    one, two, three = [m.person for m in city.members_a]
    gone = PersonFactory(full_name="Đỗ Văn Chuyển")
    old_title = TitleFactory(code="ministerial_provincial_fighter", name="Chiến sĩ thi đua Thành phố")
    before = RegistrationFactory(round=RegistrationRoundFactory(owner=city.union, year=2017), unit=city.a)
    worker = TitleFactory(code=WORKER)
    for person, title in ((one, worker), (two, old_title), (gone, worker)):
        RegistrationLineFactory(registration=before, person=person, title=title)
    officer = city.user("grassroots_officer")
    _save(sheet, [tick(three.pk, FIGHTER)], 1, officer, at)
    copied = copy_last_year(registration_id=sheet.pk, expected_version=2, by=officer, at=at)
    assert ticked(sheet) == {(one.pk, WORKER), (three.pk, FIGHTER)}
    assert copied.added == 1
    assert copied.left_out == [
        "Đỗ Văn Chuyển không còn trong danh sách đơn vị.",
        "Danh hiệu Chiến sĩ thi đua Thành phố không nhận đăng ký trong đợt này.",
    ]
    assert copy_last_year(registration_id=sheet.pk, expected_version=3, by=officer, at=at).added == 0
    assert AuditEvent.objects.filter(action="registration.copy_last_year").count() == 1


def test_the_grid_lists_members_by_given_name_and_keeps_those_who_left(
    city: City, sheet: Registration, at: datetime
) -> None:
    leaver = city.members_a[0]
    _save(sheet, [tick(leaver.person_id, WORKER)], 1, city.user("grassroots_officer"), at)
    assert [row.name for row in grid(sheet, at.date()).rows] == ["Trần Thị Đào", "Lê Thu Hà", "Nguyễn Văn Hải"]
    leaver.valid_to = date(2018, 3, 1)
    leaver.save()
    rows = grid(sheet, at.date()).rows
    assert [(row.name, row.note) for row in rows][-1] == ("Nguyễn Văn Hải", "không còn trong danh sách đơn vị")
    assert grid(sheet, at.date()).people_with_none == 2


def test_grid_and_save_cost_the_same_for_3_and_30_people(city: City, sheet: Registration, at: datetime) -> None:
    officer = city.user("grassroots_officer")

    def cost(people: list[int], code: str) -> list[int]:
        with CaptureQueriesContext(connection) as reading:
            assert len(grid(sheet, at.date()).rows) == len(people)
        with CaptureQueriesContext(connection) as writing:
            _save(sheet, [tick(person, code) for person in people], None, officer, at)
        return [len(reading), len(writing)]

    _save(sheet, [tick(None, COLLECTIVE)], None, officer, at)  # reads the roles, starts the audit chain
    few = cost([m.person_id for m in city.members_a], WORKER)
    many = [m.person_id for m in city.members_a] + [MembershipFactory(unit=city.a).person_id for _ in range(27)]
    assert cost(many, FIGHTER) == few
    assert few[0] == 3
