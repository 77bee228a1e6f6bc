# ruff: noqa: N999 - Django names a command by its file
"""``thidua import FILE --kind people``: what bringing in a list would do; with ``--apply`` it is done."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from thidua.dossiers.management.units import unit_asked
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import Refusal
from thidua.workbooks.finding.fields import fields
from thidua.workbooks.kinds import PLANNERS, Asked
from thidua.workbooks.looking import Looked, letters_of, look_at
from thidua.workbooks.models import Import
from thidua.workbooks.planning.plans import Level, Plan, rows_to_write, rows_waiting
from thidua.workbooks.services import write_at_once
from thidua.workbooks.writing.marked import write_marked

_WRONG = 2  # the exit code where something is wrong with the file or its rows
_SHOWN = 20
_ALSO = {"honours": "titles"}  # other names of a kind
_PIECE = 1 << 20
_WORDS = {
    "create": "thêm mới",
    "update": "sửa",
    "unchanged": "không đổi",
    "conflict": "xung đột",
    "ask": "chờ trả lời",
    "error": "sai",
}


class Command(BaseCommand):
    """Preview a list, and write it when asked to."""

    help = "Xem trước hoặc ghi một danh sách từ tệp Excel, CSV, Word, PDF: thêm gì, sửa gì, dòng nào sai."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file, its kind, unit, year, and what to do with it."""
        parser.add_argument("file", type=Path, help="tệp .xlsx, .xls, .ods, .csv, .docx, .html, .pdf")
        parser.add_argument("--kind", required=True, choices=sorted({*PLANNERS, *_ALSO}), help="loại danh sách")
        parser.add_argument("--unit", default="", metavar="MÃ", help="mã đơn vị (mặc định: đơn vị gốc)")
        parser.add_argument("--year", type=int, help="năm của danh sách, nếu tệp không có cột năm")
        parser.add_argument("--apply", action="store_true", help="ghi vào hệ thống (mặc định: chỉ xem trước)")
        parser.add_argument("--partial", action="store_true", help="ghi các dòng đúng, bỏ qua dòng sai")
        parser.add_argument("--report", type=Path, metavar="TỆP", help="ghi ra bảng tính có tô màu, ghi chú các ô sai")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, perhaps write, print; exit code 2 where the file is refused or a row is wrong."""
        path, by = options["file"], SystemActor("lệnh import")
        options["kind"] = _ALSO.get(options["kind"], options["kind"])
        if not path.is_file():
            raise CommandError(f"Không có tệp “{path}”.")
        today = timezone.localdate()
        unit = unit_asked(options["unit"], today)
        try:
            looked = look_at(path, options["kind"], Asked(unit.pk, options["year"], by, today))
        except Refusal as refusal:
            raise CommandError(f"{refusal.message} {refusal.next_step}".strip(), returncode=_WRONG) from refusal
        if looked.plan is None:
            raise CommandError("\n".join(_columns_unsure(looked.layout)), returncode=_WRONG)
        if options["report"]:
            with options["report"].open("wb") as report:
                write_marked(path, report, looked.layout, looked.plan.notes)
        waiting = rows_waiting(looked.plan.counts())
        written: Import | None = None
        if options["apply"] and (not waiting or options["partial"]) and rows_to_write(looked.plan.counts()):
            written = _apply(path, options, unit.pk, looked.plan, by)
        write = _as_json if options["format"] == "json" else _as_text
        self.stdout.write(write(looked, looked.plan, written))
        if waiting and not (written and options["partial"]):
            raise SystemExit(_WRONG)


def _apply(path: Path, options: dict[str, Any], unit_id: int, plan: Plan, by: SystemActor) -> Import:
    try:
        with path.open("rb") as file:
            return write_at_once(
                plan=plan,
                kind=options["kind"],
                unit_id=unit_id,
                year=options["year"],
                partial=options["partial"],
                file_name=path.name,
                parts=iter(lambda: file.read(_PIECE), b""),
                by=by,
                at=timezone.now(),
            )
    except Refusal as refusal:
        raise CommandError(f"Chưa ghi gì. {refusal.message} {refusal.next_step}", returncode=_WRONG) from refusal


def _columns_unsure(layout: dict[str, Any]) -> Iterator[str]:
    yield "Chưa hiểu hết các cột của tệp. Nhập tệp này ở trang “Nhập tệp” để chọn nghĩa của từng cột."
    for sheet in layout["sheets"]:
        yield f"  Trang tính “{sheet['name']}”: {sheet['why']}"
    for group in layout.get("missing", ()):
        yield f"  Thiếu cột: {', '.join(fields()[code].name_vi for code in group)}"
    for column in layout.get("columns", ()):
        if not column["sure"]:
            yield f"  Cột {column['letters']} “{column['text']}”: {column['why']}"


def _cells(looked: Looked, plan: Plan) -> list[dict[str, Any]]:
    """Return every remark that is more than a word on tidying, with its cell."""
    letters = letters_of(looked.layout)
    told = plan.notes.filter(pl.col("level") != Level.INFO.value).sort("row", maintain_order=True)
    return [
        {
            "cell": f"{letters.get(note['field'], '')}{note['row'] + looked.layout['first_line']}",
            **{name: note[name] for name in ("field", "level", "text", "value", "was")},
            "choices": {choice["key"]: choice["words"] for choice in note["choices"]},
        }
        for note in told.iter_rows(named=True)
    ]


def _as_json(looked: Looked, plan: Plan, written: Import | None) -> str:
    said = {
        "sheet": looked.layout["sheet"],
        "columns": {column["letters"]: column["field"] for column in looked.layout["columns"]},
        "left_out": looked.layout["left_out"],
        "doubts": looked.layout["doubts"],
        "counts": plan.counts(),
        "notes": _cells(looked, plan),
        "applied": written is not None,
        "import": written.pk if written else None,
    }
    return json.dumps(said, ensure_ascii=False, indent=2)


def _as_text(looked: Looked, plan: Plan, written: Import | None) -> str:
    sheet = looked.layout["sheet"]
    lines = [f"Trang tính “{sheet}”: {plan.rows.height} dòng." if sheet else f"{plan.rows.height} dòng."]
    lines += [f"  {_WORDS[verdict]}: {count}" for verdict, count in plan.counts().items() if count]
    lines += [f"  {doubt}" for doubt in looked.layout["doubts"]]
    notes = _cells(looked, plan)
    for note in notes[:_SHOWN]:
        change = f" {note['was'] or '(trống)'} → {note['value'] or '(trống)'}" if note["level"] == Level.CHANGE else ""
        lines.append(f"  {note['cell']}: {note['text']}{change}")
    if len(notes) > _SHOWN:
        lines.append(f"  … và {len(notes) - _SHOWN} ghi chú nữa; xem tất cả bằng --format json.")
    if written:
        lines.append(f"Đã ghi. Có thể hoàn tác trong 30 ngày ở trang “Nhập tệp” (lượt {written.pk}).")
    elif not rows_to_write(plan.counts()):
        lines.append("Không có gì để ghi.")
    else:
        lines.append("Chưa ghi gì. Thêm --apply để ghi.")
    return "\n".join(lines)
