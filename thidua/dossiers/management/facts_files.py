"""What the commands that read a history written by hand have in common: options, the file, the law to use."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from thidua.rules.book import LawBook
from thidua.rules.errors import RulesError
from thidua.rules.library import profile, shipped
from thidua.rules.safe_yaml import LONGEST_FILE
from thidua.rules.story_files import Question, Wanted, check_in_force, narrowed, read_questions


def day(text: str) -> date:
    """Read a day typed as an option; the words of a fault are for an officer."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” không phải một ngày; ghi dạng NĂM-THÁNG-NGÀY, ví dụ 2018-12-20") from None


def add_law_options(parser: ArgumentParser) -> None:
    """Declare which law is used: a profile over it, one rule of it."""
    parser.add_argument("--rule", metavar="MÃ", help="chỉ xét theo quy tắc này, ví dụ I-CSCS-22")
    parser.add_argument("--profile", metavar="MÃ", help="quy định riêng của thành phố, liên đoàn, ví dụ hanoi")


def law_of(options: dict[str, Any]) -> tuple[LawBook, str | None]:
    """Return the law to use and, with ``--rule``, the award it is narrowed to."""
    with_profile = shipped() if options["profile"] is None else shipped().with_profile(profile(options["profile"]))
    return (with_profile, None) if options["rule"] is None else narrowed(with_profile, options["rule"])


def questions_of(path: Path, options: dict[str, Any]) -> tuple[LawBook, tuple[Question, ...]]:
    """Read the file under the options; ends with one line that says what is wrong and where (exit code 1)."""
    data = _bytes(path)
    try:
        book, award = law_of(options)
        titles = tuple(options["title"] or ()) or (() if award is None else (award,))
        wanted = Wanted(titles, options["year"], options["decided_on"])
        questions = read_questions(data, book, wanted, path.name)
        if award is not None:
            for question in questions:
                if question.awards != (award,):
                    raise CommandError(f"Quy tắc {options['rule']} là của danh hiệu {award}; bỏ --title hoặc --rule.")
                check_in_force(book, award, options["rule"], question.day)
    except RulesError as error:
        raise CommandError(f"{path.name}: {error}") from error
    return book, questions


def _bytes(path: Path) -> bytes:
    """Read the file, no more of it than may be used."""
    try:
        with path.open("rb") as file:
            return file.read(LONGEST_FILE + 1)
    except FileNotFoundError:
        raise CommandError(f"Không có tệp “{path}”. Xem lại đường dẫn.") from None
    except OSError as error:
        raise CommandError(f"Không đọc được tệp “{path}”: {error.strerror}. Xem lại đường dẫn và quyền đọc.") from error
