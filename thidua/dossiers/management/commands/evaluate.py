"""``thidua evaluate --year 2018``: who meets the law's standards for which award, counted."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from thidua.dossiers.management.units import unit_asked
from thidua.dossiers.models import EvaluationRun
from thidua.dossiers.selectors import AwardCount, counts_by_award
from thidua.dossiers.services import run_evaluation
from thidua.dossiers.states import AnswerChoice
from thidua.kernel.actors import SystemActor
from thidua.kernel.errors import Refusal
from thidua.rules.names import is_form


class Command(BaseCommand):
    """Evaluate everybody below a unit and print the figures."""

    help = "Xét điều kiện khen thưởng của một năm cho mọi người và tập thể, in số lượng theo khen thưởng và kết luận."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare year, unit, day of decision and format."""
        parser.add_argument("--year", type=int, required=True, help="năm xét, ví dụ 2018")
        parser.add_argument("--unit", default="", metavar="MÃ", help="mã đơn vị (mặc định: toàn hệ thống)")
        parser.add_argument(
            "--decided-on", type=date.fromisoformat, metavar="NGÀY", help="ngày xét, YYYY-MM-DD (mặc định: 31/12)"
        )
        parser.add_argument(
            "--bulk",
            action="store_true",
            help="xét hàng loạt theo cột: nhanh hơn, lý do từng người tính khi mở trang (tự bật từ 10.000 người)",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and print; any refusal ends with its words and exit code 1."""
        year = options["year"]
        if not 1 <= year <= 9998:
            raise CommandError(f"Năm {year} không hợp lệ.")
        decided_on = options["decided_on"] or date(year, 12, 31)
        unit = unit_asked(options["unit"], decided_on)
        try:
            run = run_evaluation(
                unit_id=unit.pk,
                year=year,
                decided_on=decided_on,
                bulk=options["bulk"],
                by=SystemActor("lệnh evaluate"),
                at=timezone.now(),
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.message} {refusal.next_step}".strip()) from refusal
        write = _as_json if options["format"] == "json" else _as_text
        self.stdout.write(write(run))


def _as_json(run: EvaluationRun) -> str:
    figures = {
        "year": run.year,
        "decided_on": run.decided_on.isoformat(),
        "unit": run.unit.code,
        "people": run.people,
        "collectives": run.collectives,
        "regime": run.regime,
        **{name: {line.award: line.as_dict() for line in lines} for name, lines in _groups(run).items()},
    }
    return json.dumps(figures, ensure_ascii=False, indent=2)


def _groups(run: EvaluationRun) -> dict[str, list[AwardCount]]:
    """Return the figures of people's titles, people's forms, and of what is for collectives."""
    groups: dict[str, list[AwardCount]] = {"titles": [], "forms": [], "of_collectives": []}
    for line in counts_by_award(run):
        groups["of_collectives" if line.of_collectives else "forms" if is_form(line.award) else "titles"].append(line)
    return groups


def _as_text(run: EvaluationRun) -> str:
    head = ["Danh hiệu, hình thức", *(str(choice.label) for choice in AnswerChoice)]
    rows = [[line.name, *map(str, line.as_dict().values())] for line in counts_by_award(run)]
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = [
        f"{run.unit.name}, năm {run.year}: xét {run.people} người theo luật ngày {run.decided_on:%d/%m/%Y} "
        f"(thời kỳ {run.regime})" + (f", cùng {run.collectives} tập thể." if run.collectives else ".")
    ]
    for row in [head, *rows]:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append("  ".join(cells))
    return "\n".join(lines)
