"""Files handed out by pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes, name: str, kind: str = SPREADSHEET) -> HttpResponse:
    """Return an answer that the browser saves under ``name``, accents and all."""
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    return answer
