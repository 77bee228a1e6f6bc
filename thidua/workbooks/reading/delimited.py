"""Text files of values: the encoding by its marks and bytes, the sign between values by what makes even rows."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ..inert import unguarded
from .limits import Limits
from .signs import Refused

_SIGNS = (";", ",", "\t", "|")
_LOOKED_AT = 50
# Windows-1252 says nothing of five bytes; old Vietnamese encodings use them.
_BYTES = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)}


def rows_of(path: Path, limits: Limits) -> Iterator[list[str]]:
    """Yield the rows of a text file. Old Vietnamese encodings come as Windows-1252: cleaning tells them by meaning."""
    text = decoded(path.read_bytes())
    if "\x00" in text:
        raise Refused("damaged")
    csv.field_size_limit(1_000_000)
    sign, first_line = _sign_of(text)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text[first_line:], newline=""), delimiter=sign)):
            if number >= limits.rows or len(row) > limits.columns:
                raise Refused("too_many_cells")
            yield [unguarded(value) if "'" in value else value for value in row]
    except csv.Error as error:
        raise Refused("damaged") from error


def decoded(data: bytes) -> str:
    """Return the text of a file: by its mark, else UTF-8 where every byte fits, else UTF-16, else by single bytes."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\x00" not in text:
        return text
    if b"\x00" in data:
        name = "utf-16-be" if data[0::2].count(0) > data[1::2].count(0) else "utf-16-le"
        return data.decode(name, "replace")
    return "".join(map(_BYTES.__getitem__, data))


def _sign_of(text: str) -> tuple[str, int]:
    """Return the sign between values and where the rows begin (after Excel's own “sep=” line)."""
    if text[:4].lower() == "sep=" and len(text) > 4:
        end = text.find("\n")
        return text[4], end + 1 if end >= 0 else len(text)
    best = max(_SIGNS, key=lambda sign: _evenness(text, sign))
    return best, 0


def _evenness(text: str, sign: str) -> tuple[int, int]:
    """Return in how many of the first rows the most usual number of values (more than one) stands, and that number."""
    sample = io.StringIO(text[:100_000], newline="")
    try:
        widths = Counter(
            len(row) for row, _ in zip(csv.reader(sample, delimiter=sign), range(_LOOKED_AT), strict=False)
        )
    except csv.Error:
        return 0, 0
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0, 0
    width = max(several, key=lambda one: (several[one], one))
    return several[width], width
