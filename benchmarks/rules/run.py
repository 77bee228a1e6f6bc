"""Run every engine on the same people, each in a process of its own, and compare: ``make bench-rules``.

One line per engine and size: seconds to load, median seconds to compute, peak memory, the ratio to NumPy, and whether
its counts are the same bytes as everybody else's.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

from .data import ensure

HERE = Path(__file__).parent
# Engine, interpreter (ours runs in the project's environment, the others in the benchmark's own), most people, repeats.
ENGINES = {
    "numpy_by_hand": ("bench", None),
    "ours": ("project", None),
    "ours_streaming": ("project", None),
    "ours_spark": ("bench", None),
    "pandas_columns": ("bench", None),
    "duckdb_sql": ("bench", None),
    "openfisca_formulas": ("bench", None),
    "python_objects": ("bench", 200_000),
    "zen_rules": ("bench", 20_000),
}


def main() -> int:
    """Read the sizes, run, print a table; exit 1 when two engines disagree."""
    parser = argparse.ArgumentParser(description="Đo bộ luật biên dịch bên cạnh các cách làm khác.")
    parser.add_argument("--people", type=int, nargs="+", default=[1_000_000, 11_000_000])
    parser.add_argument("--engines", nargs="+", default=list(ENGINES))
    parser.add_argument("--data", type=Path, default=HERE.parents[1] / "var" / "bench")
    parser.add_argument("--python-project", default=sys.executable)
    parser.add_argument("--python-bench", default=sys.executable)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    pythons = {"project": options.python_project, "bench": options.python_bench}
    agree = True
    for people in options.people:
        rows = [
            _measure(name, pythons[ENGINES[name][0]], people, ENGINES[name][1], options) for name in options.engines
        ]
        agree &= _report(people, rows)
    return 0 if agree else 1


def _measure(name: str, python: str, people: int, most: int | None, options: argparse.Namespace) -> dict[str, object]:
    """Run one engine in its own process, on fewer people where the whole would take hours."""
    size = min(people, most or people)
    path = ensure(options.data, size)
    command = [python, "-m", "benchmarks.rules.one", name, str(path), str(options.repeat)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parents[1], check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        return {"engine": name, "people": size, "error": last}
    return {"engine": name, "people": size, **json.loads(done.stdout.splitlines()[-1])}


def _report(people: int, rows: list[dict[str, object]]) -> bool:
    """Print one size; engines of the same size must have the same digests."""
    limit = next((row for row in rows if row["engine"] == "numpy_by_hand" and "error" not in row), None)
    print(f"\n{people:,} người")
    print(
        f"{'engine':<20}{'people':>12}{'load s':>9}{'judge s':>9}{'+quota s':>10}{'peak MB':>9}{'× NumPy':>9}  digest"
    )
    digests: dict[object, set[object]] = {}
    for row in rows:
        if "error" in row:
            print(f"{row['engine']:<20}{row['people']:>12,}  {row['error']}")
            continue
        per = [statistics.median(row[key] or [float("nan")]) for key in ("judge", "quota")]  # type: ignore[call-overload]
        ratio = ""
        if limit is not None:
            own, base = per[0] / int(row["people"]), statistics.median(limit["judge"]) / int(limit["people"])  # type: ignore[call-overload]
            ratio = f"{own / base:.2f}"
        for key in ("digest", "quota_digest"):
            if row[key]:
                digests.setdefault((row["people"], key), set()).add(row[key])
        print(
            f"{row['engine']:<20}{row['people']:>12,}{row['load']:>9.2f}{per[0]:>9.3f}{per[1]:>10.3f}"
            f"{row['peak_mb']:>9.0f}{ratio:>9}  {row['digest']}"
        )
    agree = all(len(found) == 1 for found in digests.values())
    print("Mọi cách làm cho cùng kết quả." if agree else "KHÁC KẾT QUẢ giữa các cách làm.")
    return agree


if __name__ == "__main__":
    sys.exit(main())
