"""``thidua plan --facts FILE.yaml --title CODE``: the earliest year for an award, and what it takes. No database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thidua.dossiers.management.facts_files import add_law_options, questions_of
from thidua.rules.planner.plans import HORIZON, plan
from thidua.rules.planner.saying import say_plan

LONGEST = 30


class Command(BaseCommand):
    """Print the way to an award for a history written by hand."""

    help = "Lập lộ trình: năm sớm nhất đạt một danh hiệu và cần làm gì từng năm, từ hồ sơ viết tay."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file, the award, the first year, the horizon, the law and the format."""
        parser.add_argument(
            "--facts", type=Path, required=True, metavar="TỆP", help="hồ sơ viết tay (docs/ho-so-viet-tay.md)"
        )
        parser.add_argument("--title", action="append", metavar="MÃ", help="mã danh hiệu (mặc định: title trong tệp)")
        parser.add_argument("--year", type=int, help="năm đầu của lộ trình (mặc định: year trong tệp)")
        parser.add_argument(
            "--horizon", type=int, default=HORIZON, metavar="SỐ", help=f"số năm nhìn tới (mặc định {HORIZON})"
        )
        add_law_options(parser)
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan and print; a bad file or option ends with one line and exit code 1, a blocked way with its reasons."""
        if not 1 <= options["horizon"] <= LONGEST:
            raise CommandError(f"--horizon phải từ 1 đến {LONGEST} năm.")
        book, questions = questions_of(options["facts"], {**options, "decided_on": None})
        if len(questions) != 1 or len(questions[0].awards) != 1:
            raise CommandError("Lộ trình lập cho một đối tượng và một danh hiệu: ghi một hồ sơ, và đúng một --title.")
        asked = questions[0]
        found = plan(asked.awards[0], asked.history, asked.year, book, options["horizon"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(say_plan(found))
