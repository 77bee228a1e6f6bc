"""Runs the real ``thidua`` command in a process of its own, on a data folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "thidua.config.cli"]


def environment(data_dir: Path) -> dict[str, str]:
    """Return an environment for the embedded installation in ``data_dir``, whatever database the tests use."""
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    return kept | {"THIDUA_DATA_DIR": str(data_dir), "PYTHONPATH": str(PACKAGE_ROOT), "PYTHONWARNINGS": "default"}


def thidua(*args: str, data_dir: Path, wrap: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [*wrap, *COMMAND, *args], env=environment(data_dir), capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose database is up to date; copy it before writing."""
    folder = tmp_path_factory.mktemp("migrated")
    done = thidua("migrate", "--verbosity=0", data_dir=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def data_dir(migrated: Path, tmp_path: Path) -> Path:
    """A fresh copy of the migrated folder."""
    return Path(shutil.copytree(migrated, tmp_path / "var"))


class Served:
    """A running ``thidua serve`` and what it printed."""

    def __init__(self, data_dir: Path, *args: str) -> None:
        self.log = data_dir / "serve.log"
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", "--port", "0", *args], env=environment(data_dir), stdout=out, stderr=out
            )
        self.session = self.process.pid

    @property
    def said(self) -> str:
        return self.log.read_text()

    def wait_until(self, condition: Callable[[], object], seconds: float = 60) -> None:
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

    def children(self) -> dict[str, int]:
        """Return the process ids of the two children by a word of their command lines."""
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                line = (entry / "cmdline").read_text()
            except (OSError, IndexError):
                continue
            if parent == self.process.pid:
                found["gunicorn" if "gunicorn" in line else "worker"] = int(entry.name)
        return found


@pytest.fixture
def serve(data_dir: Path) -> Iterator[Callable[..., Served]]:
    """Start a server; it is ended after the test whatever happened."""
    started: list[Served] = []

    def start(*args: str) -> Served:
        started.append(Served(data_dir, *args))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(60)
