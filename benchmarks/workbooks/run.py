"""Lists in and out side by side with the usual libraries, each in a process of its own: ``make bench-workbooks``.

One line for each contender, database and stage: seconds, rows a second, peak memory of all its processes together, and
the ratio to ours. What the peers do less (no look at who is known, no place, audit, trace) is not added to them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from .data import HEAD, ensure

ROOT = Path(__file__).resolve().parents[2]
DATABASES = ("sqlite", "postgresql")
# The usual library's own way takes minutes for what the others do in seconds: fewer rows tell its speed.
FEWER = {"django-import-export": 10}
WITH_DATABASE = ("ours", "django-import-export", "django-import-export bulk")
READERS = ("our reader", "openpyxl", "pandas")
_TICK = 0.05


def main() -> int:
    """Run every contender and print the table; exit 1 when one fails."""
    parser = argparse.ArgumentParser(description="Đo việc nhập, xuất danh sách bên cạnh các thư viện quen dùng.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "bench" / "workbooks")
    parser.add_argument("--peers", type=Path, default=ROOT / "var" / "bench" / "peers")
    asked = parser.parse_args()
    small = ensure(asked.data, 5_000, 20)
    found = []
    for database, name in [("", name) for name in READERS] + [(d, name) for d in DATABASES for name in WITH_DATABASE]:
        path = ensure(asked.data, asked.rows // FEWER.get(name, 1))
        one = _run(name, path, small, database, asked.peers)
        if one is None:
            return 1
        found.append((database, name, *one))
        _print(found[-1], found)
    return 0


def _run(name: str, path: Path, small: Path, database: str, peers: Path) -> tuple[dict[str, Any], float] | None:
    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder:
        environment = {
            **os.environ,
            "THIDUA_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "thidua.config.settings.dev",
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(peers))),
        }
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "benchmarks.workbooks.contender", name, str(path), str(small)]
        if database == "postgresql":
            command = [sys.executable, str(ROOT / "scripts" / "postgres.py"), *command]
        with tempfile.TemporaryFile("w+") as out:
            child = subprocess.Popen(command, cwd=folder, env=environment, stdout=out)
            peak = 0.0
            while child.poll() is None:
                peak = max(peak, _memory(child.pid))
                time.sleep(_TICK)
            out.seek(0)
            lines = out.read().strip().splitlines()
        if child.returncode or not lines:
            print(f"{name} ({database}): không chạy được, mã {child.returncode}")
            return None
        return json.loads(lines[-1]), peak


def _memory(pid: int) -> float:
    """Return the resident MB of a process and everything below it that runs Python (a database server is not ours)."""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            status = Path(f"/proc/{one}/status").read_text(encoding="utf-8")
            waiting += map(int, Path(f"/proc/{one}/task/{one}/children").read_text(encoding="ascii").split())
        except OSError:
            continue
        said = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        if said["Name"].strip().startswith("python") and "VmRSS" in said:
            total += int(said["VmRSS"].split()[0]) / 1024
    return total


def _print(one: tuple[str, str, dict[str, Any], float], found: list[tuple[str, str, dict[str, Any], float]]) -> None:
    database, name, stages, peak = one
    if not database and name == READERS[0]:
        print(f"{'':12}{'':28}{'':22}{'giây':>9}{'dòng/giây':>12}{'MB':>7}{'× chúng tôi':>13}   ({len(HEAD)} cột)")
    mine = next((s for d, n, s, _peak in found if d == database and n in {"ours", "our reader"}), {})
    rates = {stage: rows / seconds for stage, (seconds, rows) in stages.items()}
    rates |= {"all": _together(stages)} if {"preview", "apply"} <= stages.keys() else {}
    own = {stage: rows / seconds for stage, (seconds, rows) in mine.items()}
    own |= {"all": _together(mine)} if {"preview", "apply"} <= mine.keys() else {}
    for stage, rate in rates.items():
        ratio = f"{own[stage] / rate:13.2f}" if stage in own else ""
        seconds = f"{stages[stage][0]:9.2f}" if stage in stages else f"{'':9}"
        print(f"{database:12}{name:28}{stage:22}{seconds}{rate:12,.0f}{peak:7.0f}{ratio}", flush=True)


def _together(stages: dict[str, Any]) -> float:
    rows = stages["apply"][1]
    return float(rows / sum(stages[stage][0] for stage in ("read", "preview", "apply") if stage in stages))


if __name__ == "__main__":
    sys.exit(main())
