"""``thidua serve``: the web server and the worker live and die together."""

from __future__ import annotations

import os
import signal
import urllib.request
from pathlib import Path

import pytest


def alive(pid: int) -> bool:
    """Say whether a process runs; one that has ended and waits to be reaped does not."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_one_stop_ends_both_and_leaves_nobody_behind(serve, stop: signal.Signals) -> None:
    server = serve()
    with urllib.request.urlopen(server.ready() + "suc-khoe/") as answer:
        assert answer.status == 200
    children = server.children()
    assert set(children) == {"gunicorn", "worker"}
    server.process.send_signal(stop)
    assert server.process.wait(60) == 0, server.said
    assert not [name for name, pid in children.items() if alive(pid)]
    assert "Traceback" not in server.said


@pytest.mark.parametrize("victim", ["gunicorn", "worker"])
def test_when_one_dies_the_other_is_ended_and_the_exit_code_tells(serve, victim: str) -> None:
    server = serve()
    server.ready()
    children = server.children()
    os.kill(children[victim], signal.SIGKILL)
    assert server.process.wait(60) == 1
    assert "đã dừng ngoài ý muốn" in server.said
    assert not [name for name, pid in children.items() if alive(pid)]


def test_a_killed_parent_leaves_no_orphan(serve) -> None:
    server = serve()
    server.ready()
    children = server.children()
    server.process.kill()
    server.process.wait(60)
    server.wait_until(lambda: not [pid for pid in children.values() if alive(pid)])
