"""Measure one engine in this process and print one JSON line: seconds, peak memory, digests of the counts."""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from .counting import digest


def main() -> None:
    """``python -m benchmarks.rules.one ENGINE FILE REPEAT``."""
    engine = importlib.import_module(f"benchmarks.rules.engines.{sys.argv[1]}")
    path, repeat = Path(sys.argv[2]), int(sys.argv[3])
    start = time.perf_counter()
    data = engine.load(path)
    load = time.perf_counter() - start
    judged, judge = _timed(engine, data, repeat, quota=False)
    ranks = int(path.stem.split("-")[1]) <= getattr(engine, "MOST_WITH_QUOTA", sys.maxsize)
    chosen, quota = _timed(engine, data, repeat, quota=True) if ranks else ("", [])
    print(
        json.dumps(
            {
                "load": load,
                "judge": judge,
                "quota": quota,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "digest": judged,
                "quota_digest": chosen,
            }
        )
    )


def _timed(engine: Any, data: object, repeat: int, *, quota: bool) -> tuple[str, list[float]]:
    seconds = []
    word = ""
    for _ in range(repeat):
        start = time.perf_counter()
        computed = engine.compute(data, quota=quota)
        seconds.append(time.perf_counter() - start)
        word = digest(engine.outcome(computed) if hasattr(engine, "outcome") else computed)
    return word, seconds


if __name__ == "__main__":
    main()
