"""A pytest plugin of ``scripts/mutants.py``: writes which functions of the law each test calls, and how long it takes.

Into the file named by ``MUTANTS_MET``: ``{function: [[seconds, test], …]}``. What is called while tests are collected
(the law read once in a process) is no single test's and is not written.
"""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from mutmut.mutation import trampoline

_called: set[str] = set()
_met: dict[str, list[tuple[float, str]]] = defaultdict(list)


def _note(name: str, caller: str | None = None) -> None:
    _called.add(name)


class _NoStack:
    """Stands for mutmut's stack of callers, which nobody asks here and which takes most of the time."""

    @staticmethod
    def get() -> tuple[None, int]:
        return None, 0

    @staticmethod
    def set(value: object) -> None:
        return None

    @staticmethod
    def reset(token: None) -> None:
        return None


trampoline.record_trampoline_hit = _note
trampoline.MutmutCallStack = _NoStack  # type: ignore[misc, assignment]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Note the functions that one test calls."""
    _called.clear()
    began = time.perf_counter()
    yield
    seconds = round(time.perf_counter() - began, 3)
    for name in _called:
        _met[name].append((seconds, item.nodeid))


def pytest_sessionfinish() -> None:
    """Write what was met, quickest tests first."""
    met = {name: sorted(tests) for name, tests in sorted(_met.items())}
    Path(os.environ["MUTANTS_MET"]).write_text(json.dumps(met), encoding="utf-8")
