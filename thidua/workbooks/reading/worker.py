"""The reading process: ``python -m thidua.workbooks.reading.worker FILE FOLDER LIMITS``.

It is given a file that may do anything to it: it limits its own memory and time first, knows no database and no
settings, and leaves ``about.json`` and one Arrow file for each sheet in a folder that its parent clears.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import polars as pl

from . import delimited
from .limits import Limits
from .signs import TEXT, Refused, kind_of
from .spreadsheets import RawSheet, sheets_of


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
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the Rust reader, which no module names
            raise
        about = {"refused": "too_many_cells" if _short_of_memory(limits) else "damaged", "what": ""}
    (folder / "about.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def _short_of_memory(limits: Limits) -> bool:
    """Say whether so much was used that the fault is likely the limit's: code and stacks take up the other part."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > limits.memory / 2


def _read(path: Path, folder: Path, limits: Limits) -> list[dict[str, Any]]:
    kind = kind_of(path, limits)
    sheets: Iterable[RawSheet]
    sheets = [RawSheet("", list(delimited.rows_of(path, limits)))] if kind == TEXT else sheets_of(path, kind, limits)
    kept = []
    left = limits.text
    for number, sheet in enumerate(sheets):
        left -= sum(sum(map(len, row)) for row in sheet.rows)
        if left < 0:
            raise Refused("too_many_cells")
        kept.append(_keep(sheet, folder / f"{number}.arrow"))
    return kept


def _keep(sheet: RawSheet, path: Path) -> dict[str, Any]:
    width = max(map(len, sheet.rows), default=0)
    cells = pl.DataFrame(
        {
            str(column): [row[column] or None if column < len(row) else None for row in sheet.rows]
            for column in range(width)
        },
        schema={str(column): pl.String for column in range(width)},
    )
    cells.write_ipc(path)
    about = asdict(replace(sheet, rows=[]))
    del about["rows"]
    return about


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Limits(**json.loads(sys.argv[3])))
