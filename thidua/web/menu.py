"""The main menu, in the order of the yearly cycle. An item shows to whoever holds its permission anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from thidua.people.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry: its words, where it leads, and what it asks (None: everyone signed in)."""

    label: str | Promise
    url_name: str
    permission: P | None = P.VIEW


MENU = [
    MenuItem(_("Việc cần làm"), "home", None),
    MenuItem(_("Phong trào"), "movements:list"),
    MenuItem(_("Đăng ký"), "registration:list"),
    MenuItem(_("Kết quả"), "results:list"),
    MenuItem(_("Xét điều kiện"), "dossiers:list"),
    MenuItem(_("Sổ khen thưởng"), "honours:list"),
    MenuItem(_("Chỉ tiêu"), "statistics:list"),
    MenuItem(_("Con người"), "people:list"),
    MenuItem(_("Đơn vị"), "units:list"),
    MenuItem(_("Danh mục"), "catalogues:list", P.MANAGE_CATALOGUES),
    MenuItem(_("Tài khoản"), "accounts:list", P.MANAGE_ACCOUNTS),
    MenuItem(_("Nhật ký"), "audit:list", P.VIEW_AUDIT),
    MenuItem(_("Công việc nền"), "jobs:list", P.MANAGE_JOBS),
]
