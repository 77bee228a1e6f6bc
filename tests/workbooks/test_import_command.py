"""``thidua import``: looks by default, writes when told, exit code 2 where something is wrong."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.conftest import City
from tests.workbooks.imports import book
from thidua.people.models import Person
from thidua.workbooks.models import Import

GOOD = (1, "ZZ1", "Vũ Thị An", "25/03/1985", "Nữ", "", "")
WRONG = (2, "ZZ2", "Lê Văn Bình", "31/02/1990", "Nam", "", "")


def run(path: Path, content: bytes, *options: str) -> tuple[str, int]:
    path.write_bytes(content)
    out, code = StringIO(), 0
    try:
        call_command("import", str(path), "--kind", "people", "--unit", "cdcs-a", *options, stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    except CommandError as error:
        return str(error), error.returncode
    return out.getvalue(), code


@pytest.fixture
def path(city: City, settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "ds.xlsx"


def test_it_only_looks_unless_told_to_write(path: Path) -> None:
    said, code = run(path, book([GOOD]))
    assert (code, "thêm mới: 1" in said, "Thêm --apply để ghi" in said) == (0, True, True)
    assert not Person.objects.filter(code="ZZ1").exists()
    assert not Import.objects.exists()
    said, code = run(path, book([GOOD]), "--apply")
    assert code == 0
    assert "Đã ghi" in said
    assert Person.objects.filter(code="ZZ1").exists()
    said, code = run(path, book([GOOD]), "--apply")
    assert code == 0
    assert "Không có gì để ghi" in said
    assert Import.objects.count() == 1


def test_a_wrong_row_is_told_at_its_cell_and_ends_with_two(path: Path) -> None:
    said, code = run(path, book([GOOD, WRONG]), "--format", "json", "--apply")
    found = json.loads(said)
    assert code == 2
    assert not found["applied"]
    assert not Person.objects.filter(code="ZZ1").exists()
    (note,) = [note for note in found["notes"] if note["level"] == "error"]
    assert (note["cell"], note["text"]) == ("D5", "“31/02/1990”: không có ngày này.")
    said, code = run(path, book([GOOD, WRONG]), "--apply", "--partial")
    assert code == 0
    assert list(Person.objects.filter(code__startswith="ZZ").values_list("code", flat=True)) == ["ZZ1"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a table", "Chưa hiểu hết các cột"),
        (b"{\\rtf1 }", "không phải bảng tính"),
        (b"%PDF-1.7", "Tệp hỏng"),
        (book([(1, "x")], ("STT", "Lạ")), "Chưa hiểu hết các cột"),
    ],
    ids=["text", "rtf", "pdf", "other list"],
)
def test_a_file_without_the_list_says_what_is_wrong(path: Path, content: bytes, words: str) -> None:
    said, code = run(path, content)
    assert code == 2
    assert words in said


def test_a_missing_file_is_told(path: Path) -> None:
    with pytest.raises(CommandError, match="Không có tệp"):
        call_command("import", str(path / "none.xlsx"), "--kind", "people")


def test_a_report_is_the_workbook_with_its_faults_marked(path: Path, tmp_path: Path) -> None:
    report = tmp_path / "out.xlsx"
    _said, code = run(path, book([GOOD, WRONG]), "--report", str(report))
    assert code == 2
    assert openpyxl.load_workbook(report)["Danh sách"]["D5"].comment is not None
