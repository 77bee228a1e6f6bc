"""What the law says to people, kept as text beside the tests: whoever changes a sentence sees it in the difference.

``THIDUA_TOLD=write python -m pytest tests/rules/test_told.py`` writes the files anew; read the difference before
keeping it.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).with_name("told")


def check_told(name: str, lines: Iterable[str]) -> None:
    """Fail with the difference when ``lines`` are not those kept in ``told/name.txt``."""
    path, told = FOLDER / f"{name}.txt", [line.rstrip() for line in lines]
    if os.environ.get("THIDUA_TOLD") == "write":
        path.write_text("\n".join(told) + "\n", encoding="utf-8")
    kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    difference = list(difflib.unified_diff(kept, told, "kept", "told", lineterm="", n=1))
    assert difference == [], "\n".join(difference[:40])
