"""What stands in the way of starting is told in one line, with exit code 1 and no traceback."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from django.db import OperationalError

from tests.processes import thidua
from thidua.config import startup


def can_mount() -> bool:
    """Say whether this process may make a small disk of its own to fill."""
    probe = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return bool(shutil.which("unshare")) and subprocess.run(probe, capture_output=True, check=False).returncode == 0


needs_mount = pytest.mark.skipif(not can_mount(), reason="needs the right to mount a small tmpfs (root, unshare)")


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """Return the only line a failed command wrote."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 1
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_taken_port_is_told_with_another_to_try(data_dir: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        line = one_line(thidua("serve", "--port", str(port), data_dir=data_dir))
    assert f"cổng {port}" in line
    assert f"--port {port + 1}" in line


def test_a_file_in_place_of_the_data_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("đây là tệp")
    assert "không phải là thư mục" in one_line(thidua("serve", "--port", "0", data_dir=tmp_path / "var"))


def test_a_database_behind_the_code_is_told(tmp_path: Path) -> None:
    assert "thidua migrate" in one_line(thidua("serve", "--port", "0", data_dir=tmp_path / "var"))


@needs_mount
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    script = f'mount -t tmpfs -o size=8m tmpfs {tmp_path} && exec "$@"'
    done = thidua("serve", "--port", "0", data_dir=tmp_path / "var", wrap=("unshare", "-m", "bash", "-c", script, "-"))
    line = one_line(done)
    assert "Đĩa đã đầy" in line
    assert "200 MB" in line


@needs_mount
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    script = f'mount -t tmpfs -o ro tmpfs {tmp_path} && exec "$@"'
    done = thidua("serve", "--port", "0", data_dir=tmp_path / "var", wrap=("unshare", "-m", "bash", "-c", script, "-"))
    assert "Không ghi được vào thư mục dữ liệu" in one_line(done)


@needs_mount
def test_a_disk_that_fills_up_while_the_tables_are_made_is_told(tmp_path: Path) -> None:
    script = f'mount -t tmpfs -o size=300k tmpfs {tmp_path} && exec "$@"'
    done = thidua("migrate", "-v0", data_dir=tmp_path / "var", wrap=("unshare", "-m", "bash", "-c", script, "-"))
    assert "Đĩa đã đầy" in one_line(done)


def test_prepare_makes_the_folder_and_the_probe_leaves_nothing(tmp_path: Path, settings) -> None:
    settings.DATA_DIR = tmp_path / "new" / "var"
    startup.check_data_folder()
    assert list(settings.DATA_DIR.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/a/b"), "Đĩa đã đầy (/a/b)"),
        (OSError(errno.EROFS, "Read-only file system", "/a/b"), "Không ghi được"),
        (OperationalError("database or disk is full"), "Đĩa đã đầy"),
        (OperationalError("attempt to write a readonly database"), "Không ghi được"),
    ],
)
def test_an_error_of_the_machine_has_a_line(error: Exception, words: str) -> None:
    assert words in str(startup.explain(error))


def test_an_error_behind_another_is_found_and_a_fault_of_ours_is_not_dressed_up() -> None:
    outer = RuntimeError("outer")
    outer.__cause__ = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert "Đĩa đã đầy" in str(startup.explain(outer))
    assert startup.explain(KeyError("x")) is None
