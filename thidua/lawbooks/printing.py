"""The law as Markdown pages for ``docs/luat``: one page per award, and one for the gates that many awards share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from thidua.rules.answers import ANSWER_VI
from thidua.rules.book import LawBook
from thidua.rules.names import AWARDS, KIND_VI, SUBJECT_VI, any_name
from thidua.rules.sources import CONFIDENCE_VI

from .reading import JOINS_VI, Line, NumberLine, Row, Span, rows_of, stories_of

OTHERS = "quy-dinh-chung"
_NOTE = "<!-- Sinh bằng lệnh: thidua lawpages. Không sửa tay; sửa tệp luật trong thidua/rules rồi chạy lại lệnh. -->"


def pages(book: LawBook) -> dict[str, str]:
    """Return every page by its file name; the same book gives the same pages."""
    rows = rows_of(book)
    others = [row for row in rows if not row.rule]
    found = {"README.md": _index(book, rows), f"{OTHERS}.md": _others_page(others)}
    for award in AWARDS:
        own = [row for row in rows if row.rule and award in row.awards]
        if own:
            found[f"{award}.md"] = _award_page(award, own, [row for row in others if award in row.awards])
    return found


def _index(book: LawBook, rows: tuple[Row, ...]) -> str:
    lines = [_NOTE, "# Luật trong phần mềm", ""]
    lines += ["Mỗi trang ghi: căn cứ ▸ quy tắc ▸ con số theo ngày ▸ chuyện mẫu ▸ ai đã đối chiếu.", ""]
    lines += [f"- {mark}" for mark in CONFIDENCE_VI.values()]
    lines += ["", "## Các thời kỳ", "| mã | tên | từ | đến |", "|---|---|---|---|"]
    for regime in book.regimes:
        period = regime.period
        lines.append(f"| {regime.code} | {regime.name_vi} | {_day(period.start)} | {_until(period.last_day)} |")
    lines += ["", "## Danh hiệu và hình thức khen thưởng", "| tên | loại | đối tượng | quy tắc |", "|---|---|---|---|"]
    for code, award in AWARDS.items():
        ids = ", ".join(row.id for row in rows if row.rule and code in row.awards)
        if ids:
            name = f"[{award.name_vi}]({code}.md)"
            lines.append(f"| {name} | {KIND_VI[award.kind]} | {SUBJECT_VI[award.subject]} | {ids} |")
    lines += ["", f"Điều kiện, nguyên tắc, thủ tục dùng chung cho nhiều danh hiệu: [quy định chung]({OTHERS}.md)."]
    return "\n".join(lines) + "\n"


def _award_page(award: str, rows: list[Row], others: list[Row]) -> str:
    lines = [_NOTE, f"# {any_name(award)}", "", f"Mã: `{award}` · [mọi danh hiệu](README.md)"]
    for row in rows:
        lines += ["", *_row(row)]
    if others:
        lines += ["", "## Quy định chung cũng áp dụng", ""]
        lines += [
            f"- {other.id}: [{other.name}]({OTHERS}.md) ({other.kind_label}): {_spans(other)}" for other in others
        ]
    return "\n".join(lines) + "\n"


def _others_page(others: list[Row]) -> str:
    lines = [_NOTE, "# Quy định chung", "", "Dùng cho nhiều danh hiệu, cùng với quy tắc riêng của từng danh hiệu."]
    for other in others:
        lines += ["", *_row(other)]
        if other.awards:
            lines += ["", f"Áp dụng cho: {', '.join(any_name(code) for code in other.awards)}."]
    return "\n".join(lines) + "\n"


def _row(row: Row) -> Iterator[str]:
    yield f"## {row.id}: {row.name}"
    yield ""
    yield f"- Loại: {row.kind_label}" + (f", của {row.profile}" if row.profile else "")
    yield f"- Căn cứ: {row.citation} · {CONFIDENCE_VI[row.confidence]}"
    yield f"- Thời gian: {_spans(row)}"
    if row.disabled:
        yield f"- **Chưa dùng được**: {row.disabled}"
    if row.note:
        yield f"- Lưu ý: {row.note}"
    yield ""
    yield "### Quy tắc"
    yield ""
    if row.condition is not None:
        yield from _lines(row.condition, 0)
    else:
        yield f"{row.text} Áp dụng: {row.applied_by}."
    if row.numbers:
        yield from (
            "",
            "### Con số theo ngày",
            "",
            "| con số | từ | đến | giá trị | nguồn | độ tin cậy | đã đối chiếu |",
        )
        yield "|---|---|---|---|---|---|---|"
        for number in row.numbers:
            yield from _number(number)
    stories = stories_of(row)
    if stories:
        yield from ("", "### Chuyện mẫu", "")
        yield from (f"- {story.name} · **{ANSWER_VI[story.answer]}** (ngày {_day(story.date)})" for story in stories)


def _lines(line: Line, depth: int) -> Iterator[str]:
    pad = "  " * depth
    join = f" ({JOINS_VI[line.join]})" if line.join else ""
    yield f"{pad}- {line.text}{join} — {line.citation} [{line.confidence}]"
    for part in line.parts:
        yield from _lines(part, depth + 1)


def _number(number: NumberLine) -> Iterator[str]:
    label = f"{number.label} (để địa phương chọn)" if number.open else number.label
    for value in number.values:
        cells = (
            label,
            _day(value.first_day),
            _until(value.last_day),
            value.words,
            value.source,
            value.confidence,
            value.checked_by or "chưa ai",
        )
        yield "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _spans(row: Row) -> str:
    return "; ".join(_span(row, span) for span in row.spans)


def _span(row: Row, span: Span) -> str:
    carried = " (tạm dùng, chưa đối chiếu)" if span.carried and not span.checked else ""
    regimes = ", ".join(span.regimes) or "trước các thời kỳ đã ghi"
    return f"{_day(span.first_day)} – {_until(span.last_day)}, {regimes}{carried}{_own_source(row, span)}"


def _own_source(row: Row, span: Span) -> str:
    """Cite the law of a stretch of days where it is not the row's newest."""
    return "" if span.citation == row.citation else f" ({span.citation} [{span.confidence}])"


def _until(last_day: date | None) -> str:
    return "nay" if last_day is None else _day(last_day)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def row_text(row: Row) -> str:
    """Return one row as a page tells it, with its conditions or words, numbers by date and stories."""
    return "\n".join(_row(row)) + "\n"
