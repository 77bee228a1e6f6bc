"""``thidua rules list|show ID``: every row of the law this program holds, by the id that papers cite."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thidua.lawbooks.printing import row_text
from thidua.lawbooks.reading import row_of
from thidua.rules.errors import RulesError
from thidua.rules.library import shipped
from thidua.rules.names import any_name
from thidua.rules.registry import KIND_VI, Row, Version, row, rows


class Command(BaseCommand):
    """List the rows, or print one with its conditions, numbers by date, stories and who checked it."""

    # The law is read from files: neither the database nor the addresses need be in order.
    requires_system_checks: list[str] = []
    help = "Liệt kê mọi quy định trong phần mềm (list), hoặc in một quy định theo mã (show I-CSCS-22)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to do and the format."""
        parser.add_argument("what", choices=["list", "show"], help="list: danh sách; show: một quy định")
        parser.add_argument("id", nargs="?", metavar="MÃ", help="mã quy định, ví dụ C-TTTT-22 (dùng với show)")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print; an id that nothing bears ends with exit code 1."""
        if options["what"] == "list":
            self._print(options["format"], [_as_data(item) for item in rows()], _listed)
            return
        if not options["id"]:
            raise CommandError(
                "Thiếu mã quy định. Ví dụ: thidua rules show C-TTTT-22; danh sách mã: thidua rules list."
            )
        try:
            found = row(options["id"])
        except RulesError as error:
            raise CommandError(str(error)) from error
        text = row_text(row_of(shipped(), found.id))
        self._print(options["format"], _as_data(found) | {"text": text}, lambda data: data["text"])

    def _print(self, form: str, data: Any, in_words: Any) -> None:
        said = json.dumps(data, ensure_ascii=False, indent=2) if form == "json" else in_words(data)
        self.stdout.write(said.rstrip("\n"))


def _listed(found: list[dict[str, Any]]) -> str:
    """Return one line a row: id, mark, since when, kind and name."""
    width = max(len(item["id"]) for item in found)
    lines = [
        f"{item['id']:<{width}}  {item['confidence']}  {item['versions'][0]['from']}  "
        f"{KIND_VI[item['kind']]}: {item['name']}{_remark(item)}"
        for item in found
    ]
    return "\n".join([*lines, f"{len(found)} quy định. Xem một quy định: thidua rules show MÃ"])


def _remark(item: dict[str, Any]) -> str:
    if item["disabled"]:
        return " — chưa dùng được, cần người xét"
    return " — từ 01/10/2026 tạm dùng, chưa đối chiếu" if any(each["carried"] for each in item["versions"]) else ""


def _as_data(item: Row) -> dict[str, Any]:
    """Return a row as plain data."""
    return {
        "id": item.id,
        "kind": item.kind,
        "name": item.name_vi,
        "awards": [{"code": code, "name": any_name(code)} for code in item.awards],
        "citation": str(item.citation),
        "confidence": item.confidence,
        "disabled": item.disabled_vi,
        "profile": item.profile,
        "versions": [_version(each) for each in item.versions],
    }


def _version(version: Version) -> dict[str, Any]:
    last = version.period.last_day
    return {
        "from": version.period.start.isoformat(),
        "to": None if last is None else last.isoformat(),
        "regimes": list(version.regimes),
        "citation": str(version.citation),
        "confidence": version.confidence,
        "carried": version.carried,
        "note": version.note_vi,
    }
