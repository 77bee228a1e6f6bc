"""Pressing twice is once: one process here; many at once in test_once_parallel.py."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.factories.people import UserFactory
from thidua.kernel.models import Job, OnceKey
from thidua.kernel.services import KEEP, clear_old
from thidua.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.once_urls")]
KEY = "khoa-mot-lan-thu-nghiem"


def effects() -> int:
    """Count what was done."""
    return Job.objects.filter(kind="tests.effect").count()


@pytest.fixture
def user() -> User:
    """Somebody signed in."""
    return UserFactory()


@pytest.fixture
def press(sign_in: Any, user: User) -> Any:
    """Send a form as ``user``, by default with the test's key."""
    client: Client = sign_in(user)

    def do(page: str, data: dict[str, Any] | None = None, *, key: str = KEY, **extra: Any) -> Any:
        return client.post(f"/once/{page}/", {"_once": key, **(data or {})}, **extra)

    return do


def test_the_second_press_gets_the_first_answer(press: Any) -> None:
    first, second = press("redirects", {"label": "a"}), press("redirects", {"label": "a"})
    assert effects() == 1
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])


def test_without_a_key_the_second_press_acts_again(press: Any) -> None:
    press("redirects", {"label": "a"}, key="")
    press("redirects", {"label": "a"}, key="")
    assert effects() == 2


def test_two_forms_are_two_acts(press: Any) -> None:
    press("redirects", {"label": "a"})
    press("redirects", {"label": "a"}, key=KEY + "-2")
    assert effects() == 2


def test_the_message_of_the_first_press_is_shown_after_the_second(press: Any, client: Client) -> None:
    press("redirects", {"label": "a"})
    page = client.get(press("redirects", {"label": "a"}).headers["Location"], follow=True)
    assert [str(message) for message in page.context["messages"]] == [f"Đã lưu {Job.objects.get().pk}."]


def test_the_same_key_with_another_content_is_refused(press: Any) -> None:
    press("redirects", {"label": "a"})
    answer = press("redirects", {"label": "b"})
    assert answer.status_code == 409
    assert "nội dung khác" in answer.content.decode()
    assert effects() == 1


def test_the_same_key_at_another_address_is_refused(press: Any, client: Client) -> None:
    press("redirects")
    assert press("inner").status_code == 409
    assert client.post("/once/redirects/?x=1", {"_once": KEY}).status_code == 409


def test_the_same_key_of_another_person_is_refused(press: Any, client: Client) -> None:
    press("redirects")
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/once/redirects/", {"_once": KEY})
    assert answer.status_code == 409
    assert effects() == 1


def test_a_new_csrf_token_is_not_another_content(press: Any) -> None:
    press("redirects", {"csrfmiddlewaretoken": "a" * 64})
    assert press("redirects", {"csrfmiddlewaretoken": "b" * 64}).status_code == 302
    assert effects() == 1


def test_a_refusal_undoes_the_effect_and_frees_the_key(press: Any) -> None:
    answer = press("refuses", {"label": ""})
    assert answer.status_code == 422
    assert effects() == 0
    assert not OnceKey.objects.exists()
    assert press("refuses", {"label": "a"}).status_code == 200
    assert effects() == 1


def test_a_refusal_shown_next_to_the_form_leaves_no_half_effect(press: Any) -> None:
    for _ in range(2):
        answer = press("inner")
        assert (answer.status_code, answer.content.decode()) == (200, "Thiếu tên.")
    assert effects() == 0


def test_an_error_undoes_the_effect_and_frees_the_key(press: Any, client: Client) -> None:
    client.raise_request_exception = False
    assert press("breaks").status_code == 500
    assert effects() == 0
    assert not OnceKey.objects.exists()


def test_a_fragment_is_replayed_with_its_htmx_headers_and_without_cookies(press: Any) -> None:
    first, second = press("fragment"), press("fragment")
    assert first.content == second.content
    assert second.headers["HX-Trigger"] == "saved"
    assert "X-Other" not in second.headers
    assert "a" not in second.cookies
    assert effects() == 1


def test_a_file_is_given_once_and_the_second_press_is_told_so(press: Any) -> None:
    first = press("download")
    assert b"".join(first.streaming_content) == str(Job.objects.get().pk).encode()
    second = press("download")
    assert second.status_code == 409
    assert "đã được thực hiện" in second.content.decode()
    assert effects() == 1


def test_files_are_part_of_the_content_and_reach_the_view_whole(press: Any) -> None:
    def file(text: bytes) -> dict[str, Any]:
        return {"file": SimpleUploadedFile("a.txt", text, "text/plain")}

    first = press("upload", file(b"noi dung"))
    assert first.content.startswith(b"noi dung ")
    assert press("upload", file(b"noi dung")).content == first.content
    assert press("upload", file(b"noi khac")).status_code == 409
    assert effects() == 1


def test_a_script_sends_its_key_in_a_header_and_its_json_is_the_content(press: Any, client: Client) -> None:
    def send(label: str) -> Any:
        body = json.dumps({"label": label})
        return client.post("/once/script/", body, content_type="application/json", headers={"X-Once-Key": KEY})

    assert send("a").json() == send("a").json()
    assert send("b").status_code == 409
    assert effects() == 1


@pytest.mark.parametrize("key", ["ngắn", "x" * 65, "../../../../etc/passwd", "a b c d e f g h i j"])
def test_a_malformed_key_is_no_key(press: Any, key: str) -> None:
    assert press("redirects", key=key).status_code == 302
    assert not OnceKey.objects.exists()


def test_reading_uses_no_key(sign_in: Any, user: User) -> None:
    sign_in(user).get("/giao-dien/", {"_once": KEY}, follow=True)
    assert not OnceKey.objects.exists()


def test_a_visitor_leaves_no_key(client: Client) -> None:
    assert client.post("/once/redirects/", {"_once": KEY}).status_code == 302
    assert not OnceKey.objects.exists()
    assert effects() == 0


def test_after_a_week_the_keys_are_cleared(press: Any) -> None:
    press("redirects")
    clear_old(at=timezone.now() + KEEP / 2)
    assert OnceKey.objects.count() == 1
    clear_old(at=timezone.now() + KEEP * 2)
    assert not OnceKey.objects.exists()
