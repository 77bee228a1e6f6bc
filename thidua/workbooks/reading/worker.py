"""The reading process: ``python -m thidua.workbooks.reading.worker FILE FOLDER LIMITS``.

It is given a file that may do anything to it: it limits its own memory and time first, knows no database and no
settings, and leaves ``about.json`` and one Arrow file for each sheet in a folder that its parent clears.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from collections.abc import Iterable
from dataclasses import asdict, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

import polars as pl

from . import delimited, spreadsheets, web_page, word
from .cells import column_texts
from .limits import Limits
from .raw import RawSheet
from .signs import DOCX, HTML, PDF, TEXT, Refused, kind_of


def main(path: Path, folder: Path, limits: Limits) -> None:
    """Read the file and write what it holds, or why it is refused."""
    gc.disable()  # it makes a million cells, keeps them all, and ends
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
    kept = []
    left = limits.text
    for number, sheet in enumerate(_sheets(path, kind_of(path, limits), limits)):
        cells = _cells(sheet)
        left -= sum(cells.select(pl.all().str.len_chars().sum()).row(0)) if cells.width else 0
        if left < 0:
            raise Refused("too_many_cells")
        cells.write_ipc(folder / f"{number}.arrow")
        about = asdict(replace(sheet, rows=[]))
        del about["rows"]
        kept.append(about)
    return kept


def _sheets(path: Path, kind: str, limits: Limits) -> Iterable[RawSheet]:
    if kind == TEXT:
        return [RawSheet("", list(delimited.rows_of(path, limits)))]
    if kind == DOCX:
        return word.sheets_of(path, limits)
    if kind == HTML:
        return web_page.sheets_of(path, limits)
    if kind == PDF:
        from . import pdf  # noqa: PLC0415  # loads slowly, and only PDFs need it

        return pdf.sheets_of(path, limits)
    return spreadsheets.sheets_of(path, kind, limits)


def _cells(sheet: RawSheet) -> pl.DataFrame:
    """Return a sheet's cells as text in columns, null where a cell is empty; rows may be of several lengths."""
    columns = [column_texts(values) for values in zip_longest(*sheet.rows, fillvalue="")]
    return pl.DataFrame(
        {str(place): pl.Series(texts, dtype=pl.String).replace("", None) for place, texts in enumerate(columns)}
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Limits(**json.loads(sys.argv[3])))
