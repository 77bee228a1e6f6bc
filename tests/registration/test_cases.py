"""Open cases: opened about a person or the unit, closed by a written conclusion, seen in the years they were open."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.conftest import City
from tests.factories.registration import OpenCaseFactory
from thidua.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleVersion, WrongState
from thidua.kernel.models import AuditEvent
from thidua.registration.models import OpenCase
from thidua.registration.selectors import case_for, open_cases_of
from thidua.registration.services import close_case, open_case
from thidua.registration.states import CaseKind
from thidua.rules.names import CASE_VI

CASE = {"kind": "complaint", "opened_on": date(2018, 2, 1), "note": "Đơn số 3"}
CLOSING = {"closed_on": date(2018, 3, 1), "outcome": "Thông báo 12/TB: không vi phạm"}


def _open(city: City, at: datetime, by=None, **changes) -> OpenCase:
    asked = CASE | {"person_id": city.members_a[0].person_id, "unit_id": city.a.pk} | changes
    return open_case(**asked, by=by or city.user("grassroots_officer"), at=at)


def _close(city: City, at: datetime, case: OpenCase, **changes) -> OpenCase:
    asked = CLOSING | {"case_id": case.pk, "expected_version": 1} | changes
    return close_case(**asked, by=city.user("grassroots_officer"), at=at)


def test_the_kinds_are_those_of_the_law() -> None:
    assert dict(CaseKind.choices) == CASE_VI


def test_a_case_is_opened_once_and_closed_with_its_conclusion(city: City, at: datetime) -> None:
    case = _open(city, at)
    assert _open(city, at) == case
    assert AuditEvent.objects.filter(action="case.open").count() == 1
    with pytest.raises(StaleVersion):
        _close(city, at, case, expected_version=7)
    closed = _close(city, at, case)
    assert (closed.closed_on, closed.outcome) == (date(2018, 3, 1), "Thông báo 12/TB: không vi phạm")
    assert AuditEvent.objects.get(action="case.close").details["outcome"] == closed.outcome
    with pytest.raises(WrongState):
        _close(city, at, case)
    with pytest.raises(NotFound):
        _close(city, at, OpenCase(pk=0))


def test_a_case_may_be_about_the_unit_itself(city: City, at: datetime) -> None:
    case = _open(city, at, person_id=None, kind="inspection")
    assert (case.person, case.about) == (None, "CĐCS Sở Mẫu A")


@pytest.mark.parametrize(
    ("changes", "field"), [({"kind": "?"}, "kind"), ({"opened_on": date(2018, 3, 16)}, "opened_on")]
)
def test_a_case_refuses_unknown_kinds_and_days_to_come(city: City, at: datetime, changes: dict, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        _open(city, at, **changes)
    assert field in refusal.value.fields


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closed_on": date(2018, 1, 31)}, "closed_on"),
        ({"closed_on": date(2018, 3, 16)}, "closed_on"),
        ({"outcome": " "}, "outcome"),
    ],
)
def test_a_conclusion_refuses_days_out_of_order_and_silence(
    city: City, at: datetime, changes: dict, field: str
) -> None:
    case = _open(city, at)
    with pytest.raises(InvalidInput) as refusal:
        _close(city, at, case, **changes)
    assert field in refusal.value.fields
    case.refresh_from_db()
    assert case.closed_on is None


def test_a_case_is_about_a_member_and_recorded_where_one_may(city: City, at: datetime) -> None:
    with pytest.raises(InvalidInput, match="không thuộc đơn vị"):
        _open(city, at, person_id=city.members_b[0].person_id)
    for role, place in (("grassroots_officer", "other"), ("auditor", "above"), ("head", "own")):
        with pytest.raises(NotAllowed):
            _open(city, at, by=city.user(role, place))


def test_a_case_is_seen_in_every_year_it_was_open_and_by_whom_it_concerns(city: City, at: datetime) -> None:
    person = city.members_a[0].person
    still = OpenCaseFactory(person=person, unit=city.a)
    closed = OpenCaseFactory(person=person, unit=city.a, opened_on=date(2017, 5, 1), closed_on=date(2018, 1, 1))
    seen = {
        year: open_cases_of(city.a.pk, year, city.user("auditor", "above"), at.date()) for year in (2017, 2018, 2019)
    }
    assert seen == {2017: [closed], 2018: [still, closed], 2019: [still]}
    other = city.user("grassroots_officer", "other")
    assert open_cases_of(city.a.pk, 2018, other, at.date()) == []
    with pytest.raises(NotFound):
        case_for(other, still.pk, at.date())
