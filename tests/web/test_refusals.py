"""A refusal in words: as a page, as a fragment, as JSON."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.people import UserFactory
from thidua.kernel.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.once_urls")]


@pytest.fixture
def client_in(sign_in: Any) -> Client:
    """Somebody signed in."""
    return sign_in(UserFactory())


def test_a_page_says_what_was_refused_and_what_to_do(client_in: Client) -> None:
    answer = client_in.post("/once/refuses/", {"label": ""})
    assert answer.status_code == 422
    assert "Thiếu tên." in answer.content.decode()
    assert "Hãy nhập tên." in answer.content.decode()
    assert "<html" in answer.content.decode()


def test_a_fragment_goes_to_the_place_of_notices(client_in: Client) -> None:
    answer = client_in.post("/once/refuses/", {"label": ""}, headers={"HX-Request": "true"})
    assert answer.headers["HX-Retarget"] == "#notices"
    assert "Thiếu tên." in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_script_gets_json(client_in: Client) -> None:
    answer = client_in.post("/once/refuses/", {"label": ""}, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json() == {
        "code": "invalid_input",
        "message": "Thiếu tên.",
        "next_step": "Hãy nhập tên.",
        "fields": {"label": "Hãy nhập tên."},
    }


def test_other_errors_are_left_to_django(client_in: Client) -> None:
    with pytest.raises(RuntimeError, match="hỏng"):
        client_in.post("/once/breaks/")


def test_a_page_that_does_not_exist_is_answered_in_words(client_in: Client) -> None:
    answer = client_in.get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert "Không tìm thấy trang này." in answer.content.decode()
    assert not Job.objects.exists()
