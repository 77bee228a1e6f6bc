"""Signing in: passwords, two factors, lock-out, reset by letter, the provider's door, sessions that end."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy

import pyotp
import pytest
from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.conftest import PASSWORD, City
from thidua.kernel.actors import SystemActor
from thidua.people.models import RoleGrant, User
from thidua.people.services import create_account, edit_account, end_role, release_lock
from thidua.web.accounts.adapter import SocialAccountAdapter


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    """Forget how often this machine has called: the limits by minute live in the process's cache."""
    cache.clear()


LOGIN = "/tai-khoan/login/"
PRIVATE = "/nguoi/"


def sign_in_with(client: Client, login: str, password: str = PASSWORD, **headers):
    return client.post(LOGIN, {"login": login, "password": password}, **headers)


def is_in(client: Client) -> bool:
    return client.get(PRIVATE).status_code == 200


def test_a_right_password_lets_in_by_name_and_by_address(city: City) -> None:
    user = city.users["grassroots_officer", "own"]
    for login in (user.username, user.email, user.email.upper()):
        client = Client()
        assert not is_in(client)
        assert sign_in_with(client, login).status_code == 302
        assert is_in(client)


def test_an_account_that_was_stopped_does_not_get_in(city: City, client: Client) -> None:
    user = city.users["grassroots_officer", "own"]
    User.objects.filter(pk=user.pk).update(is_active=False)
    sign_in_with(client, user.username)
    assert not is_in(client)


# --- two factors --------------------------------------------------------------------------------------------------


def add_totp(client: Client) -> str:
    """Set up an authenticator app as a person does; returns its secret."""
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    if page.redirect_chain:  # asked for the password again first
        client.post(page.redirect_chain[-1][0], {"password": PASSWORD})
        page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": pyotp.TOTP(secret).now()})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret


def test_with_two_factors_the_password_alone_does_not_let_in(city: City, client: Client) -> None:
    user = city.users["grassroots_officer", "own"]
    sign_in_with(client, user.username)
    secret = add_totp(client)
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    other = Client()
    answer = sign_in_with(other, user.username)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(other)
    wrong = str((int(pyotp.TOTP(secret).now()) + 1) % 1_000_000).zfill(6)
    assert other.post(reverse("mfa_authenticate"), {"code": wrong}).status_code == 200
    assert not is_in(other)
    assert other.post(reverse("mfa_authenticate"), {"code": pyotp.TOTP(secret).now()}).status_code == 302
    assert is_in(other)


def test_a_recovery_code_lets_in_once(city: City, client: Client) -> None:
    user = city.users["grassroots_officer", "own"]
    sign_in_with(client, user.username)
    add_totp(client)
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    for expected in (True, False):
        other = Client()
        sign_in_with(other, user.username)
        other.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_in(other) is expected


# --- guessing -----------------------------------------------------------------------------------------------------


def text_of(answer) -> str:
    """Return the page's words without what differs from page to page."""
    return re.sub(r'[A-Za-z0-9]{64}|value="[^"]*"', "", answer.content.decode())


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(city: City, client: Client) -> None:
    user = city.users["grassroots_officer", "own"]
    answers = [sign_in_with(client, user.username, "sai") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert "Tạm khóa đăng nhập" in answers[-1].content.decode()
    assert sign_in_with(client, user.username).status_code == 429
    assert not is_in(client)


def test_known_and_unknown_names_get_the_same_answers(city: City) -> None:
    known, unknown = Client(), Client()
    for _ in range(5):
        one = sign_in_with(known, "grassroots_officer-own", "sai")
        other = sign_in_with(unknown, "khong-co-ai-ten-nay", "sai")
        assert one.status_code == other.status_code
        assert text_of(one) == text_of(other)
    assert one.status_code == 429


def test_a_password_forgotten_by_nobody_gets_the_same_answer(city: City, client: Client, mailoutbox) -> None:
    answers = [
        client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in (city.users["auditor", "own"].email, "khong.co@example.vn")
    ]
    assert text_of(answers[0]) == text_of(answers[1])


def test_only_the_guessed_account_is_locked(city: City, client: Client) -> None:
    for _ in range(5):
        sign_in_with(client, "grassroots_officer-own", "sai")
    assert sign_in_with(client, "auditor-own").status_code == 302


def test_typing_the_name_in_turn_with_the_address_gives_no_more_guesses(city: City, client: Client) -> None:
    user = city.users["grassroots_officer", "own"]
    ways = [user.username, user.email, user.username.upper(), f" {user.email} ", user.username]
    assert [sign_in_with(client, way, "sai").status_code for way in ways][-1] == 429


def test_the_lock_runs_out_by_itself(city: City, client: Client) -> None:
    for _ in range(5):
        sign_in_with(client, "grassroots_officer-own", "sai")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=59))
    assert sign_in_with(client, "grassroots_officer-own").status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=61))
    assert sign_in_with(client, "grassroots_officer-own").status_code == 302


def test_an_administrator_releases_the_lock(city: City, client: Client, at) -> None:
    user = city.users["grassroots_officer", "own"]
    for _ in range(5):
        sign_in_with(client, user.email, "sai")
    assert release_lock(user_id=user.pk, by=city.user("administrator"), at=at) == 1
    assert release_lock(user_id=user.pk, by=city.user("administrator"), at=at) == 0
    assert sign_in_with(client, user.username).status_code == 302


def test_success_forgets_the_wrong_ones_before(city: City, client: Client) -> None:
    for _ in range(4):
        sign_in_with(client, "grassroots_officer-own", "sai")
    assert sign_in_with(client, "grassroots_officer-own").status_code == 302
    client.logout()
    assert sign_in_with(client, "grassroots_officer-own", "sai").status_code == 200


# --- a forgotten password -----------------------------------------------------------------------------------------


class Postbox:
    """Keeps the letters that a real SMTP server was given."""

    def __init__(self) -> None:
        self.letters: list = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:
    """A mail server on this machine, and the settings that an operator would write for it."""
    box = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    server.stop()


def test_a_forgotten_password_is_set_anew_through_a_letter(city: City, client: Client, postbox: Postbox) -> None:
    user = city.users["grassroots_officer", "own"]
    client.post(reverse("account_reset_password"), {"email": user.email})
    (letter,) = postbox.letters
    assert letter["To"] == user.email
    path = re.search(r"https?://[^/]+(/\S+)", letter.get_content()).group(1)
    form = client.get(path, follow=True).redirect_chain[-1][0]
    assert client.post(form, {"password1": "123", "password2": "123"}).status_code == 200, "too weak"
    client.post(form, {"password1": "mot-mat-khau-moi", "password2": "mot-mat-khau-moi"})
    assert sign_in_with(Client(), user.username).status_code == 200, "the old one is gone"
    fresh = Client()
    sign_in_with(fresh, user.username, "mot-mat-khau-moi")
    assert is_in(fresh)
    assert "password1" not in Client().get(path, follow=True).content.decode(), "a link works once"


# --- the provider's door ------------------------------------------------------------------------------------------

READ_SETTINGS = """
import django
django.setup()
from django.conf import settings
from django.test import Client
from django.core.management import call_command
call_command("migrate", verbosity=0)
print(Client().get("/tai-khoan/login/").content.decode())
"""


def login_page_with(env: dict[str, str], tmp_path) -> str:
    """Return the sign-in page of an installation started with these variables."""
    base = {name: value for name, value in os.environ.items() if not name.startswith("OIDC_")}
    base |= {"DJANGO_SETTINGS_MODULE": "thidua.config.settings.test", "THIDUA_DATA_DIR": str(tmp_path)}
    base.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", READ_SETTINGS], env=base | env, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout


def test_the_provider_appears_when_the_environment_names_it(tmp_path) -> None:
    tmp_path.joinpath("x").mkdir()
    env = {
        "OIDC_SERVER_URL": "http://127.0.0.1:1/realms/thu",
        "OIDC_NAME": "Cổng cán bộ",
        "OIDC_CLIENT_ID": "thidua",
        "OIDC_CLIENT_SECRET": "bi-mat",
    }
    assert "Cổng cán bộ" in login_page_with(env, tmp_path)
    assert "Hoặc đăng nhập bằng" not in login_page_with({}, tmp_path)


@pytest.mark.parametrize("verified", [True, False])
def test_the_provider_lets_in_only_by_an_address_that_it_has_verified(city: City, verified: bool) -> None:
    user = city.users["auditor", "own"]
    app = SocialApp(provider="openid_connect", provider_id="oidc", name="Cổng", settings={"server_url": "http://x"})
    login = SocialLogin(
        user=User(email=user.email),
        account=SocialAccount(provider="oidc", uid="1"),
        email_addresses=[EmailAddress(email=user.email, verified=verified, primary=True)],
    )
    login.provider = app.get_provider(None)
    found = SocialAccountAdapter().authenticate_by_email(login)
    assert found == ((user, user.email) if verified else None)


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    sent = {"username": "ke-la", "email": "ke.la@example.vn", "password1": "mot-mat-khau-moi"}
    client.post("/tai-khoan/signup/", sent | {"password2": "mot-mat-khau-moi"})
    client.post("/tai-khoan/3rdparty/signup/", {"username": "ke-la", "email": "ke.la@example.vn"})
    assert not User.objects.filter(username="ke-la").exists()


# --- sessions and rights ------------------------------------------------------------------------------------------


def test_ending_a_role_acts_on_the_next_request(city: City, client: Client) -> None:
    user = city.users["grassroots_officer", "own"]
    sign_in_with(client, user.username)
    unit_page = reverse("units:detail", args=[city.a.pk])
    assert client.get(unit_page).status_code == 200
    end_role(grant_id=RoleGrant.objects.get(user=user).pk, by=SystemActor("thử"), at=timezone.now())
    assert client.get(unit_page).status_code == 404


def test_a_session_left_alone_for_eight_hours_is_over(city: City, client: Client, settings) -> None:
    sign_in_with(client, "grassroots_officer-own")
    session = Session.objects.get(pk=client.session.session_key)
    assert abs(session.expire_date - timezone.now() - timedelta(hours=8)) < timedelta(minutes=1)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(client)


def test_signing_out_ends_the_session(city: City, client: Client) -> None:
    sign_in_with(client, "grassroots_officer-own")
    key = client.session.session_key
    client.post(reverse("account_logout"))
    assert not is_in(client)
    assert not Session.objects.filter(pk=key).exists()


def test_the_session_key_changes_when_somebody_signs_in(city: City, client: Client) -> None:
    client.get(LOGIN)
    client.session.save()
    before = client.session.session_key
    sign_in_with(client, "grassroots_officer-own")
    assert client.session.session_key != before


@pytest.mark.django_db
def test_an_address_given_by_an_administrator_counts_as_verified(city: City, at) -> None:
    user = create_account(username="moi", email="moi@example.vn", by=SystemActor("thử"), at=at)
    assert EmailAddress.objects.get(user=user).verified
    call = {"user_id": user.pk, "display_name": "", "person_id": None, "by": SystemActor("thử"), "at": at}
    edit_account(email="khac@example.vn", **call)
    assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified")) == [("khac@example.vn", True)]
