"""``thidua messages``: keep the English catalogue level with the strings of the code."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from thidua.config.messages import (
    catalogue_path,
    compile_catalogues,
    faults,
    merge,
    read_catalogue,
    source_catalogue,
    write_catalogue,
)

SHOWN = 30


class Command(BaseCommand):
    """Extracts, checks or compiles the strings."""

    help = "Rút câu chữ từ mã và mẫu trang vào bản dịch tiếng Anh (--check: chỉ kiểm tra; --compile: dịch sang .mo)."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take what to do instead of extracting."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="Báo lỗi khi có câu thiếu hoặc chưa dịch; không ghi gì.")
        what.add_argument("--compile", action="store_true", help="Dịch mọi bản chữ sang dạng máy đọc (.mo).")

    def handle(self, *, check: bool, compile: bool, **options: object) -> None:
        """Do one of the three. Raises CommandError when the check finds a fault."""
        if compile:
            self.stdout.write(f"Đã dịch {len(compile_catalogues())} bản chữ.")
            return
        source, kept = source_catalogue(settings.PACKAGE_DIR), read_catalogue(catalogue_path())
        if check:
            self._check(faults(kept, source))
            return
        merged = merge(kept, source)
        write_catalogue(merged, catalogue_path())
        left = sum(line.startswith("chưa dịch") for line in faults(merged, source))
        self.stdout.write(f"{len(merged)} câu trong {catalogue_path()}; {left} câu chưa dịch.")

    def _check(self, found: list[str]) -> None:
        if not found:
            self.stdout.write("Bản dịch tiếng Anh đầy đủ.")
            return
        for line in found[:SHOWN]:
            self.stderr.write(f"  {line}")
        raise CommandError(
            f"{len(found)} câu cần sửa trong locale/en. Chạy “make messages”, dịch các câu trống rồi thử lại."
        )
