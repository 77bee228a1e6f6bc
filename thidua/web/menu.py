"""The main menu, in the order of the yearly cycle. An item shows to whoever holds its permission anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from thidua.people.permissions import Permission

YEAR = _("Công việc trong năm")
RECORDS = _("Dữ liệu")
ADMIN = _("Quản trị")


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry: its words, where it leads, its icon and group, and what it asks (None: everyone signed in)."""

    label: str | Promise
    url_name: str
    permission: Permission | None = Permission.VIEW
    icon: str = "list"
    group: str | Promise = YEAR


MENU = [
    MenuItem(_("Việc cần làm"), "home", None, "home", ""),
    MenuItem(_("Phong trào"), "movements:list", icon="flag"),
    MenuItem(_("Đăng ký"), "registration:list", icon="pen"),
    MenuItem(_("Kết quả"), "results:list", icon="chart"),
    MenuItem(_("Sáng kiến"), "initiatives:list", icon="bulb"),
    MenuItem(_("Xét điều kiện"), "dossiers:list", icon="scale"),
    MenuItem(_("Hồ sơ khen thưởng"), "nominations:inbox", icon="document"),
    MenuItem(_("Sổ khen thưởng"), "honours:list", icon="medal"),
    MenuItem(_("Chỉ tiêu"), "statistics:list", icon="target"),
    MenuItem(_("Con người"), "people:list", icon="people", group=RECORDS),
    MenuItem(_("Nhập tệp"), "workbooks:list", Permission.EDIT_PEOPLE, "document", RECORDS),
    MenuItem(_("Đơn vị"), "units:list", icon="building", group=RECORDS),
    MenuItem(_("Luật"), "lawbooks:list", None, "document", RECORDS),
    MenuItem(_("Danh mục"), "catalogues:list", Permission.MANAGE_CATALOGUES, "list", RECORDS),
    MenuItem(_("Tài khoản"), "accounts:list", Permission.MANAGE_ACCOUNTS, "key", ADMIN),
    MenuItem(_("Nhật ký"), "audit:list", Permission.VIEW_AUDIT, "history", ADMIN),
    MenuItem(_("Công việc nền"), "jobs:list", Permission.MANAGE_JOBS, "gear", ADMIN),
]
