"""``thidua purge_imports``: forget files brought in more than 30 days ago, and lists written more than 7 days ago."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from thidua.dossiers.management.units import unit_asked
from thidua.kernel.actors import SystemActor
from thidua.workbooks.exports import forget_exports
from thidua.workbooks.services import purge_imports


class Command(BaseCommand):
    """Purge old imports."""

    help = "Xóa tệp, bản xem trước và dữ liệu hoàn tác của các lượt nhập quá 30 ngày; danh sách soạn sẵn quá 7 ngày."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the unit."""
        parser.add_argument("--unit", default="", metavar="MÃ", help="mã đơn vị (mặc định: đơn vị gốc)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge and say how many."""
        unit = unit_asked(options["unit"], timezone.localdate())
        count = purge_imports(unit_id=unit.pk, by=SystemActor("lệnh purge_imports"), at=timezone.now())
        lists = forget_exports(timezone.now())
        self.stdout.write(f"Đã xóa tệp của {count} lượt nhập và {lists} danh sách đã soạn sẵn để tải về.")
