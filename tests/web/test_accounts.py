"""Pages of accounts: who may open them, what they do, and that no password is ever set for anybody."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.conftest import PASSWORD, City
from tests.factories.people import RoleGrantFactory, UserFactory
from thidua.kernel.models import AuditEvent
from thidua.people.models import RoleGrant, User
from thidua.people.roles import ROLES

LIST = reverse("accounts:list")


def url_of(name: str, user: User) -> str:
    return reverse(f"accounts:{name}", args=[user.pk])


@pytest.fixture
def admin(city: City, sign_in):
    """The client of the city union's administrator."""
    return sign_in(city.user("administrator", "above"))


def new_account(city: City, **changes) -> dict:
    sent = {"username": "moi", "email": "moi@example.vn", "role": "grassroots_officer", "unit_id": city.a.pk}
    return sent | {"on": "2018-01-01"} | changes


@pytest.mark.parametrize("role", list(ROLES))
def test_only_administrators_open_the_pages(city: City, sign_in, role: str) -> None:
    client = sign_in(city.user(role, "above"))
    expected = 200 if role == "administrator" else 403
    assert client.get(LIST).status_code == expected
    assert client.get(reverse("accounts:add")).status_code == expected
    assert client.get(url_of("detail", city.users["auditor", "own"])).status_code == (200 if expected == 200 else 404)


def test_the_list_is_searched_and_narrowed(city: City, admin) -> None:
    UserFactory(username="nghi", is_active=False)
    assert "auditor-own" in admin.get(LIST).content.decode()
    found = admin.get(LIST, {"q": "nguyen van hai"}).content.decode()
    assert "member-own" in found
    assert "auditor-own" not in found
    assert "auditor-other" in admin.get(LIST, {"role": "auditor"}).content.decode()
    stopped = admin.get(LIST, {"state": "stopped"}).content.decode()
    assert "nghi" in stopped
    assert "auditor-own" not in stopped
    assert "Không có tài khoản nào khớp" in admin.get(LIST, {"q": "xyz"}).content.decode()


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_takes_a_constant_number_of_queries(city: City, admin, count, django_assert_num_queries) -> None:
    for _ in range(count):
        RoleGrantFactory(user=UserFactory(), role="auditor", unit=city.a)
    with django_assert_num_queries(7):
        admin.get(LIST)


@pytest.mark.parametrize("count", [1, 10])
def test_a_page_takes_a_constant_number_of_queries(city: City, admin, count, django_assert_num_queries) -> None:
    user = UserFactory()
    for role in list(ROLES)[: max(1, count - 3)]:
        RoleGrantFactory(user=user, role=role, unit=city.a)
    with django_assert_num_queries(12):
        admin.get(url_of("detail", user))


def test_a_new_account_gets_a_letter_with_a_link_and_no_password(city: City, admin, mailoutbox) -> None:
    answer = admin.post(
        reverse("accounts:add"), new_account(city, person_code=city.members_a[1].person.code), follow=True
    )
    assert "Đã gửi liên kết đặt mật khẩu tới moi@example.vn" in answer.content.decode()
    user = User.objects.get(username="moi")
    assert not user.has_usable_password()
    assert user.person == city.members_a[1].person
    (letter,) = mailoutbox
    assert letter.to == ["moi@example.vn"]
    assert "/tai-khoan/password/reset/key/" in letter.body
    assert RoleGrant.objects.get(user=user).unit == city.a


def test_the_owner_sets_a_password_through_the_link_and_signs_in(city: City, admin, mailoutbox, client) -> None:
    admin.post(reverse("accounts:add"), new_account(city))
    admin.logout()
    path = re.search(r"https?://[^/]+(/\S+)", mailoutbox[0].body).group(1)
    form = client.get(path, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "chim-hot-tren-canh", "password2": "chim-hot-tren-canh"})
    answer = client.post(reverse("account_login"), {"login": "moi@example.vn", "password": "chim-hot-tren-canh"})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(username="moi").pk)


def test_a_mail_server_that_is_down_is_told_and_the_link_can_be_sent_again(city: City, admin, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = admin.post(reverse("accounts:add"), new_account(city), follow=True)
    assert "Chưa gửi được thư" in answer.content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    again = admin.post(url_of("link", User.objects.get(username="moi")), follow=True)
    assert "Đã gửi liên kết" in again.content.decode()


def test_refusals_stand_next_to_their_fields(city: City, admin) -> None:
    answer = admin.post(reverse("accounts:add"), new_account(city, username="auditor-own", person_code="KHONG-CO"))
    assert answer.status_code == 422
    assert "Không có ai mang mã này" in answer.content.decode()
    answer = admin.post(reverse("accounts:add"), new_account(city, username="auditor-own"))
    assert "đã có người dùng" in answer.content.decode()
    assert not User.objects.filter(email="moi@example.vn").exists()


def test_roles_are_granted_and_ended_on_the_page(city: City, admin) -> None:
    user = city.users["auditor", "own"]
    sent = {"role": "council_member", "unit_id": city.a.pk, "on": "2018-01-01"}
    assert "Đã cấp vai trò" in admin.post(url_of("grant", user), sent, follow=True).content.decode()
    grant = RoleGrant.objects.get(user=user, role="council_member")
    ended = admin.post(reverse("accounts:end_role", args=[grant.pk]), follow=True)
    assert "Đã kết thúc vai trò" in ended.content.decode()
    assert admin.post(url_of("grant", user), sent | {"until": "2017-01-01"}).status_code == 422


def test_a_unit_that_one_does_not_administer_cannot_be_chosen(city: City, sign_in) -> None:
    client = sign_in(city.user("administrator"))
    sent = {"role": "auditor", "unit_id": city.union.pk, "on": "2018-01-01"}
    assert client.post(url_of("grant", city.users["auditor", "own"]), sent).status_code == 422
    assert client.get(url_of("detail", city.users["auditor", "other"])).status_code == 404
    assert client.post(url_of("activity", city.users["auditor", "other"]), {"active": "no"}).status_code == 404


def test_an_account_with_roles_elsewhere_is_shown_but_not_changed(city: City, sign_in) -> None:
    user = city.users["auditor", "own"]
    RoleGrantFactory(user=user, role="auditor", unit=city.b)
    client = sign_in(city.user("administrator"))
    shown = client.get(url_of("detail", user)).content.decode()
    assert "ngoài phạm vi bạn quản trị" in shown
    assert "Sửa tài khoản" not in shown
    assert client.post(url_of("edit", user), {"email": "khac@example.vn"}).status_code == 403
    assert client.post(url_of("link", user)).status_code == 302


def test_the_last_administrator_cannot_end_their_own_role(city: City, admin) -> None:
    grant = RoleGrant.objects.get(user=city.users["administrator", "above"])
    answer = admin.post(reverse("accounts:end_role", args=[grant.pk]))
    assert answer.status_code == 409
    assert "quản trị cuối cùng" in answer.content.decode()


def test_an_account_is_edited_stopped_and_let_in_again(city: City, admin) -> None:
    user = city.users["auditor", "own"]
    sent = {"email": "kiem.tra@example.vn", "display_name": "Ban Kiểm tra"}
    assert "Ban Kiểm tra" in admin.post(url_of("edit", user), sent, follow=True).content.decode()
    assert "đã ngừng" in admin.post(url_of("activity", user), {"active": "no"}, follow=True).content.decode()
    admin.post(url_of("activity", user), {"active": "yes"})
    actions = list(AuditEvent.objects.order_by("seq").values_list("action", flat=True))
    assert actions == ["account.edit", "account.set_active", "account.set_active"]


def test_a_stopped_account_is_out_with_its_next_request(city: City, sign_in, client) -> None:
    user = city.users["auditor", "own"]
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    assert client.get(reverse("people:list")).status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(reverse("people:list")).status_code == 302
