"""``thidua purge_runs --keep 3``: old evaluations deleted, the newest of each year kept."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from thidua.dossiers.models import EvaluationRun
from thidua.dossiers.services import purge_runs
from thidua.kernel.actors import SystemActor
from thidua.people.models import Unit


class Command(BaseCommand):
    """Delete all but the newest runs of each unit and year."""

    help = "Xóa các lượt xét cũ, giữ lại những lượt mới nhất của mỗi đơn vị và mỗi năm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare unit and how many to keep."""
        parser.add_argument("--unit", default="", metavar="MÃ", help="mã đơn vị (mặc định: mọi đơn vị)")
        parser.add_argument("--keep", type=int, default=3, metavar="SỐ", help="số lượt giữ lại mỗi năm (mặc định: 3)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and tell how many; one event of the audit for each unit."""
        if options["keep"] < 1:
            raise CommandError("Phải giữ lại ít nhất một lượt.")
        deleted = sum(
            purge_runs(unit_id=unit_id, keep=options["keep"], by=SystemActor("lệnh purge_runs"), at=timezone.now())
            for unit_id in _units(options["unit"])
        )
        self.stdout.write(f"Đã xóa {deleted} lượt xét cũ.")


def _units(code: str) -> list[int]:
    """Return the units that have runs, or the one with this code."""
    if not code:
        return sorted(set(EvaluationRun.objects.values_list("unit_id", flat=True).order_by()))
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise CommandError(f"Không có đơn vị mang mã “{code}”.")
    return [unit.pk]
