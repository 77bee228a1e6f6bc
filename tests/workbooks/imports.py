"""Files for the tests of imports, and the way of one through its jobs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from tests.conftest import City
from thidua.kernel.jobs import run_now
from thidua.kernel.models import Job
from thidua.people.models import User
from thidua.workbooks.models import Import
from thidua.workbooks.selectors import preview_rows
from thidua.workbooks.services import ask_apply, ask_undo, send_file, settle_import

HEAD = ("STT", "Mã cán bộ", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Đơn vị")


def book(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD, above: int = 2) -> bytes:
    """Return a workbook with a title of ``above`` rows, a head and rows."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as file:
        page = file.add_worksheet("Danh sách")
        if above:
            page.write(0, 0, "DANH SÁCH CÁN BỘ, ĐOÀN VIÊN")
        for number, row in enumerate([head, *rows]):
            page.write_row(above + number, 0, row)
    return content.getvalue()


def finished(row: Import) -> Import:
    """Return the import after a worker has run its job."""
    run_now(Job.objects.get(pk=row.job_id))
    return Import.objects.get(pk=row.pk)


def sent(
    content: bytes, city: City, at: datetime, *, by: User | None = None, kind: str = "people", year: int | None = 2017
) -> Import:
    """Return an import that was read."""
    user = by or city.user("grassroots_officer")
    row = send_file(kind=kind, unit_id=city.a.pk, year=year, file_name="ds.xlsx", parts=[content], by=user, at=at)
    return finished(row)


def applied(row: Import, city: City, at: datetime, *, partial: bool = False, by: User | None = None) -> Import:
    """Return the import after it was written."""
    user = by or city.user("grassroots_officer")
    return finished(ask_apply(import_id=row.pk, digest=row.digest, partial=partial, by=user, at=at))


def undone(row: Import, city: City, at: datetime, *, by: User | None = None) -> Import:
    """Return the import after it was taken back."""
    return finished(ask_undo(import_id=row.pk, by=by or city.user("grassroots_officer"), at=at))


def answered(row: Import, answers: dict[str, dict[str, str]], by: User, at: datetime) -> Import:
    """Return the import after its questions were answered and it was looked at again."""
    return finished(settle_import(import_id=row.pk, expected_version=row.version, answers=answers, by=by, at=at))


def told(row: Import, level: str = "error") -> list[tuple[str, str]]:
    """Return (cell, text) of every remark of a level."""
    views, _total = preview_rows(row)
    return [(note["cell"], note["text"]) for view in views for note in view.notes if note["level"] == level]
