"""Word files, web pages and PDFs made for the tests, as offices write their decisions and lists."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx

Rows = Sequence[Sequence[str]]
LIST = [
    ["STT", "Họ và tên", "Đơn vị", "Danh hiệu"],
    ["1", "Nguyễn Văn Ân", "Trường A", "Lao động tiên tiến"],
    ["2", "Đỗ Thị Bưởi", "Trường B", "Chiến sĩ thi đua cơ sở"],
]


def word(path: Path, *blocks: str | Rows) -> Path:
    """Write a Word file of paragraphs and tables in this order; an empty text is the empty paragraph between pages."""
    file = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            file.add_paragraph(block)
        else:
            table = file.add_table(rows=0, cols=len(block[0]))
            for row in block:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
    with path.open("wb") as out:
        file.save(out)
    return path
