"""Files handed out by pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from thidua.kernel.errors import InvalidInput
from thidua.web.templatetags.thidua import number

MOST_ROWS = 20_000  # of a workbook to be worked on: a second or two of work
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VALUES = "text/csv; charset=utf-8"


def refuse_too_many(rows: QuerySet[Any]) -> None:
    """Raise InvalidInput where there are more rows than a workbook to be worked on takes. One bounded query."""
    if rows.order_by()[: MOST_ROWS + 1].count() > MOST_ROWS:
        raise InvalidInput(
            _("Có hơn %(most)s dòng, quá nhiều cho một bảng tính.") % {"most": number(MOST_ROWS)},
            _("Chọn một đơn vị ở bộ lọc rồi tải lại."),
        )


def download(content: bytes, name: str, kind: str = SPREADSHEET) -> HttpResponse:
    """Return an answer that the browser saves under ``name``, accents and all."""
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def kept_file(path: Path, name: str) -> HttpResponse:
    """Return a file of the server, saved by the browser under ``name``."""
    kind = VALUES if path.suffix == ".csv" else SPREADSHEET
    return cast(HttpResponse, FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=kind))
