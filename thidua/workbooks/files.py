"""Files sent and previews made, kept under their hash in the media folder; never served by name or address."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.conf import settings

from .reading import LIMITS, Unreadable, UnreadableFile

_ROWS, _NOTES = "rows.parquet", "notes.parquet"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file on the server: SHA-256 and size in bytes."""

    hash: str
    size: int


def keep_file(parts: Iterable[bytes]) -> KeptFile:
    """Write the parts of a file under its hash; the same content is kept once. A cut write leaves nothing behind.

    Raises UnreadableFile as soon as there is more of it than is read.
    """
    _folder().mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=_folder(), prefix="part-")
    try:
        with os.fdopen(handle, "wb") as part:
            for piece in parts:
                digest.update(piece)
                size += len(piece)
                if size > LIMITS.file_size:
                    raise UnreadableFile(Unreadable.TOO_BIG, LIMITS)
                part.write(piece)
            part.flush()
            os.fsync(part.fileno())
        Path(name).replace(file_path(digest.hexdigest()))
    finally:
        Path(name).unlink(missing_ok=True)
    return KeptFile(digest.hexdigest(), size)


def file_path(file_hash: str) -> Path:
    """Return where a file of this hash is kept."""
    return _folder() / file_hash


def forget_file(file_hash: str) -> None:
    """Remove a file; nothing when it is gone."""
    file_path(file_hash).unlink(missing_ok=True)


def keep_preview(import_id: int, rows: pl.DataFrame, notes: pl.DataFrame) -> None:
    """Keep the verdicts and remarks of an import for its pages, in place of earlier ones."""
    folder = _preview_folder(import_id)
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in ((_ROWS, rows), (_NOTES, notes)):
        part = folder / f"{name}.part"
        frame.write_parquet(part)
        part.replace(folder / name)


def read_preview(import_id: int) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Return the rows and the remarks, read as far as asked for; raises FileNotFoundError where there are none."""
    folder = _preview_folder(import_id)
    if not (folder / _NOTES).exists():
        raise FileNotFoundError(folder)
    return pl.scan_parquet(folder / _ROWS), pl.scan_parquet(folder / _NOTES)


def forget_preview(import_id: int) -> None:
    """Remove an import's preview; nothing when it is gone."""
    shutil.rmtree(_preview_folder(import_id), ignore_errors=True)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"


def _preview_folder(import_id: int) -> Path:
    return _folder() / f"preview-{import_id}"
