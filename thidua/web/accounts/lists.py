"""The list of accounts, as its page and its file have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from thidua.web.listing import Column, Kind, Listing, narrowed_by

from .forms import AccountFilterForm

if TYPE_CHECKING:
    from thidua.people.models import User

ACTIVE = {True: _("đang dùng"), False: _("đã ngừng")}
COLUMNS = [
    Column(_("Tài khoản"), str),
    Column(_("Tên đăng nhập"), lambda account: account.username),
    Column(_("Thư điện tử"), lambda account: account.email, width=30),
    Column(_("Vai trò hiện nay"), lambda account: _roles(account), width=50),
    Column(_("Tình trạng"), lambda account: account.is_active, words=ACTIVE),
    Column(_("Đăng nhập gần nhất"), lambda account: account.last_login, Kind.MOMENT),
]


def account_list(rows: QuerySet[User], form: AccountFilterForm) -> Listing:
    """Return the list of accounts; ``rows`` with their running roles."""
    title = _now("Danh sách tài khoản")
    return Listing(title=title, of="people.user", columns=COLUMNS, rows=rows, narrowed=narrowed_by(form))


def _roles(account: User) -> str:
    return "; ".join(f"{grant.role_class.label}, {grant.unit}" for grant in account.grants_now)  # type: ignore[attr-defined]
