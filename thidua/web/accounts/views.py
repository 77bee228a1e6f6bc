"""Views of accounts and roles: thin; services write, selectors read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.kernel.errors import InvalidInput
from thidua.people.permissions import Permission
from thidua.people.policies import account_within, may
from thidua.people.roles import ROLES
from thidua.people.selectors import (
    account_for,
    accounts_visible_to,
    events_of,
    grants_of,
    is_locked,
    person_by_code,
    search_accounts,
    visible_units,
    with_grants,
)
from thidua.people.services import (
    create_account,
    edit_account,
    end_role,
    grant_role,
    release_lock,
    set_account_active,
)
from thidua.web.listing import download_of
from thidua.web.people.events import told
from thidua.web.saving import SignedIn, form_page, need

from .forms import AccountFilterForm, AccountForm, GrantForm, NewAccountForm
from .letters import send_password_link
from .lists import account_list

if TYPE_CHECKING:
    from thidua.people.models import User

PER_PAGE = 50
read_or_write = require_http_methods(["GET", "POST"])


@require_GET
def list_page(request: SignedIn) -> HttpResponse:
    """Show the accounts that the reader administers."""
    need(request, Permission.MANAGE_ACCOUNTS, None)
    today = timezone.localdate()
    form = AccountFilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = search_accounts(accounts_visible_to(request.user, today), asked.get("q", ""))
    if asked.get("state"):
        rows = rows.filter(is_active=asked["state"] == "active")
    if asked.get("role"):
        holders = visible_units(request.user, today, Permission.MANAGE_ACCOUNTS).filter(grants__role=asked["role"])
        rows = rows.filter(grants__role=asked["role"], grants__unit__in=holders).distinct()
    listing = account_list(with_grants(rows.order_by("username"), today), form)
    page = Paginator(listing.rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "filter": form, "listing": listing}
    return download_of(request, listing) or render(request, "accounts/list.html", shown)


def _units(request: SignedIn) -> Any:
    units = visible_units(request.user, timezone.localdate(), Permission.MANAGE_ACCOUNTS)
    return units.filter(valid_to__isnull=True)


def _person_id(request: SignedIn, code: str) -> int | None:
    """Return whom a staff number means; raises InvalidInput when the reader sees nobody by it."""
    if not code:
        return None
    person = person_by_code(request.user, code, timezone.localdate())
    if person is None:
        message = _("Không có ai mang mã này trong phạm vi của bạn.")
        raise InvalidInput(message, _("Xem mã ở trang của người đó."), fields={"person_code": message})
    return person.pk


@read_or_write
def add_page(request: SignedIn) -> HttpResponse:
    """Make an account and send its owner the link to set a password."""
    need(request, Permission.MANAGE_ACCOUNTS, None)
    form = NewAccountForm(request.POST or None, initial={"on": timezone.localdate()}, units=_units(request))

    def save(values: dict[str, Any]) -> HttpResponse:
        person_id = _person_id(request, values.pop("person_code"))
        user = create_account(**values, person_id=person_id, by=request.user, at=timezone.now())
        _send(request, user)
        return redirect("accounts:detail", user.pk)

    return form_page(request, form, "accounts/add.html", {"roles": ROLES.values()}, save)


def _send(request: SignedIn, user: User) -> None:
    """Send the link and say whether it went."""
    if send_password_link(request, user):
        messages.success(request, _("Đã gửi liên kết đặt mật khẩu tới %(email)s.") % {"email": user.email})
    else:
        messages.warning(
            request,
            _("Chưa gửi được thư tới %(email)s. Kiểm tra máy chủ thư rồi bấm “Gửi lại liên kết”.")
            % {"email": user.email},
        )


@require_GET
def detail_page(request: SignedIn, user_id: int) -> HttpResponse:
    """Show one account, its roles over time, and what can be done with it."""
    today = timezone.localdate()
    account = account_for(request.user, user_id, today)
    code = account.person.code if account.person else ""
    edit = {"email": account.email, "display_name": account.display_name, "person_code": code}
    shown = _detail(request, account) | {
        "edit_form": AccountForm(initial=edit),
        "grant_form": GrantForm(initial={"on": today}, units=_units(request)),
    }
    return render(request, "accounts/detail.html", shown)


def _detail(request: SignedIn, account: User) -> dict[str, Any]:
    today = timezone.localdate()
    grants = list(grants_of(account))
    mine = set(visible_units(request.user, today, Permission.MANAGE_ACCOUNTS).values_list("id", flat=True))
    return {
        "account": account,
        "grants": [
            {"grant": grant, "running": grant.holds_on(today), "mine": grant.unit_id in mine} for grant in grants
        ],
        "within": account_within(request.user, account, today),
        "locked": is_locked(account),
        "events": told(events_of(account)[:30]) if may(request.user, Permission.VIEW_AUDIT, None, today) else None,
        "roles": ROLES.values(),
        "today": today,
    }


def _one_form(request: SignedIn, user_id: int, name: str, form: forms.Form, save: Any) -> HttpResponse:
    """Carry out one of the page's two forms; a refusal shows the page again with what was typed."""
    account = account_for(request.user, user_id, timezone.localdate())
    return form_page(request, form, f"accounts/{name}.html", {"account": account, "roles": ROLES.values()}, save)


@read_or_write
def edit_page(request: SignedIn, user_id: int) -> HttpResponse:
    """Change an account's address, shown name and person."""

    def save(values: dict[str, Any]) -> HttpResponse:
        values["person_id"] = _person_id(request, values.pop("person_code"))
        edit_account(user_id=user_id, **values, by=request.user, at=timezone.now())
        messages.success(request, _("Đã lưu tài khoản."))
        return redirect("accounts:detail", user_id)

    return _one_form(request, user_id, "edit", AccountForm(request.POST or None), save)


@read_or_write
def grant_page(request: SignedIn, user_id: int) -> HttpResponse:
    """Give an account a role."""
    form = GrantForm(request.POST or None, initial={"on": timezone.localdate()}, units=_units(request))

    def save(values: dict[str, Any]) -> HttpResponse:
        grant = grant_role(user_id=user_id, **values, by=request.user, at=timezone.now())
        said = {"role": grant.role_class.label, "unit": grant.unit}
        messages.success(request, _("Đã cấp vai trò %(role)s tại %(unit)s.") % said)
        return redirect("accounts:detail", user_id)

    return _one_form(request, user_id, "grant", form, save)


@require_POST
def end_role_page(request: SignedIn, grant_id: int) -> HttpResponse:
    """End a role today; its rights are gone with the next request."""
    grant = end_role(grant_id=grant_id, by=request.user, at=timezone.now())
    messages.success(request, _("Đã kết thúc vai trò %(role)s.") % {"role": grant.role_class.label})
    return redirect("accounts:detail", grant.user_id)


@require_POST
def activity_page(request: SignedIn, user_id: int) -> HttpResponse:
    """Stop an account, or let it in again."""
    active = request.POST.get("active") == "yes"
    set_account_active(user_id=user_id, active=active, by=request.user, at=timezone.now())
    messages.success(request, _("Tài khoản đã dùng lại được.") if active else _("Tài khoản đã ngừng."))
    return redirect("accounts:detail", user_id)


@require_POST
def link_page(request: SignedIn, user_id: int) -> HttpResponse:
    """Send the link to set a password again."""
    account = account_for(request.user, user_id, timezone.localdate())
    _send(request, account)
    return redirect("accounts:detail", user_id)


@require_POST
def release_page(request: SignedIn, user_id: int) -> HttpResponse:
    """Release an account that wrong passwords have locked."""
    release_lock(user_id=user_id, by=request.user, at=timezone.now())
    messages.success(request, _("Đã mở khóa đăng nhập."))
    return redirect("accounts:detail", user_id)
