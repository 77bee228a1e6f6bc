"""A database that other processes can open: for tests that kill processes or run real servers."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


class OutsideDatabase:
    """What this test's database holds now, opened by other processes: a copied file, or PostgreSQL's test database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "THIDUA_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}
        if connection.vendor == "postgresql":
            s = connection.settings_dict
            who = quote(s["USER"]) + (":" + quote(s["PASSWORD"]) if s["PASSWORD"] else "")
            host = quote(s["HOST"], safe="") + (f":{s['PORT']}" if s["PORT"] else "")
            self.env["DATABASE_URL"] = f"postgresql://{who}@{host}/{s['NAME']}"

    def publish(self) -> None:
        """Make what was written so far visible to other processes."""
        if connection.vendor == "sqlite":
            target = sqlite3.connect(self.folder / "thidua.sqlite3")
            connection.ensure_connection()
            connection.connection.backup(target)
            target.execute("PRAGMA journal_mode=WAL")
            target.close()

    def rows(self, statement: str) -> list[Any]:
        """Return what a query gives in the outside database."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall()
        source = sqlite3.connect(self.folder / "thidua.sqlite3")
        try:
            return source.execute(statement).fetchall()
        finally:
            source.close()

    def run(self, script: str, *args: str, settings: str = "thidua.config.settings.test") -> Any:
        """Run ``tests/<script>`` and return the JSON it prints; fails with its error output."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "tests" / script), *args],
            env={**self.env, "DJANGO_SETTINGS_MODULE": settings},
            cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def outside_database(transactional_db: None, tmp_path: Path) -> OutsideDatabase:
    """The test's database for other processes; call ``publish`` after preparing rows."""
    return OutsideDatabase(tmp_path)
