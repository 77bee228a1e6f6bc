"""The test's database for other processes: for tests that kill processes or run real servers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "tests.kernel.outside_settings"


class OutsideDatabase:
    """Opens this test's database from other processes. Everything is committed, and emptied after the test."""

    def __init__(self) -> None:
        self.env = {**os.environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": SETTINGS}
        s = connection.settings_dict
        if connection.vendor == "postgresql":
            who = quote(s["USER"]) + (":" + quote(s["PASSWORD"]) if s["PASSWORD"] else "")
            host = quote(s["HOST"], safe="") + (f":{s['PORT']}" if s["PORT"] else "")
            self.env["DATABASE_URL"] = f"postgresql://{who}@{host}/{s['NAME']}"
        else:
            self.env["TEST_DATABASE"] = str(s["NAME"])

    def rows(self, statement: str) -> list[Any]:
        """Return what a query gives."""
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    def run(self, script: str, *args: str) -> Any:
        """Run ``tests/<script>`` and return the JSON it prints; fails with its error output."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "tests" / script), *args],
            env=self.env, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def outside_database(transactional_db: None) -> OutsideDatabase:
    """The test's database for other processes."""
    return OutsideDatabase()
