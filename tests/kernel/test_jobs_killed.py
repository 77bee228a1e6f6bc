"""A worker killed at any statement: nothing lost, nothing doubled."""

from __future__ import annotations

import signal
import subprocess
import sys

from tests.kernel.outside import ROOT, OutsideDatabase, outside_database  # noqa: F401 - a fixture


def test_a_job_killed_at_any_statement_is_finished_once(outside_database: OutsideDatabase) -> None:  # noqa: F811
    found = outside_database.run("kernel/killed_worker.py", "tests.careful")
    assert sum(not kill["lived"] for kill in found) > 20
    bad = [
        kill for kill in found if kill["missing"] or kill["doubled"] or kill["done"] != 12 or kill["state"] != "done"
    ]
    assert bad == []


def test_the_kills_would_find_a_job_that_writes_outside_its_batch(outside_database: OutsideDatabase) -> None:  # noqa: F811
    found = outside_database.run("kernel/killed_worker.py", "tests.careless")
    assert any(kill["doubled"] for kill in found)


def test_a_worker_told_to_stop_hands_its_job_back_and_the_next_one_finishes_it(
    outside_database: OutsideDatabase,  # noqa: F811
) -> None:
    worker = [sys.executable, str(ROOT / "tests" / "kernel" / "stopped_worker.py")]
    env = outside_database.env
    with subprocess.Popen([*worker, "slow"], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("batch 2"):
                process.send_signal(signal.SIGTERM)
                break
        process.stdout.read()
        assert process.wait(timeout=60) == 0
    [(state, done, error)] = outside_database.rows(
        "SELECT state, done, error FROM kernel_job WHERE kind = 'tests.slow'"
    )
    assert (state, error) == ("queued", "")
    assert 2 <= done < 200
    subprocess.run([*worker, "rest"], env=env, cwd=ROOT, check=True, timeout=120, capture_output=True)
    assert outside_database.rows("SELECT state, done, attempt FROM kernel_job WHERE kind = 'tests.slow'") == [
        ("done", 200, 2)
    ]
    effects = "SELECT count(*), count(DISTINCT label) FROM kernel_job WHERE kind = 'tests.effect'"
    assert outside_database.rows(effects) == [(200, 200)]
