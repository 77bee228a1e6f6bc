"""A unit's table, a person's and a collective's awards, the sheet with its ways, and who records a conclusion."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import City
from tests.dossiers.book import DECIDED, Book, open_book, worked_example_an
from tests.factories.people import MembershipFactory
from tests.factories.registration import UnitResultFactory
from thidua.dossiers.models import EvaluationRun
from thidua.dossiers.services import run_evaluation
from thidua.kernel.actors import SystemActor
from thidua.people.models import Membership
from thidua.registration.models import Finding

SYSTEM = SystemActor("thử")
MERIT = "ministerial_provincial_merit_certificate"
CHOSEN = "chosen_merit_certificate_movement"


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


def table(run: EvaluationRun, unit_id: int) -> str:
    return reverse("dossiers:unit", args=[run.pk, unit_id])


def test_a_units_table_shows_people_by_awards_in_words(officer, city: City, done: EvaluationRun) -> None:
    page = officer.get(table(done, city.a.pk)).content.decode()
    assert "Nguyễn Văn Hải</a>" in page
    assert "Nguyễn Văn Hải Bình" not in page, "of another unit"
    assert 'data-label="Bằng khen của bộ, ban, ngành, tỉnh"' in page
    assert "đủ điều kiện" in page
    assert ">Đạt<" not in page
    city_wide = officer.get(table(done, city.union.pk)).content.decode()
    assert "Nguyễn Văn Hải Bình" in city_wide, "the table of a unit is of all below it"
    assert "Bảng của CĐVC TP" in officer.get(reverse("dossiers:list"), {"nam": 2018}).content.decode()


def test_the_table_is_narrowed_by_award_answer_and_name(officer, city: City, done: EvaluationRun) -> None:
    def names(**asked: str) -> set[str]:
        page = officer.get(table(done, city.a.pk), asked)
        return {row["of"].person.full_name for row in page.context["rows"]}

    everybody = names()
    assert len(everybody) == 3
    assert names(award="advanced_worker", answer="met") == {"Nguyễn Văn Hải"}
    assert names(award="national_fighter", answer="met") == set()
    assert names(answer="met") == {"Nguyễn Văn Hải"}, "met for any award"
    assert names(q="nguyen van hai") == {"Nguyễn Văn Hải"}
    assert names(award="x", answer="y", page="z") == everybody
    narrowed = officer.get(table(done, city.a.pk), {"award": "advanced_worker"}).context
    assert narrowed["columns"] == ["Lao động tiên tiến"]
    assert "Không có ai khớp" in officer.get(table(done, city.a.pk), {"q": "vô danh"}).content.decode()


def test_the_unit_itself_stands_above_its_people(officer, city: City, done: EvaluationRun) -> None:
    page = officer.get(table(done, city.a.pk)).content.decode()
    assert "Tập thể đơn vị" in page
    sheet = reverse("dossiers:collective_sheet", args=[city.a.pk, "advanced_collective"])
    assert f"{sheet}?nam=2018" in page
    figures = officer.get(reverse("dossiers:people", args=[done.pk, "advanced_collective"])).content.decode()
    assert "CĐCS Sở Mẫu B" in figures
    one = officer.get(reverse("dossiers:people", args=[done.pk, "advanced_collective"]), {"q": "sở mẫu b"})
    assert [row["of"].unit for row in one.context["rows"]] == [city.b]


def test_a_table_takes_as_many_queries_for_thirty_people_as_for_three(officer, city: City, book, an, at) -> None:
    counts = []
    for newcomers in (0, 20):
        for _ in range(newcomers):
            MembershipFactory(unit=city.a)
        run = run_evaluation(unit_id=city.union.id, year=2018, decided_on=DECIDED, by=SYSTEM, at=at)
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(table(run, city.a.pk)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_person_sees_every_award_with_why_and_what_next(officer, an: Membership, done: EvaluationRun) -> None:
    page = officer.get(reverse("dossiers:person", args=[an.person_id]))
    text = page.content.decode()
    assert "Điều kiện khen thưởng năm 2018" in text
    lines = {item.line.award: item for item in page.context["lines"]}
    assert lines["advanced_worker"].answer.label == "đủ điều kiện"
    assert "gửi hội đồng sáng kiến" in lines["grassroots_fighter"].line.why.next_step
    assert all(item.line.why.next_step for item in lines.values() if item.answer.code != "met")
    assert reverse("dossiers:sheet", args=[an.person_id, MERIT]) in text
    person = officer.get(reverse("people:detail", args=[an.person_id])).content.decode()
    assert "Điều kiện khen thưởng năm 2018" in person
    assert reverse("dossiers:sheet", args=[an.person_id, "advanced_worker"]) in person


def test_several_ways_stand_apart_the_nearest_first(officer, city: City, book: Book, an: Membership) -> None:
    sheet = reverse("dossiers:sheet", args=[an.person_id, MERIT])
    groups = officer.get(sheet, {"nam": 2018}).context["groups"]
    assert [group.title.split(":")[0] for group in groups] == ["Cách 1", "Cách 2"]
    assert "phong trào" in groups[0].title, "a person may still choose An; the years of excellence are missing"
    assert groups[0].answer.code == "needs_person"
    assert groups[1].answer.code != "met"
    later = officer.get(sheet, {"nam": 2025}).content.decode()
    assert "Cách 3" in later
    assert "Điều kiện chung của mọi cách" in later


def test_law_carried_forward_unread_warns_at_the_top(officer, an: Membership) -> None:
    page = officer.get(
        reverse("dossiers:sheet", args=[an.person_id, "advanced_worker"]), {"nam": 2026}
    ).content.decode()
    alert = page.index("Chưa đối chiếu Luật 06/2026/QH16")
    assert 'class="notice warn"' in page[:alert]
    assert alert < page.index("Từng điều kiện")
    listed = officer.get(reverse("dossiers:person", args=[an.person_id]), {"nam": 2026}).content.decode()
    assert "có lưu ý" in listed


def test_the_sheet_tells_rows_numbers_with_sources_and_what_next(
    officer, city: City, book: Book, an: Membership
) -> None:
    made = book.initiative(an.person, city.a)
    page = officer.get(
        reverse("dossiers:sheet", args=[an.person_id, "grassroots_fighter"]), {"nam": 2018}
    ).content.decode()
    assert "quyết định số 1/QĐ ngày 05/11/2018" in page
    assert reverse("initiatives:detail", args=[made.pk]) in page
    numbers = page[page.index("Số liệu của luật đã dùng") :]
    assert "NĐ 91/2017" in numbers
    assert "chưa ai đối chiếu Công báo" in numbers
    refused = officer.get(reverse("dossiers:sheet", args=[an.person_id, "national_fighter"]), {"nam": 2018})
    assert refused.context["answer"].code == "not_met"
    assert refused.context["next_step"]
    assert refused.context["next_step"] in refused.content.decode()


def conclude(member: Membership, award: str, code: str) -> str:
    return reverse("dossiers:conclude", args=[member.person_id, award, code])


def test_a_conclusion_is_recorded_from_the_sheet(officer, city: City, an: Membership, done: EvaluationRun) -> None:
    sheet = reverse("dossiers:sheet", args=[an.person_id, MERIT])
    address = conclude(an, MERIT, CHOSEN)
    page = officer.get(sheet, {"nam": 2018}).content.decode()
    assert f"{address}?nam=2018&amp;phieu={MERIT}" in page
    assert "Ghi kết luận" in page
    form = officer.get(address, {"nam": 2018}).content.decode()
    assert "Nguyễn Văn Hải" in form
    assert officer.post(f"{address}?nam=2018", {"holds": "1", "reason": "", "version": 0}).status_code == 422
    assert officer.post(f"{address}?nam=2018", {"holds": "x", "reason": "y", "version": 0}).status_code == 422
    answer = officer.post(
        f"{address}?nam=2018&phieu={MERIT}", {"holds": "1", "reason": "Biên bản 5/BB", "version": 0}, follow=True
    )
    after = answer.content.decode()
    assert "Đã ghi kết luận." in after
    assert "Lý do đã ghi: Biên bản 5/BB (CĐCS Sở Mẫu A)" in after
    assert "Xem, sửa kết luận" in after
    assert answer.context["answer"].code == "met"
    found = Finding.objects.get(code=CHOSEN)
    assert (found.person, found.year, found.unit, found.holds) == (an.person, 2018, city.a, True)
    stale = officer.post(f"{address}?nam=2018", {"holds": "0", "reason": "Khác", "version": 0})
    assert stale.status_code == 409
    assert "Biên bản 5/BB" in officer.get(address, {"nam": 2018}).content.decode()


def test_a_units_officer_concludes_what_the_unit_judges_and_no_more(
    city: City, sign_in, book: Book, an: Membership
) -> None:
    client = sign_in(city.user("grassroots_officer"))
    page = client.get(reverse("dossiers:sheet", args=[an.person_id, MERIT]), {"nam": 2018}).content.decode()
    assert conclude(an, MERIT, CHOSEN) not in page
    assert "do công đoàn cấp trên hoặc hội đồng thi đua – khen thưởng ghi" in page
    refused = client.post(f"{conclude(an, MERIT, CHOSEN)}?nam=2018", {"holds": "1", "reason": "x", "version": 0})
    assert refused.status_code == 403
    assert not Finding.objects.filter(code=CHOSEN).exists()
    book.initiative(an.person, city.a, used="national_fighter")
    own = conclude(an, "grassroots_fighter", "initiative_reuse_grassroots_fighter")
    assert (
        own
        in client.get(
            reverse("dossiers:sheet", args=[an.person_id, "grassroots_fighter"]), {"nam": 2018}
        ).content.decode()
    )
    assert client.post(f"{own}?nam=2018", {"holds": "1", "reason": "Họp 12/12", "version": 0}).status_code == 302
    for address in (conclude(an, MERIT, "khong-co"), conclude(an, "khong-co", CHOSEN)):
        assert client.get(address, {"nam": 2018}).status_code == 404
    stranger = reverse("dossiers:conclude", args=[city.members_b[0].person_id, "advanced_worker", "united"])
    assert client.get(stranger, {"nam": 2018}).status_code == 404


def test_a_collective_has_its_page_sheet_and_conclusions(officer, city: City, sign_in, book: Book) -> None:
    UnitResultFactory(unit=city.a, grade="excellent")
    page = officer.get(reverse("dossiers:collective", args=[city.a.pk]), {"nam": 2018}).content.decode()
    assert "Tập thể lao động tiên tiến" in page
    sheet = reverse("dossiers:collective_sheet", args=[city.a.pk, "advanced_collective"])
    assert "hoàn thành xuất sắc nhiệm vụ" in officer.get(sheet, {"nam": 2018}).content.decode()
    address = reverse("dossiers:conclude_collective", args=[city.a.pk, "advanced_collective", "collective_united"])
    assert officer.post(f"{address}?nam=2018", {"holds": "1", "reason": "", "version": 0}).status_code == 302
    assert Finding.objects.get().person is None
    for award in ("advanced_worker", "khong-co"):
        assert officer.get(reverse("dossiers:collective_sheet", args=[city.a.pk, award])).status_code == 404
    own = sign_in(city.user("grassroots_officer"))
    assert own.get(address, {"nam": 2018}).status_code == 403
    assert own.get(sheet, {"nam": 2018}).status_code == 200
    assert own.get(reverse("dossiers:collective_sheet", args=[city.b.pk, "advanced_collective"])).status_code == 404
