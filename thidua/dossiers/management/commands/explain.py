"""``thidua explain``: the reasons of a verdict, on a person of the database or on a history written by hand."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from thidua.dossiers.management.facts_files import add_law_options, day, questions_of
from thidua.dossiers.selectors import explain
from thidua.kernel.actors import SystemActor
from thidua.kernel.text import exact, fold
from thidua.people.models import Person
from thidua.people.selectors import search_people
from thidua.rules.errors import UnknownAwardError
from thidua.rules.render import render_text
from thidua.rules.story_files import FILE_VERSION, Told, as_data, ask, say

SHOWN = 20
AMBIGUOUS = 2  # exit code when a name belongs to several people


class Command(BaseCommand):
    """Print why somebody meets, or does not meet, the standards of awards."""

    help = "Giải thích vì sao một người (hoặc hồ sơ viết tay, --facts) đạt hay chưa đạt điều kiện của một danh hiệu."
    # A history written by hand needs no database, so no check may ask for one.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the person or the file, titles, year, day, the law and the format."""
        parser.add_argument(
            "person", nargs="?", metavar="NGƯỜI", help="mã cán bộ, số thứ tự (id), hoặc họ tên có dấu hay không dấu"
        )
        parser.add_argument(
            "--facts", type=Path, metavar="TỆP", help="hồ sơ viết tay, không cần cơ sở dữ liệu (docs/ho-so-viet-tay.md)"
        )
        parser.add_argument(
            "--title", action="extend", nargs="+", metavar="MÃ", help="mã danh hiệu; với --facts: mặc định là tất cả"
        )
        parser.add_argument("--year", type=int, help="năm xét danh hiệu, ví dụ 2018")
        parser.add_argument(
            "--date", "--decided-on", dest="decided_on", type=day, metavar="NGÀY",
            help="ngày xét, YYYY-MM-DD (mặc định: 31/12 của năm xét)",
        )  # fmt: skip
        add_law_options(parser)
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge and print.

        Exit code 1: an unknown person or title, a bad file, answers other than the file's; 2: a name of several people.
        """
        year = options["year"]
        if year is not None and not 1 <= year <= 9998:
            raise CommandError(f"Năm {year} không hợp lệ.")
        if (options["person"] is None) == (options["facts"] is None):
            raise CommandError("Ghi NGƯỜI (trước --title), hoặc --facts TỆP; không ghi cả hai.")
        if options["facts"] is not None:
            self._explain_file(options["facts"], options)
        else:
            self._explain_person(options)

    def _explain_file(self, path: Path, options: dict[str, Any]) -> None:
        book, questions = questions_of(path, options)
        told = [ask(question, book) for question in questions]
        if options["format"] == "json":
            self._write_json(_as_one(told))
        else:
            self.stdout.write(("\n\n" + "─" * 60 + "\n\n").join(say(item) for item in told))
        named = ((item, item.question.name or item.question.place or path.name) for item in told)
        wrong = [name for item, name in named if item.agrees is False]
        if wrong:
            raise CommandError(f"{len(wrong)} kết luận không khớp với tệp: {'; '.join(wrong[:SHOWN])}.")

    def _explain_person(self, options: dict[str, Any]) -> None:
        year, titles = options["year"], options["title"] or []
        if year is None or len(titles) != 1:
            raise CommandError("Cần --year và đúng một --title khi xét một người trong cơ sở dữ liệu.")
        if options["rule"] is not None or options["profile"] is not None:
            raise CommandError("--rule và --profile chỉ dùng cùng với --facts.")
        person = self._person(options["person"])
        try:
            judgement = explain(person.pk, titles[0], year, options["decided_on"] or date(year, 12, 31))
        except UnknownAwardError as error:
            raise CommandError(str(error)) from error
        if options["format"] == "json":
            named = {"id": person.pk, "code": person.code, "name": person.full_name}
            self._write_json({"person": named, **judgement.as_json()})
        else:
            self.stdout.write(f"{person.full_name} ({person.code})\n{render_text(judgement)}")

    def _write_json(self, data: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))

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


def _as_one(told: list[Told]) -> dict[str, Any]:
    """Return one object: the single question's own, or the list of stories with the count of those that agree."""
    if len(told) == 1 and not told[0].question.place:
        return as_data(told[0])
    agreeing = sum(item.agrees is True for item in told)
    return {"v": FILE_VERSION, "stories": [as_data(item) for item in told], "agreeing": agreeing}
