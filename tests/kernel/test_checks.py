"""D9: an unsafe embedded database is refused, a safe one is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from thidua.config.settings.base import SQLITE_OPTIONS
from thidua.kernel import checks
from thidua.kernel.triggers import drop_triggers

SAFE = (3, 53, 4)


def ids(found: list) -> list[str]:
    """Return the codes of what was found."""
    return [message.id for message in found]


def test_our_own_settings_are_safe() -> None:
    assert checks.settings_faults(SQLITE_OPTIONS, SAFE) == []
    assert [message for message in run_checks() if str(message.id).startswith("kernel.")] == []


@pytest.mark.parametrize(
    ("change", "version", "expected"),
    [
        ({}, (3, 51, 2), ["kernel.E001"]),
        ({}, (3, 51, 3), []),
        ({}, (3, 40, 1), ["kernel.E001"]),
        ({"init_command": "PRAGMA synchronous=FULL"}, (3, 40, 1), []),  # without WAL the old version is safe
        ({"transaction_mode": "DEFERRED"}, SAFE, ["kernel.E002"]),
        ({"transaction_mode": None}, SAFE, ["kernel.E002"]),
        ({"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL"}, SAFE, ["kernel.E003"]),
        ({"init_command": "PRAGMA journal_mode = wal; PRAGMA synchronous = 2;"}, SAFE, []),
        ({"init_command": "PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF"}, SAFE, ["kernel.E004"]),
        ({"init_command": "PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456"}, SAFE, ["kernel.E005"]),
    ],
)
def test_unsafe_settings_are_refused(change: dict, version: tuple[int, ...], expected: list[str]) -> None:
    assert ids(checks.settings_faults({**SQLITE_OPTIONS, **change}, version)) == expected


def opened(folder: Path, init_command: str) -> DatabaseWrapper:
    """Open a real file with the given pragmas."""
    base = {**connection.settings_dict, "ENGINE": "django.db.backends.sqlite3", "NAME": folder / "x.sqlite3"}
    return DatabaseWrapper({**base, "OPTIONS": {**SQLITE_OPTIONS, "init_command": init_command}}, "outside")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("init_command", "expected"),
    [
        (SQLITE_OPTIONS["init_command"], []),
        ("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL", ["kernel.E003"]),
        ("PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF", ["kernel.E004"]),
        ("PRAGMA synchronous=FULL; PRAGMA mmap_size=1048576", ["kernel.E005"]),
    ],
)
def test_what_a_connection_really_runs_with_is_looked_at(tmp_path: Path, init_command: str, expected: list) -> None:
    database = opened(tmp_path, init_command)
    try:
        assert ids(checks.connection_faults(database)) == expected
    finally:
        database.close()


@pytest.mark.django_db
def test_an_old_library_is_found_on_the_connection_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = opened(tmp_path, SQLITE_OPTIONS["init_command"])
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", (3, 40, 1))
    try:
        assert ids(checks.connection_faults(database)) == ["kernel.E001"]
    finally:
        database.close()


@pytest.mark.django_db
def test_a_chain_without_its_guard_is_reported() -> None:
    def found() -> list[str]:
        return [i for i in ids(run_checks(databases=["default"])) if i == "kernel.E006"]

    assert found() == []
    drop_triggers(connection)
    assert found() == ["kernel.E006"]


@pytest.mark.django_db
def test_the_connection_of_this_installation_is_safe() -> None:
    assert checks.check_connections(databases=["default"]) == []
    assert "default" in settings.DATABASES
