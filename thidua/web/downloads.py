"""Files handed out by pages."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VALUES = "text/csv; charset=utf-8"


def download(content: bytes, name: str, kind: str = SPREADSHEET) -> HttpResponse:
    """Return an answer that the browser saves under ``name``, accents and all."""
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def kept_file(path: Path, name: str) -> HttpResponse:
    """Return a file of the server, saved by the browser under ``name``."""
    kind = VALUES if path.suffix == ".csv" else SPREADSHEET
    return cast(HttpResponse, FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=kind))
