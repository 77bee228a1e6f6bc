"""``thidua serve``: the web server and the background worker together; one Ctrl-C ends both."""

from __future__ import annotations

import argparse
import http.client
import sys
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from thidua.config.processes import Family
from thidua.config.startup import bind, check_data_folder, unapplied_migrations

WEB, WORKER = "trang web", "tiến trình việc nền"
READY_SECONDS = 60  # a cold start on a slow disk; the children are watched meanwhile


class Command(BaseCommand):
    """Runs gunicorn and the worker as children and keeps them as one."""

    help = "Chạy trang web và tiến trình việc nền cùng nhau; một lần Ctrl-C dừng cả hai."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the address and the size of the server."""
        parser.add_argument("--port", type=int, default=8000, help="Cổng (mặc định 8000; 0: tự chọn cổng trống).")
        parser.add_argument("--host", default="127.0.0.1", help="Địa chỉ lắng nghe (mặc định chỉ máy này).")
        parser.add_argument("--workers", type=int, default=2, help="Số tiến trình phục vụ (mặc định 2).")
        parser.add_argument("--threads", type=int, default=4, help="Số luồng mỗi tiến trình (mặc định 4).")
        parser.add_argument("--no-worker", action="store_true", help="Không chạy tiến trình việc nền.")

    def handle(self, *, host: str, port: int, workers: int, threads: int, no_worker: bool, **options: object) -> None:
        """Check, bind, start both, wait. Raises CommandError when one of them ends by itself."""
        check_data_folder()
        with bind(host, port) as listener:
            if count := unapplied_migrations():
                raise CommandError(f"cơ sở dữ liệu còn thiếu {count} bước cập nhật. Chạy “thidua migrate” trước.")
            call_command("collectstatic", interactive=False, verbosity=0)
            connections.close_all()
            family = Family()
            try:
                family.start(WEB, _gunicorn(listener.fileno(), workers, threads), pass_fds=(listener.fileno(),))
                if not no_worker:
                    family.start(WORKER, [sys.executable, "-m", "thidua.config.cli", "worker"])
                self._say_when_ready(listener.getsockname()[:2], family)
                gone = family.watch()
            finally:
                family.stop()
        if gone:
            raise CommandError(f"{gone} đã dừng ngoài ý muốn; đã dừng cả phần còn lại. Xem thông báo phía trên.")
        self.stdout.write("Đã dừng.")

    def _say_when_ready(self, address: tuple[str, int], family: Family) -> None:
        if _answers(address, family):
            host, port = address
            shown = f"[{host}]" if ":" in host else host
            self.stdout.write(f"Thi Đua đang chạy tại http://{shown}:{port}/  (Ctrl-C để dừng)")
            self.stdout.flush()


def _gunicorn(fd: int, workers: int, threads: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "thidua.config.wsgi", f"--bind=fd://{fd}", f"--workers={workers}",
        f"--threads={threads}", "--preload", "--no-control-socket", "--log-level=warning", "--graceful-timeout=10",
        "--timeout=60",
    ]  # fmt: skip


def _answers(address: tuple[str, int], family: Family) -> bool:
    """Wait until the server answers anything at all; False when a child ended first or it takes too long."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and not family.ended() and not family.stop_asked():
        probe = http.client.HTTPConnection(reachable, address[1], timeout=5)
        try:
            probe.request("GET", "/suc-khoe/")
            probe.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return True
        finally:
            probe.close()
    return False
