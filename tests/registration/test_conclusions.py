"""Findings judged one by one, and a unit's own year: by whom, with which reason, never over somebody else's word."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.conftest import VIETNAM, City
from thidua.kernel.errors import InvalidInput, NotAllowed, StaleVersion
from thidua.kernel.models import AuditEvent
from thidua.registration.models import Finding, UnitResult
from thidua.registration.selectors import finding_asked, finding_words, unit_years
from thidua.registration.services import conclude_finding, record_unit_result

AT = datetime(2018, 12, 20, 9, 0, tzinfo=VIETNAM)
DAY = date(2018, 12, 31)
CHOSEN = {"award": "ministerial_provincial_fighter", "code": "chosen_ministerial_provincial_fighter"}
REUSE = {"award": "grassroots_fighter", "code": "initiative_reuse_grassroots_fighter"}
UNITED = {"award": "advanced_worker", "code": "united"}
SAID = {"holds": True, "reason": "Biên bản 5/BB-HĐ"}


def conclude(city: City, role: str, place: str = "own", **changes: object) -> Finding:
    asked = {"unit_id": city.a.pk, "person_id": city.members_a[0].person_id, "year": 2018, "decided_on": DAY}
    asked |= SAID | {"expected_version": None} | changes
    return conclude_finding(**asked, by=city.user(role, place), at=AT)


def test_what_awards_of_the_unit_ask_is_judged_in_the_unit(city: City) -> None:
    found = conclude(city, "grassroots_officer", **REUSE)
    assert (found.holds, found.reason, found.unit) == (True, "Biên bản 5/BB-HĐ", city.a)
    event = AuditEvent.objects.get(action="finding.conclude")
    assert event.details["findings"] == [[found.person_id, REUSE["code"], None, [True, "Biên bản 5/BB-HĐ"]]]


def test_chosen_among_is_judged_above(city: City) -> None:
    with pytest.raises(NotAllowed, match="cấp trên"):
        conclude(city, "grassroots_officer", **CHOSEN)
    for role, place in (("city_officer", "other"), ("auditor", "above"), ("grassroots_officer", "above")):
        with pytest.raises(NotAllowed):
            conclude(city, role, place, **CHOSEN)
    assert conclude(city, "city_officer", "above", **CHOSEN).holds
    assert conclude(city, "council_secretary", "above", **CHOSEN, holds=False).version == 2


@pytest.mark.parametrize("asked", [REUSE, UNITED | {"holds": False}])
def test_a_conclusion_has_a_reason(city: City, asked: dict) -> None:
    with pytest.raises(InvalidInput) as refusal:
        conclude(city, "grassroots_officer", **(asked | {"reason": "  "}))
    assert "reason" in refusal.value.fields


def test_a_finding_of_the_yearly_review_needs_none_where_it_holds(city: City) -> None:
    assert conclude(city, "grassroots_officer", **UNITED, reason="").reason == ""


def test_the_same_conclusion_again_changes_nothing(city: City) -> None:
    assert conclude(city, "grassroots_officer", **REUSE) == conclude(city, "grassroots_officer", **REUSE)
    assert AuditEvent.objects.filter(action="finding.conclude").count() == 1


def test_of_two_who_conclude_the_second_is_told(city: City) -> None:
    conclude(city, "grassroots_officer", **REUSE, expected_version=0)
    for seen in (0, 5):
        with pytest.raises(StaleVersion):
            conclude(city, "grassroots_officer", **REUSE, holds=False, expected_version=seen)
    assert not conclude(city, "grassroots_officer", **REUSE, holds=False, expected_version=1).holds


def test_only_what_that_law_asks_and_only_of_members(city: City) -> None:
    for changes in (UNITED | {"code": "khong-co"}, REUSE | {"decided_on": date(2005, 12, 31)}):
        with pytest.raises(InvalidInput, match="không đòi"):
            conclude(city, "grassroots_officer", **changes)
    with pytest.raises(InvalidInput, match="không thuộc đơn vị"):
        conclude(city, "grassroots_officer", **REUSE, person_id=city.members_b[0].person_id)
    with pytest.raises(InvalidInput, match="Chưa đến năm"):
        conclude(city, "grassroots_officer", **REUSE, year=2019)


def test_a_finding_about_the_unit_is_judged_above_and_once(city: City) -> None:
    with pytest.raises(NotAllowed):
        conclude(city, "grassroots_officer", **UNITED, person_id=None)
    found = conclude(city, "city_officer", "above", **UNITED, person_id=None)
    assert conclude(city, "city_officer", "above", **UNITED, person_id=None, holds=False).pk == found.pk
    assert unit_years([city.a.pk, city.b.pk], [2018])[city.a.pk][2018].findings == {"united": False}


def test_words_and_levels_come_from_the_law(db: None) -> None:
    assert finding_asked("advanced_worker", "united", DAY).bulk
    chosen = finding_asked(**CHOSEN, day=DAY)
    assert (chosen.bulk, chosen.own_level) == (False, False)
    assert finding_words([2018])[CHOSEN["code"]] == chosen.about


def record_unit(city: City, role: str = "city_officer", place: str = "above", **changes: object) -> UnitResult | None:
    asked = {"grade": "good", "rank": 2, "targets_exceeded": True, "expected_version": None} | changes
    return record_unit_result(unit_id=city.a.pk, year=2018, **asked, by=city.user(role, place), at=AT)


def test_a_units_own_year_is_given_by_the_level_above(city: City) -> None:
    with pytest.raises(NotAllowed):
        record_unit(city, "grassroots_officer", "own")
    assert record_unit(city, grade="", rank=None, targets_exceeded=None) is None
    row = record_unit(city, expected_version=0)
    assert record_unit(city) == row
    year = unit_years([city.a.pk], [2017, 2018])[city.a.pk][2018]
    assert (year.grade, year.rank, year.targets_exceeded) == ("good", 2, True)
    for seen in (0, 9):
        with pytest.raises(StaleVersion):
            record_unit(city, rank=1, expected_version=seen)
    assert record_unit(city, rank=1, targets_exceeded=None, expected_version=1).version == 2
    assert AuditEvent.objects.filter(action="unit_result.record").order_by("pk").last().details["rank"] == [2, 1]


@pytest.mark.parametrize(("changes", "field"), [({"grade": "?"}, "grade"), ({"rank": 0}, "rank")])
def test_a_units_year_refuses_unknown_grades_and_ranks(city: City, changes: dict, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        record_unit(city, **changes)
    assert field in refusal.value.fields
