"""``thidua lawpages``: print the law shipped with the program as the pages of ``docs/luat``."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from thidua.lawbooks.printing import pages
from thidua.rules.library import shipped


class Command(BaseCommand):
    """Write one page per award, or check that the pages written are still true."""

    # It reads files alone: neither the database nor the addresses need be in order.
    requires_system_checks: list[str] = []
    help = "In luật trong phần mềm thành các trang tài liệu docs/luat (thêm --check: chỉ kiểm tra còn đúng không)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where to write, and whether to check only."""
        folder = settings.ROOT_DIR / "docs" / "luat"
        parser.add_argument("--to", type=Path, default=folder, metavar="THƯ_MỤC", help="nơi ghi (mặc định: docs/luat)")
        parser.add_argument("--check", action="store_true", help="không ghi; báo lỗi khi có trang không còn đúng")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare; pages that differ end a check with exit code 1."""
        folder, wanted = options["to"], pages(shipped())
        kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")} if folder.exists() else {}
        stale = sorted(name for name in wanted.keys() | kept.keys() if wanted.get(name) != kept.get(name))
        if options["check"]:
            if stale:
                raise CommandError(f"Trang không còn đúng: {', '.join(stale)}. Chạy: thidua lawpages")
            self.stdout.write(f"{len(wanted)} trang đều đúng.")
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            if name in wanted:
                (folder / name).write_text(wanted[name], encoding="utf-8")
            else:
                (folder / name).unlink()
        same = sum(kept.get(name) == page for name, page in wanted.items())
        self.stdout.write(f"Đã ghi {len(stale)} trang, {same} trang không đổi.")
