"""``worker``: runs background jobs until told to stop. Several may run side by side."""

from __future__ import annotations

import logging
import signal
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from thidua.kernel.jobs import LEASE, ask_stop
from thidua.kernel.services import clear_old, requeue_stale

_PAUSE = 1.0  # seconds between looks at an empty queue


class Command(BaseCommand):
    """Takes up jobs; at its start, and once per lease, also those that a killed worker left behind."""

    help = "Chạy các công việc nền cho đến khi nhận lệnh dừng (Ctrl-C hoặc SIGTERM)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe the options."""
        parser.add_argument("--once", action="store_true", help="Làm hết việc đang chờ rồi thoát.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Loop: recover, run what waits, rest."""
        logging.getLogger("django_tasks").setLevel(logging.WARNING)
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        self.worker = _quiet_worker()
        self.resting = True
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        recovered_at = 0.0
        while self.worker.running:
            if time.monotonic() - recovered_at > LEASE.total_seconds() or not recovered_at:
                self._recover()
                recovered_at = time.monotonic()
            self.resting = False
            self.worker.run()
            self.resting = True
            if once:
                return
            if self.worker.running:
                time.sleep(_PAUSE)

    def _recover(self) -> None:
        close_old_connections()
        now = timezone.now()
        requeue_stale(at=now)
        clear_old(at=now)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Stop after the current batch; a second signal stops at once (nothing is lost either way)."""
        if not self.worker.running:
            sys.exit(1)
        self.worker.running = False
        ask_stop()
        if self.resting:
            sys.exit(0)


def _quiet_worker() -> Worker:
    """Return the library's worker, made to come back when the queue is empty."""
    return Worker(
        queue_names=list(settings.TASKS["default"]["QUEUES"]),
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
