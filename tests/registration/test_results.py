"""Grades and findings: set-based, under versions, for some people or by rule for all."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import City
from tests.factories.people import MembershipFactory
from tests.factories.registration import DisciplineFactory, FindingFactory, LeaveFactory, PerformanceGradeFactory
from thidua.kernel.errors import InvalidInput, NotAllowed, StaleVersion
from thidua.kernel.models import AuditEvent
from thidua.registration.models import Finding, PerformanceGrade
from thidua.registration.selectors import (
    findings_asked,
    grades_of,
    people_of,
    progress_of,
    reach_of_findings,
    reach_of_grade,
    record_of,
    records_for,
    results_sheet,
    units_with_results,
)
from thidua.registration.services import (
    record_findings,
    record_findings_for_all,
    record_grade_for_all,
    record_grades,
    record_results,
)
from thidua.registration.states import Grade, LeaveKind

from .conftest import moment

TODAY = date(2018, 12, 10)
AT = moment(2018, 12, 10)


def _ids(city: City) -> list[int]:
    return [m.person_id for m in city.members_a]


def _grade(city: City, grades: dict, expected: dict | None = None, by=None, year: int = 2018) -> int:
    by = by or city.user("grassroots_officer")
    return record_grades(unit_id=city.a.pk, year=year, grades=grades, expected=expected, by=by, at=AT)


def _find(
    city: City, person: int, code: str, holds: bool | None, reason: str = "", expected: dict | None = None
) -> int:
    found = [{"person_id": person, "code": code, "holds": holds, "reason": reason}]
    return record_findings(
        unit_id=city.a.pk, year=2018, findings=found, expected=expected, by=city.user("grassroots_officer"), at=AT
    )


def test_grades_are_recorded_changed_and_taken_away(city: City) -> None:
    one, two, three = _ids(city)
    assert _grade(city, {one: "good", two: "excellent", three: None}) == 2
    assert _grade(city, {one: "completed", two: ""}) == 2
    assert grades_of([one, two, three], [2018]) == {one: {2018: "completed"}}
    events = AuditEvent.objects.filter(action="grade.record").order_by("seq")
    assert events[1].details["grades"] == [[one, "good", "completed"], [two, "excellent", None]]
    assert _grade(city, {one: "completed"}) == 0
    assert events.count() == 2


def test_of_two_editors_of_one_grade_the_second_is_told(city: City) -> None:
    one, two, _three = _ids(city)
    _grade(city, {one: "good"}, expected={one: 0})
    with pytest.raises(StaleVersion) as refusal:
        _grade(city, {one: "completed", two: "good"}, expected={one: 0, two: 0})
    assert refusal.value.current == {one: {"grade": "good", "version": 1}}
    assert grades_of([one, two], [2018]) == {one: {2018: "good"}}
    _grade(city, {one: "completed"}, expected={one: 1})
    assert grades_of([one], [2018]) == {one: {2018: "completed"}}


def test_without_the_version_the_first_grade_would_be_lost(city: City) -> None:
    """The control of the test above."""
    one = _ids(city)[0]
    _grade(city, {one: "good"})
    _grade(city, {one: "completed"}, expected=None)
    assert grades_of([one], [2018]) == {one: {2018: "completed"}}


def test_grades_refuse_strangers_unknown_words_and_years_to_come(city: City) -> None:
    one, stranger = _ids(city)[0], city.members_b[0].person_id
    for grades, year in (({one: "good", stranger: "good"}, 2018), ({one: "tốt"}, 2018), ({one: "good"}, 2019)):
        with pytest.raises(InvalidInput):
            _grade(city, grades, year=year)
    assert not PerformanceGrade.objects.exists()


@pytest.mark.parametrize(("role", "place"), [("grassroots_officer", "other"), ("head", "own"), ("auditor", "above")])
def test_others_cannot_record(city: City, role: str, place: str) -> None:
    user = city.user(role, place)
    with pytest.raises(NotAllowed):
        _grade(city, {_ids(city)[0]: "good"}, by=user)
    with pytest.raises(NotAllowed):
        record_grade_for_all(unit_id=city.a.pk, year=2018, grade="good", by=user, at=AT)
    with pytest.raises(NotAllowed):
        record_findings_for_all(unit_id=city.a.pk, year=2018, by=user, at=AT)


def test_somebody_who_left_during_the_year_can_still_be_graded(city: City) -> None:
    leaver = city.members_a[0]
    leaver.valid_to = date(2018, 6, 1)
    leaver.save()
    assert leaver.person_id not in [place.person_id for place in people_of(city.a.pk, 2018, TODAY)]
    _grade(city, {leaver.person_id: "good"})
    assert leaver.person_id in [place.person_id for place in people_of(city.a.pk, 2018, TODAY)]
    with pytest.raises(InvalidInput):
        _grade(city, {leaver.person_id: "good"}, year=2009)


def test_one_grade_for_all_leaves_out_the_disciplined_and_those_off_work(city: City) -> None:
    one, two, three = [m.person for m in city.members_a]
    four = MembershipFactory(unit=city.a).person
    five = MembershipFactory(unit=city.a).person
    DisciplineFactory(person=one, unit=city.a)
    LeaveFactory(person=two, unit=city.a, kind=LeaveKind.UNPAID)
    LeaveFactory(person=three, unit=city.a, kind=LeaveKind.MATERNITY)
    PerformanceGradeFactory(person=four, unit=city.a, grade=Grade.EXCELLENT)
    reach = reach_of_grade(city.a.pk, 2018, TODAY)
    assert {person.pk for person in reach.people} == {three.pk, five.pk}
    assert {person.pk: why for person, why in reach.left_out} == {
        one.pk: "bị kỷ luật trong năm", two.pk: "nghỉ dài ngày trong năm (nghỉ không lương)"
    }  # fmt: skip
    assert reach.already == 1
    officer = city.user("grassroots_officer")
    asked = {"unit_id": city.a.pk, "year": 2018, "grade": "good", "by": officer, "at": AT}
    record_grade_for_all(**asked, expected_token=reach.token)
    everybody = [person.pk for person in (one, two, three, four, five)]
    assert grades_of(everybody, [2018]) == {
        three.pk: {2018: "good"}, five.pk: {2018: "good"}, four.pk: {2018: "excellent"}
    }  # fmt: skip
    assert not record_grade_for_all(**asked).people
    assert AuditEvent.objects.filter(action="grade.record_for_all").count() == 1


def test_a_rule_for_all_notices_that_the_people_changed_since_the_preview(city: City) -> None:
    reach = reach_of_grade(city.a.pk, 2018, TODAY)
    MembershipFactory(unit=city.a)
    officer = city.user("grassroots_officer")
    with pytest.raises(StaleVersion):
        record_grade_for_all(unit_id=city.a.pk, year=2018, grade="good", expected_token=reach.token, by=officer, at=AT)
    with pytest.raises(InvalidInput):
        record_grade_for_all(unit_id=city.a.pk, year=2018, grade="", by=officer, at=AT)


def test_findings_come_from_the_law_of_the_year_and_are_asked_once_each(city: City) -> None:
    asked = findings_asked(2018)
    codes = [item.code for item in asked]
    assert {"united", "active"} <= set(codes)
    assert len(codes) == len(set(codes))
    assert all(item.bulk for item in asked), "what is judged one by one has no place in the yearly review"
    assert findings_asked(2005) == []


def test_findings_hold_for_all_and_then_an_exception_has_a_reason(city: City) -> None:
    one, two, three = _ids(city)
    DisciplineFactory(person=city.members_a[0].person, unit=city.a)
    officer = city.user("grassroots_officer")
    bulk = [item.code for item in findings_asked(2018) if item.bulk]
    FindingFactory(person=city.members_a[1].person, unit=city.a, code="active", holds=False, reason="vắng")
    reach = reach_of_findings(city.a.pk, 2018, bulk, TODAY)
    done = record_findings_for_all(unit_id=city.a.pk, year=2018, expected_token=reach.token, by=officer, at=AT)
    assert {person.pk for person in done.people} == {two, three}
    assert Finding.objects.filter(holds=True).count() == 2 * len(bulk) - 1
    assert not Finding.objects.get(person_id=two, code="active").holds
    with pytest.raises(InvalidInput) as refusal:
        _find(city, three, "active", False, "  ")
    assert refusal.value.fields == {f"{three}:active": "Ghi lý do cho nhận xét “không đạt”."}
    assert _find(city, three, "active", False, "Không tham gia") == 1
    assert _find(city, three, "active", False, "Không tham gia") == 0
    assert _find(city, three, "active", None) == 1
    assert not Finding.objects.filter(person_id=three, code="active").exists()
    assert not Finding.objects.filter(person_id=one).exists()
    again = record_findings_for_all(unit_id=city.a.pk, year=2018, by=officer, at=AT)
    assert [person.pk for person in again.people] == [three]


def test_findings_refuse_codes_that_no_law_asks_and_those_judged_one_by_one(city: City) -> None:
    with pytest.raises(InvalidInput, match="không có mục"):
        _find(city, _ids(city)[0], "khong-co", True)
    single = "chosen_ministerial_provincial_fighter"
    with pytest.raises(InvalidInput, match="không có mục"):
        _find(city, _ids(city)[0], single, True)
    with pytest.raises(InvalidInput, match="từng người"):
        record_findings_for_all(unit_id=city.a.pk, year=2018, codes=[single], by=city.user("grassroots_officer"), at=AT)


def test_of_two_editors_of_one_finding_the_second_is_told(city: City) -> None:
    one = _ids(city)[0]
    _find(city, one, "united", True, expected={(one, "united"): 0})
    with pytest.raises(StaleVersion):
        _find(city, one, "united", False, "bất hòa", expected={(one, "united"): 0})
    assert Finding.objects.get(person_id=one).holds
    _find(city, one, "united", False, "bất hòa", expected={(one, "united"): 1})
    assert not Finding.objects.get(person_id=one).holds


def test_a_sheet_is_saved_whole_or_not_at_all(city: City) -> None:
    one = _ids(city)[0]
    FindingFactory(person=city.members_a[0].person, unit=city.a, code="united")
    with pytest.raises(StaleVersion):
        record_results(
            unit_id=city.a.pk, year=2018, grades={one: "good"}, grade_versions={one: 0},
            findings=[{"person_id": one, "code": "united", "holds": False, "reason": "lý do"}],
            finding_versions={(one, "united"): 0}, by=city.user("grassroots_officer"), at=AT,
        )  # fmt: skip
    assert not PerformanceGrade.objects.exists()


def test_the_sheet_says_what_stands_out_in_the_year(city: City) -> None:
    first, second = city.members_a[0].person, city.members_a[1].person
    DisciplineFactory(person=first, unit=city.a, decided_on=date(2017, 12, 1), ends_on=date(2018, 12, 1))
    DisciplineFactory(person=second, unit=city.a, decided_on=date(2017, 1, 1), ends_on=date(2018, 1, 1))
    LeaveFactory(person=city.members_a[2].person, unit=city.a)
    rows = {row.person.pk: row.marks for row in results_sheet(city.a.pk, 2018, TODAY).rows}
    one, two, three = _ids(city)
    assert rows[one] == ["bị khiển trách ngày 01/12/2017"]
    assert rows[two] == []
    assert rows[three] == ["nghỉ không lương từ 01/06/2018 đến 31/07/2018"]


def test_sheet_writes_and_bulk_reads_cost_the_same_for_3_and_30_people(city: City) -> None:
    officer = city.user("grassroots_officer")

    def cost(people: list[int], grade: str) -> list[int]:
        with CaptureQueriesContext(connection) as reading:
            assert len(results_sheet(city.a.pk, 2018, TODAY).rows) == len(people)
        with CaptureQueriesContext(connection) as grading:
            _grade(city, dict.fromkeys(people, grade), by=officer)
        with CaptureQueriesContext(connection) as finding:
            record_findings_for_all(unit_id=city.a.pk, year=2018, by=officer, at=AT)
        with CaptureQueriesContext(connection) as facts:
            records_for(people, [2017, 2018])
        return [len(context) for context in (reading, grading, finding, facts)]

    _grade(city, {_ids(city)[0]: "excellent"}, by=officer)  # reads the roles, starts the audit chain
    PerformanceGrade.objects.all().delete()
    few = cost(_ids(city), "good")
    PerformanceGrade.objects.all().delete()
    Finding.objects.all().delete()
    many = _ids(city) + [MembershipFactory(unit=city.a).person_id for _ in range(27)]
    assert cost(many, "good") == few
    assert few[3] == 9


def test_records_for_gathers_everything_known_and_nothing_guessed(city: City) -> None:
    one, two, _three = _ids(city)
    _grade(city, {one: "good"})
    _find(city, one, "united", True)
    DisciplineFactory(person_id=one, person=city.members_a[0].person, unit=city.a)
    found = records_for([one, two], [2017, 2018])
    this = found[one].years[2018]
    assert (this.grade, this.findings) == ("good", {"united": True})
    assert (this.months_worked, this.registered_titles) == (12, None)
    assert found[one].years[2017].grade is None
    assert [measure.level for measure in found[one].disciplines] == ["reprimand"]
    assert found[two].disciplines == []


def test_a_persons_record_shows_only_the_units_one_may_see_and_all_of_ones_own(city: City) -> None:
    person = city.members_a[0].person
    PerformanceGradeFactory(person=person, unit=city.a, year=2018)
    PerformanceGradeFactory(person=person, unit=city.b, year=2017)
    years = [year.year for year in record_of(person.pk, city.user("grassroots_officer"), TODAY)]
    assert years == [2018]
    assert [year.year for year in record_of(person.pk, city.user("member"), TODAY)] == [2018, 2017]
    assert [year.year for year in record_of(person.pk)] == [2018, 2017]


def test_progress_counts_members_and_grades_of_each_unit(city: City, at: datetime) -> None:
    PerformanceGradeFactory(person=city.members_a[0].person, unit=city.a)
    officer = city.user("city_officer", "above")
    units = units_with_results(officer, 2018, TODAY)
    progress = {line.unit: (line.people, line.graded) for line in progress_of(units, 2018, TODAY)}
    assert progress == {city.a: (3, 1), city.b: (3, 0)}
    assert list(units_with_results(city.user("grassroots_officer"), 2018, TODAY)) == [city.a]
