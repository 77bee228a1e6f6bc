"""Pages of public consultation: only the fewest fields outside, comments by mail, constant queries, a gentle limit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import City
from tests.factories.consultations import CommentFactory, ConsultationFactory
from tests.nominations.stage import moved, prepare, put_up
from thidua.consultations.models import Comment, Consultation, Listed
from thidua.nominations.models import Nomination
from thidua.web.consultations.public import MOST_COMMENTS


@pytest.fixture(autouse=True)
def _offices(city: City) -> None:
    prepare(city)


def _text(response) -> str:
    return response.content.decode()


def _listed(city: City, count: int = 1) -> Consultation:
    found = ConsultationFactory(office=city.a)
    for row in put_up(city, count=count, achievement="Việc riêng của đơn vị"):
        Listed.objects.create(
            consultation=found, nomination=row, recipient=row.recipient, unit_name=row.unit.short_name,
            distinction=row.distinction.label,
        )  # fmt: skip
    return found


def test_a_list_is_published_from_the_inbox_and_ended_after_its_window(city: City, sign_in, at) -> None:
    officer = city.user("grassroots_officer")
    rows = put_up(city, count=2)
    for name in ("submit", "appraise"):
        rows = moved(rows, name, officer, at)
    client = sign_in(officer)
    keys = [row.pk for row in rows]
    page = client.get(reverse("consultations:publish"), {"de_nghi": keys})
    assert rows[0].recipient in _text(page)
    said = {"de_nghi": keys, "title": "Danh sách", "days": 3}
    assert client.post(reverse("consultations:publish"), said).status_code == 302
    found = Consultation.objects.get()
    assert found.listed.count() == 2
    end = reverse("consultations:end", args=[found.pk])
    assert "tới hết ngày" in _text(client.post(end, follow=True))
    today = timezone.localdate()
    Consultation.objects.update(opened_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
    client.post(end)
    assert set(Nomination.objects.values_list("state", flat=True)) == {"consulted"}
    again = client.post(reverse("consultations:publish"), said)
    assert again.status_code == 409, "what was public is not published twice"


def test_a_visitor_reads_the_fewest_fields_and_nothing_once_the_window_is_over(city: City, client: Client) -> None:
    found = _listed(city)
    person = city.members_a[0].person
    page = _text(client.get(reverse("public:detail", args=[found.slug])))
    assert person.full_name in page
    for secret in (person.code, "Việc riêng của đơn vị", str(person.birth_date or "không có")):
        assert secret not in page
    assert found.title in _text(client.get(reverse("public:list")))
    Consultation.objects.update(closes_on=timezone.localdate() - timedelta(days=1), opened_on="2018-01-01")
    assert client.get(reverse("public:detail", args=[found.slug])).status_code == 404
    assert found.title not in _text(client.get(reverse("public:list")))


def test_a_comment_of_a_visitor_counts_after_the_link_and_its_button(city: City, client: Client) -> None:
    found = _listed(city)
    address = reverse("public:detail", args=[found.slug])
    said = {"about": found.listed.get().pk, "text": "Cần xem lại", "name": "Đỗ Thị Mai", "email": "mai@vidu.example"}
    assert client.post(address, said | {"email": ""}).status_code == 422
    assert client.post(address, said).status_code == 302
    (letter,) = mail.outbox
    assert letter.to == ["mai@vidu.example"]
    link = next(line for line in letter.body.split() if line.startswith("http"))
    assert client.get(link).status_code == 200
    assert Comment.objects.get().state == "waiting", "opening the link, as a mail scanner does, is not pressing"
    client.post(link)
    assert Comment.objects.get().state == "received"
    assert client.get(link[:-3] + "xy/").status_code == 404


def test_a_signed_in_person_needs_no_letter_and_too_many_comments_wait(city: City, sign_in) -> None:
    found = _listed(city)
    client = sign_in(city.user("member", "other"))
    address = reverse("public:detail", args=[found.slug])
    answers = [client.post(address, {"text": f"Ý kiến {n}"}).status_code for n in range(MOST_COMMENTS + 1)]
    assert answers == [302] * MOST_COMMENTS + [422]
    assert not mail.outbox
    assert Comment.objects.filter(state="received").count() == MOST_COMMENTS


def test_only_the_office_reads_who_commented(city: City, sign_in) -> None:
    row = CommentFactory(consultation=_listed(city))
    address = reverse("consultations:detail", args=[row.consultation_id])
    assert "mai@vidu.example" in _text(sign_in(city.user("grassroots_officer")).get(address))
    assert sign_in(city.user("grassroots_officer", "other")).get(address).status_code == 404
    assert sign_in(city.user("auditor")).get(address).status_code == 404
    minutes = sign_in(city.user("grassroots_officer")).get(reverse("consultations:minutes", args=[row.consultation_id]))
    assert row.text in _text(minutes)
    assert row.name not in _text(minutes)


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_pages_take_as_many_queries_for_thirty_rows_as_for_three(city: City, sign_in) -> None:
    found = _listed(city, 3)
    CommentFactory(consultation=found)
    client = sign_in(city.user("grassroots_officer"))
    pages = [
        reverse("consultations:list"), reverse("consultations:detail", args=[found.pk]), reverse("public:list"),
        reverse("public:detail", args=[found.slug]), reverse("consultations:minutes", args=[found.pk]),
    ]  # fmt: skip
    before = [_queries(client, url) for url in pages]
    for _more in range(27):
        about = _listed(city, 1).listed.get()
        Listed.objects.filter(pk=about.pk).update(consultation=found)
        CommentFactory(consultation=found, about=about)
    assert [_queries(client, url) for url in pages] == before
