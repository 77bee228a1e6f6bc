"""The pages of background jobs: whose, progress, stopping and going on."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tests.conftest import City
from tests.factories.kernel import JobFactory
from thidua.kernel.jobs import LEASE
from thidua.kernel.models import AuditEvent, Job
from thidua.kernel.states import JobState

pytestmark = pytest.mark.django_db
LIST = "/cong-viec/"


@pytest.fixture
def jobs(city: City) -> dict[str, Job]:
    """One job about A, one about B, one about no unit, and a grassroots officer's own."""
    return {
        "a": JobFactory(unit_id=city.a.id),
        "b": JobFactory(unit_id=city.b.id),
        "none": JobFactory(),
        "own": JobFactory(created_by=city.user("grassroots_officer"), unit_id=city.a.id),
    }


@pytest.mark.parametrize(
    ("role", "place", "expected"),
    [
        ("city_officer", "own", {"a", "own"}),
        ("city_officer", "above", {"a", "b", "own"}),
        ("administrator", "other", {"b", "none"}),
        ("grassroots_officer", "own", {"own"}),
        ("grassroots_officer", "other", set()),
        ("auditor", "above", set()),
    ],
)
def test_who_sees_and_steers_which_jobs(
    city: City, sign_in: Any, jobs: dict, role: str, place: str, expected: set
) -> None:
    client = sign_in(city.user(role, place))
    answer = client.get(LIST)
    if role in {"city_officer", "administrator"}:
        listed = {view.job.pk for view in answer.context["rows"]}
        assert {name for name, job in jobs.items() if job.pk in listed} == expected
    else:
        assert answer.status_code == 403
    for name, job in jobs.items():
        assert client.get(f"{LIST}{job.pk}/").status_code == (200 if name in expected else 404)
        assert client.get(f"{LIST}{job.pk}/tien-do/").status_code == (200 if name in expected else 404)
        assert client.post(f"{LIST}{job.pk}/dung/").status_code == (302 if name in expected else 404)
    stopped = set(Job.objects.filter(state=JobState.CANCELLED).values_list("pk", flat=True))
    assert stopped == {jobs[name].pk for name in expected}


def test_a_running_job_draws_its_progress_again_and_a_finished_one_does_not(city: City, sign_in: Any) -> None:
    client = sign_in(city.user("city_officer"))
    now = timezone.now()
    job = JobFactory(unit_id=city.a.id, state=JobState.RUNNING, done=30, total=120, heartbeat_at=now, started_at=now)
    page = client.get(f"{LIST}{job.pk}/").content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert "30/120" in page
    Job.objects.filter(pk=job.pk).update(
        state=JobState.DONE, done=120, result={"people": 120, "rows": [1]}, finished_at=now
    )
    part = client.get(f"{LIST}{job.pk}/tien-do/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in part
    assert "<html" not in part
    assert "đã xong" in part
    assert "<dt>Người</dt><dd>120</dd>" in part


def test_a_job_is_stopped_and_goes_on_with_a_word_each_time(city: City, sign_in: Any) -> None:
    client = sign_in(city.user("city_officer"))
    job = JobFactory(unit_id=city.a.id)
    page = client.post(f"{LIST}{job.pk}/dung/", follow=True)
    assert "phần đã xong được giữ" in page.content.decode()
    assert "Chạy tiếp" in page.content.decode()
    page = client.post(f"{LIST}{job.pk}/chay-tiep/", follow=True)
    assert "chạy tiếp từ chỗ đã dừng" in page.content.decode()
    assert [event.action for event in AuditEvent.objects.all()] == ["job.resume", "job.cancel"]


def test_a_finished_job_offers_nothing_and_refuses_in_words(city: City, sign_in: Any) -> None:
    client = sign_in(city.user("city_officer"))
    job = JobFactory(unit_id=city.a.id, state=JobState.DONE, result={"run": 1, "people": 2446})
    answer = client.get(f"{LIST}{job.pk}/")
    assert answer.context["view"].results == [("Người", "2.446")], "named in words, grouped; no raw codes"
    page = answer.content.decode()
    assert "/dung/" not in page
    assert "/chay-tiep/" not in page
    assert client.post(f"{LIST}{job.pk}/dung/").status_code == 409
    assert client.get(f"{LIST}{job.pk}/dung/").status_code == 405


def test_an_abandoned_job_says_so_and_can_go_on(city: City, sign_in: Any) -> None:
    client = sign_in(city.user("city_officer"))
    job = JobFactory(unit_id=city.a.id, state=JobState.RUNNING, heartbeat_at=timezone.now() - LEASE * 2)
    page = client.get(f"{LIST}{job.pk}/").content.decode()
    assert "bị bỏ dở" in page
    assert "/chay-tiep/" in page


def test_a_failed_job_shows_why(city: City, sign_in: Any) -> None:
    job = JobFactory(unit_id=city.a.id, state=JobState.FAILED, error="Thiếu ngày xét.")
    assert "Thiếu ngày xét." in sign_in(city.user("city_officer")).get(f"{LIST}{job.pk}/").content.decode()


def test_an_empty_list_says_what_will_come(city: City, sign_in: Any) -> None:
    assert "Chưa có công việc nền nào" in sign_in(city.user("city_officer")).get(LIST).content.decode()


def test_the_list_asks_as_often_for_one_job_as_for_ten(
    city: City, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(city.user("city_officer"))

    def queries() -> int:
        with django_assert_max_num_queries(50) as counted:
            client.get(LIST)
        return len(counted)

    JobFactory(unit_id=city.a.id, created_by=city.user("head"))
    one = queries()
    for _ in range(9):
        JobFactory(unit_id=city.a.id, created_by=city.user("auditor"))
    assert queries() == one
