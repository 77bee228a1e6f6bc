"""``audit verify``, ``audit checkpoint``, ``audit guard``: is the chain whole, and keep it so."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.kernel.audit_trail import ChainReport, Checkpoint, checkpoint, verify_chain
from thidua.kernel.errors import InvalidInput
from thidua.kernel.triggers import install_triggers


class Command(BaseCommand):
    """Verifies the audit chain; the exit code is 1 when something is wrong."""

    help = "Kiểm tra chuỗi nhật ký (verify), in mốc để giữ ở nơi khác (checkpoint), bật lại bảo vệ (guard)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe the three verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="Kiểm tra cả chuỗi; mã thoát 1 khi có lỗi.")
        verify.add_argument("--checkpoint", metavar="SEQ:HASH", help="Mốc đã giữ ở nơi khác.")
        verify.add_argument("--start", type=int, default=1, help="Bắt đầu từ sự kiện số này.")
        verify.add_argument("--format", choices=["text", "json"], default="text", help="Dạng kết quả.")
        verbs.add_parser("checkpoint", help="In mốc hiện tại.")
        verbs.add_parser("guard", help="Đặt lại các ràng buộc cấm sửa, cấm xóa trong cơ sở dữ liệu.")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do the verb."""
        if verb == "checkpoint":
            self.stdout.write(":".join(str(part) for part in checkpoint()))
        elif verb == "guard":
            install_triggers(connection)
        else:
            self._verify(options)

    def _verify(self, options: dict[str, Any]) -> None:
        try:
            kept = Checkpoint.parse(options["checkpoint"]) if options["checkpoint"] else None
        except InvalidInput as refusal:
            raise CommandError(f"{refusal.message} {refusal.next_step}", returncode=2) from refusal
        report = verify_chain(start=options["start"], kept=kept)
        self.stdout.write(_as_json(report) if options["format"] == "json" else _as_text(report))
        if not report.ok:
            raise CommandError(_("Nhật ký không còn nguyên vẹn."), returncode=1)


def _as_json(report: ChainReport) -> str:
    return json.dumps({"ok": report.ok, **asdict(report)}, ensure_ascii=False, indent=2)


def _as_text(report: ChainReport) -> str:
    lines = [
        ngettext("Đã kiểm tra %(n)s sự kiện.", "Đã kiểm tra %(n)s sự kiện.", report.checked) % {"n": report.checked},
        *(fault.message for fault in report.faults),
        _("Số lỗi: %(n)s.") % {"n": report.fault_count},
        _("Mốc hiện tại: %(checkpoint)s") % {"checkpoint": report.checkpoint},
    ]
    return "\n".join(lines)
