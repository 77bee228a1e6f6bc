"""How much of a file is looked at before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds. A list of 100,000 rows × 20 columns fits with room to spare."""

    file_size: int = 20_000_000
    members: int = 200  # files inside a zip archive
    unpacked: int = 200_000_000
    ratio: int = 100  # unpacked to packed, of the whole archive
    rows: int = 200_000
    columns: int = 104
    sheets: int = 60
    cells: int = 5_000_000  # of all sheets together, empty ones inside the used area included
    text: int = 200_000_000  # characters of all cells: one long text may be named by thousands of them
    pages: int = 1_000  # of a PDF; a page of a list takes a tenth of a second
    memory: int = (
        1_000_000_000  # address space of the reading process; 100,000 × 20 cells need 850 MB of it, 411 MB used
    )
    cpu: int = 30
    wall: int = 90


LIMITS = Limits()
