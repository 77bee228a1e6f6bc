"""Long lists written in the background: kept in the media folder for a week, for whoever asked for them alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

KEPT = timedelta(days=7)


def export_path(job_id: int, form: str) -> Path:
    """Return where the file that a job writes is kept, in its folder, which is made; ``form``: xlsx or csv."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{job_id}.{form}"


def forget_exports(now: datetime) -> int:
    """Remove the files that have been kept long enough, and what a stopped job left; return how many."""
    limit = (now - KEPT).timestamp()
    old = [path for path in _folder().glob("*") if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "exports"
