"""Files made for the tests, as other programs would write them, and as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

ROWS = [["Họ và tên", "Ngày sinh", "Điểm"], ["Nguyễn Văn Ân", "01/02/1980", "9,5"], ["Đỗ Thị Bưởi", "1985", ""]]
_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Trang 1">{rows}</table:table></office:spreadsheet>
</office:body>
</office:document-content>"""
_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


def xlsx(path: Path, rows: Sequence[Sequence[Any]] = ROWS, *, sheet: str = "Trang 1") -> Path:
    """Write a workbook of one sheet."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def xls(path: Path, rows: Sequence[Sequence[Any]] = ROWS) -> Path:
    """Write a workbook of Excel 97."""
    book = xlwt.Workbook()
    page = book.add_sheet("Trang 1")
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            page.write(number, place, value)
    book.save(str(path))
    return path


def ods(path: Path, rows: Sequence[Sequence[Any]] = ROWS) -> Path:
    """Write a workbook of LibreOffice."""
    lines = "".join(f"<table:table-row>{''.join(_CELL.format(cell) for cell in row)}</table:table-row>" for row in rows)
    return packed(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": _ODS.format(rows=lines),
        },
    )


def packed(path: Path, members: dict[str, str | bytes]) -> Path:
    """Write an archive with these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def changed(
    path: Path, source: Path, *, put: dict[str, bytes] | None = None, edit: Iterable[tuple[str, bytes, bytes]] = ()
) -> Path:
    """Write a workbook again with members added, or bytes of a member replaced."""
    out = io.BytesIO()
    edits = {name: (old, new) for name, old, new in edit}
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename in edits:
                before, after = edits[member.filename]
                assert before in content, f"{before!r} is not in {member.filename}"
                content = content.replace(before, after)
            new.writestr(member.filename, content)
        for name, content in (put or {}).items():
            new.writestr(name, content)
    path.write_bytes(out.getvalue())
    return path
