"""Pages of yearly results: the sheet, two editors, rules for all, discipline and leave, a person's record."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from tests.conftest import City
from tests.factories.movements import MovementFactory
from tests.factories.people import MembershipFactory, UnitFactory
from tests.factories.registration import DisciplineFactory, FindingFactory, LeaveFactory, PerformanceGradeFactory
from thidua.registration.models import Discipline, Finding, Leave, OpenCase, PerformanceGrade, UnitResult
from thidua.rules.book import findings_for
from thidua.rules.library import shipped

YEAR = 2018
CODES = [item.code for item in findings_for(shipped(), "advanced_worker", date(YEAR, 12, 31))]


def _url(name: str, *args: object) -> str:
    return reverse(f"results:{name}", args=args)


def _row(person: int, grade: str = "", was_grade: str = "0:", **findings: str) -> dict[str, str]:
    was = "|".join([was_grade, *(["0:"] * len(CODES))])
    typed = {f"finding-{person}-{code}": findings.get(code, "") for code in CODES}
    return {f"grade-{person}": grade, f"was-{person}": was, f"was-reason-{person}": "", f"reason-{person}": ""} | typed


def test_the_sheet_saves_only_what_was_changed(city: City, sign_in) -> None:
    one, two, _three = [m.person_id for m in city.members_a]
    client = sign_in(city.user("grassroots_officer"))
    url = _url("sheet", city.a.pk, YEAR)
    assert client.get(url).status_code == 200
    posted = _row(one, "good", united="1") | _row(two)
    page = client.post(url, posted, follow=True).content.decode()
    assert "Đã lưu 2 thay đổi." in page
    assert PerformanceGrade.objects.get().grade == "good"
    assert Finding.objects.get().code == "united"
    assert "Không có gì thay đổi." in client.post(url, _row(two), follow=True).content.decode()


def test_of_two_editors_the_second_keeps_what_they_typed_and_sees_what_stands(city: City, sign_in) -> None:
    one, two, _three = [m.person_id for m in city.members_a]
    url = _url("sheet", city.a.pk, YEAR)
    sign_in(city.user("city_officer", "above")).post(url, _row(one, "completed"))
    client = sign_in(city.user("grassroots_officer"))
    answer = client.post(url, _row(one, "good") | _row(two, "excellent"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "hiện tại: hoàn thành nhiệm vụ" in page
    assert not PerformanceGrade.objects.filter(person_id=two).exists()
    rows = {row.row.person.pk: row for row in answer.context["rows"]}
    assert (rows[one].grade, rows[one].grade_changed) == ("good", True)
    assert rows[one].was.startswith("1:completed|")
    again = _row(one, "good", was_grade="1:completed") | _row(two, "excellent")
    assert client.post(url, again).status_code == 302
    assert PerformanceGrade.objects.get(person_id=one).grade == "good"


def test_an_untouched_cell_never_takes_back_what_another_saved(city: City, sign_in) -> None:
    one, two, _three = [m.person_id for m in city.members_a]
    url = _url("sheet", city.a.pk, YEAR)
    sign_in(city.user("city_officer", "above")).post(url, _row(one, "completed"))
    sign_in(city.user("grassroots_officer")).post(url, _row(one) | _row(two, "good"))
    assert PerformanceGrade.objects.get(person_id=one).grade == "completed"


def test_a_missing_reason_is_said_at_the_row_and_nothing_typed_is_lost(city: City, sign_in) -> None:
    one, two, _three = [m.person_id for m in city.members_a]
    client = sign_in(city.user("grassroots_officer"))
    answer = client.post(_url("sheet", city.a.pk, YEAR), _row(one, active="0") | _row(two, "good"))
    assert answer.status_code == 422
    rows = {row.row.person.pk: row for row in answer.context["rows"]}
    assert "Ghi lý do" in rows[one].error
    assert rows[two].grade == "good"
    posted = _row(one, active="0") | {f"reason-{one}": "Vắng các buổi chung"}
    assert client.post(_url("sheet", city.a.pk, YEAR), posted).status_code == 302
    assert Finding.objects.get().reason == "Vắng các buổi chung"


@pytest.mark.parametrize("was", ["", "x", "0:", "a:|0:|0:|0:|0:", "9999:good|0:|0:|0:|0:"])
def test_a_tampered_row_is_passed_over_or_refused(city: City, sign_in, was: str) -> None:
    one = city.members_a[0].person_id
    posted = _row(one, "completed") | {f"was-{one}": was, "was-x": "1", "was-99999999999999999999999": "0:"}
    answer = sign_in(city.user("grassroots_officer")).post(_url("sheet", city.a.pk, YEAR), posted)
    assert answer.status_code in {302, 409}
    assert not PerformanceGrade.objects.exists()


def test_one_grade_for_all_is_previewed_and_confirmed(city: City, sign_in) -> None:
    DisciplineFactory(person=city.members_a[0].person, unit=city.a)
    client, url = sign_in(city.user("grassroots_officer")), _url("grade_for_all", city.a.pk, YEAR)
    page = client.get(url)
    assert "Sẽ ghi cho <strong>2 người</strong>" in page.content.decode()
    assert "bị kỷ luật trong năm" in page.content.decode()
    token = page.context["reach"].token
    assert client.post(url, {"grade": "good", "token": "khac"}).status_code == 409
    assert client.post(url, {"grade": "", "token": token}).status_code == 422
    told = client.post(url, {"grade": "good", "token": token}, follow=True).content.decode()
    assert "Đã ghi cho 2 người." in told
    assert "Còn 1 người phải ghi riêng." in told
    assert PerformanceGrade.objects.filter(grade="good").count() == 2
    assert client.post(url, {"grade": "good"}).status_code == 422


def test_findings_for_all_are_previewed_and_confirmed(city: City, sign_in) -> None:
    client, url = sign_in(city.user("grassroots_officer")), _url("findings_for_all", city.a.pk, YEAR)
    page = client.get(url)
    client.post(url, {"token": page.context["reach"].token})
    assert Finding.objects.count() == 3 * len(CODES)
    assert client.post(url, {"token": "khac"}).status_code == 409


def test_discipline_is_added_corrected_and_cancelled(city: City, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    add = _url("discipline_add", city.a.pk, YEAR)
    posted = {
        "person_id": city.members_a[0].person_id, "level": "warning", "decision_number": "1/QĐ",
        "decided_on": "2018-05-10", "ends_on": "2018-05-01",
    }  # fmt: skip
    assert client.get(add).status_code == 200
    answer = client.post(add, posted)
    assert answer.status_code == 422
    assert "phải sau ngày quyết định" in answer.content.decode()
    assert client.post(add, posted | {"ends_on": ""}).status_code == 302
    measure = Discipline.objects.get()
    edit = _url("discipline_edit", measure.pk)
    assert "1/QĐ" in client.get(edit).content.decode()
    assert client.post(edit, posted | {"ends_on": "2018-11-10", "version": 1}).status_code == 302
    assert client.post(edit, posted | {"ends_on": "2018-12-10", "version": 1}).status_code == 409
    assert "10/11/2018" in client.get(_url("events", city.a.pk, YEAR)).content.decode()
    cancel = _url("discipline_cancel", measure.pk)
    assert client.get(cancel).status_code == 200
    assert client.post(cancel, {"version": 2, "reason": ""}).status_code == 200
    assert client.post(cancel, {"version": 2, "reason": "Ghi nhầm người"}).status_code == 302
    assert not Discipline.objects.exists()


def test_leave_is_added_corrected_and_cancelled(city: City, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    add = _url("leave_add", city.a.pk, YEAR)
    posted = {
        "person_id": city.members_a[0].person_id, "kind": "maternity", "starts_on": "2018-05-10",
        "ends_on": "2018-11-09",
    }  # fmt: skip
    assert client.get(add).status_code == 200
    assert client.post(add, posted).status_code == 302
    assert client.post(add, posted | {"kind": "sick"}).status_code == 422
    leave = Leave.objects.get()
    assert client.get(_url("leave_edit", leave.pk)).status_code == 200
    edited = posted | {"ends_on": "2018-10-09", "version": 1}
    assert client.post(_url("leave_edit", leave.pk), edited).status_code == 302
    assert client.get(_url("leave_cancel", leave.pk)).status_code == 200
    assert client.post(_url("leave_cancel", leave.pk), {"version": 2, "reason": "Nhầm"}).status_code == 302
    assert not Leave.objects.exists()


def test_one_persons_findings_are_answered_with_reasons(city: City, sign_in) -> None:
    person = city.members_a[0].person
    FindingFactory(person=person, unit=city.a, code="united")
    client, url = sign_in(city.user("grassroots_officer")), _url("findings", city.a.pk, YEAR, person.pk)
    form = client.get(url).context["form"]
    posted = dict.fromkeys(form.fields, "") | {f"version-{code}": 0 for code in form.codes}
    posted |= {"version-united": 1, "holds-united": "0"}
    answer = client.post(url, posted)
    assert answer.status_code == 422
    assert answer.context["form"].errors["reason-united"]
    assert client.post(url, posted | {"reason-united": "Bất hòa kéo dài"}).status_code == 302
    assert client.post(url, posted | {"holds-united": "1"}).status_code == 409
    assert not Finding.objects.get().holds
    assert client.get(_url("findings", city.a.pk, YEAR, city.members_b[0].person_id)).status_code == 404


def test_a_persons_record_is_for_their_unit_and_themselves(city: City, sign_in) -> None:
    person = city.members_a[0].person
    PerformanceGradeFactory(person=person, unit=city.a)
    FindingFactory(person=person, unit=city.a, code="united")
    LeaveFactory(person=person, unit=city.a)
    for role, place in (("grassroots_officer", "own"), ("member", "own"), ("auditor", "above")):
        page = sign_in(city.user(role, place)).get(_url("person", person.pk))
        assert "hoàn thành tốt nhiệm vụ" in page.content.decode()
    assert sign_in(city.user("grassroots_officer", "other")).get(_url("person", person.pk)).status_code == 404


def test_a_foreign_units_pages_answer_404_and_readers_only_read(city: City, sign_in) -> None:
    measure = DisciplineFactory(person=city.members_a[0].person, unit=city.a)
    leave = LeaveFactory(person=city.members_a[0].person, unit=city.a)
    writing = [
        _url("grade_for_all", city.a.pk, YEAR), _url("findings_for_all", city.a.pk, YEAR),
        _url("discipline_add", city.a.pk, YEAR), _url("leave_add", city.a.pk, YEAR),
        _url("discipline_edit", measure.pk), _url("discipline_cancel", measure.pk),
        _url("leave_edit", leave.pk), _url("leave_cancel", leave.pk),
    ]  # fmt: skip
    reading = [_url("sheet", city.a.pk, YEAR), _url("events", city.a.pk, YEAR)]
    other = sign_in(city.user("grassroots_officer", "other"))
    assert {other.get(url).status_code for url in writing + reading} == {404}
    reader = sign_in(city.user("auditor", "above"))
    assert {reader.get(url).status_code for url in reading} == {200}
    assert {reader.get(url).status_code for url in writing} == {403}
    answer = reader.post(reading[0], _row(city.members_a[0].person_id, "good"))
    assert answer.status_code == 403
    assert not PerformanceGrade.objects.exists()


def test_a_year_to_come_has_no_results(city: City, sign_in) -> None:
    assert sign_in(city.user("grassroots_officer")).get(_url("sheet", city.a.pk, 2999)).status_code == 404
    assert sign_in(city.user("grassroots_officer")).get(_url("list"), {"nam": 2999}).status_code == 200


def test_the_list_shows_progress_of_ones_own_units(city: City, sign_in) -> None:
    PerformanceGradeFactory(person=city.members_a[0].person, unit=city.a)
    page = sign_in(city.user("city_officer", "above")).get(_url("list"), {"nam": YEAR, "tim": "so mau"})
    assert "1/3" in page.content.decode()
    assert len(page.context["progress"]) == 2
    own = sign_in(city.user("grassroots_officer")).get(_url("list"), {"nam": YEAR})
    assert [line.unit for line in own.context["progress"]] == [city.a]


def test_the_list_opens_the_year_that_the_home_page_opens(city: City, sign_in) -> None:
    client = sign_in(city.user("grassroots_officer"))
    this_year = localdate().year
    assert client.get(_url("list")).context["year"] == this_year
    MovementFactory(owner=city.union, year=2018)
    assert client.get(_url("list")).context["year"] == 2018
    assert client.get(_url("list"), {"nam": 2017}).context["year"] == 2017


def test_sheet_and_list_cost_the_same_for_3_and_30(city: City, sign_in) -> None:
    client = sign_in(city.user("city_officer", "above"))

    def cost() -> list[int]:
        costs = []
        for url in (_url("sheet", city.a.pk, YEAR), f"{_url('list')}?nam={YEAR}"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            costs.append(len(queries))
        return costs

    cost()
    few = cost()
    for _ in range(27):
        MembershipFactory(unit=city.a)
        UnitFactory(parent=city.union)
    assert cost() == few


def test_only_the_people_without_a_grade_are_shown_on_request(city: City, sign_in) -> None:
    PerformanceGradeFactory(person=city.members_a[0].person, unit=city.a)
    page = sign_in(city.user("grassroots_officer")).get(_url("sheet", city.a.pk, YEAR), {"loc": "chua"})
    assert len(page.context["rows"]) == 2


def test_a_case_is_recorded_shown_and_concluded(city: City, sign_in) -> None:
    client, person = sign_in(city.user("grassroots_officer")), city.members_a[0].person
    add = _url("case_open", city.a.pk, YEAR)
    assert client.get(add).status_code == 200
    posted = {"person_id": person.pk, "kind": "complaint", "opened_on": "2018-05-10", "note": "Đơn số 3"}
    assert client.post(add, posted | {"opened_on": "2999-01-01"}).status_code == 422
    assert "tạm dừng" in client.post(add, posted, follow=True).content.decode()
    assert client.post(add, {"kind": "press", "opened_on": "2018-06-01"}).status_code == 302
    about_unit, case = OpenCase.objects.order_by("-pk")
    assert (about_unit.person, case.person) == (None, person)
    events = client.get(_url("events", city.a.pk, 2020)).content.decode()
    assert "chưa có kết luận" in events, "it stays in sight until it is closed"
    assert "Đơn số 3" in events
    close = _url("case_close", case.pk)
    assert "Nguyễn Văn Hải" in client.get(close).content.decode()
    said = {"closed_on": "2018-07-01", "outcome": "Thông báo 12/TB: không vi phạm", "version": 1}
    assert client.post(close, said | {"version": 9}).status_code == 409
    assert client.post(close, said).status_code == 302
    assert "không vi phạm" in client.get(_url("events", city.a.pk, YEAR)).content.decode()
    other = sign_in(city.user("grassroots_officer", "other"))
    assert other.get(close).status_code == 404


def test_a_units_own_year_is_recorded_by_the_level_above(city: City, sign_in) -> None:
    url, events = _url("unit_result", city.a.pk, YEAR), _url("events", city.a.pk, YEAR)
    own = sign_in(city.user("grassroots_officer"))
    assert own.get(url).status_code == 403
    assert url not in own.get(events).content.decode()
    officer = sign_in(city.user("city_officer", "above"))
    assert url in officer.get(events).content.decode()
    posted = {"grade": "excellent", "rank": "1", "targets_exceeded": "1", "version": 0}
    assert officer.post(url, posted | {"rank": "0"}).status_code == 200
    assert officer.post(url, posted).status_code == 302
    assert "hoàn thành xuất sắc nhiệm vụ" in officer.get(events).content.decode()
    form = officer.get(url).context["form"]
    assert form.initial == {"grade": "excellent", "rank": 1, "targets_exceeded": "1", "version": 1}
    assert officer.post(url, posted | {"rank": "2"}).status_code == 409
    assert officer.post(url, {"version": 1}).status_code == 302
    row = UnitResult.objects.get()
    assert (row.grade, row.rank, row.targets_exceeded) == ("", None, None)
