"""Events of the audit chain about people, units, accounts and catalogues, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from thidua.kernel.models import AuditEvent


WORDS = {
    "unit.create": _("Thành lập"),
    "unit.edit": _("Sửa loại hoặc lĩnh vực"),
    "unit.rename": _("Đổi tên"),
    "unit.move": _("Chuyển đơn vị cấp trên"),
    "unit.close": _("Kết thúc hoạt động"),
    "unit.pair": _("Ghép cặp công đoàn và cơ quan"),
    "unit.merge": _("Sáp nhập"),
    "unit.split": _("Chia tách"),
    "unit.rebuild_ancestry": _("Dựng lại quan hệ cấp trên, cấp dưới"),
    "bloc.create": _("Lập khối, cụm"),
    "bloc.place": _("Xếp vào khối, cụm"),
    "person.create": _("Thêm người"),
    "person.edit": _("Sửa thông tin"),
    "membership.add": _("Thêm vào đơn vị"),
    "membership.transfer": _("Chuyển đơn vị"),
    "membership.end": _("Rời đơn vị"),
    "account.create": _("Tạo tài khoản"),
    "account.edit": _("Sửa tài khoản"),
    "account.set_active": _("Mở hoặc ngừng tài khoản"),
    "account.release_lock": _("Mở khóa đăng nhập"),
    "role.grant": _("Cấp vai trò"),
    "role.end": _("Kết thúc vai trò"),
    "catalogue.save": _("Lưu mục danh mục"),
    "catalogue.end": _("Kết thúc mục danh mục"),
    "catalogue.load": _("Nạp danh mục ban đầu"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One event, ready to show."""

    words: str | Promise
    who: str
    at: Any
    reason: str


def told(events: Iterable[AuditEvent]) -> list[Told]:
    """Return events in words, in the order given."""
    return [
        Told(
            WORDS.get(event.action, event.action), event.actor_label, event.at, (event.details or {}).get("reason", "")
        )
        for event in events
    ]
