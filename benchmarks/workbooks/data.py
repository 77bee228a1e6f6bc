"""The workbook that every contender reads: a list of people as a city's offices send it, twelve columns."""

from __future__ import annotations

import random
from pathlib import Path

import xlsxwriter

HEAD = (
    "STT", "Mã cán bộ", "Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị", "Đối tượng", "Đoàn viên", "Từ ngày", "Địa chỉ",
    "Số CCCD", "Ghi chú",
)  # fmt: skip
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
_MIDDLES = ("Văn", "Thị", "Hữu", "Thu", "Minh", "Ngọc", "Đức", "Thanh", "Quang", "Bảo")
_GIVEN = ("An", "Bình", "Châu", "Dũng", "Đào", "Giang", "Hà", "Hải", "Hương", "Khánh", "Lan", "Long", "Mai", "Nam")
_UNITS = ("CĐCS Sở Mẫu A", "Công đoàn cơ sở Sở Mẫu B", "Sở Mẫu A", "CĐCS Sở Mẫu B")
_KINDS = ("công chức", "viên chức", "người lao động")


def ensure(folder: Path, rows: int, columns: int = len(HEAD)) -> Path:
    """Return the path of the workbook of ``rows`` rows, written once; the same on every machine.

    More than twelve ``columns`` are remarks that say nothing.
    """
    path = folder / f"people-{rows}x{columns}.xlsx"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    chance = random.Random(rows)  # noqa: S311 - no secret
    extra = [f"Cột riêng {number}" for number in range(len(HEAD) + 1, columns + 1)]
    with xlsxwriter.Workbook(part, {"constant_memory": True}) as book:
        page = book.add_worksheet("Danh sách")
        page.write_row(0, 0, [*HEAD, *extra])
        for row in range(1, rows + 1):
            page.write_row(row, 0, [*_line(row, chance), *("x" for _column in extra)])
    part.rename(path)
    return path


def _line(row: int, chance: random.Random) -> list[str | int]:
    name = " ".join((chance.choice(_FAMILIES), chance.choice(_MIDDLES), chance.choice(_MIDDLES), chance.choice(_GIVEN)))
    born = f"{chance.randint(13, 28)}/{chance.randint(1, 12):02}/{chance.randint(1960, 1999)}"
    return [
        row, f"BM{row:07}", name, born, chance.choice(("Nam", "Nữ")), chance.choice(_UNITS), chance.choice(_KINDS), "x",
        f"{chance.randint(13, 28)}/{chance.randint(1, 12):02}/2020", "Phường Mẫu", "", "",
    ]  # fmt: skip
