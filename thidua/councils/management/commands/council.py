"""``thidua council simulate --sittings N``: made-up sittings counted two ways that know nothing of each other."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thidua.councils.simulating import simulate
from thidua.councils.states import VoteOutcome


class Command(BaseCommand):
    """Count made-up sittings twice; exit code 1 where the two differ."""

    requires_system_checks: list[str] = []
    help = "Kiểm phiếu thử hàng nghìn phiên họp giả định bằng hai cách độc lập (simulate --sittings N)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how many sittings, from which seed, and the format."""
        parser.add_argument("what", choices=["simulate"], help="simulate: họp giả định, kiểm phiếu hai cách")
        parser.add_argument("--sittings", type=int, default=10_000, help="số phiên họp giả định")
        parser.add_argument("--seed", type=int, default=1, help="hạt giống của lần thử")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many came to what, and in how many the two counts differ."""
        if options["sittings"] < 1:
            raise CommandError("Số phiên họp phải từ 1 trở lên.")
        found = simulate(options["sittings"], options["seed"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(found))
        else:
            self.stdout.write(
                f"{found['sittings']} phiên họp giả định, {found['mismatches']} chỗ hai cách đếm khác nhau."
            )
            for outcome in VoteOutcome:
                self.stdout.write(f"  {outcome.label}: {found.get(outcome, 0)}")
        if found["mismatches"]:
            raise CommandError("Hai cách kiểm phiếu cho kết quả khác nhau.")
