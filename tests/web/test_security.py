"""The headers of every page, and the door."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.factories.people import UserFactory
from thidua.web.security import CSP

pytestmark = pytest.mark.django_db
EXPECTED = {
    "Content-Security-Policy": CSP,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("address", ["/tai-khoan/login/", "/khong-co-trang-nay/", "/"])
@pytest.mark.parametrize("signed_in", [True, False])
def test_every_page_carries_the_headers(client: Client, sign_in: Any, address: str, signed_in: bool) -> None:
    if signed_in:
        sign_in(UserFactory())
    headers = client.get(address).headers
    assert {name: headers.get(name) for name in EXPECTED} == EXPECTED
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_policy_allows_nothing_inline_and_no_other_host() -> None:
    rules = dict(rule.split(" ", 1) for rule in CSP.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert "unsafe" not in CSP
    assert "http" not in CSP


def test_private_pages_are_not_kept_by_caches(sign_in: Any) -> None:
    assert "no-store" in sign_in(UserFactory()).get("/").headers["Cache-Control"]


def test_pages_carry_no_inline_script_or_style(sign_in: Any) -> None:
    page = sign_in(UserFactory()).get("/").content.decode()
    assert "<script>" not in page
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page


def way_back(address: str) -> str:
    """Return the page that the sign-in would lead to."""
    parts = urlsplit(address)
    assert parts.path == "/tai-khoan/login/"
    return parse_qs(parts.query)["next"][0]


def test_a_visitor_is_sent_to_sign_in_and_back(client: Client) -> None:
    assert way_back(client.get("/phong-trao/?nam=2018").url) == "/phong-trao/?nam=2018"


def test_a_visitor_who_sent_a_form_comes_back_to_the_page_it_was_on(client: Client) -> None:
    back = {"Referer": "http://testserver/cong-viec/5/?x=1"}
    assert way_back(client.post("/cong-viec/5/dung/", headers=back).url) == "/cong-viec/5/?x=1"


@pytest.mark.parametrize("before", ["", "https://nguoi-la.example/", "http://testserver.nguoi-la.example/x"])
def test_a_form_sent_from_elsewhere_leads_home(client: Client, before: str) -> None:
    assert way_back(client.post("/cong-viec/5/dung/", headers={"Referer": before}).url) == "/"


def test_a_fragment_for_a_visitor_moves_the_whole_page_to_sign_in(client: Client) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/cong-viec/5/"}
    answer = client.get("/cong-viec/5/tien-do/", headers=asked)
    assert answer.status_code == 200
    assert answer.content == b""
    assert way_back(answer.headers["HX-Redirect"]) == "/cong-viec/5/"


def test_the_public_pages_are_open(client: Client) -> None:
    assert client.get("/tai-khoan/login/").status_code == 200


def test_a_blocked_account_is_a_visitor_at_once(sign_in: Any) -> None:
    user = UserFactory()
    client = sign_in(user)
    assert client.get("/").status_code == 200
    user.is_active = False
    user.save()
    assert client.get("/").status_code == 302
