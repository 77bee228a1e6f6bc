"""The container of old Office files: which streams it has, and what is in them. Broken ones give nothing."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_SMALL = 4096  # streams below this lie in a stream of their own; Excel pads the workbook to at least that
_LAST_SECTOR = 0xFFFFFFF0  # this and above mean "no sector"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the directory: a stream's name, first sector and length in bytes."""

    name: str
    sector: int
    length: int


class Compound:
    """A compound file, read from its bytes; it never raises for what they say."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        (shift,) = struct.unpack_from("<H", data, 30) if len(data) >= _HEADER else (0,)
        self._size = 1 << shift if shift in (9, 12) else 0
        self._following = self._sector_table() if self._size else {}
        self.entries = tuple(self._directory()) if self._size else ()

    def stream(self, name: str) -> bytes:
        """Return the content of a stream; empty if there is none of this name or it is very small."""
        for entry in self.entries:
            if entry.name == name and entry.length >= _SMALL:
                return b"".join(self._chain(entry.sector))[: entry.length]
        return b""

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _chain(self, number: int) -> Iterator[bytes]:
        # A chain that runs in a circle ends after as many sectors as the file has.
        for _ in range(len(self._data) // self._size + 1):
            if number >= _LAST_SECTOR or not (sector := self._sector(number)):
                return
            yield sector
            number = self._following.get(number, _LAST_SECTOR)

    def _sector_table(self) -> dict[int, int]:
        """Return which sector follows which."""
        following: dict[int, int] = {}
        per = self._size // 4
        most = len(self._data) // self._size + 1
        for place, number in enumerate(islice(self._table_sectors(), most)):
            sector = self._sector(number)
            following.update(enumerate(struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) & ~3]), place * per))
        return following

    def _table_sectors(self) -> Iterator[int]:
        """Yield the sectors that hold the table: 109 named by the header, more in sectors chained by their last."""
        yield from (one for one in struct.unpack_from("<109I", self._data, 76) if one < _LAST_SECTOR)
        (number,) = struct.unpack_from("<I", self._data, 68)
        for _ in range(len(self._data) // self._size):
            sector = self._sector(number) if number < _LAST_SECTOR else b""
            if len(sector) < self._size:
                return
            *named, number = struct.unpack(f"<{self._size // 4}I", sector)
            yield from (one for one in named if one < _LAST_SECTOR)

    def _directory(self) -> Iterator[Entry]:
        (first,) = struct.unpack_from("<I", self._data, 48)
        for sector in self._chain(first):
            for start in range(0, len(sector) - 127, 128):
                (length,) = struct.unpack_from("<H", sector, start + 64)
                if 2 < length <= 64:
                    name = sector[start : start + length - 2].decode("utf-16-le", "replace")
                    yield Entry(name, *struct.unpack_from("<II", sector, start + 116))
