"""``thidua demo``: load the demo city, play its year 2018, print the targets, serve."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from thidua.config.startup import check_port, fail, prepare
from thidua.demo.accounts import accounts_to_print, demo_password
from thidua.demo.report import target_table
from thidua.demo.scene import load_scene
from thidua.demo.structure import find_city
from thidua.people.models import Unit, User


class Command(BaseCommand):
    """Load the demo city once, then print and serve it."""

    help = "nạp thành phố mẫu, chạy trọn năm 2018, in bảng chỉ tiêu rồi mở trang web"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--people", type=int, default=2_500, help="số người (mặc định 2.500)")
        parser.add_argument("--seed", type=int, default=2018, help="hạt giống ngẫu nhiên (mặc định 2018)")
        parser.add_argument("--no-serve", action="store_true", help="chỉ nạp và in bảng, không mở trang web")
        parser.add_argument("--port", type=int, default=8000, help="cổng (mặc định 8000)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load where needed, print, and serve unless told not to."""
        if not settings.DEMO_ALLOWED:
            fail("không nạp dữ liệu mẫu với cấu hình sử dụng thật. Hãy bỏ DJANGO_SETTINGS_MODULE rồi chạy lại.")
        if not options["no_serve"]:
            check_port(options["port"])
        prepare()
        city = find_city()
        if city is None:
            _refuse_real_data()
            self.stdout.write("Đang nạp thành phố mẫu (khoảng nửa phút) …")
            with transaction.atomic():
                city = load_scene(people=options["people"], seed=options["seed"], tell=self._tell)
        self.stdout.write("\n" + target_table(city, timezone.localdate()))
        if options["no_serve"]:
            return
        self._print_accounts(city)
        call_command("serve", port=options["port"])

    def _tell(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()

    def _print_accounts(self, city: Any) -> None:
        self.stdout.write(f"\nTài khoản mẫu (mật khẩu chung: {demo_password()})")
        for account in accounts_to_print(city):
            self.stdout.write(f"  {account.username:<22} {account.role} – {account.place}")
        self.stdout.write("")


def _refuse_real_data() -> None:
    """End the process where there is anything that the demo did not make: its accounts share one printed password."""
    if Unit.objects.exists() or User.objects.exists():
        fail(
            "cơ sở dữ liệu này đã có dữ liệu thật, không nạp dữ liệu mẫu vào. "
            "Hãy đặt THIDUA_DATA_DIR sang một thư mục trống rồi chạy lại."
        )
