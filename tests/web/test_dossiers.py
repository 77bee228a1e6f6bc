"""The evaluation pages: starting, watching, figures, people, units, the sheet; and what each role meets."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import City
from tests.dossiers.book import DECIDED, Book, open_book, worked_example_an
from tests.factories.people import MembershipFactory
from thidua.dossiers.models import EvaluationRun
from thidua.dossiers.services import run_evaluation, start_evaluation
from thidua.kernel.actors import SystemActor
from thidua.kernel.jobs import run_now
from thidua.kernel.models import Job
from thidua.kernel.states import JobState
from thidua.people.models import Membership

LIST = reverse("dossiers:list")
SYSTEM = SystemActor("thử")


@pytest.fixture
def book(city: City, at: datetime) -> Book:
    """The empty record of the small city."""
    return open_book(city, at)


@pytest.fixture
def an(book: Book) -> Membership:
    """An, 2018: registered, graded HTTNV, no initiative."""
    return worked_example_an(book)


@pytest.fixture
def done(city: City, an: Membership, at: datetime) -> EvaluationRun:
    """A finished run of the whole city in 2018."""
    return run_evaluation(unit_id=city.union.id, year=2018, decided_on=DECIDED, by=SYSTEM, at=at)


@pytest.fixture
def officer(city: City, sign_in):
    """The client of the city officer."""
    return sign_in(city.user("city_officer", "above"))


def people_of(run: EvaluationRun, title: str = "advanced_worker") -> str:
    return reverse("dossiers:people", args=[run.pk, title])


def test_the_year_shows_counts_that_open_their_people(officer, done: EvaluationRun) -> None:
    page = officer.get(LIST, {"nam": 2018}).content.decode()
    assert "Kết quả xét năm 2018" in page
    assert f"{people_of(done)}?answer=missing_data" in page
    people = officer.get(people_of(done), {"answer": "met"}).content.decode()
    assert "Nguyễn Văn Hải</a>" in people
    assert "Trần Thị Đào</a>" not in people


def test_the_newest_year_with_a_run_is_shown_first(officer, done: EvaluationRun) -> None:
    assert "Kết quả xét năm 2018" in officer.get(LIST).content.decode()
    assert "Chưa có lượt xét nào của năm 2017" in officer.get(LIST, {"nam": "2017"}).content.decode()
    for odd in ("x", "-1", "99999999999", "0"):
        assert officer.get(LIST, {"nam": odd}).status_code == 200


def test_an_evaluation_is_started_watched_and_read(officer, city: City, an: Membership) -> None:
    start = {"unit_id": city.union.id, "year": 2018, "decided_on": ""}
    answer = officer.post(reverse("dossiers:start"), start, follow=True)
    assert "Đã bắt đầu xét" in answer.content.decode()
    run = EvaluationRun.objects.get()
    assert run.decided_on == date(2018, 12, 31)
    progress = reverse("dossiers:progress", args=[run.pk])
    waiting = officer.get(progress).content.decode()
    assert "đang chờ" in waiting
    assert "every 2s" in waiting
    run_now(run.job)
    ended = officer.get(progress).content.decode()
    assert "Đã xét xong 6 người" in ended
    assert "every 2s" not in ended


def test_a_run_is_stopped_and_goes_on_from_its_page(officer, city: City, an: Membership, at: datetime) -> None:
    run = start_evaluation(unit_id=city.union.id, year=2018, decided_on=DECIDED, by=SYSTEM, at=at)
    page = officer.post(reverse("dossiers:cancel", args=[run.pk]), follow=True).content.decode()
    assert "Làm tiếp từ chỗ đã dừng" in page
    officer.post(reverse("dossiers:resume", args=[run.pk]))
    assert Job.objects.get().state == JobState.QUEUED


def test_a_refused_start_says_why_next_to_the_form(officer, city: City, an: Membership) -> None:
    start = {"unit_id": city.union.id, "year": 2005, "decided_on": "2005-12-31"}
    answer = officer.post(reverse("dossiers:start"), start)
    assert answer.status_code == 422
    assert "chưa được đưa vào phần mềm" in answer.content.decode()
    assert officer.post(reverse("dossiers:start"), {"year": "x"}).status_code == 422
    assert officer.post(reverse("dossiers:start"), start | {"unit_id": city.root.id}).status_code == 422
    assert not EvaluationRun.objects.exists()


def test_people_are_shown_with_the_reason_and_the_next_step(officer, city: City, done: EvaluationRun) -> None:
    page = officer.get(
        people_of(done, "grassroots_fighter"), {"q": "nguyen van hai", "unit": city.a.id}
    ).content.decode()
    assert "sáng kiến" in page
    assert "gửi hội đồng sáng kiến" in page
    assert "Không có ai khớp" in officer.get(people_of(done), {"q": "vô danh"}).content.decode()
    assert officer.get(people_of(done), {"answer": "x", "unit": "9" * 30, "page": "z"}).status_code == 200
    assert officer.get(people_of(done, "khong-co")).status_code == 404


def test_units_show_the_ceiling_as_information(officer, done: EvaluationRun) -> None:
    fighters = officer.get(reverse("dossiers:units", args=[done.pk, "grassroots_fighter"])).content.decode()
    assert "Thông tin để hội đồng xem xét" in fighters
    assert "15 %" in fighters
    workers = officer.get(reverse("dossiers:units", args=[done.pk, "advanced_worker"])).content.decode()
    assert "Thông tin để hội đồng" not in workers
    assert "CĐCS Sở Mẫu A" in workers


def test_the_sheet_puts_what_fails_first_with_its_source(officer, an: Membership, done: EvaluationRun) -> None:
    address = reverse("dossiers:sheet", args=[an.person_id, "grassroots_fighter"])
    page = officer.get(address, {"nam": 2018}).content.decode()
    assert "Phiếu kiểm tra điều kiện" in page
    assert "NĐ 91/2017/NĐ-CP, Điều 9, khoản 3" in page
    reasons = page[page.index("Từng điều kiện") :]
    assert reasons.index("badge bad") < reasons.index("badge ok")
    assert "badge bad" not in reasons[reasons.index("badge ok") :]
    assert "không cần đến" in reasons  # the decision on LĐTT, because its standards are met without one
    assert "Số sáng kiến hoặc đề tài ít nhất" in page
    assert "hội đồng và người có thẩm quyền quyết định" in page
    assert "dữ liệu đã thay đổi" not in page.lower()


def test_the_sheet_says_when_the_record_changed_since_the_run(
    officer, city: City, book: Book, an: Membership, done
) -> None:
    book.initiative(an.person, city.a)
    address = reverse("dossiers:sheet", args=[an.person_id, "grassroots_fighter"])
    page = officer.get(address, {"nam": 2018}).content.decode()
    assert "kết luận “chưa đủ điều kiện”" in page
    assert "Dữ liệu đã thay đổi từ đó" in page


def test_a_sheet_of_a_time_without_rules_needs_a_person(officer, an: Membership) -> None:
    page = officer.get(
        reverse("dossiers:sheet", args=[an.person_id, "advanced_worker"]), {"nam": 2005}
    ).content.decode()
    assert "cần người xét" in page
    assert officer.get(reverse("dossiers:sheet", args=[an.person_id, "khong-co"])).status_code == 404


@pytest.mark.parametrize("role", ["grassroots_officer", "head", "council_member", "auditor", "administrator"])
def test_readers_see_their_unit_and_cannot_start(city: City, sign_in, done: EvaluationRun, role: str) -> None:
    client = sign_in(city.user(role))
    page = client.get(LIST, {"nam": 2018}).content.decode()
    assert "Kết quả xét năm 2018" in page
    assert "Bắt đầu xét" not in page
    people = client.get(people_of(done)).content.decode()
    assert "Nguyễn Văn Hải</a>" in people
    assert "Nguyễn Văn Hải Bình" not in people
    stranger = reverse("dossiers:sheet", args=[city.members_b[0].person_id, "advanced_worker"])
    assert client.get(stranger, {"nam": 2018}).status_code == 404
    units = client.get(reverse("dossiers:units", args=[done.pk, "advanced_worker"])).content.decode()
    assert "CĐCS Sở Mẫu B" not in units
    assert client.post(reverse("dossiers:cancel", args=[done.pk])).status_code == 403


def test_a_member_sees_only_their_own_sheet(city: City, sign_in, done: EvaluationRun, an: Membership) -> None:
    client = sign_in(city.user("member"))
    own = reverse("dossiers:sheet", args=[an.person_id, "advanced_worker"])
    assert client.get(own, {"nam": 2018}).status_code == 200
    assert "năm 2018" in client.get(own).content.decode(), "without a year: the newest in which a run judged them"
    everything = reverse("dossiers:person", args=[an.person_id])
    assert everything in client.get("/").content.decode()
    assert everything in client.get(LIST, {"nam": 2018}).content.decode()
    assert client.get(everything, {"nam": 2018}).status_code == 200
    colleague = reverse("dossiers:sheet", args=[city.members_a[1].person_id, "advanced_worker"])
    assert client.get(colleague, {"nam": 2018}).status_code == 404
    assert client.get(people_of(done)).status_code == 404


def test_a_run_of_another_unit_is_not_found(city: City, sign_in, an: Membership, at: datetime) -> None:
    other = run_evaluation(unit_id=city.b.id, year=2018, decided_on=DECIDED, by=SYSTEM, at=at)
    client = sign_in(city.user("grassroots_officer"))
    addresses = [people_of(other), reverse("dossiers:units", args=[other.pk, "advanced_worker"])]
    addresses += [reverse(f"dossiers:{name}", args=[other.pk]) for name in ("run", "progress")]
    for address in addresses:
        assert client.get(address).status_code == 404
    assert client.post(reverse("dossiers:resume", args=[other.pk])).status_code == 404


def test_pages_take_as_many_queries_for_thirty_people_as_for_six(officer, city: City, book: Book, an, at) -> None:
    counts = []
    for newcomers in (0, 24):
        for _ in range(newcomers):
            MembershipFactory(unit=city.a)
        run = run_evaluation(unit_id=city.union.id, year=2018, decided_on=DECIDED, by=SYSTEM, at=at)
        EvaluationRun.objects.exclude(pk=run.pk).delete()
        units = reverse("dossiers:units", args=[run.pk, "grassroots_fighter"])
        counts.append([])
        unit = reverse("dossiers:unit", args=[run.pk, city.union.id])
        for address in (f"{LIST}?nam=2018", people_of(run), units, unit):
            with CaptureQueriesContext(connection) as queries:
                officer.get(address)
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]


def test_a_unit_shows_where_most_are_stuck_and_leads_to_them(officer, city: City, done: EvaluationRun) -> None:
    page = reverse("dossiers:unit", args=[done.pk, city.union.id])
    shown = officer.get(page).content.decode()
    assert "Vướng nhiều nhất ở đâu" in shown
    (top,) = done.reason_tallies.filter(unit=city.union, answer="missing_data", award="advanced_worker").order_by(
        "-count"
    )[:1]
    people = set(
        done.evaluations.filter(
            award=top.award, answer=top.answer, reason=top.reason, person__isnull=False
        ).values_list("person__full_name", flat=True)
    )
    assert len(people) == top.count
    asked = {"award": top.award, "answer": top.answer, "reason": top.reason}
    narrowed = officer.get(page, asked).content.decode()
    assert "Đang chỉ xem những người vướng lý do đã chọn" in narrowed
    assert all(f"{name}</a>" in narrowed for name in people)
    others = set(done.evaluations.exclude(person__full_name__in=people).values_list("person__full_name", flat=True))
    assert not any(f"{name}</a>" in narrowed for name in others - {None})
