"""Word files, web pages and PDFs made for the tests, as offices write their decisions and lists."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import docx
import typst

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


def web_page(path: Path, *blocks: str | Rows, encoding: str = "utf-8", mark: bytes = b"") -> Path:
    """Write a web page of paragraphs and tables, as other systems do and name it .xls or .doc."""
    parts = [
        f"<p>{escape(block)}</p>"
        if isinstance(block, str)
        else f"<table>{''.join(_line(row) for row in block)}</table>"
        for block in blocks
    ]
    path.write_bytes(mark + f"<html><head><title>x</title></head><body>{''.join(parts)}</body></html>".encode(encoding))
    return path


def _line(row: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"


def pdf(path: Path, *blocks: str | Rows, columns: str = "(1cm, 3cm, 1fr, 1fr)", repeat: bool = True) -> Path:
    """Write a PDF of paragraphs and ruled tables; ``repeat``: a table's first row stands on each of its pages."""
    source = ['#set page(paper: "a5", numbering: "1")', "#set text(size: 9pt)"]
    for block in blocks:
        if isinstance(block, str):
            source.append(f"#par({_literal(block)})")
        else:
            first, *rest = ["".join(f"{_literal(cell)}, " for cell in row) for row in block]
            head = f"table.header({first})," if repeat else first
            source.append(f"#table(columns: {columns}, {head} {''.join(rest)})")
    path.write_bytes(typst.compile("\n\n".join(source).encode()))
    return path


def _literal(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
