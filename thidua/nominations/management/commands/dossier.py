"""``thidua dossier list|show CODE``: the dossiers of this installation, and where each nomination of one stands."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thidua.nominations.models import Dossier
from thidua.nominations.selectors import standings
from thidua.nominations.states import NominationState


class Command(BaseCommand):
    """List the dossiers, or print one with its nominations and what was done with each."""

    help = "Liệt kê hồ sơ khen thưởng (list), hoặc in một hồ sơ và các bước của từng đề nghị (show MÃ)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to do, which dossiers, and the format."""
        parser.add_argument("what", choices=["list", "show"], help="list: danh sách; show: một hồ sơ")
        parser.add_argument("code", nargs="?", metavar="MÃ", help="mã hồ sơ (dùng với show)")
        parser.add_argument("--year", type=int, help="chỉ hồ sơ của năm thành tích này")
        parser.add_argument("--unit", metavar="MÃ", help="chỉ hồ sơ của đơn vị có mã này")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print; a code that no dossier bears ends with exit code 1."""
        if options["what"] == "list":
            self._print(options["format"], _listed(options["year"], options["unit"]), _list_in_words)
            return
        if not options["code"]:
            raise CommandError("Thiếu mã hồ sơ. Xem các mã: thidua dossier list.")
        found = Dossier.objects.select_related("unit").filter(code=options["code"]).first()
        if found is None:
            raise CommandError(f"Không có hồ sơ mã “{options['code']}”. Xem các mã: thidua dossier list.")
        self._print(options["format"], _whole(found), _one_in_words)

    def _print(self, form: str, data: Any, in_words: Any) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) if form == "json" else in_words(data))


def _listed(year: int | None, unit: str | None) -> list[dict[str, Any]]:
    rows = Dossier.objects.select_related("unit").order_by("-year", "code")
    rows = rows.filter(year=year) if year else rows
    rows = rows.filter(unit__code=unit) if unit else rows
    found = list(rows)
    standing = standings([row.pk for row in found])
    return [
        _head(row) | {"state": standing[row.pk].state, "nominations": dict(standing[row.pk].counts)} for row in found
    ]


def _head(row: Dossier) -> dict[str, Any]:
    return {"code": row.code, "title": row.title, "unit": row.unit.code, "year": row.year, "kind": row.kind}


def _whole(row: Dossier) -> dict[str, Any]:
    lines = row.nominations.select_related("person", "unit", "title", "form", "holder").prefetch_related("steps")
    nominations = [
        {
            "recipient": line.recipient, "person": line.person.code if line.person else "", "unit": line.unit.code,
            "distinction": line.distinction.code, "name": line.distinction.label, "state": line.state,
            "holder": line.holder.code if line.holder else "",
            "steps": [
                {"move": step.move, "to": step.to_state, "at": step.at.isoformat(), "reason": step.reason}
                for step in line.steps.all()
            ],
        }
        for line in lines
    ]  # fmt: skip
    return _head(row) | {"state": standings([row.pk])[row.pk].state, "nominations": nominations}


def _list_in_words(found: list[dict[str, Any]]) -> str:
    if not found:
        return "Chưa có hồ sơ nào."
    return "\n".join(
        f"{one['code']}  {one['year']}  {one['unit']}  {sum(one['nominations'].values())} đề nghị, "
        f"{NominationState(one['state']).label}: {one['title']}"
        for one in found
    )


def _one_in_words(one: dict[str, Any]) -> str:
    lines = [f"{one['code']}: {one['title']} ({one['unit']}, {one['year']})"]
    for line in one["nominations"]:
        lines.append(f"- {line['recipient']}: {line['name']} – {NominationState(line['state']).label}")
        for step in line["steps"]:
            reason = f" ({step['reason']})" if step["reason"] else ""
            lines.append(f"    {step['at'][:16]} {step['move']} → {NominationState(step['to']).label}{reason}")
    return "\n".join(lines)
