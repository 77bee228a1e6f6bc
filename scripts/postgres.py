"""Runs a command with DATABASE_URL naming a PostgreSQL server: the one given, or a throw-away one that ends with it.

``python scripts/postgres.py COMMAND…``. The throw-away server uses Debian's binaries, lives in a temporary folder,
listens on a Unix socket there alone (so no port can be taken) and is stopped whatever happens to the command. Started
as root, it runs as the unprivileged account “postgres” or “nobody”: PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

# Nothing here outlives the run, so nothing needs to survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=60")


def main(command: list[str]) -> int:
    """Run ``command`` and return its exit code."""
    if not command:
        sys.exit("Cách dùng: scripts/postgres.py LỆNH…")
    # Being ended by a signal must still stop the server: turn it into an exception that unwinds.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode  # noqa: S603
    with throw_away_server() as url:
        try:
            return subprocess.run(command, check=False, env=os.environ | {"DATABASE_URL": url}).returncode  # noqa: S603
        except KeyboardInterrupt:
            return 130


@contextlib.contextmanager
def throw_away_server() -> Iterator[str]:
    """Start a server in a temporary folder; yield its URL; stop it and remove the folder."""
    bin_dir = find_binaries()
    owner = unprivileged_account()
    # Under /tmp because the path of a Unix socket must stay short.
    home = Path(tempfile.mkdtemp(prefix="thidua-pg-", dir="/tmp"))
    if owner:
        os.chown(home, owner.pw_uid, owner.pw_gid)
    home.chmod(0o755)
    data = home / "data"
    try:
        init = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--username=thidua", "--no-sync"]
        _run([bin_dir / "initdb", "--pgdata", data, *init], home, owner)
        options = " ".join([f"-k {home}", "-c listen_addresses=''", *(f"-c {setting}" for setting in FAST)])
        start = ["--log", home / "log", "--options", options, "--wait", "start"]
        _run([bin_dir / "pg_ctl", "--pgdata", data, *map(str, start)], home, owner)
        yield f"postgresql://thidua@{quote(str(home), safe='')}/postgres"
    except subprocess.CalledProcessError as error:
        log = home / "log"
        sys.exit(f"Không dựng được PostgreSQL tạm: {error}\n{log.read_text() if log.exists() else ''}")
    finally:
        stop = ["--mode", "immediate", "--wait", "stop"]
        with contextlib.suppress(subprocess.CalledProcessError):  # it may never have started
            _run([bin_dir / "pg_ctl", "--pgdata", data, *stop], home, owner, quiet=True)
        shutil.rmtree(home, ignore_errors=True)


def _run(command: list[str | Path], home: Path, owner: pwd.struct_passwd | None, *, quiet: bool = False) -> None:
    """Run one of the server's programs as ``owner``; raises CalledProcessError."""
    errors = subprocess.DEVNULL if quiet else None
    if owner is None:
        subprocess.run(command, cwd=home, check=True, stdout=subprocess.DEVNULL, stderr=errors)  # noqa: S603
        return
    subprocess.run(  # noqa: S603
        command, cwd=home, check=True, stdout=subprocess.DEVNULL, stderr=errors,
        user=owner.pw_uid, group=owner.pw_gid, extra_groups=[owner.pw_gid],
    )  # fmt: skip


def find_binaries() -> Path:
    """Return the folder of the newest installed server's binaries."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    sys.exit(
        "Chưa có PostgreSQL trên máy này. Cài gói postgresql (Debian: apt install postgresql), hoặc đặt DATABASE_URL."
    )


def unprivileged_account() -> pwd.struct_passwd | None:
    """Return whom the server runs as when we are root; None keeps the present account."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    sys.exit("PostgreSQL không chạy dưới quyền root, và máy này không có tài khoản postgres hay nobody.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
