"""Runs the real ``thidua`` command in a process of its own, on a data folder of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-m", "thidua.config.cli"]


def environment(data_dir: Path) -> dict[str, str]:
    """Return an environment for the embedded installation in ``data_dir``, whatever database the tests use."""
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    return kept | {"THIDUA_DATA_DIR": str(data_dir), "PYTHONPATH": str(PROJECT), "PYTHONWARNINGS": "default"}


def thidua(
    *args: str, data_dir: Path, wrap: tuple[str, ...] = (), seconds: int = 120
) -> subprocess.CompletedProcess[str]:
    """Run one command to its end; ``wrap`` goes before it (unshare, bash …)."""
    return subprocess.run(
        [*wrap, *COMMAND, *args],
        env=environment(data_dir),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


class Served:
    """A running ``thidua serve`` and what it printed."""

    def __init__(self, data_dir: Path, *args: str) -> None:
        self.data_dir = data_dir
        self.log = data_dir / "serve.log"
        with self.log.open("w") as out:
            command = [*COMMAND, "serve", "--port", "0", *args]
            self.process = subprocess.Popen(command, env=environment(data_dir), stdout=out, stderr=out)

    @property
    def said(self) -> str:
        """Everything printed so far."""
        return self.log.read_text()

    def wait_until(self, condition: Callable[[], object], seconds: float = 90) -> None:
        """Wait for a condition; fail with what the server printed when it does not come."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)

    def ready(self) -> str:
        """Wait until the address is printed; return it."""
        self.wait_until(lambda: "http://" in self.said or self.process.poll() is not None)
        assert self.process.poll() is None, self.said
        return next(word for word in self.said.split() if word.startswith("http://"))

    def stop(self) -> None:
        """End it as an operator would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def children(self) -> dict[str, int]:
        """Return the process ids of the two children by a word of their command lines."""
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                line = (entry / "cmdline").read_text()
            except (OSError, IndexError):  # it ended while we looked
                continue
            if parent == self.process.pid:
                found["gunicorn" if "gunicorn" in line else "worker"] = int(entry.name)
        return found
