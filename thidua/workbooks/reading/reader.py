"""The one way into a file: read in a process of its own, which may die of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from ..grids import Grid, Merge
from .limits import LIMITS, Limits
from .old_word import made_docx
from .refusals import Unreadable, UnreadableFile


def read_file(path: Path, limits: Limits = LIMITS) -> tuple[Grid, ...]:
    """Return a file's sheets, or its tables, in their order; raises UnreadableFile. Nothing is left behind."""
    with tempfile.TemporaryDirectory(prefix="thidua-read-") as name:
        folder = Path(name)
        about = _told(path, folder, limits)
        if about.get("refused") == Unreadable.OLD_WORD and (made := made_docx(path, folder, limits)):
            (folder / "about.json").unlink()  # or a second reading that dies would leave the first one's words
            about = _told(made, folder, limits)
        if "refused" in about:
            raise UnreadableFile(Unreadable(about["refused"]), limits, what=about["what"])
        grids = tuple(_grid(folder / f"{number}.arrow", sheet) for number, sheet in enumerate(about["sheets"]))
    if all(grid.cells.is_empty() for grid in grids):
        raise UnreadableFile(Unreadable.EMPTY, limits)
    return grids


def _told(path: Path, folder: Path, limits: Limits) -> dict[str, Any]:
    """Return what the reading process says of a file; raises UnreadableFile where it died."""
    died = _run(path, folder, limits)
    about = _about(folder)
    if about is None:
        raise UnreadableFile(died or Unreadable.DAMAGED, limits)
    return about


def _run(path: Path, folder: Path, limits: Limits) -> Unreadable | None:
    """Run the reading process; return why it died, if it did."""
    command = [sys.executable, "-m", "thidua.workbooks.reading.worker", str(path), str(folder)]
    process = subprocess.Popen(  # noqa: S603 - our own module, a path of ours
        [*command, json.dumps(asdict(limits))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=Path(__file__).resolve().parents[3],
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
    )
    try:
        code = process.wait(limits.wall)
    except subprocess.TimeoutExpired:
        return Unreadable.TOO_SLOW
    finally:  # also where the parent itself is told to stop
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return Unreadable.TOO_SLOW
    # Where memory cannot be had, the reader in Rust ends the process at once.
    return Unreadable.TOO_MANY_CELLS if code == -signal.SIGABRT else None


def _about(folder: Path) -> dict[str, Any] | None:
    try:
        about: dict[str, Any] = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return about


def _grid(path: Path, about: dict[str, Any]) -> Grid:
    return Grid(
        sheet=about["name"],
        cells=pl.read_ipc(path, memory_map=False),
        visible=about["visible"],
        first_row=about["first_row"],
        first_column=about["first_column"],
        merges=tuple(Merge(*merge) for merge in about["merges"]),
        unread_formulas=tuple(about["unread_formulas"]),
        rounded_numbers=tuple(about["rounded_numbers"]),
        is_text=about["is_text"],
    )
