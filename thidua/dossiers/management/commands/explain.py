"""``thidua explain PERSON --title grassroots_fighter --year 2018``: the reasons of one verdict."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from thidua.dossiers.selectors import explain
from thidua.kernel.actors import SystemActor
from thidua.kernel.text import exact, fold
from thidua.people.models import Person
from thidua.people.selectors import search_people
from thidua.rules.errors import UnknownAwardError
from thidua.rules.render import render_text

SHOWN = 20
AMBIGUOUS = 2  # exit code when a name belongs to several people


class Command(BaseCommand):
    """Print why one person meets, or does not meet, the standards of a title."""

    help = "Giải thích vì sao một người đạt hay chưa đạt điều kiện của một danh hiệu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the person, title, year, day and format."""
        parser.add_argument(
            "person", metavar="NGƯỜI", help="mã cán bộ, số thứ tự (id), hoặc họ tên có dấu hay không dấu"
        )
        parser.add_argument("--title", required=True, metavar="MÃ", help="mã danh hiệu, ví dụ grassroots_fighter")
        parser.add_argument("--year", type=int, required=True, help="năm xét danh hiệu, ví dụ 2018")
        parser.add_argument(
            "--decided-on", type=date.fromisoformat, metavar="NGÀY", help="ngày xét, YYYY-MM-DD (mặc định: 31/12)"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge and print; an unknown person or title ends with exit code 1, several people of a name with 2."""
        year = options["year"]
        if not 1 <= year <= 9998:
            raise CommandError(f"Năm {year} không hợp lệ.")
        person = self._person(options["person"])
        decided_on = options["decided_on"] or date(year, 12, 31)
        try:
            judgement = explain(person.pk, options["title"], year, decided_on)
        except UnknownAwardError as error:
            raise CommandError(str(error)) from error
        if options["format"] == "json":
            said = {"person": {"id": person.pk, "code": person.code, "name": person.full_name}, **judgement.as_json()}
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(f"{person.full_name} ({person.code})\n{render_text(judgement)}")

    def _person(self, text: str) -> Person:
        found = _find(text)
        if not found:
            raise CommandError(f"Không tìm thấy ai với “{text}”. Dùng mã cán bộ, id hoặc họ tên.")
        if len(found) > 1:
            for person in found[:SHOWN]:
                self.stderr.write(f"  {person.code}  {person.full_name}")
            more = "" if len(found) <= SHOWN else f" (mới liệt kê {SHOWN} người đầu)"
            raise CommandError(f"Có nhiều người khớp “{text}”{more}. Dùng mã cán bộ.", returncode=AMBIGUOUS)
        return found[0]


def _find(text: str) -> list[Person]:
    """Return who is meant: by code, else by id, else by the exact name, else by the name without accents."""
    by_code = list(Person.objects.filter(code__iexact=text.strip()))
    if by_code or (text.isdecimal() and len(text) < 16 and (by_code := list(Person.objects.filter(pk=int(text))))):
        return by_code
    for names in ({"name_exact": exact(text)}, {"name_folded": fold(text)}):
        if found := list(Person.objects.filter(**names).order_by("name_sort", "id")[: SHOWN + 1]):
            return found
    return list(search_people(SystemActor("lệnh explain"), text, timezone.localdate())[: SHOWN + 1])
