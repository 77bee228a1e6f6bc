"""Sign-in, two-factor and password pages: in our frame, in Vietnamese, and working for the right people."""

from __future__ import annotations

import re
from pathlib import Path

import pyotp
import pytest
from allauth.account import forms as account_forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from tests.conftest import PASSWORD
from tests.factories.people import UserFactory

LOCALE = Path(__file__).parents[2] / "locale"
NEW_PASSWORD = "mot-mat-khau-khac-han-2018"
# What allauth can say only where phones, passkeys or sign-up are on; nobody meets it here.
NEVER_MET = {"phone_password_mismatch", "phone_taken", "unknown_phone", "max_email_addresses", "email_taken"}


@pytest.fixture(autouse=True)
def _no_counting_across_tests():
    """Forget earlier tests' sign-ins: allauth counts them by address, in the cache."""
    cache.clear()


@pytest.fixture(autouse=True)
def _a_code_lives_through_the_turn_of_its_half_minute(settings):
    settings.MFA_TOTP_TOLERANCE = 1


@pytest.fixture
def user(db):
    return UserFactory(username="can-bo", email="can-bo@example.vn")


def enter(client, name: str = "can-bo", password: str = PASSWORD):
    """Send the sign-in form."""
    return client.post(reverse("account_login"), {"login": name, "password": password})


def text_of(response) -> str:
    """Return a page's text."""
    return response.content.decode()


def secret_on(page: str) -> str:
    """Return the authenticator's key that the activation page shows."""
    return re.search(r'id="totp-secret" value="([A-Z2-7]+)"', page)[1]


def confirm(client) -> None:
    """Give the password again, as changes to safety ask."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def turn_on_two_factor(client) -> str:
    """Walk through activation as a person does; return the key."""
    confirm(client)
    secret = secret_on(text_of(client.get(reverse("mfa_activate_totp"))))
    response = client.post(reverse("mfa_activate_totp"), {"code": pyotp.TOTP(secret).now()})
    assert response.status_code == 302
    return secret


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_reset_password", "account_reset_password_done", "account_inactive", "account_signup"],
)
def test_a_visitor_can_open_the_entrance(client, db, name):
    page = text_of(client.get(reverse(name)))
    assert '<html lang="vi">' in page
    assert 'class="entrance"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_activate_totp", "account_change_password", "mfa_view_recovery_codes", "account_email"]
)
def test_a_visitor_cannot_open_an_accounts_own_pages(client, db, name):
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert reverse("account_login") in response.headers["Location"]


def test_the_right_password_leads_home_in_the_own_frame(client, user):
    assert enter(client).headers["Location"] == reverse("home")
    for name in ("account_change_password", "mfa_index", "account_email", "account_logout"):
        page = text_of(client.get(reverse(name)))
        assert 'class="site-head"' in page
        assert page.count("<h1") == 1


def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(client, user):
    wrong_password = text_of(enter(client, password="sai-mat-khau"))
    unknown_person = text_of(enter(client, name="khong-ai", password="sai-mat-khau"))
    for page in (wrong_password, unknown_person):
        assert "Chưa đăng nhập được" in page
        assert 'role="alert"' in page
    told = [re.search(r'class="form-errors".*?</div>', page, re.DOTALL)[0] for page in (wrong_password, unknown_person)]
    assert told[0] == told[1]


def test_guessing_locks_the_door_in_words(client, user):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = enter(client, password="sai-mat-khau")
    page = text_of(response)
    assert response.status_code == 429
    assert "Tạm khóa đăng nhập" in page
    assert "60 phút" in page


@pytest.mark.parametrize("typed", ["can-bo", "CAN-BO", " can-bo "])
def test_the_right_password_does_not_open_a_locked_door(client, user, typed):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        enter(client, password="sai-mat-khau")
    assert enter(client, name=typed).status_code == 429
    UserFactory(username="nguoi-khac")
    assert enter(client, name="nguoi-khac").headers["Location"] == reverse("home"), "others are not locked out"


def test_nobody_signs_up(client, db):
    assert "Không tự mở tài khoản" in text_of(client.get(reverse("account_signup")))


# Two-factor ---------------------------------------------------------------------------------------------------------


def test_two_factor_can_be_turned_on_and_is_then_asked_for(client, user):
    enter(client)
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    assert 'src="data:image/svg+xml' in text_of(page)
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"]
    secret = turn_on_two_factor(client)
    client.post(reverse("account_logout"))

    assert enter(client).headers["Location"] == reverse("mfa_authenticate")
    assert "Xác thực hai lớp" in text_of(client.get(reverse("mfa_authenticate")))
    assert client.get(reverse("home")).status_code == 302, "the password alone opens nothing"
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Chưa đăng nhập được" in text_of(wrong)
    response = client.post(reverse("mfa_authenticate"), {"code": pyotp.TOTP(secret).now()})
    assert response.headers["Location"] == reverse("home")


def test_recovery_codes_are_made_shown_and_open_the_door_once(client, user):
    enter(client)
    turn_on_two_factor(client)
    assert "Tạo mã dự phòng" in text_of(client.get(reverse("mfa_generate_recovery_codes")))
    client.post(reverse("mfa_generate_recovery_codes"))
    page = text_of(client.get(reverse("mfa_view_recovery_codes")))
    codes = re.findall(r"<li><code>(\w+)</code>", page)
    assert len(codes) == 10
    assert client.get(reverse("mfa_download_recovery_codes")).content.decode().split() == codes
    for expected in (reverse("home"), None):
        client.post(reverse("account_logout"))
        enter(client)
        response = client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert response.headers.get("Location") == expected


def test_two_factor_can_be_turned_off_again(client, user):
    enter(client)
    turn_on_two_factor(client)
    assert "đang bật" in text_of(client.get(reverse("mfa_index")))
    assert "Tắt xác thực hai lớp" in text_of(client.get(reverse("mfa_deactivate_totp")))
    client.post(reverse("mfa_deactivate_totp"))
    assert "chưa bật" in text_of(client.get(reverse("mfa_index")))


def test_changes_to_safety_ask_for_the_password_again(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("mfa_activate_totp"), follow=True)
    assert "Xác nhận đây là bạn" in text_of(response)


# Passwords ----------------------------------------------------------------------------------------------------------


def test_a_forgotten_password_is_set_anew_by_letter(client, user, mailoutbox):
    response = client.post(reverse("account_reset_password"), {"email": user.email}, follow=True)
    assert "Kiểm tra hộp thư" in text_of(response)
    letter = mailoutbox[0]
    assert "Đặt lại mật khẩu" in letter.subject
    assert "Kính gửi anh/chị" in letter.body
    assert "can-bo" in letter.body
    link = re.search(r"http://\S+", letter.body)[0]
    page = client.get(link, follow=True)
    assert "Đặt mật khẩu mới" in text_of(page)
    where = page.redirect_chain[-1][0]
    done = client.post(where, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
    assert "Đã đổi mật khẩu" in text_of(done)
    assert enter(client, password=NEW_PASSWORD).headers["Location"] == reverse("home")
    assert "Đường dẫn không còn dùng được" in text_of(client.get(link, follow=True)), "a link works once"


def test_asking_for_an_unknown_address_looks_the_same_from_outside(client, user, mailoutbox):
    known = client.post(reverse("account_reset_password"), {"email": user.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "khong-ai@example.vn"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert "không tài khoản nào dùng địa chỉ này" in mailoutbox[1].body


def test_a_password_is_changed_by_whoever_knows_the_old_one(client, user):
    enter(client)
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    refused = client.post(reverse("account_change_password"), {"oldpassword": "sai", **new})
    assert "có chỗ cần sửa" in text_of(refused)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)


# Words --------------------------------------------------------------------------------------------------------------


def library_words() -> set[str]:
    """Return the English words of allauth that a person meets here: labels of its forms, and its errors."""
    classes = (
        account_forms.LoginForm, account_forms.ChangePasswordForm, account_forms.ResetPasswordForm,
        account_forms.ResetPasswordKeyForm, account_forms.ReauthenticateForm, AuthenticateForm, ActivateTOTPForm,
    )  # fmt: skip
    with translation.override("en"):
        said = {str(field.label) for form in classes for field in form.base_fields.values() if field.label}
        for adapter in (DefaultAccountAdapter, DefaultMFAAdapter, DefaultSocialAccountAdapter):
            said |= {str(words) for code, words in adapter.error_messages.items() if code not in NEVER_MET}
    return said


def test_every_library_word_that_a_person_meets_has_its_vietnamese():
    with (LOCALE / "vi" / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale="vi")
    ours = {message.id for message in catalogue if message.string and isinstance(message.id, str)}
    assert library_words() - ours == set()


def test_letters_are_vietnamese_wherever_the_libraries_send_one():
    folder = Path(settings.TEMPLATES[0]["DIRS"][0])
    for name in ("account/email/password_changed", "mfa/email/totp_activated", "mfa/email/recovery_codes_generated"):
        for part in ("subject", "message"):
            assert (folder / f"{name}_{part}.txt").exists()
