"""Data folders for commands that run in processes of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes import Served, thidua


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


@pytest.fixture
def serve(data_dir: Path) -> Iterator[Callable[..., Served]]:
    """Start a server; it is ended after the test whatever happened."""
    started: list[Served] = []

    def start(*args: str) -> Served:
        started.append(Served(data_dir, *args))
        return started[-1]

    yield start
    for server in started:
        server.stop()
