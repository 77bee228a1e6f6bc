"""What the demo prints: the targets of 2018 and 2019 in one table that a person can check by hand."""

from __future__ import annotations

from datetime import date

from thidua.movements.models import Target
from thidua.statistics.figures import target_progress
from thidua.web.templatetags.thidua import percent

from .structure import CityUnits

HEAD = ("Năm", "Chỉ tiêu", "Yêu cầu", "Tử số", "Mẫu số", "Loại trừ", "Tỷ lệ", "Đánh giá", "Theo dõi")


def target_table(city: CityUnits, today: date) -> str:
    """Return the table of targets as aligned text."""
    rows = []
    for target in Target.objects.filter(owner=city.union).order_by("year", "id"):
        progress = target_progress(target, min(today, date(target.year, 12, 31)))
        reading = progress.reading
        rows.append(
            (
                str(target.year), target.name, progress.band, str(reading.numerator), str(reading.denominator),
                str(reading.excluded), percent(progress.ratio), str(progress.state_label),
                str(target.get_state_display()),
            )
        )  # fmt: skip
    return align([HEAD, *rows])


def align(rows: list[tuple[str, ...]]) -> str:
    """Return rows as columns of equal width, the first row underlined; numbers to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    numeric = {i for i, name in enumerate(rows[0]) if name in {"Tử số", "Mẫu số", "Loại trừ", "Tỷ lệ"}}
    lines = [
        "  ".join(
            cell.rjust(w) if i in numeric else cell.ljust(w)
            for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]])
