"""The reading process: ``python -m thidua.workbooks.reading.worker FILE FOLDER LIMITS``.

It is given a file that may do anything to it: it limits its own memory and time first, knows no database and no
settings, and leaves ``about.json`` and one CSV file for each sheet in a folder that its parent clears.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .limits import Limits
from .signs import TEXT, Refused, kind_of


def main(path: Path, folder: Path, limits: Limits) -> None:
    """Read the file and write what it holds, or why it is refused."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        about: dict[str, Any] = {"sheets": _read(path, folder, limits)}
    except Refused as refused:
        about = {"refused": refused.kind, "what": refused.what}
    except MemoryError:
        about = {"refused": "too_many_cells", "what": ""}
    (folder / "about.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def _read(path: Path, folder: Path, limits: Limits) -> list[dict[str, Any]]:
    # The readers are loaded inside the limits.
    from . import delimited, spreadsheets  # noqa: PLC0415

    kind = kind_of(path, limits)
    if kind == TEXT:
        rows = list(delimited.rows_of(path, limits))
        return [_keep(spreadsheets.RawSheet("", rows), folder, 0)]
    sheets = spreadsheets.sheets_of(path, kind, limits)
    return [_keep(sheet, folder, number) for number, sheet in enumerate(sheets)]


def _keep(sheet: Any, folder: Path, number: int) -> dict[str, Any]:
    width = max(map(len, sheet.rows), default=0)
    with (folder / f"{number}.csv").open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows([*row, *[""] * (width - len(row))] for row in sheet.rows)
    about = asdict(sheet)
    del about["rows"]
    return {**about, "width": width, "height": len(sheet.rows)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Limits(**json.loads(sys.argv[3])))
