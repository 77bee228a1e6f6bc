"""What must hold before Thi Đua can work: a data folder one can write to, room on the disk, tables, a free port.

Each check that fails ends the process with one line that says what is wrong and what to do (exit code 1), never with
a traceback. Any command may use these; ``explain`` also serves the ``thidua`` command for errors met later.
"""

from __future__ import annotations

import errno
import shutil
import socket
import tempfile
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

# The demo city with its history takes about 40 MB; SQLite needs as much again while it writes.
LEAST_FREE_BYTES = 200_000_000

_FULL = "Đĩa đã đầy ({place}). Hãy giải phóng chỗ trống hoặc đặt THIDUA_DATA_DIR sang đĩa khác, rồi chạy lại."
_READ_ONLY = "Không ghi được vào thư mục dữ liệu {place}. Hãy cấp quyền ghi hoặc đặt THIDUA_DATA_DIR sang thư mục khác."
_NOT_FOLDER = "{place} không phải là thư mục. Hãy đổi tên tệp đó hoặc đặt THIDUA_DATA_DIR sang thư mục khác."
_BY_ERRNO = {
    errno.ENOSPC: _FULL, errno.EDQUOT: _FULL, errno.EFBIG: _FULL,
    errno.EROFS: _READ_ONLY, errno.EACCES: _READ_ONLY, errno.EPERM: _READ_ONLY,
    errno.ENOTDIR: _NOT_FOLDER, errno.EEXIST: _NOT_FOLDER,
}  # fmt: skip
# What SQLite says when a write fails; it hides the errno.
_BY_SQLITE_WORDS = {
    "disk is full": _FULL,
    "readonly database": _READ_ONLY,
    "unable to open database file": _READ_ONLY,
}


def prepare() -> None:
    """Make the installation ready to use: folder, room on the disk, tables up to date. Ends the process otherwise."""
    check_data_folder()
    try:
        if unapplied_migrations():
            call_command("migrate", interactive=False, verbosity=0)
    except (OSError, DatabaseError) as error:
        fail(explain(error) or f"không chuẩn bị được cơ sở dữ liệu: {_first_line(error)}")


def check_data_folder() -> None:
    """Make the data folder and prove that one can write to it and that the disk has room."""
    folder = Path(settings.DATA_DIR)
    try:
        # Made for its owner alone: it holds the database, letters with links that set passwords, and secrets.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"thi dua")
            probe.flush()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        fail(explain(error) or f"không dùng được thư mục dữ liệu {folder}: {_first_line(error)}")
    if free < LEAST_FREE_BYTES:
        needed, left = LEAST_FREE_BYTES // 1_000_000, free // 1_000_000
        fail(f"{_FULL.format(place=folder)} Cần ít nhất {needed} MB, đang còn {left} MB.")


def unapplied_migrations() -> int:
    """Return how many migrations the database still lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes any free one. Ends the process when the port is taken.

    Binding here, before any child starts, leaves no moment in which another program could take the port.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            fail(
                f"cổng {port} trên {host} đang có chương trình khác dùng. Hãy chọn cổng khác, ví dụ --port {port + 1}."
            )
        if error.errno == errno.EACCES:
            fail(f"không được phép mở cổng {port} (dưới 1024 cần quyền root). Hãy chọn cổng khác, ví dụ --port 8000.")
        fail(f"không mở được {host}:{port}: {_first_line(error)}")
    except OverflowError:
        listener.close()
        fail(f"{port} không phải là cổng hợp lệ; cổng là số từ 1 đến 65535.")
    return listener


def check_port(port: int, host: str = "127.0.0.1") -> None:
    """End the process when the port is taken; for commands that work for a while before they serve."""
    bind(host, port).close()


def explain(error: BaseException) -> str | None:
    """Return one line for an error that comes from the machine (disk, folder, database); None for any other."""
    link: BaseException | None = error
    while link is not None:
        line = _explain_one(link)
        if line:
            return line
        link = link.__cause__ or link.__context__
    return None


def _explain_one(error: BaseException) -> str | None:
    if isinstance(error, OSError) and error.errno in _BY_ERRNO:
        return _BY_ERRNO[error.errno].format(place=error.filename or settings.DATA_DIR)
    if isinstance(error, DatabaseError):
        said = str(error).lower()
        for words, line in _BY_SQLITE_WORDS.items():
            if words in said:
                return line.format(place=settings.DATA_DIR)
        if connection.vendor == "postgresql" and connection.connection is None:
            return f"Không kết nối được PostgreSQL (biến DATABASE_URL): {_first_line(error)}"
    return None


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def fail(line: str) -> NoReturn:
    """End the process with one line on the error stream and exit code 1."""
    raise SystemExit(f"Lỗi: {line}")
