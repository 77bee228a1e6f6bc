"""A decision with its list, as Word holds it: what it says once is taken, what does not add up is told at its place."""

from __future__ import annotations

import json
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.conftest import City
from tests.workbooks.imports import book
from tests.workbooks.reading.documents import pdf, word
from thidua.honours.models import Honour
from thidua.honours.services import load_catalogues
from thidua.kernel.actors import SystemActor

ANNEX = "(Kèm theo Quyết định số 123/QĐ-LĐLĐ ngày 12 tháng 5 năm 2017 của Ban Thường vụ)"
HEAD = ["STT", "Mã CB", "Họ và tên", "Năm", "Danh hiệu", "Cơ quan quyết định"]
COLUMNS = "(0.9cm, 2.3cm, 2.2cm, 1.2cm, 1.6cm, 1fr)"


@pytest.fixture(autouse=True)
def _ready(settings: Any, tmp_path: Path, db: None, at: datetime) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    load_catalogues(by=SystemActor("kiểm thử"), at=at)


def run(path: Path, *options: str) -> tuple[dict[str, Any], int]:
    out, code = StringIO(), 0
    asked = ("--kind", "honours", "--unit", "cdcs-a", "--format", "json", *options)
    try:
        call_command("import", str(path), *asked, stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    return json.loads(out.getvalue()), code


def rows(city: City) -> list[list[str]]:
    people = [one.person for one in city.members_a[:2]]
    return [
        HEAD,
        *([str(n), one.code, one.full_name, "2016", "LĐTT", "Giám đốc Sở Mẫu A"] for n, one in enumerate(people, 1)),
    ]


def test_number_and_day_come_from_the_text_of_the_decision(city: City, tmp_path: Path) -> None:
    said, code = run(word(tmp_path / "a.docx", "Số: 123/QĐ-LĐLĐ", ANNEX, rows(city)), "--apply")
    assert (code, said["counts"]["create"], said["doubts"]) == (0, 2, [])
    found = set(Honour.objects.values_list("decision_number", "decision_date"))
    assert found == {("123/QĐ-LĐLĐ", date(2017, 5, 12))}


def test_a_pdf_and_a_sheet_are_read_so_too(city: City, tmp_path: Path) -> None:
    told = [run(pdf(tmp_path / "a.pdf", ANNEX, rows(city), columns=COLUMNS))[0]]
    (tmp_path / "a.xlsx").write_bytes(book([[ANNEX, *[""] * 5], *rows(city)], [""] * 6, above=1))
    told.append(run(tmp_path / "a.xlsx")[0])
    assert [(one["counts"]["create"], one["notes"]) for one in told] == [(2, [])] * 2


def test_without_such_a_text_the_day_is_missing(city: City, tmp_path: Path) -> None:
    said, code = run(word(tmp_path / "a.docx", "Căn cứ Quyết định số 9/QĐ-X ngày 1/2/2016 của Sở;", rows(city)))
    assert (code, said["counts"]["error"]) == (2, 2)
    assert {note["field"] for note in said["notes"]} == {"decision_date"}


def test_a_head_and_a_list_that_name_different_decisions_fill_nothing(city: City, tmp_path: Path) -> None:
    said, code = run(word(tmp_path / "a.docx", "Số: 132/QĐ-LĐLĐ", ANNEX, rows(city)))
    assert (code, said["counts"]["error"]) == (2, 2)
    assert said["doubts"] == [
        "Văn bản là Quyết định số 132/QĐ-LĐLĐ, nhưng danh sách ghi kèm theo Quyết định số 123/QĐ-LĐLĐ ngày 12/05/2017: "
        "chưa lấy số nào."
    ]


def test_words_against_figures_and_open_fields_in_the_text(city: City, tmp_path: Path) -> None:
    text = ("Thưởng 300.000 đồng (bằng chữ: ba triệu đồng).", "Kính gửi «Ten_don_vi»")
    said, code = run(word(tmp_path / "a.docx", ANNEX, rows(city), *text))
    assert (code, said["counts"]["create"]) == (0, 2)
    assert said["doubts"] == [
        "Lời văn A2: bằng số là 300.000, bằng chữ là “ba triệu đồng”.",
        "Lời văn A3: trường trộn thư còn để trống: «Ten_don_vi».",
    ]


def test_a_row_said_twice_and_a_field_left_open_in_a_row(city: City, tmp_path: Path) -> None:
    head, first, second = rows(city)
    said, code = run(
        word(tmp_path / "a.docx", ANNEX, [head, first, second, ["3", *first[1:]], ["4", "", "«Ten»", *first[3:]]])
    )
    told = {(note["cell"], note["level"]) for note in said["notes"]}
    assert code == 2
    assert ("C4", "doubt") in told
    assert ("C5", "error") in told
    assert ("C3", "doubt") not in told


def test_amounts_that_do_not_add_up(city: City, tmp_path: Path) -> None:
    head, first, second = rows(city)
    table = [
        [*head, "Số lượng", "Mức thưởng", "Thành tiền", "Bằng chữ"],
        [*first, "1", "300.000", "300.000", "ba trăm nghìn đồng"],
        [*second, "2", "300.000", "500.000", "Sáu trăm nghìn"],
        ["", "Tổng cộng", *[""] * 6, "900.000", ""],
    ]
    said, _code = run(word(tmp_path / "a.docx", ANNEX, table))
    assert [note["text"] for note in said["notes"] if note["level"] == "doubt"] == [
        "I3: 2 × 300.000 = 600.000, nhưng ghi 500.000.",
        "I3: bằng số là 500.000, bằng chữ là 600.000.",
        "Dòng tổng I4 ghi 900.000, cộng các dòng được 800.000.",
    ]


def test_a_second_list_of_the_file_is_named(city: City, tmp_path: Path) -> None:
    other = [["STT", "Tên tập thể", "Danh hiệu"], ["1", "Tổ Một", "Tập thể lao động tiên tiến"]]
    said, _code = run(word(tmp_path / "a.docx", ANNEX, rows(city), "II. Tập thể", other))
    (doubt,) = said["doubts"]
    assert "“Bảng 2” cũng là danh sách, có 1 dòng, chưa đọc" in doubt
