"""Discipline and leave: dates checked, corrected under a version, taken out with a reason that the chain keeps."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.conftest import City
from tests.factories.registration import DisciplineFactory, LeaveFactory
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleVersion
from thidua.kernel.models import AuditEvent
from thidua.registration.models import Discipline, Leave
from thidua.registration.selectors import discipline_for, events_of, leave_for, reach_of_grade
from thidua.registration.services import (
    cancel_discipline,
    cancel_leave,
    edit_discipline,
    edit_leave,
    record_discipline,
    record_leave,
)

MEASURE = {"level": "reprimand", "decision_number": "12/QĐ-KL", "decided_on": date(2018, 2, 1), "ends_on": None}
ABSENCE = {"kind": "sick", "starts_on": date(2018, 2, 1), "ends_on": date(2018, 3, 31)}


def _measure(city: City, at: datetime, by=None, **changes) -> Discipline:
    asked = MEASURE | {"person_id": city.members_a[0].person_id, "unit_id": city.a.pk} | changes
    return record_discipline(**asked, by=by or city.user("grassroots_officer"), at=at)


def _absence(city: City, at: datetime, by=None, **changes) -> Leave:
    asked = ABSENCE | {"person_id": city.members_a[0].person_id, "unit_id": city.a.pk} | changes
    return record_leave(**asked, by=by or city.user("grassroots_officer"), at=at)


def test_a_measure_is_recorded_once(city: City, at: datetime) -> None:
    first = _measure(city, at)
    assert _measure(city, at) == first
    assert AuditEvent.objects.filter(action="discipline.record").count() == 1
    with pytest.raises(InvalidInput) as refusal:
        _measure(city, at, level="warning")
    assert "decision_number" in refusal.value.fields


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decided_on": date(2018, 3, 16)}, "decided_on"),
        ({"ends_on": date(2018, 2, 1)}, "ends_on"),
        ({"level": "nhẹ"}, "level"),
        ({"decision_number": "  "}, "decision_number"),
    ],
)
def test_a_measure_refuses_days_to_come_and_out_of_order(city: City, at: datetime, changes: dict, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        _measure(city, at, **changes)
    assert field in refusal.value.fields


def test_a_measure_or_absence_belongs_to_a_member_of_the_day(city: City, at: datetime) -> None:
    stranger = city.members_b[0].person_id
    with pytest.raises(InvalidInput, match="không thuộc đơn vị"):
        _measure(city, at, person_id=stranger)
    with pytest.raises(InvalidInput, match="không thuộc đơn vị"):
        _absence(city, at, person_id=stranger)


def test_a_measure_is_ended_under_its_version(city: City, at: datetime) -> None:
    measure, officer = _measure(city, at), city.user("grassroots_officer")
    asked = {"discipline_id": measure.pk, "by": officer, "at": at}
    ended = edit_discipline(**(MEASURE | {"ends_on": date(2018, 3, 1)}), expected_version=1, **asked)
    assert (ended.ends_on, ended.version) == (date(2018, 3, 1), 2)
    with pytest.raises(StaleVersion):
        edit_discipline(**MEASURE, expected_version=1, **asked)
    event = AuditEvent.objects.get(action="discipline.edit")
    assert event.details["ends_on"] == [None, "2018-03-01"]


def test_a_cancelled_measure_leaves_the_record_and_stays_in_the_chain(city: City, at: datetime) -> None:
    measure, officer = _measure(city, at), city.user("grassroots_officer")
    with pytest.raises(InvalidInput):
        cancel_discipline(discipline_id=measure.pk, reason=" ", expected_version=1, by=officer, at=at)
    with pytest.raises(StaleVersion):
        cancel_discipline(discipline_id=measure.pk, reason="ghi nhầm", expected_version=9, by=officer, at=at)
    cancel_discipline(discipline_id=measure.pk, reason="ghi nhầm", expected_version=1, by=officer, at=at)
    assert not Discipline.objects.exists()
    event = AuditEvent.objects.get(action="discipline.cancel")
    assert event.details["removed"]["decision_number"] == "12/QĐ-KL"
    assert event.details["reason"] == "ghi nhầm"
    with pytest.raises(NotFound):
        cancel_discipline(discipline_id=measure.pk, reason="lần nữa", expected_version=1, by=officer, at=at)


def test_absences_do_not_overlap(city: City, at: datetime) -> None:
    first = _absence(city, at)
    assert _absence(city, at) == first
    with pytest.raises(InvalidInput, match="Trùng với lần nghỉ"):
        _absence(city, at, starts_on=date(2018, 3, 31), ends_on=date(2018, 4, 5))
    after = _absence(city, at, starts_on=date(2018, 4, 1), ends_on=date(2018, 4, 5))
    with pytest.raises(InvalidInput, match="Trùng"):
        edit_leave(
            leave_id=after.pk, kind="sick", starts_on=date(2018, 3, 31), ends_on=date(2018, 4, 5),
            expected_version=1, by=city.user("grassroots_officer"), at=at,
        )  # fmt: skip


@pytest.mark.parametrize(("changes", "field"), [({"ends_on": date(2018, 1, 1)}, "ends_on"), ({"kind": "?"}, "kind")])
def test_an_absence_refuses_days_out_of_order(city: City, at: datetime, changes: dict, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        _absence(city, at, **changes)
    assert field in refusal.value.fields


def test_an_absence_is_shortened_then_cancelled(city: City, at: datetime) -> None:
    leave, officer = _absence(city, at), city.user("grassroots_officer")
    shorter = edit_leave(
        leave_id=leave.pk, kind="sick", starts_on=leave.starts_on, ends_on=date(2018, 2, 20), expected_version=1,
        by=officer, at=at,
    )  # fmt: skip
    assert shorter.ends_on == date(2018, 2, 20)
    cancel_leave(leave_id=leave.pk, reason="ghi nhầm", expected_version=2, by=officer, at=at)
    assert not Leave.objects.exists()
    assert AuditEvent.objects.get(action="leave.cancel").details["removed"]["ends_on"] == "2018-02-20"


def test_others_neither_write_nor_see_them(city: City, at: datetime) -> None:
    measure, leave = (
        DisciplineFactory(person=city.members_a[0].person, unit=city.a),
        LeaveFactory(person=city.members_a[0].person, unit=city.a),
    )
    for role, place in (("grassroots_officer", "other"), ("auditor", "above"), ("head", "own")):
        with pytest.raises(NotAllowed):
            _measure(city, at, by=city.user(role, place))
        with pytest.raises(NotAllowed):
            _absence(city, at, by=city.user(role, place))
    other = city.user("grassroots_officer", "other")
    with pytest.raises(NotFound):
        discipline_for(other, measure.pk, at.date())
    with pytest.raises(NotFound):
        leave_for(other, leave.pk, at.date())
    assert events_of(city.a.pk, 2018, other, at.date()) == ([], [])
    assert events_of(city.a.pk, 2018, city.user("auditor", "above"), at.date()) == ([measure], [leave])


def test_a_measure_without_an_end_stays_in_sight_in_later_years(city: City) -> None:
    person = city.members_a[0].person
    measure = DisciplineFactory(person=person, unit=city.a)
    ended = DisciplineFactory(person=city.members_a[1].person, unit=city.a, ends_on=date(2018, 8, 10))
    auditor, day = city.user("auditor", "above"), date(2020, 12, 1)
    assert set(events_of(city.a.pk, 2018, auditor, day)[0]) == {ended, measure}
    assert events_of(city.a.pk, 2020, auditor, day)[0] == [measure]
    assert events_of(city.a.pk, 2017, auditor, day)[0] == []
    reach = reach_of_grade(city.a.pk, 2020, day)
    assert [(who, why) for who, why in reach.left_out] == [(person, "kỷ luật năm 2018 chưa ghi ngày hết hiệu lực")]
